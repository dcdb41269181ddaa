"""What the other lists of a place, and of the whole tree, say of ids: for items that have none yet."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from .areas import ListRef, Tree
from .fix import Ids, declared, opened
from .folders import Node
from .kinds import KINDS
from .moved import FILE, Moves
from .site_files import read_site_files


class Row(NamedTuple):
    """An item of some list: its id and its name."""

    id: str
    name: str


class Neighbours:
    """The ids and names in every list, read when first asked for."""

    def __init__(self, tree: Tree, root: Node) -> None:
        self.tree = tree
        self._root = root
        self._rows: dict[str, list[Row] | None] = {}
        self._moves: Moves | None = None
        self._unread = False

    def ids(self, ref: ListRef) -> Ids | None:
        """What holds for new ids in a list; None where a neighbour or moved.yml cannot be read."""
        shared = KINDS[ref.kind].shared_ids
        refs = [r for area in self.tree if shared or area.path == ref.area for r in area.lists if r.kind == ref.kind]
        rows = {other.shown: self._of(other) for other in refs if other.shown != ref.shown}
        gone = self._gone(ref.kind, ref.area, shared)
        if gone is None or any(found is None for found in rows.values()):
            return None
        every = [row for found in rows.values() for row in found or ()]
        lent = _lent(row for row in every if row.id not in gone) if shared else {}
        return Ids(frozenset({*gone, *(row.id for row in every)}), lent)

    def mended(self, ref: ListRef, data: dict[str, Any]) -> None:
        """Take in what a list says from now on."""
        self._rows[ref.shown] = _rows(data)

    def _of(self, ref: ListRef) -> list[Row] | None:
        if ref.shown not in self._rows:
            source, _, _ = opened(ref.shown, ref.file.read_bytes(), declared(KINDS[ref.kind]))
            self._rows[ref.shown] = _rows(source.data) if source else None
        return self._rows[ref.shown]

    def _gone(self, kind: str, area: str, shared: bool) -> set[str] | None:
        """Every id that moved.yml speaks of, old and new."""
        if self._moves is None:
            files = read_site_files(self._root)
            self._moves = files.moves
            self._unread = any(problem.file.endswith(FILE) for problem in files.problems)
        if self._unread:
            return None
        if shared:
            return {id for move in self._moves.moves if move.kind == kind for id in (move.old, move.new) if id}
        steps = self._moves.steps(kind, area)
        return {*steps, *(new for every in steps.values() for new in every)}


def _rows(data: dict[str, Any]) -> list[Row]:
    items = data.get("items")
    rows = [row for row in items if isinstance(row, dict)] if isinstance(items, list) else []
    return [Row(row["id"], str(row.get("name"))) for row in rows if isinstance(row.get("id"), str) and row["id"]]


def _lent(rows: Iterable[Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        found[row.name] = row.id if found.get(row.name, row.id) == row.id else ""
    return found
