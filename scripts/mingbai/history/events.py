"""What is kept of the past: events of a list, its versions, and all of it as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

Plain: TypeAlias = dict[str, Any]


class Field(NamedTuple):
    """One value that differs, in words; None where there is none."""

    label: str
    old: str | None
    new: str | None


class Change(NamedTuple):
    """What happened to one item. The reason is given only where this very version wrote it down."""

    what: str  # added, removed, renamed, edited
    id: str
    name: str
    was: tuple[str, ...] = ()  # renamed: its old id; added: those that it came out of; removed: those it went into
    fields: tuple[Field, ...] = ()
    type: str = ""  # 修改, 合并, …, as the item says
    reason: str = ""
    decision: str = ""  # the document that decided it


class Event(NamedTuple):
    """What one commit did to one list. ``start`` is where a shallow clone begins: nobody knows what changed there."""

    list: str  # its file under the lists: hubei/jingmen/duties.yml
    commit: str
    time: str  # 2026-11-22T08:00:00+08:00, in the committer's time zone
    subject: str
    what: str  # start, new, changed, gone, unread
    title: str  # as this version says; of a list that is gone, as the last one said
    items: int  # after it
    header: tuple[Field, ...] = ()
    changes: tuple[Change, ...] = ()
    moved: int = 0

    @property
    def day(self) -> str:
        """The committer's own day."""
        return self.time[:10]

    def count(self, what: str) -> int:
        """How many items were added, removed, renamed or edited."""
        return sum(change.what == what for change in self.changes)


class Version(NamedTuple):
    """One text of a list, as long as it said the same."""

    commit: str
    time: str
    blob: str
    until: str = ""  # when the next one came, or the list went; '' for what stands now


class Line(NamedTuple):
    """One list's past, oldest first."""

    events: tuple[Event, ...] = ()
    versions: tuple[Version, ...] = ()
    formats: int = 0  # commits that only wrote the same differently
    last: str = ""  # the blob that was read last, '' once the list is gone


class Place(NamedTuple):
    """What a list file's path says."""

    area: str
    kind: str
    slug: str

    @property
    def page(self) -> str:
        """Its page's folder under the area."""
        return f"{self.kind}.{self.slug}" if self.slug else self.kind


@dataclass(frozen=True)
class History:
    """The past of all lists in one folder, as far as it is here."""

    lines: dict[str, Line]  # by file under the lists
    root: str  # the repository's folder
    since: str = ""  # a shallow clone: nothing before this day is known; '' where all is here
    places: dict[str, list[str]] = field(default_factory=dict)  # area → its lists' files

    def of(self, area: str, page: str) -> Line:
        """One list's past; nothing where it has none."""
        return self.lines.get(f"{area}/{page}.yml".removeprefix("/"), Line())

    def in_area(self, area: str) -> list[Event]:
        """What happened to a place's own lists, newest first."""
        return newest(event for file in self.places.get(area, ()) for event in self.lines[file].events)


def newest(events: Iterable[Event]) -> list[Event]:
    """Events by time, the last first; a commit's lists in order. Where a shallow clone begins is none."""
    told = sorted((event for event in events if event.what != "start"), key=lambda event: event.list)
    return sorted(told, key=lambda event: (event.day, event.time), reverse=True)


def parse_place(path: str, kinds: Iterable[str]) -> Place | None:
    """The list that a file under the lists is; None for any other file."""
    folder, _, name = path.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    kind, _, slug = stem.partition(".")
    hidden = any(part.startswith((".", "_")) for part in folder.split("/"))
    return Place(folder, kind, slug) if suffix == "yml" and kind in kinds and not hidden else None


def as_data(event: Event) -> Plain:
    """An event for other programs: empty values left out."""
    changes = [
        _full({**change._asdict(), "was": list(change.was), "fields": [f._asdict() for f in change.fields]})
        for change in event.changes
    ]
    header = [one._asdict() for one in event.header]
    return _full({**event._asdict(), "day": event.day, "header": header, "changes": changes})


def _full(data: Plain) -> Plain:
    return {key: value for key, value in data.items() if value not in ("", [], ()) and (key, value) != ("moved", 0)}


def line_of(data: Any) -> Line:
    """A list's past out of what JSON made of it. TypeError or ValueError where it is something else."""
    events, versions, formats, last = data
    return Line(
        tuple(_event(*one) for one in events), tuple(Version(*one) for one in versions), int(formats), str(last)
    )


def _event(*parts: Any) -> Event:
    header, changes, moved = parts[-3:]
    told = tuple(Field(*one) for one in header), tuple(_change(*one) for one in changes)
    return Event._make([*parts[:-3], *told, int(moved)])


def _change(what: str, key: str, name: str, was: list[str], fields: list[Any], *why: str) -> Change:
    return Change(what, key, name, tuple(was), tuple(Field(*one) for one in fields), *why)
