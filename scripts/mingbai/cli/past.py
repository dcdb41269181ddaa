"""The command that looks back: log."""

from datetime import date
from pathlib import Path

import click

from ..history import by_item, newest, parse_place, read_history
from ..kinds import KINDS
from ..moved import Moves
from ..read import read
from ..report.history import FORMATS
from ..site_files import read_site_files
from .options import LISTS, PROFILE, Day, cannot, must_be_lists


@click.command()
@click.argument("target", required=False, metavar="[LIST[#ID]]")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="输出形式")
@click.option("--since", type=Day(), default=None, help="只看这一天和以后的")
@LISTS
@PROFILE
def log(target: str | None, form: str, since: date | None, root: Path) -> None:
    """清单的变更记录,从近到远,由 git 里的版本比出来。

    LIST 是一份清单,如 lists/hubei/certificates.yml 或 hubei/certificates;#ID 只看其中一项。
    退出码为 0;没有 git、不在仓库里、找不到这份清单或这一项,为 2。
    """
    must_be_lists(root)
    files = read_site_files(root)
    history = read_history(root, files.moves)
    if history is None:
        cannot("读不到变更记录:没有装 git,或者这里不是有提交的 git 仓库")
    name, _, item = (target or "").partition("#")
    if item and not name:
        cannot(f"{target} 是哪份清单的?写成 hubei/certificates#{item}")
    chosen = list(history.lines)
    if name:
        file = _file(name, root)
        if file not in history.lines:
            cannot(f"git 里没有这份清单 {name}")
        chosen = [file]
    events = newest(event for file in chosen for event in history.lines[file].events)
    if item:
        events = by_item(events, _ends(files.moves, chosen[0])).get(item, [])
        if not events and item not in _ids(root / chosen[0]):
            cannot(f"{name} 里没有编号 {item},以前也没有变过")
    if since:
        events = [event for event in events if event.day >= since.isoformat()]
    if told := FORMATS[form](events, history.since):
        click.echo(told)


def _file(name: str, root: Path) -> str:
    """A list's file under the lists, by its path from here, from the lists, or by its address."""
    try:
        inside = Path(name).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        inside = name.removeprefix("lists/").strip("/")
    return inside if inside.endswith(".yml") else f"{inside}.yml"


def _ends(moves: Moves, file: str) -> dict[str, tuple[str, ...]]:
    """Old ids of a list → the ones in use."""
    place = parse_place(file, KINDS)
    return moves.ends(place.kind, place.area) if place else {}


def _ids(file: Path) -> set[str]:
    """The ids of a list as it is on disk."""
    source, _ = read(file.name, file.read_bytes()) if file.is_file() else (None, [])
    rows = source.data.get("items") if source else None
    return {str(row.get("id")) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()
