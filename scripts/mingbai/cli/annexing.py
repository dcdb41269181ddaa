"""The command that writes a list for the paper trail: word."""

from datetime import date
from pathlib import Path

import click

from .options import AS_OF, LISTS, cannot, must_be_lists, today, under


@click.command()
@click.argument("path", metavar="LIST", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="写进这个 .docx 文件(默认在当前文件夹,和清单同名)",
)  # fmt: skip
@AS_OF
@LISTS
def word(path: Path, output: Path | None, as_of: date | None, root: Path) -> None:
    """把一份清单写成公文附件的样子:Word 文件,三线表,有页码、来源和核对日期。"""
    from ..areas import scan
    from ..catalog import read_list
    from ..office.annex import annex
    from ..office.word import word as as_word

    must_be_lists(root)
    shown, tree = under(path, root), scan(root)
    found = next(((area, ref) for area in tree for ref in area.lists if ref.shown == shown), None)
    file = read_list(found[1]) if found else None
    if found is None or file is None:
        cannot(f"{path} 不是一份读得懂的清单:先运行 mingbai check")
    if len(file.items) < len(file.source.data.get("items") or ()):
        cannot(f"{path} 里有读不懂的条目,写成文件会漏掉:先运行 mingbai check")
    target = output or Path(f"{(found[0].path or 'quanguo').replace('/', '-')}-{found[1].page}.docx")
    if target.suffix != ".docx":
        cannot(f"文件名要以 .docx 结尾:{target}")
    try:
        target.write_bytes(as_word(annex(file, found[0], as_of or today())))
    except OSError as error:
        cannot(f"写不了:{error.strerror or error}: {error.filename or ''}")
    click.echo(f"写好了 {target}:{len(file.items)} 项")
