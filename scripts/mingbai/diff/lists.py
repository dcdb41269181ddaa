"""Two lists, as read → every change once, and those changes applied again.

Items are matched by id, then by the moves that somebody recorded; nothing else decides
what is the same item. ``apply(diff_lists(a, b), a)`` is ``b`` for any two readable files,
also where ids are missing or stand twice.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..kinds import Kind
from ..write import canonical
from .order import out_of_order
from .values import Data, Edit, Value, edits, put, same


class Key(NamedTuple):
    """Which item of a list: its id ('' where it has none), and which one of those that share it."""

    id: str
    nth: int = 0


class Added(NamedTuple):
    """An item that is new; ``out_of`` names the old ids that became it in a split or merger."""

    key: Key
    at: int  # where it stands in the new list, from 0
    item: Value
    out_of: tuple[str, ...] = ()


class Removed(NamedTuple):
    """An item that is gone; ``into`` names the ids that carry it on, as recorded."""

    key: Key
    at: int  # where it stood in the old list, from 0
    item: Value
    into: tuple[str, ...] = ()


class Renamed(NamedTuple):
    """An item with a new id, as recorded."""

    old: Key
    new: Key


class Edited(NamedTuple):
    """What differs in one item, by its new key."""

    key: Key
    edits: tuple[Edit, ...]


class Moved(NamedTuple):
    """An item that stands elsewhere among those that stayed."""

    key: Key
    old: int  # in the old list, from 0
    new: int  # in the new list, from 0


@dataclass(frozen=True)
class ListDiff:
    """All that differs between two versions of one list."""

    header: tuple[Edit, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    edited: tuple[Edited, ...] = ()
    removed: tuple[Removed, ...] = ()
    added: tuple[Added, ...] = ()
    moved: tuple[Moved, ...] = ()

    def __bool__(self) -> bool:
        return any((self.header, self.renamed, self.edited, self.removed, self.added, self.moved))


def diff_lists(
    old: Data | None, new: Data | None, kind: Kind, steps: Mapping[str, tuple[str, ...]] | None = None
) -> ListDiff:
    """What changed from one version of a list to another; None is a list that is not there (see ``blank``).

    ``steps`` are the recorded moves of ids: old → new, several where an item was split.
    """
    old = blank(new) if old is None else old
    new = blank(old) if new is None else new
    before, after = keyed(rows(old)), keyed(rows(new))
    place = {key: index for index, key in enumerate(before)}
    renamed, into = _recorded(before, after, steps or {})
    stays = {change.new: change.old for change in renamed} | {key: key for key in after if key in before}
    kept = [key for key in after if key in stays]
    moved = out_of_order([place[stays[key]] for key in kept])
    spot = {key: index for index, key in enumerate(after)}
    out_of: dict[str, list[str]] = {}
    for key, ends in into.items():
        for end in ends:
            out_of.setdefault(end, []).append(key.id)
    edited = (Edited(key, _edits(before[stays[key]], after[key], kind)) for key in kept)
    gone = before.keys() - set(stays.values())
    return ListDiff(
        tuple(edits(_header(old), _header(new), kind.header)),
        tuple(renamed),
        tuple(change for change in edited if change.edits),
        tuple(Removed(key, place[key], before[key], into.get(key, ())) for key in before if key in gone),
        tuple(
            Added(key, spot[key], after[key], () if key.nth else tuple(out_of.get(key.id, ())))
            for key in after
            if key not in stays
        ),
        tuple(Moved(kept[index], place[stays[kept[index]]], spot[kept[index]]) for index in moved),
    )


def apply(diff: ListDiff, old: Data) -> Data:
    """The new version out of the old one and the changes. ValueError where they do not fit."""
    items = keyed(rows(old))
    for removed in diff.removed:
        if items.pop(removed.key) != removed.item:
            raise ValueError(f"another item at {removed.key}")
    new_names = {change.old: change.new for change in diff.renamed}
    items = {new_names.get(key, key): item for key, item in items.items()}
    for edited in diff.edited:
        for edit in edited.edits:
            items[edited.key] = put(items[edited.key], edit) if edit.path else edit.new
    for change in diff.renamed:
        items[change.new] = {**items[change.new], "id": change.new.id}
    stray = [(moved.new, moved.key, items.pop(moved.key)) for moved in diff.moved]
    stray += [(added.at, added.key, added.item) for added in diff.added]
    ordered = list(items.values())
    for at, _, item in sorted(stray, key=lambda one: one[0]):
        ordered.insert(at, item)
    head = _header(old)
    for edit in diff.header:
        head = put(head, edit)
    return {**head, "items": ordered} if isinstance(head.get("items"), list) else head


def blank(other: Data | None) -> Data:
    """What a list that is not there is compared as: one without anything said, with items where the other has some."""
    return {"items": []} if other is not None and isinstance(other.get("items"), list) else {}


def rows(data: Data) -> list[Value]:
    """The items of a list as read; none where it has no such list."""
    items = data.get("items")
    return items if isinstance(items, list) else []


def keyed(items: list[Value]) -> dict[Key, Value]:
    """The items by their keys, in order."""
    seen: Counter[str] = Counter()
    found: dict[Key, Value] = {}
    for item in items:
        name = item.get("id", "") if isinstance(item, dict) else ""
        name = name if isinstance(name, str) else ""
        found[Key(name, seen[name])] = item
        seen[name] += 1
    return found


def normal(data: Data, order: dict[str, Any]) -> str:
    """A list's canonical text with unknown keys in order as well: alike for all that say the same."""
    return canonical(_sorted(data, order), order)


