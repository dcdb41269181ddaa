"""One list on both sides of a change, read and typed: what rules are given that compare with an earlier version."""

from collections.abc import Iterator
from dataclasses import dataclass

from .areas import ListRef
from .catalog import ListFile
from .diff import Edit, Edited, ListDiff
from .kinds import KINDS, Danger, Kind
from .kinds.fields import danger_of
from .kinds.shape import field_at
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
    elsewhere: bool = False  # the old version is gone, but it is recorded where it went

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
