"""The command that checks contacts by phone: contacts."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import AS_OF, LISTS, PROFILE, cannot, must_be_lists, today

if TYPE_CHECKING:
    from ..areas import Tree

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("area", default="")
@click.option("--output", "-o", type=FILE, default=None, help="做成 Excel 表,打完电话填结果")
@click.option("--take", type=FILE, default=None, help="把填好的表收回清单")
@click.option("--due", is_flag=True, help="只要从来没有核对过,或上次核对超过 180 天的")
@click.option("--dry-run", is_flag=True, help="和 --take 一起用:只说会改什么,不写")
@AS_OF
@LISTS
@PROFILE
def contacts(
    area: str, output: Path | None, take: Path | None, due: bool, dry_run: bool, as_of: date | None, root: Path
) -> None:
    """打电话核对联系方式:列出每个号码该是谁、写在哪里,再把核对的结果收回清单。

    AREA 是文件夹路径,如 hubei/jingmen,连同下面所有地方;不写就是全部(示例数据除外)。
    一个号码只打一次。“对”的写上核对日期、改为有效,全部号码都不通的改为停用;号码本身从不改动,要改的列出来由人改。
    退出码:0 没有要人改的,1 有号码要人改,2 表读不了。
    """
    from ..areas import scan
    from ..contacts import calls

    must_be_lists(root)
    tree, day = scan(root), as_of or today()
    under = area.strip("/").removeprefix(".").removeprefix("lists").strip("/")
    if under not in tree.areas:
        cannot(f"没有 {area} 这个地方")
    if take:
        if output or due:
            cannot("--take 收回结果,不和 --output、--due 一起用")
        _take(root, tree, under, take, day, dry_run)
    if dry_run:
        cannot("--dry-run 要和 --take 一起用")
    found = calls(tree, under, day, due)
    if not found:
        click.echo("没有要核对的号码")
    elif output:
        from ..office.calls import call_sheet

        if output.suffix != ".xlsx":
            cannot(f"文件名要以 .xlsx 结尾:{output}")
        if output.exists():
            cannot(f"已经有 {output} 了(里面也许有没交回的结果):换个名字")
        try:
            output.write_bytes(call_sheet(found))
        except OSError as error:
            cannot(f"写不了 {output}:{error.strerror}")
        click.echo(f"写好了 {output}:{len(found)} 个号码")
    else:
        for call in found:
            click.echo(f"{call.number}  上次核对 {call.checked or '从来没有'}")
            for line in (*call.who, *call.where):
                click.echo(f"    {line}")
        click.echo(f"{len(found)} 个号码")


def _take(root: Path, tree: "Tree", under: str, book: Path, day: date, dry_run: bool) -> None:
    """Bring the results into the lists and end."""
    from ..contacts import calls, settle
    from ..fmt import Formatted, write
    from ..office.calls import answers
    from ..office.limits import CannotRead
    from ..problems import visible

    try:
        told = answers(book, day)
    except CannotRead as error:
        cannot(f"{book}: 没有收,先改好:\n{error}" if "\n" in str(error) else f"{book}: {error}")
    known = {call.number for call in calls(tree, under, day)}
    changed, wrong = 0, [f"{answer.number}: 清单里没有这个号码" for answer in told if answer.number not in known]
    for settled in settle(tree, under, told):
        for line in settled.said:
            click.echo(f"{'会改' if dry_run else '改好'} {line}")
        wrong += settled.wrong
        changed += len(settled.said)
        if settled.text is not None and not dry_run:
            file = root / settled.ref.area / f"{settled.ref.page}.yml"
            write(Formatted(file, settled.ref.shown, settled.text, True))
    for answer in told:
        if answer.remark:
            click.echo(f"备注 {answer.number}: {visible(answer.remark)}")
    for line in wrong:
        click.echo(f"要看 {line}")
    click.echo(f"打了 {len(told)} 个号码:{'会改' if dry_run else '改好'} {changed} 项,要人看的 {len(wrong)} 处")
    sys.exit(1 if wrong else 0)
