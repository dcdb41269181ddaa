"""What changed when, in a terminal and for other programs."""

import json
from collections.abc import Callable, Iterable, Iterator

from ..history import Change, Event, Field, as_data, summary

WORDS = {"added": "增", "removed": "删", "renamed": "改号", "edited": "改"}


def as_text(events: Iterable[Event], since: str = "") -> str:
    """An event a paragraph, newest first; ``since`` is the day before which nothing is known."""
    rows = [row for event in events for row in _event(event)]
    rows += [f"更早的变更不在这里:这里的记录从 {since} 开始"] if since else []
    return "\n".join(rows)


def as_json(events: Iterable[Event], since: str = "") -> str:
    """The events as data, newest first."""
    data = {"version": 1, "since": since or None, "changes": [as_data(event) for event in events]}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _event(event: Event) -> Iterator[str]:
    yield f"{event.day} {event.commit[:12]} lists/{event.list} {event.title}:{summary(event)}"
    yield from (f"  {_field(one)}" for one in event.header)
    for change in event.changes:
        yield f"  {_change(change)}"
        yield from (f"      {_field(one)}" for one in change.fields)


def _change(change: Change) -> str:
    was = f"(原来 {'、'.join(change.was)})" if change.was else ""
    why = "。".join(part for part in (change.type, change.reason, change.decision) if part) or "没有写原因"
    return f"{WORDS[change.what]} {change.id} {change.name}{was}  [{why}]"


def _field(one: Field) -> str:
    if one.old is None or one.new is None:
        return f"{one.label}:{'写上' if one.old is None else '删去'} {one.new or one.old}"
    return f"{one.label}:{one.old} → {one.new}"


FORMATS: dict[str, Callable[[Iterable[Event], str], str]] = {"text": as_text, "json": as_json}
