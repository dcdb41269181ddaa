"""The commands of a site's own life: init begins it, migrate brings its lists forward."""

import sys
from pathlib import Path

import click

from ..areas import LEVELS
from ..kinds import KINDS
from .options import LISTS, cannot, must_be_lists


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", "names", default="", help="地方的名称,如 东宝区;上级的也写上就用斜线隔开:湖北省/荆门市/东宝区")
@click.option("--path", "path", default="", help="地方的文件夹,一级一级写小写拼音,如 hubei/jingmen/dongbao")
@click.option("--level", type=click.Choice(LEVELS[1:]), default=None, help="这个地方是哪一级(默认按 --path 有几级)")
@click.option("--kind", "kinds", type=click.Choice(list(KINDS)), multiple=True, help="顺便建一份这类清单,可以写几次")
@click.option("--force", is_flag=True, help="文件夹里有东西也做:只补上缺少的文件,已有的一个也不动")
def init(folder: Path, names: str, path: str, level: str | None, kinds: tuple[str, ...], force: bool) -> None:
    """给一个地方建一个自己的网站文件夹:清单、页面、设置、自动发布。

    没有说的都不写;必须有而没有说的写“待核实”。
    """
    from ..init import CannotInit, files, origin, places, write

    try:
        chain, package = places(path, names, level or ""), origin()
        begun = write(folder, files(chain, tuple(dict.fromkeys(kinds)), package), force)
    except CannotInit as error:
        cannot(str(error))
    except OSError as error:
        cannot(f"写不了:{error.strerror or error}: {error.filename or ''}")
    for kept in begun.kept:
        click.echo(f"{folder / kept}: 已经有了,内容不同,没有动")
    click.echo(f"写好了 {folder}:{len(begun.written)} 个文件")
    for unknown in [one for one, area in chain.items() if area.name == "待核实"]:
        click.echo(f"{folder}/lists/{unknown}/area.yml: 名称还是“待核实”,请写上")
    if not package.sure:
        click.echo(f"{folder}/requirements.txt: 写的是 {package.requirement},请看看从那里装不装得上")
    click.echo(f"接着:cd {folder} 然后 mingbai build(建站)或 mkdocs serve(边改边看)")


@click.command()
@click.option("--check", "only_check", is_flag=True, help="只说要改什么,不改文件;有要改的退出码为 1")
@click.option(
    "--from", "start", type=click.IntRange(0), default=None,
    help="清单没有写格式、又比第 1 版还早的,写 0(默认看 _site/format.yml,没有就是 1)",
)  # fmt: skip
@LISTS
def migrate(only_check: bool, start: int | None, root: Path) -> None:
    """升级软件以后,把旧格式的清单改成新的格式,改了什么一行一行说出来。

    要么全部改好,要么一个文件也不动。有注释、读不懂的文件要先改好。
    """
    from ..migrate import CannotMigrate, apply, format_of, plan

    must_be_lists(root)
    try:
        found = plan(root, format_of(root) if start is None else start)
        if not found.writes:
            click.echo(f"清单已经是第 {found.end} 版格式,不用改")
            return
        for line in found.said:
            click.echo(line)
        if only_check:
            click.echo(f"清单是第 {found.start} 版格式,要改成第 {found.end} 版:运行 mingbai migrate")
            sys.exit(1)
        apply(root, found)
    except CannotMigrate as error:
        cannot(f"{error}\n一个文件也没有动")
    except OSError as error:
        cannot(f"写不了,一个文件也没有动:{error.strerror or error}: {error.filename or ''}")
    click.echo(f"清单改成了第 {found.end} 版格式,运行 mingbai check 看一看")
