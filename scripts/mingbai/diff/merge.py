"""Three versions of a file → one, item by item and field by field; what two people changed alike apart, in conflicts.

A conflict is a field that both sides changed differently, an item that one side changed and the
other took out, and an item that both added under one id with different content. Lists inside a
field are put together entry by entry where that is safe (``entries``); any other value is one
whole. An item that one side moved and the other took out is gone. The order takes in both sides'
moves; an item that they moved to different places stays where it was, which is told, not a conflict.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias, get_origin

from pydantic import BaseModel

from ..kinds import Kind
from ..kinds.shape import inner, plain
from .entries import contents, merge_entries, name_of
from .lists import Key, diff_lists
from .values import Data, Value, same
from .weave import weave

Way: TypeAlias = tuple["str | Key", ...]  # from the file's root: field, or list, key of the item, field
Two: TypeAlias = tuple[Value | None, Value | None]  # as ours says, as theirs says; alike but in a conflict
Keyed: TypeAlias = dict[Key, Value]


class Conflict(NamedTuple):
    """One value that somebody has to decide on; None where a version has none.

    The way ends at a key where it is about an item as a whole, and at a list where the
    items have no id: then the values are lists of items.
    """

    path: Way
    base: Value | None
    ours: Value | None
    theirs: Value | None


@dataclass(frozen=True)
class Merged:
    """The merged file; ``data`` says what ours says where there are conflicts, ``other`` what theirs says.

    ``torn`` names the items that both sides moved, to different places.
    """

    data: Data
    other: Data
    conflicts: tuple[Conflict, ...] = ()
    torn: tuple[Way, ...] = ()


def merge(
    base: Data,
    ours: Data,
    theirs: Data,
    declared: Kind | type[BaseModel],
    steps: Mapping[str, tuple[str, ...]] | None = None,
) -> Merged:
    """One file out of three versions: a list of a kind, or a file of ``declared`` fields (area.yml, moved.yml).

    ``steps`` are the recorded moves of ids: an item that one side renamed keeps what the other side changed.
    """
    if isinstance(declared, Kind):
        work = _Work(declared.header, {"items": declared.item}, declared, steps or {})
    else:
        work = _Work(declared, records(declared))
    ours_whole, theirs_whole = work.mapping((), base, ours, theirs, work.model, work.records)
    return Merged(ours_whole, theirs_whole, tuple(work.conflicts), tuple(work.torn))


def records(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The lists of records that a file is made of."""
    return {
        key: below
        for key, info in model.model_fields.items()
        if (below := inner(info.annotation)) and get_origin(plain(info.annotation)) is list
    }


