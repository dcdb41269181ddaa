"""The command that looks: check."""

import sys
from datetime import date
from pathlib import Path

import click

from ..problems import Problem, has_errors
from ..report.problems import FORMATS
from .options import AS_OF, LISTS, among, cannot, must_be_lists, today, under


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="输出形式")
@click.option("--strict", is_flag=True, help="提醒也算不通过")
@click.option("--base", default=None, help="再和这个旧版本(git 版本或文件夹)比,检查改动本身:编号、说明、日期、核对")
@AS_OF
@LISTS
def check(
    paths: tuple[Path, ...], form: str, strict: bool, base: str | None, as_of: date | None, root: Path
) -> None:  # fmt: skip
    """检查清单,一次列出全部问题。

    没有改过的地方不再查一遍:查过的记在清单旁边的 .cache/mingbai/ 里,mingbai clean 可以删。
    PATHS 只看这些文件或文件夹里的问题。没有错误退出码为 0,有错误为 1(--strict 时提醒也算),无法检查为 2。
    """
    from ..checked import checked

    must_be_lists(root)
    chosen = [under(path, root) for path in paths]
    day = as_of or today()
    try:
        found = [*checked(root, day), *(_against(base, root, day) if base else ())]
    except OSError as error:
        cannot(f"没有查成:{error.strerror or error}: {error.filename or ''}")
    problems = [problem for problem in sorted(found) if among(problem.file, chosen)]
    if printed := FORMATS[form](problems):
        click.echo(printed)
    sys.exit(1 if has_errors(problems) or (strict and problems) else 0)


def _against(base: str, root: Path, day: date) -> list[Problem]:
    """What is wrong with the change from an earlier version."""
    from ..against import check_against
    from ..git import NoGit
    from ..revisions import CannotRead, side

    try:
        before = side(base, root)
        if before.root is None:
            cannot(f"{base} 是一个文件;--base 写 git 版本或清单文件夹")
        return check_against(before.root, root, day)
    except (CannotRead, NoGit) as error:
        cannot(str(error))
