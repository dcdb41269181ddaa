"""Every name that lists use, filed by kind and letter: a shelf is all that search and /all/ know of one letter.

What places say travels as rows: a name with its answer as JSON, and the numbers of the places that say just that.
A shelf depends on its own rows alone, so that shelves are made side by side and only those that changed are made again.
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

from ..areas import Area
from ..kinds import KINDS
from ..memo import KEPT
from . import situations
from .data import dumps
from .digest import Entry, Listed
from .frame import Site

INLINE = 3  # places of a name that stand in the index itself
CHUNK = 64  # names whose places share a file; search-worker.js knows it as well
PAGE = 200  # names on a page of /all/ that shows one letter
LIST, PLACE = "list", "place"
OTHERS = {situations.KEY: situations.LABEL, LIST: "清单", PLACE: "地方"}  # what is found besides items
NUMBER = {key: number for number, key in enumerate([*KINDS, *OTHERS])}

Said = tuple[str, str, str]  # the answer's word, its tone, whom to ask
Rows = dict[str, list[int]]  # a name as places say it → the numbers of these places
Shelves = dict[str, Rows]  # by name: duties-z


class Shelf(NamedTuple):
    """What is made of the rows of one letter."""

    names: int
    part: str  # its piece of search/index.json
    rows: tuple[
        tuple[str, str], ...
    ]  # its pages of /all/: the first name, and all as HTML with <root> for the way there
    places: tuple[tuple[str, str], ...]  # files that tell where frequent names stand


class Place(NamedTuple):
    """Where a name stands, and what is said there."""

    number: int
    tail: str  # address below the place
    said: Said


class Name(NamedTuple):
    """One name in one kind, over all places."""

    name: str
    aliases: tuple[str, ...]
    places: list[Place]


class Shown(NamedTuple):
    """One name on /all/, with its answers and the places that give them, by their short names."""

    name: str
    aliases: tuple[str, ...]
    answers: list[tuple[str, str, list[tuple[str, str]]]]  # word, tone, places with their addresses


def others(area: Area, lists: Iterable[Listed]) -> list[Entry]:
    """What is found of a place besides items: its lists by title and document number, itself by name."""
    found = [
        Entry(LIST, row.title, (row.doc_no,) if row.doc_no else (), "", "", "", row.area, row.page) for row in lists
    ]
    if area.path:
        full = (area.name,) if area.name != area.short else ()
        found.append(Entry(PLACE, area.short, full, "", "", "", area.path, area.address))
    return found


@lru_cache(20_000)
def initial(name: str) -> str:
    """The letter a name is filed under: that of its first character's pinyin, or '#'."""
    for char in name:
        letter = lazy_pinyin(char, style=Style.FIRST_LETTER, errors="default")[0][:1].upper()
        if letter.isascii() and letter.isalpha():
            return letter
        if char.isdigit():
            return "#"
    return "#"


def plain(letter: str) -> str:
    """A letter as addresses have it."""
    return letter.lower().replace("#", "0")


def file_away(shelves: Shelves, number: int, entries: Iterable[Entry]) -> None:
    """Put what one place says onto the shelves."""
    for entry in entries:
        start = len(entry.area) + 1 if entry.area else 0
        shelf, row = _row(entry[:6], entry.address[start:])
        rows = shelves.get(shelf)
        if rows is None:
            rows = shelves[shelf] = {}
        where = rows.get(row)
        if where is None:
            rows[row] = [number]
        else:
            where.append(number)


@lru_cache(KEPT)
def _row(said: tuple[str, str, tuple[str, ...], str, str, str], tail: str) -> tuple[str, str]:
    kind, name, aliases, *answer = said
    return f"{kind}-{plain(initial(name))}", dumps([name, aliases, *answer, tail])[:-1]


def merge(all_of: Shelves, part: Shelves) -> None:
    """Add the rows of other places."""
    for shelf, rows in part.items():
        mine = all_of.setdefault(shelf, {})
        for row, where in rows.items():
            mine.setdefault(row, []).extend(where)


def names_of(rows: Rows) -> list[Name]:
    """The names of a shelf in the order of their sounds; the same rows in any order give the same."""
    found: dict[str, Name] = {}
    said: dict[str, dict[str, None]] = {}
    for row, where in sorted(rows.items(), key=lambda one: (min(one[1]), one[0])):
        name, aliases, word, tone, instead, tail = json.loads(row)
        told = found.setdefault(name, Name(name, (), []))
        said.setdefault(name, {}).update(dict.fromkeys(aliases))
        answer = (word, tone, instead)
        told.places.extend(Place(number, tail, answer) for number in where)
    for name, told in found.items():
        told.places.sort()
        found[name] = told._replace(aliases=tuple(said[name]))
    return sorted(found.values(), key=lambda one: (lazy_pinyin(one.name), one.name))


def shelve(site: Site, areas: Sequence[Area], shelf: str, rows: Rows) -> Shelf:
    """All that is made of one shelf; ``areas`` are the places by their numbers."""
    kind = shelf.rpartition("-")[0]
    names = names_of(rows)
    part, many = index_part(shelf, kind, names)
    files = tuple(
        (f"search/places/{shelf}-{start // CHUNK}.json", dumps(many[start : start + CHUNK]))
        for start in range(0, len(many), CHUNK)
    )
    label = KINDS[kind].label if kind in KINDS else OTHERS[kind]
    pages = [] if kind in (LIST, PLACE) else [names[start : start + PAGE] for start in range(0, len(names), PAGE)]
    rows_of = tuple((page[0].name, site.letter(label, [_shown(areas, name) for name in page])) for page in pages)
    return Shelf(len(names), part, rows_of, files)


def index_part(shelf: str, kind: str, names: Iterable[Name]) -> tuple[str, list[list[list[object]]]]:
    """A shelf as an index file has it, and the places of names that have too many to stand there."""
    answers: dict[Said, int] = {}
    rows: list[list[object]] = []
    many: list[list[list[object]]] = []
    for name in names:
        places = [
            [number, tail, answers.setdefault(said, len(answers))] if said[0] else [number, tail]
            for number, tail, said in name.places
        ]
        aliases = " ".join(name.aliases)
        if len(places) <= INLINE or not shelf:
            rows.append([name.name, aliases, places])
        else:
            rows.append([name.name, aliases, len(many), len(places)])
            many.append(places)
    return dumps({"k": NUMBER[kind], "c": shelf, "a": list(answers), "e": rows})[:-1], many


def _shown(areas: Sequence[Area], name: Name) -> Shown:
    answers: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for number, tail, (word, tone, _) in name.places:
        area = areas[number]
        answers.setdefault((word, tone), []).append((area.short, area.address + tail))
    return Shown(name.name, name.aliases, [(*said, places) for said, places in answers.items()])