@dataclass
class _Work:
    """One merge, and what it comes upon."""

    model: type[BaseModel]
    records: dict[str, type[BaseModel]]
    kind: Kind | None = None
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    torn: list[Way] = field(default_factory=list)

    def mapping(
        self,
        at: Way,
        base: Data,
        ours: Data,
        theirs: Data,
        model: type[BaseModel],
        lists: Mapping[str, type[BaseModel]],
    ) -> tuple[Data, Data]:
        """Field by field; ``lists`` are those whose entries are merged by id."""
        mine: Data = {}
        yours: Data = {}
        fields = model.model_fields
        for key in dict.fromkeys([*(key for key in fields if key in ours or key in theirs), *ours, *theirs]):
            was, left, right = base.get(key), ours.get(key), theirs.get(key)
            below, before = lists.get(key), [] if was is None else was
            if below and isinstance(before, list) and isinstance(left, list) and isinstance(right, list):
                two: Two = self.rows((*at, key), before, left, right, below)
            else:
                below = inner(fields[key].annotation) if key in fields else None
                two = self.value((*at, key), was, left, right, below)
            for box, value in ((mine, two[0]), (yours, two[1])):
                if value is not None:
                    box[key] = value
        return mine, yours

    def value(
        self, at: Way, base: Value | None, ours: Value | None, theirs: Value | None, model: type[BaseModel] | None
    ) -> Two:
        """One value: as the side says that changed it, or both where they say the same."""
        if same(ours, theirs, model) or same(base, theirs, model):
            return ours, ours
        if same(base, ours, model):
            return theirs, theirs
        if isinstance(base, list) and isinstance(ours, list) and isinstance(theirs, list):
            whole = merge_entries(base, ours, theirs, model)
            if whole is not None:
                return whole, whole
        self.conflicts.append(Conflict(at, base, ours, theirs))
        return ours, theirs

    def rows(
        self, at: Way, base: list[Value], ours: list[Value], theirs: list[Value], model: type[BaseModel]
    ) -> tuple[list[Value], list[Value]]:
        """A list of items, each by its id; those that have none, or share one, by what they say."""
        old, mine, yours = self.keyed(base, ours, theirs, model)
        two: dict[Key, Two] = {}
        for key in {**old, **mine, **yours}:
            versions = old.get(key), mine.get(key), yours.get(key)
            if all(isinstance(version, dict) for version in versions):
                two[key] = self.mapping((*at, key), *versions, model, {})  # type: ignore[arg-type]
            else:
                two[key] = self.value((*at, key), *versions, model)
        self.replaced(at, old, mine, yours, two)
        kept = {key for key, both in two.items() if both != (None, None)}
        order, torn = weave(list(old), list(mine), list(yours), kept)
        self.torn += [(*at, key) for key in torn]
        ours_rows, theirs_rows = ([two[key][side] for key in order] for side in (0, 1))
        return [row for row in ours_rows if row is not None], [row for row in theirs_rows if row is not None]

    def keyed(
        self, base: list[Value], ours: list[Value], theirs: list[Value], model: type[BaseModel]
    ) -> tuple[Keyed, Keyed, Keyed]:
        """The three versions by the same keys: a renamed item by its old id."""
        mine, yours = (self.renamed(base, side) for side in (ours, theirs))
        taken_by_mine, taken_by_yours = ({name_of(row, model) for row in rows} for rows in (ours, theirs))
        back_mine = {new: old for new, old in mine.items() if new not in taken_by_yours or yours.get(new) == old}
        back_yours = {new: old for new, old in yours.items() if new not in taken_by_mine or mine.get(new) == old}
        named = [
            [(back.get(name, name), row) for row in rows for name in (name_of(row, model),)]
            for rows, back in ((base, {}), (ours, back_mine), (theirs, back_yours))
        ]
        counts = [Counter(name for name, _ in rows) for rows in named]
        weak = {name for count in counts for name, number in count.items() if number > 1} | {""}
        found: list[Keyed] = []
        for rows in named:
            unnamed = contents([row for name, row in rows if name in weak], model)
            keys = iter(unnamed.items())
            found.append(dict(next(keys) if name in weak else (Key(name), row) for name, row in rows))
        return found[0], found[1], found[2]

    def renamed(self, base: list[Value], side: list[Value]) -> dict[str, str]:
        """New id → old one, as recorded."""
        if not self.kind or not self.steps:
            return {}
        told = diff_lists({"items": base}, {"items": side}, self.kind, self.steps).renamed
        return {change.new.id: change.old.id for change in told}

    def replaced(self, at: Way, old: Keyed, mine: Keyed, yours: Keyed, two: dict[Key, Two]) -> None:
        """Items that both took out while one put another in their place: one item that became two, for all we know."""
        gone = [key for key in old if key not in mine and key not in yours]
        groups: dict[tuple[tuple[Key, ...], tuple[Key, ...]], list[Key]] = {}
        for key in gone:
            heirs = tuple(tuple(_heirs(key, old, side)) for side in (mine, yours))
            if set(heirs[0]) - yours.keys() or set(heirs[1]) - mine.keys():
                groups.setdefault((heirs[0], heirs[1]), []).append(key)
        for (left, right), keys in groups.items():
            named = len(keys) == 1 and not _unnamed(keys[0])
            said = ([old[key] for key in keys], [mine[key] for key in left], [yours[key] for key in right])
            if named and len(left) < 2 and len(right) < 2:
                way: Way = (*at, keys[0])
                self.conflicts.append(Conflict(way, *(next(iter(rows), None) for rows in said)))
            else:
                self.conflicts.append(Conflict(at, *said))
            for key in set(left) - yours.keys():
                two[key] = (two[key][0], None)
            for key in set(right) - mine.keys():
                two[key] = (None, two[key][1])


def _unnamed(key: Key) -> bool:
    return key.id.startswith("\0")


def _heirs(key: Key, old: Keyed, side: Keyed) -> list[Key]:
    """What a side has instead of an item that is gone: of the same name, or in its place where it has no id."""
    added = [other for other in side if other not in old]
    if not _unnamed(key):
        name = old[key].get("name")
        return [other for other in added if name and isinstance(side[other], dict) and side[other].get("name") == name]
    order, places = list(old), {other: at for at, other in enumerate(side)}
    here = order.index(key)
    start = next((at for at in range(here, -1, -1) if order[at] in places), -1)
    end = next((at for at in range(here, len(order)) if order[at] in places), len(order))
    above, below = places[order[start]] if start >= 0 else -1, places[order[end]] if end < len(order) else len(side)
    between = [other for other in added if above < places[other] < below]
    return between[here - start - 1 :][:1] if len(between) == end - start - 1 else between