def _sorted(value: Value, order: dict[str, Any] | None) -> Value:
    if isinstance(value, list):
        return [_sorted(part, order) for part in value]
    if isinstance(value, dict) and order:
        return {key: _sorted(value[key], order.get(key)) for key in (*_known(value, order), *_unknown(value, order))}
    return value


def _known(value: Data, order: dict[str, Any]) -> list[str]:
    return [key for key in order if key in value]


def _unknown(value: Data, order: dict[str, Any]) -> list[str]:
    return sorted(key for key in value if key not in order)


def _header(data: Data) -> Data:
    """All but the items; a list of them is shown empty."""
    return {key: [] if key == "items" and isinstance(value, list) else value for key, value in data.items()}


def _edits(before: Value, after: Value, kind: Kind) -> tuple[Edit, ...]:
    if same(before, after, kind.item):
        return ()
    if isinstance(before, dict) and isinstance(after, dict):
        found = edits(before, after, kind.item)
        return tuple(edit for edit in found if edit.path != ("id",) or not _is_id(edit))
    return (Edit((), before, after),)


def _is_id(edit: Edit) -> bool:
    """Whether both ids are ids: then a recorded move says what happened."""
    return isinstance(edit.old, str) and isinstance(edit.new, str)


def _recorded(
    before: dict[Key, Value], after: dict[Key, Value], steps: Mapping[str, tuple[str, ...]]
) -> tuple[list[Renamed], dict[Key, tuple[str, ...]]]:
    """Ids that only changed their name, and where those that are gone went, as the moves say."""
    ends = {key: end for key in before if key not in after and (end := _ends(key.id, steps, after))}
    reached = Counter(end for found in ends.values() for end in found)
    renamed = [
        Renamed(key, Key(found[0]))
        for key, found in ends.items()
        if key.nth == 0 and len(found) == 1 and reached[found[0]] == 1 and Key(found[0]) not in before
    ]
    gone = {change.old for change in renamed}
    return renamed, {key: found for key, found in ends.items() if key not in gone}


def _ends(start: str, steps: Mapping[str, tuple[str, ...]], after: dict[Key, Value]) -> tuple[str, ...]:
    """The ids of the new list that an old one leads to, on whatever way."""
    found: dict[str, None] = {}
    seen, pending = {start}, list(steps.get(start, ()))
    while pending:
        here = pending.pop(0)
        if here in seen:
            continue
        seen.add(here)
        if Key(here) in after:
            found[here] = None
        else:
            pending.extend(steps.get(here, ()))
    return tuple(found)
