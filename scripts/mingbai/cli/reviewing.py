"""The command for a proposal that nobody has agreed to yet: review."""

import sys
from datetime import date
from pathlib import Path

import click

from ..problems import has_errors
from ..report.page import page
from ..report.problems import FORMATS
from .comparing import rows_of
from .options import AS_OF, LISTS, PROFILE, cannot, today


@click.command()
@click.argument("base")
@click.argument("head")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="输出形式")
@AS_OF
@LISTS
@PROFILE
def review(base: str, head: str, to: Path, form: str, as_of: date | None, root: Path) -> None:
    """看一份还没有合并的提议:带来了什么问题,改了什么,哪些写法可以直接改好。

    BASE 是要并进去的 git 版本,HEAD 是提议的版本。HEAD 的文件只当数据读,不运行其中任何东西。
    写出 report.md、report.html、review.json、gl-code-quality-report.json 和提议的清单 lists/(供预览)。
    提议没有带来错误退出码为 0,带来错误为 1,无法看为 2。
    """
    from ..git import NoGit, find
    from ..proposal.commits import NoProposal, proposal
    from ..proposal.look import look

    repo = find(root if root.exists() else Path())
    if repo is None:
        cannot("这里不是 git 仓库,或者没有装 git")
    if to.exists():
        cannot(f"{to} 已经存在,换一个新文件夹")
    day = as_of or today()
    try:
        looked = look(proposal(repo, base, head, root), to, day)
        (to / "report.html").write_text(page(looked.told, *rows_of(looked.told, looked.sides, day)), encoding="utf-8")
    except (NoProposal, NoGit) as error:
        cannot(str(error))
    finally:
        repo.close()
    if printed := FORMATS[form](list(looked.brings)):
        click.echo(printed)
    sys.exit(1 if has_errors(looked.brings) else 0)
