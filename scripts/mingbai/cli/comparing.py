"""The command that compares: diff."""

import sys
from datetime import date
from pathlib import Path

import click

from ..git import NoGit
from ..kinds import KINDS
from ..report.data import data
from ..report.markdown import LIMIT, markdown
from ..report.terminal import terminal
from ..review import Review, review
from ..revisions import CannotRead, Side, side
from .options import AS_OF, LISTS, PROFILE, cannot, today

MOST_ROWS = 400  # items that the page shows as the site does
FORMS = ("text", "markdown", "html", "json")


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="输出形式")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="写进这个文件;Markdown 太长时这里是前面的部分,全文写在旁边的 .full.md",
)  # fmt: skip
@click.option("--kind", type=click.Choice(list(KINDS)), default=None, help="两个文件比较时,文件名看不出种类就写上")
@click.option(
    "--with-code", is_flag=True,
    help="程序也改了时,各用各的程序算答案来比;会运行两边的程序,只用于信得过的版本",
)  # fmt: skip
@AS_OF
@LISTS
@PROFILE
def diff(
    old: str,
    new: str | None,
    form: str,
    output: Path | None,
    kind: str | None,
    with_code: bool,
    as_of: date | None,
    root: Path,
) -> None:
    """两个版本的清单有什么不同:每一处说一次,危险的在前。

    OLD、NEW 可以是 git 版本(main、HEAD~1、v1)、清单文件夹、单个清单文件,或 版本:文件。
    不写 NEW 就和现在的清单文件夹比。没有不同退出码为 0,有不同为 1,比不成为 2。
    """
    try:
        day = as_of or today()
        sides = side(old, root), side(new or str(root), root)
        found = review(*sides, day, kind or "", with_code)
        written = _written(found, form, output, sides, day)
    except (CannotRead, NoGit) as error:
        cannot(str(error))
    except OSError as error:
        cannot(f"{error.strerror or error}: {error.filename or ''}")
    if output is None:
        click.echo(written, nl=not written.endswith("\n"))
    sys.exit(0 if found.same else 1)


def _written(found: Review, form: str, output: Path | None, sides: tuple[Side, Side], day: date) -> str:
    """The report in the form asked for; also put in its file where one is named."""
    if form == "html":
        from ..report.page import page

        written = page(found, *rows_of(found, sides, day))
    elif form == "json":
        written = data(found)
    elif form == "markdown":
        written = markdown(found)
    else:
        written = terminal(found, colour=output is None and sys.stdout.isatty())
    if output is None:
        return written
    if form == "markdown" and len(written) > LIMIT:
        whole = output.with_suffix(".full.md")
        whole.write_text(written, encoding="utf-8")
        written = markdown(found, LIMIT, whole.name)
    output.write_text(written, encoding="utf-8")
    return written


def rows_of(found: Review, sides: tuple[Side, Side], day: date) -> tuple[dict[tuple[str, str], tuple[str, str]], str]:
    """The changed items as the site shows them, before and after, with the site's own style."""
    from ..resources import overrides
    from ..site.rows import before_and_after

    wanted = {(one.file, one.id) for line in found.lines if line.what == "edit" for one in line.subjects if one.id}
    if sides[0].root is None or sides[1].root is None or not wanted:
        return {}, ""
    style = (overrides() / "assets" / "stylesheets" / "mingbai.css").read_text(encoding="utf-8")
    return before_and_after(sides[0].root, sides[1].root, day, sorted(wanted)[:MOST_ROWS]), style
