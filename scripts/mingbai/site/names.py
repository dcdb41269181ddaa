"""How names travel: what places say of their items as rows, each told once for all places that say just that."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from ..memo import KEPT
from ..pool import chunks
from .data import dumps
from .digest import Entry

Rows = dict[str, list[int]]
"""A name with what is said of it, as JSON → the numbers of the places that say so."""

Said = list[list[Any]]
"""All that is said of one name: [other names, word, tone, whom to ask, rest of the address, [numbers of places]] …"""

BITS = 60  # of the number that a name is known by
AT_ONCE = 1_000  # names that are looked at together

Line = tuple[int, str, str, int, int | None, Said]
"""One name as the book has it: level of the highest place, name, kind, the number that it is known by, how many places
where these stand in a file apart, what is said of it, alike in whatever order it was heard. It is kept as JSON, and
``Lines`` are many: so they travel, and nobody reads them but who writes the file."""

Lines = str


class Told(NamedTuple):
    """What is said of a name over all places."""

    others: list[str]  # what else it is called
    places: list[tuple[int, str, tuple[str, str, str]]]  # in their order: number, rest of the address, answer


def packed(lines: Iterable[str]) -> Lines:
    """Lines together."""
    return f"[{','.join(lines)}]"


def unpacked(lines: Lines) -> list[Line]:
    """Single lines."""
    found: list[Line] = json.loads(lines)
    return found


def line(level: int, name: str, kind: str, number: int, many: int | None, said: Said) -> str:
    """One line."""
    return dumps([level, name, kind, number, many, said])[:-1]


def told_of(said: Said) -> Told:
    """The same of one name."""
    if len(said) == 1 and len(said[0][5]) == 1:
        others, word, tone, ask, tail, where = said[0]
        return Told(others, [(where[0], tail, (word, tone, ask))])
    others = list(dict.fromkeys(other for others, *_ in said for other in others))
    places = [(number, tail, (word, tone, ask)) for _, word, tone, ask, tail, where in said for number in where]
    places.sort()
    return Told(others, places)


def file_away(rows: Rows, number: int, entries: Iterable[Entry]) -> None:
    """Add what one place says."""
    for entry in entries:
        start = len(entry.area) + 1 if entry.area else 0
        row = _row(entry[:6], entry.address[start:])
        where = rows.get(row)
        if where is None:
            rows[row] = [number]
        else:
            where.append(number)


@lru_cache(KEPT)
def _row(said: tuple[str, str, tuple[str, ...], str, str, str], tail: str) -> str:
    return dumps([*said, tail])[:-1]


def merge(rows: Rows, more: Rows) -> None:
    """Add what other places say."""
    for row, where in more.items():
        rows.setdefault(row, []).extend(where)


def by_name(rows: Rows) -> Iterator[tuple[str, str, Said]]:
    """Every name once, with its kind and what is said of it; rows of one name begin alike."""
    parts = chunks(sorted(rows), AT_ONCE)
    read = (one for part in parts for one in zip(json.loads(packed(part)), map(rows.__getitem__, part), strict=True))
    for (kind, name), some in groupby(read, key=lambda one: (one[0][0], one[0][1])):
        yield kind, name, [[*row[2:], where] for row, where in some]


def put_in_order(said: Said) -> None:
    """Make the same rows alike: those of the first places first."""
    for row in said:
        row[-1].sort()
    if len(said) > 1:
        said.sort(key=lambda row: (row[-1][0], row[:-1]))


def with_new(before: Said, said: Said, told: set[int]) -> Said:
    """What others went on to say of a name, and what the places ``told`` now say."""
    found: dict[str, list[int]] = {}
    for *row, where in before:
        if left := [place for place in where if place not in told]:
            found[json.dumps(row)] = left
    for *row, where in said:
        found.setdefault(json.dumps(row), []).extend(where)
    return [[*json.loads(row), where] for row, where in found.items()]


def filed_as(one: Line) -> tuple[int, list[str]]:
    """The rank of a name, and all that it is called."""
    level, name, _, number, _, said = one
    return level << BITS | number, [name, *told_of(said).others]


def number_of(kind: str, name: str) -> int:
    """What a name is known by: BITS of a sum, so that of 20,000 sites with ten million names one has two alike."""
    return int.from_bytes(hashlib.blake2b(f"{kind} {name}".encode(), digest_size=8).digest()) >> (64 - BITS)
