"""The commands that write into the lists: fmt, new, archive."""

import sys
from pathlib import Path

import click

from ..areas import Area
from ..fmt import Formatted, format_lists
from ..fmt import write as write_formatted
from ..kinds import KINDS, Kind
from .options import LISTS, among, cannot, must_be_lists, under


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="只检查,不改文件;有要改的退出码为 1")
@click.option("--fix", "mend", is_flag=True, help="顺手改好不用判断的:文号括号、全角数字、日期写法、缺少的编号等")
@LISTS
def fmt(paths: tuple[Path, ...], only_check: bool, mend: bool, root: Path) -> None:
    """把清单写成统一的格式,不改任何内容。

    --fix 把不用判断就能改好的也改好,改了什么一行一行说出来;名称、备注等文字从不改动。
    有注释、读不懂的文件不动,说明原因,退出码为 1。
    """
    must_be_lists(root)
    chosen = [under(path, root) for path in paths]
    every = list(format_lists(root, mend=mend, wanted=lambda shown: among(shown, chosen)))
    refused = [formatted for formatted in every if formatted.text is None]
    changed = [formatted for formatted in every if formatted.changed]
    for formatted in changed:
        if not only_check:
            write_formatted(formatted)
        for place, what in formatted.mended:
            click.echo(f"{place}: {'要改' if only_check else '改好'} {what}")
        click.echo(f"{formatted.shown}: {'需要统一格式' if only_check else '已统一格式'}")
    _say_refused(refused)
    sys.exit(1 if refused or (only_check and changed) else 0)


def _say_refused(refused: list[Formatted]) -> None:
    for formatted in refused:
        for problem in formatted.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{formatted.shown}: 没有动这个文件", err=True)


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("area", type=str)
@click.option("--slug", default="", help="同类的第二份清单的名字,如 dierpi")
@click.option("--workbook", is_flag=True, help="不写清单,写一本空的 Excel 工作簿:填好用 import 收回来,才有这份清单")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=None,
    help="工作簿的文件名(默认是地方和清单的名称,放在当前文件夹)",
)
@LISTS
def new(kind: str, area: str, slug: str, workbook: bool, output: Path | None, root: Path) -> None:
    """给一个地方新建一份清单,必填的字段都在里面。

    AREA 是文件夹路径,如 hubei/jingmen;全国写 . 。字段的说明在编辑器里把鼠标放上去就能看到。
    """
    from ..areas import scan
    from ..new import CannotStart, room_for, start

    must_be_lists(root)
    if output and not workbook:
        cannot("--output 要和 --workbook 一起用")
    tree, place = scan(root), area.strip("/").removeprefix(".").strip("/")
    try:
        file = (room_for if workbook else start)(root, tree, KINDS[kind], place, slug)
    except CannotStart as error:
        cannot(str(error))
    if workbook:
        book = _empty_book(KINDS[kind], tree.areas[place], slug, output)
        click.echo(f"建好了 {book},填好以后运行 mingbai import,就有了 {file}")
    else:
        click.echo(f"建好了 {file},填上内容后运行 mingbai check")


def _empty_book(kind: Kind, area: Area, slug: str, output: Path | None) -> Path:
    """Write the workbook of a list that is not there yet; the file's path."""
    from ..office.export import empty_book, file_name, save

    file = output or Path(file_name(area, kind, slug))
    if file.exists():
        cannot(f"已经有 {file} 了(里面也许有没交回的内容):用 --output 换个名字")
    try:
        save(file, empty_book(kind, area, f"{kind.key}.{slug}" if slug else kind.key))
    except OSError as error:
        cannot(f"写不了 {file}:{error.strerror}")
    return file


@click.command()
@click.argument("path", metavar="LIST", type=click.Path(path_type=Path))
@click.argument("document", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--source", "number", type=click.IntRange(1), default=None, help="清单的第几个来源;只有一个时不用写")
@LISTS
def archive(path: Path, document: Path, number: int | None, root: Path) -> None:
    """把清单的来源文件存一份副本,校验值写进清单。

    FILE 是下载好的文件:PDF、Word、Excel、WPS、OFD、网页、图片,不超过 20 MB。
    副本放在清单文件夹的 _site/archive/ 里,网站上跟着来源一起给出。
    """
    from ..areas import scan
    from ..keep import CannotKeep, keep

    must_be_lists(root)
    shown = under(path, root)
    ref = next((ref for area in scan(root) for ref in area.lists if ref.shown == shown), None)
    if ref is None:
        cannot(f"{path} 不是一份清单")
    try:
        kept = keep(root, ref, document, number)
    except CannotKeep as error:
        cannot(str(error))
    click.echo(f"存好了 {kept.file},校验值写进了 {ref.shown} 的来源“{kept.title}”")
    if kept.before and kept.before != kept.file.name.partition(".")[0]:
        click.echo(f"原来的校验值是 {kept.before};那份副本没有清单再用的话,可以删去")
