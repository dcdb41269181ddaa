"""One list on both sides of a change, read and typed: what rules are given that compare with an earlier version."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .areas import ListRef, Tree, address_of
from .catalog import ListFile
from .diff import Edit, Edited, ListDiff
from .kinds import KINDS, Danger, Kind
from .kinds.fields import danger_of
from .kinds.shape import field_at
from .moved import Moves
from .problems import Level, Problem
from .read import Source


@dataclass(frozen=True)
class Change:
    """A list before and after; None where it is not there, or its header cannot be typed."""

    ref: ListRef
    diff: ListDiff
    old: ListFile | None
    new: ListFile | None
    source: Source | None  # the new version as read
    recorded: frozenset[str] = frozenset()  # old ids of which moved.yml tells what became

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        return KINDS[self.ref.kind]

    def edited(self) -> Iterator[tuple[Edited, "dict[str, Edit]"]]:
        """Every edited item with its edits by the field of the item that they are in."""
        for one in self.diff.edited:
            yield one, {str(edit.path[0]): edit for edit in reversed(one.edits) if edit.path}

    def danger(self, edit: Edit) -> Danger:
        """How dangerous it is that this value of an item changed."""
        found = field_at(self.kind.item, edit.path)
        return danger_of(found) if found else Danger.FACT

    def says_anew(self, field: str) -> bool:
        """Whether the header says something else in a field."""
        return any(edit.path[:1] == (field,) and edit.new is not None for edit in self.diff.header)

    def problem(self, item: str, field: str, code: str, message: str, fix: str, level: Level) -> Problem:
        """A problem at a field of an item of the new version; at the top of the file where the list is gone."""
        rows = self.source.data.get("items", []) if self.source else []
        found = (i for i, row in enumerate(rows) if isinstance(row, dict) and row.get("id") == item)
        at = next(found, None)
        if self.source is None or at is None:
            return Problem(self.ref.shown, 1, 1, code, message, fix, field, level)
        return self.source.problem(("items", at, field), code, message, fix, level)

    def name(self, item: str, new: bool = True) -> str:
        """What an item is called; its id where it cannot be typed."""
        file = self.new if new else self.old
        return next((one.name for one in file.items if one.id == item), item) if file else item


class Both(NamedTuple):
    """One list file on both sides, under two names where it is recorded that it was renamed."""

    old: ListRef | None
    new: ListRef | None

    @property
    def ref(self) -> ListRef:
        """Where it lies now; where it lay, once it is gone."""
        found = self.new or self.old
        assert found
        return found


def paired(paths: Iterable[str], before: Tree, after: Tree, moves: Moves) -> tuple[list[Both], list[str]]:
    """Changed files (lists/a/b.yml) as lists on both sides, and those that are no lists."""
    old_refs, new_refs = ({ref.shown: ref for area in tree for ref in area.lists} for tree in (before, after))
    now = {f"{address_of(ref.area)}{ref.page}": ref for ref in new_refs.values()}
    found: dict[str, Both] = {}
    rest: list[str] = []
    for shown in paths:
        old, new = old_refs.get(shown), new_refs.get(shown)
        if old and not new:
            there = now.get(moves.addresses.end(f"{address_of(old.area)}{old.page}") or "")
            new = there if there and there.kind == old.kind and there.shown not in old_refs else None
        if old:
            found[new.shown if new else shown] = Both(old, new)
        elif new:
            found.setdefault(shown, Both(None, new))
        else:
            rest.append(shown)
    return [found[shown] for shown in sorted(found)], rest
