"""The commands for offices: export, import."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..areas import SLUG, Area, ListRef, Tree, scan
from ..kinds import KINDS
from ..progress import each
from .options import AS_OF, LISTS, PROFILE, cannot, must_be_lists, today, under

if TYPE_CHECKING:
    from ..office.desk import Place

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("paths", metavar="LIST…", nargs=-1, type=FILE)
@click.option("--output", "-o", required=True, type=FILE, help="工作簿的文件名;--all 和几份 CSV 时是文件夹")
@click.option("--all", "whole", type=FILE, default=None, help="一个地方连同下面所有地方,一地一本")
@click.option("--csv", "flat", is_flag=True, help="导出 CSV,一份清单一个文件")
@click.option("--force", is_flag=True, help="换掉已经有的同名文件")
@LISTS
@PROFILE
def export(paths: tuple[Path, ...], output: Path, whole: Path | None, flat: bool, force: bool, root: Path) -> None:
    """把清单导出成 Excel 工作簿,一份清单一张表,改好再用 import 收回来。

    LIST 是清单文件,或者一个地方的文件夹(那个地方自己的全部清单)。
    """
    from ..office import export as office
    from ..office.book import CannotExport

    must_be_lists(root)
    if bool(paths) == bool(whole):
        cannot("写上要导出的清单或地方;整个县用 --all")
    tree = scan(root)
    refs = [ref for path in paths for ref in _refs(path, root, tree)]
    places = office.under(tree, _area(whole, root, tree).path) if whole else []
    refs += [ref for area in places for ref in area.lists]
    if not refs:
        cannot("这里没有清单")
    try:
        if flat and (whole or len(refs) > 1):
            found = {output / file.name: file for file in office.by_list(tree, refs)}
        elif flat:
            found = {output: next(office.by_list(tree, refs))}
        elif whole:
            found = {output / file.name: file for file in office.by_place(tree, places)}
        else:
            every = list(dict.fromkeys(refs))
            found = {output: office.File(output.name, office.one_book(every, tree), len(every))}
        old = [path for path in found if path.exists() and not force]
        if old:
            cannot(f"已经有 {old[0]} 了(里面也许有没交回的改动):换个名字,或加 --force 换掉")
        for path, file in each("写文件", found.items()):
            office.save(path, file.data)
            click.echo(f"{path}: {file.lists} 份清单")
    except CannotExport as error:
        cannot(str(error))
    except OSError as error:
        cannot(f"写不了 {error.filename or output}:{error.strerror}")


def _refs(path: Path, root: Path, tree: Tree) -> list[ListRef]:
    if path.is_dir():
        return list(_area(path, root, tree).lists)
    shown = under(path, root)
    found = [ref for area in tree for ref in area.lists if ref.shown == shown]
    return found or cannot(f"{path} 不是一份清单")


def _area(path: Path, root: Path, tree: Tree) -> Area:
    inside = under(path, root).removeprefix("lists").strip("/")
    return tree.areas[inside] if inside in tree.areas else cannot(f"{path} 不是一个地方的文件夹")


@click.command("import")
@click.argument("paths", metavar="BOOK…", nargs=-1, required=True, type=FILE)
@click.option("--dry-run", is_flag=True, help="只说会改什么,不写")
@click.option("--delete", "delete", metavar="ID", multiple=True, help="表里没有了的这一项,真的删去;可以写几次")
@click.option("--delete-all-missing", "delete_all", is_flag=True, help="表里没有了的,全部删去")
@click.option("--area", type=str, default=None, help="别人做的表归哪个地方,如 hubei/jingmen;全国写 .")
@click.option(
    "--kind", type=click.Choice(list(KINDS)), default=None, help="别人做的表是哪一类清单;不写就按列名和标题认"
)
@click.option("--slug", default="", help="同类的第二份清单的名字,如 dierpi")
@click.option("--sheet", "sheets", metavar="NAME", multiple=True, help="只要别人做的表里的这一张;可以写几次")
@AS_OF
@LISTS
@PROFILE
def import_(
    paths: tuple[Path, ...],
    dry_run: bool,
    delete: tuple[str, ...],
    delete_all: bool,
    area: str | None,
    kind: str | None,
    slug: str,
    sheets: tuple[str, ...],
    as_of: date | None,
    root: Path,
) -> None:
    """把改好的工作簿收回清单:先用话说清改什么,再写。

    BOOK 是 export 导出的工作簿(xlsx,或另存的 xls、et、ods)或 CSV,也可以是装着许多本的文件夹。
    别人做的表(还可以是 docx、存下的网页)要加 --area:清单已经有的按名称对上,没有的新建。
    全部写好或没有要改的退出码为 0;有错误、冲突、没点名的删除为 1(那份清单不写,没点名的不删);读不了为 2。
    """
    from ..office.desk import ENDINGS, OTHERS, Desk, books
    from ..office.manifest import BadBook
    from ..office.preview import count, lines

    must_be_lists(root)
    place = _place(root, area, kind, slug, sheets)
    desk = Desk(root, as_of or today(), delete, delete_all, place)
    every, gone, tally, code = list(books(paths, OTHERS if place else ENDINGS)), set[str](), Counter[str](), 0
    if not every:
        cannot("文件夹里没有工作簿")
    for path in each("收工作簿", every):
        try:
            found = desk.take(path)
        except BadBook as error:
            click.echo(f"{path}: {error}", err=True)
            tally["读不了"] += 1
            code = 2
            continue
        click.echo(f"{path}")
        for taken in found:
            click.echo("\n".join(lines(taken)))
            gone |= taken.gone
            if taken.text is not None and not dry_run:
                desk.write(taken)
            end = _end(taken.errors, taken.text is not None, dry_run)
            click.echo(f"  {end}:{count(taken)}" if taken.text is not None else f"  {end}")
            tally[end] += 1
            code = max(code, 0 if taken.clean else 1)
    if len(every) > 1 or sum(tally.values()) > 1:
        told = ",".join(f"{name} {number} 份" for name, number in tally.items())
        click.echo(f"{len(every)} 个文件:{told}")
    if missing := [name for name in delete if name not in gone]:
        click.echo(f"没有要删的 {'、'.join(missing)}:表里还有它,或者没有这个编号", err=True)
        code = max(code, 1)
    sys.exit(code)


def _place(root: Path, area: str | None, kind: str | None, slug: str, sheets: tuple[str, ...]) -> "Place | None":
    """Where tables go that others made, if somebody says."""
    from ..office.desk import Place

    if area is None:
        return None if not (kind or slug or sheets) else cannot("--kind、--slug、--sheet 要和 --area 一起用")
    if slug and not SLUG.fullmatch(slug):
        cannot(f"--slug 只用小写字母、数字和连字符,不能是 {slug}")
    inside = area.strip("/").removeprefix(".").strip("/")
    areas = scan(root).areas
    inside = inside if inside in areas else inside.removeprefix("lists").strip("/")
    if inside not in areas:
        cannot(f"没有 {area} 这个地方:先建文件夹 lists/{inside} 和里面的 area.yml")
    return Place(inside, kind, slug, sheets)


def _end(errors: bool, changes: bool, dry_run: bool) -> str:
    """What became of one list."""
    if errors:
        return "没有写,先改好上面的错误和冲突"
    if not changes:
        return "没有要改的"
    return "会改(--dry-run,没有写)" if dry_run else "写好了"
