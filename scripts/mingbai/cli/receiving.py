"""The command for what was put into the inbox through a web page: inbox."""

import sys
from datetime import date
from pathlib import Path

import click

from .options import AS_OF, cannot, today


@click.command()
@click.argument("commit", metavar="REV", default="HEAD")
@click.option("--to", type=click.Path(path_type=Path), required=True, help="写到哪个新文件夹")
@click.option("--base", default="", help="只看从这个 git 版本以来新放进去的,合成一份提议")
@AS_OF
def inbox(commit: str, to: Path, base: str, as_of: date | None) -> None:
    """看 inbox/ 里别人从网页上传的工作簿:每一个会改什么,或者为什么不收。

    REV 是 git 版本(默认 HEAD),inbox/ 和 lists/ 都从那里读,只当数据。这里的文件一个也不改:
    结果写进 inbox.json,由 python3 -m mingbai.forge.inbox 变成提议;inbox.md 是给人看的。
    全都能收或什么也没有,退出码为 0;有不收的为 1;无法看为 2。
    """
    from ..forge.parcel import write
    from ..git import NoGit, find
    from ..inbox.look import look
    from ..inbox.words import page
    from ..proposal.commits import NoProposal

    repo = find(Path())
    if repo is None:
        cannot("这里不是 git 仓库,或者没有装 git")
    if to.exists():
        cannot(f"{to} 已经存在,换一个新文件夹")
    ids = []
    for name in (commit, *([base] if base else ())):
        if (found := repo.commit(name)) is None:
            cannot(f"找不到 git 版本 {name}")
        ids.append(found)
    try:
        parcel = look(repo, ids[0], "".join(ids[1:]), as_of or today())
        to.mkdir(parents=True)
        write(parcel, to)
        (to / "inbox.md").write_text(page(parcel), encoding="utf-8")
    except (NoProposal, NoGit) as error:
        cannot(str(error))
    except OSError as error:
        cannot(f"写不了 {error.filename or to}:{error.strerror}")
    finally:
        repo.close()
    for proposal in parcel.proposals:
        click.echo(f"能收 {'、'.join(proposal.files)}: {proposal.title}")
    for refused in parcel.refused:
        click.echo(f"没收 {refused.file!r}")
    if not (parcel.proposals or parcel.refused):
        click.echo("inbox/ 里没有要看的")
    sys.exit(1 if parcel.refused else 0)
