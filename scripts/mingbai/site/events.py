"""What happens to lists: the dates that they and their items carry, and what git saw."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..areas import Area
from ..catalog import Catalog, ListFile, day
from ..history import Event as Change
from ..history import History, parse_place, summary
from ..kinds import KINDS

MOST = 6


class Event(NamedTuple):
    """One day of one list: 公布 20 项、施行."""

    day: str  # as the source says it: 2024-09-14, 2024-09, 2024
    page: str  # from the site's root
    title: str
    words: str


class Dated(NamedTuple):
    """A day on which a list, or some of its items, comes into force or ends."""

    day: str
    area: str
    page: str
    title: str
    words: str  # 施行, 失效, 3 项施行


def recent(catalog: Catalog, area: Area, history: History | None = None, most: int = MOST) -> list[Event]:
    """The latest events of a place's own lists, newest first; those still to come say so."""
    today = catalog.as_of.isoformat()
    files = catalog.reading(area.path).lists
    found = [event for file in files for event in _events(file, area)]
    found = [e if day(e.day) <= today else e._replace(words=f"将{e.words}") for e in found]
    found += _seen(history.in_area(area.path), area, {file.page for file in files}) if history else []
    found.sort(key=lambda event: day(event.day), reverse=True)
    return found[:most]


def _seen(changes: Iterable[Change], area: Area, pages: set[str]) -> Iterator[Event]:
    """What git saw of lists that were there before, one event a list and day."""
    told: set[tuple[str, str]] = set()
    for change in changes:
        place = parse_place(change.list, KINDS)
        if place and change.what in ("changed", "gone") and (change.list, change.day) not in told:
            told.add((change.list, change.day))
            there = place.page in pages
            words = f"本站更新:{summary(change)}"
            yield Event(change.day, f"{area.address}{place.page}/{'' if there else 'changes/'}", change.title, words)


def dated(catalog: Catalog, area: Area) -> Iterator[Dated]:
    """When a place's own lists come into force and end."""
    for file in catalog.reading(area.path).lists:
        for name, word in (("effective_from", "施行"), ("effective_to", "失效")):
            whole = getattr(file.header, name)
            page, title = f"{area.address}{file.page}/", file.header.title
            if day(whole):
                yield Dated(whole, area.path, page, title, word)
            for when, times in Counter(getattr(item, name) for item in file.items).items():
                if when != whole and day(when):
                    yield Dated(when, area.path, page, title, f"{times} 项{word}")


def _events(file: ListFile, area: Area) -> Iterator[Event]:
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
        yield Event(when, f"{area.address}{file.page}/", header.title, "、".join(words))


def _changes(file: ListFile) -> str:
    """What the items say of the version before: (新增 3、修改 2)."""
    counts = Counter(item.change.type for item in file.items if item.change)
    return f"({'、'.join(f'{word} {times}' for word, times in counts.items())})" if counts else ""
