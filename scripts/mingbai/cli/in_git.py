"""The commands of git: git-setup for people; merge-driver and git-text are what git itself calls."""

import subprocess
import sys
from pathlib import Path

import click

from ..report.lines import as_lines, form
from .options import LISTS, cannot, must_be_lists

FILE = click.Path(path_type=Path)


@click.command("git-setup")
@click.option("--check", "only_check", is_flag=True, help="只看设好没有;没有的退出码为 1")
@click.option("--remove", "undo", is_flag=True, help="撤销")
@LISTS
def git_setup(only_check: bool, undo: bool, root: Path) -> None:
    """让 git 用看得懂的话比较清单,按编号和字段合并清单。

    只改这个仓库自己的设置和 .gitattributes。可以重复运行;换了 Python 或升级以后再运行一次。
    """
    from .. import git_setup as setup
    from ..git import find

    must_be_lists(root)
    repo = find(root)
    if repo is None:
        cannot(f"{root} 不在 git 仓库里,或者没有装 git")
    line = setup.line_for(repo, root)
    if only_check:
        for name in (lacking := setup.missing(repo, line, form())):
            click.echo(f"没有设好:{name}")
        click.echo("运行 mingbai git-setup" if lacking else "设好了")
        sys.exit(1 if lacking else 0)
    done = list(setup.remove(repo, line) if undo else setup.apply(repo, line, form()))
    for told in done or ["本来就没有设" if undo else "本来就设好了"]:
        click.echo(told)


@click.command("merge-driver")
@click.argument("base", type=FILE)
@click.argument("ours", type=FILE)
@click.argument("theirs", type=FILE)
@click.argument("path", type=str)
def merge_driver(base: Path, ours: Path, theirs: Path, path: str) -> None:
    """由 git 调用:按编号和字段合并一个文件的三个版本,结果写进 OURS。

    全合上退出码为 0;两边改了同一处为 1,文件里只在那几处标出两种说法。读不懂的文件交给 git 按行合并。
    """
    from ..declared import declared
    from ..driver import Result, merge_texts
    from ..git import find
    from ..report.conflicts import told

    try:
        raws = [file.read_bytes() for file in (base, ours, theirs)]
        result = merge_texts(raws[0], raws[1], raws[2], path, find(Path()))
    except Exception as error:  # whatever is wrong with us, git's own way is left
        click.echo(f"{path}: 按编号合并没有做成({type(error).__name__}: {error})", err=True)
        result = Result(None)
    what = declared(path)
    if result.text is None or result.merged is None or what is None:
        for problem in result.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{path}: 没有按编号合并,交给 git 按行合并", err=True)
        names = ["-L", "我方", "-L", "原来", "-L", "对方"]
        sys.exit(subprocess.run(["git", "merge-file", *names, str(ours), str(base), str(theirs)]).returncode)
    ours.write_text(result.text, "utf-8", newline="")
    if words := told(result.merged, what, path):
        click.echo(words, err=True)
    sys.exit(1 if result.merged.conflicts else 0)


@click.command("git-text")
@click.option("--form", "known", default="", help="登记时的形式")
@click.argument("file", type=FILE)
def git_text(known: str, file: Path) -> None:
    """由 git 调用:把一个清单文件写成一行一个值的文字;读不懂的照原样。"""
    raw = file.read_bytes()
    if known and known != form():
        click.echo("清单的字段有变动,再运行一次 mingbai git-setup", err=True)
    try:
        text = as_lines(file.as_posix(), raw)
    except Exception:  # never fails: what cannot be told in words is shown as it is
        text = raw
    sys.stdout.buffer.write(text)
