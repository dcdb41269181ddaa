"""What happened in a place, out of the dates that its lists and their items carry."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..areas import Area
from ..catalog import Catalog, ListFile, day

MOST = 6


class Event(NamedTuple):
    """One day of one list: 公布 20 项、施行."""

    day: str  # as the source says it: 2024-09-14, 2024-09, 2024
    file: ListFile
    words: str


def recent(catalog: Catalog, area: Area, most: int = MOST) -> list[Event]:
    """The latest events of a place's own lists, newest first; those still to come say so."""
    today = catalog.as_of.isoformat()
    found = [event for file in catalog.reading(area.path).lists for event in _events(file)]
    found.sort(key=lambda event: day(event.day), reverse=True)
    return [e if day(e.day) <= today else e._replace(words=f"将{e.words}") for e in found[:most]]


def _events(file: ListFile) -> Iterator[Event]:
    """Published, in force, over, and the same of single items; dated by the source where nobody says."""
    header = file.header
    told: dict[str, list[str]] = {}

    def say(when: str | None, words: str) -> None:
        if when and day(when):
            told.setdefault(when, []).append(words)

    number = f" {len(file.items)} 项" if file.items else ""
    issued = header.date_published if day(header.date_published) else header.date_written
    say(issued, f"公布{number}{_changes(file)}")
    say(header.effective_from, "施行")
    say(header.effective_to, "失效")
    if not told:
        dates = [source.date for source in header.sources or () if source.date and day(source.date)]
        say(max(dates, default=None), f"见于来源{number}{_changes(file)}")
    for name, word in (("effective_from", "施行"), ("effective_to", "失效")):
        for when, times in Counter(getattr(item, name) for item in file.items).items():
            if when != getattr(header, name):
                say(when, f"{times} 项{word}")
    for when, words in told.items():
        yield Event(when, file, "、".join(words))


def _changes(file: ListFile) -> str:
    """What the items say of the version before: (新增 3、修改 2)."""
    counts = Counter(item.change.type for item in file.items if item.change)
    return f"({'、'.join(f'{word} {times}' for word, times in counts.items())})" if counts else ""
