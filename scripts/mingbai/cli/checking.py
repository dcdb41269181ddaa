"""The command that looks: check."""

import sys
from datetime import date
from pathlib import Path

import click

from ..problems import has_errors
from ..report.problems import FORMATS
from .options import AS_OF, LISTS, among, must_be_lists, today, under


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="输出形式")
@click.option("--strict", is_flag=True, help="提醒也算不通过")
@AS_OF
@LISTS
def check(paths: tuple[Path, ...], form: str, strict: bool, as_of: date | None, root: Path) -> None:
    """检查清单,一次列出全部问题。

    PATHS 只看这些文件或文件夹里的问题。没有错误退出码为 0,有错误为 1(--strict 时提醒也算),无法检查为 2。
    """
    from ..check import check as check_lists

    must_be_lists(root)
    chosen = [under(path, root) for path in paths]
    problems = [problem for problem in check_lists(root, as_of or today())[1] if among(problem.file, chosen)]
    if printed := FORMATS[form](problems):
        click.echo(printed)
    sys.exit(1 if has_errors(problems) or (strict and problems) else 0)
