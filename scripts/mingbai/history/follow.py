"""One list through its versions: consecutive ones compared, what changed kept in words."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from ..diff import Data, Edited, Key, ListDiff, Value, diff_lists, keyed
from ..kinds import Kind
from .events import Change, Event, Field, Line, Version
from .words import safe, short, shown

Steps: TypeAlias = Mapping[str, tuple[str, ...]]
Read: TypeAlias = Callable[[str], Data | None]

ENDS = ("删除", "合并", "拆分", "更名")  # what an item may say of its own end before it goes


class Step(NamedTuple):
    """A list at one commit."""

    commit: str
    time: str
    subject: str
    blob: str  # '' where the list is not there


class Recorded(NamedTuple):
    """The moves of a list's ids, and why each was made."""

    steps: Steps
    reasons: Mapping[str, str]  # by old id


NOTHING = Recorded({}, {})


def follow(
    file: str, kind: Kind, steps: Iterable[Step], read: Read, line: Line, recorded: Recorded = NOTHING, first: str = ""
) -> Line:
    """``line`` with what came after it; ``first`` is the commit at which a shallow clone begins.

    ``read`` gives what a blob says, None where it cannot be read: such a version is told and
    left out, and the next one is compared with the last that could be read.
    """
    events, versions, formats = [*line.events], [*line.versions], line.formats
    before = read(line.last) if line.last else None
    last, title = line.last, events[-1].title if events else ""
    for step in steps:
        if step.blob and step.blob == last:
            continue  # the file has another name
        after = read(step.blob) if step.blob else None
        if step.blob and after is None:
            events.append(_event(file, step, "unread", title, before))
            continue
        if before is None and after is None:
            continue
        if after is not None:
            title = _title(after)
        told = compare(before, after, kind, recorded) if before is not None and after is not None else None
        if told is not None and not any(told):
            formats += 1
            last, before = step.blob, after
            continue
        what = "changed" if told else "gone" if after is None else "start" if step.commit == first else "new"
        events.append(_event(file, step, what, title, after, told))
        if versions and not versions[-1].until:
            versions[-1] = versions[-1]._replace(until=step.time)
        if after is not None:
            versions.append(Version(step.commit, step.time, step.blob))
        last, before = step.blob, after
    return Line(tuple(events), tuple(versions), formats, last)


Told: TypeAlias = tuple[tuple[Field, ...], tuple[Change, ...], int]


def compare(old: Data, new: Data, kind: Kind, recorded: Recorded = NOTHING) -> Told:
    """What changed from one version to another: the header's fields, the items, how many stand elsewhere."""
    diff = diff_lists(old, new, kind, recorded.steps)
    header = tuple(shown(edit, kind.header, False) for edit in diff.header if edit.path != ("items",))
    return header, tuple(_changes(diff, new, kind, recorded)), len(diff.moved)


def _changes(diff: ListDiff, new: Data, kind: Kind, recorded: Recorded) -> list[Change]:
    now = keyed(items) if isinstance(items := new.get("items"), list) else {}
    edited = {change.key: change for change in diff.edited}
    found = [
        Change("added", _id(one.key), _name(one.item, one.key), one.out_of, (), *_why(one.item, None))
        for one in diff.added
    ]
    for gone in diff.removed:
        why = _why(gone.item, None)
        why = why if why[0] in ENDS else ("", safe(recorded.reasons.get(gone.key.id, "")), "")
        found.append(Change("removed", _id(gone.key), _name(gone.item, gone.key), gone.into, (), *why))
    for one in diff.renamed:
        fields, why = _edited(edited.pop(one.new, None), now[one.new], kind)
        why = why if any(why) else ("", safe(recorded.reasons.get(one.old.id, "")), "")
        found.append(Change("renamed", _id(one.new), _name(now[one.new], one.new), (_id(one.old),), fields, *why))
    for key, change in edited.items():
        fields, why = _edited(change, now[key], kind)
        found.append(Change("edited", _id(key), _name(now[key], key), (), fields, *why))
    return found


def _edited(change: Edited | None, item: Value, kind: Kind) -> tuple[tuple[Field, ...], tuple[str, str, str]]:
    """The fields of an item that differ, and why, where this version says why."""
    if change is None:
        return (), ("", "", "")
    why = [edit for edit in change.edits if edit.path[:1] == ("change",)]
    fields = tuple(shown(edit, kind.item, kind.topics is not None) for edit in change.edits if edit not in why)
    return fields, _why(item, why)


def _why(item: Value, edits: list[Any] | None) -> tuple[str, str, str]:
    """Type, reason and deciding document of an item's ``change``; nothing where ``edits`` says it is an old one."""
    said = item.get("change") if isinstance(item, dict) else None
    if not isinstance(said, dict) or edits == []:
        return "", "", ""
    kind, reason, document = (said.get(key) for key in ("type", "reason", "decision_doc"))
    return _text(kind), _text(reason), _text(document)


def _text(value: Value) -> str:
    return short(safe(value)) if isinstance(value, str) else ""


def _id(key: Key) -> str:
    return safe(key.id)


def _name(item: Value, key: Key) -> str:
    name = item.get("name") if isinstance(item, dict) else None
    return _text(name) or _id(key) or f"没有编号的第 {key.nth + 1} 项"


def _title(data: Data) -> str:
    return _text(data.get("title"))


def _event(file: str, step: Step, what: str, title: str, after: Data | None, told: Told | None = None) -> Event:
    items = after.get("items") if after else None
    size = len(items) if isinstance(items, list) else 0
    header, changes, moved = told or ((), (), 0)
    return Event(file, step.commit, step.time, short(safe(step.subject)), what, title, size, header, changes, moved)
