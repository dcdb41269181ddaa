"""How names travel: what places say of their items as rows, each told once for all places that say just that."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from ..memo import KEPT
from .data import dumps
from .digest import Entry

Rows = dict[str, list[int]]
"""A name with what is said of it, as JSON → the numbers of the places that say so."""

Said = list[list[Any]]
"""All that is said of one name: [other names, word, tone, whom to ask, rest of the address, [numbers of places]] …"""

BITS = 60  # of the number that a name is known by


Line = tuple[str, str, int, str]
"""One name as the book has it: name, kind, the number that it is known by, Said as JSON, alike in any order."""


class Told(NamedTuple):
    """What is said of a name over all places."""

    others: list[str]  # what else it is called
    places: list[tuple[int, str, tuple[str, str, str]]]  # in their order: number, rest of the address, answer


def told(lines: Iterable[Line]) -> list[Told]:
    """What lines say."""
    return [told_of(said) for said in json.loads(f"[{','.join(said for *_, said in lines)}]")]


def told_of(said: Said) -> Told:
    """The same of one name."""
    if len(said) == 1 and len(said[0][5]) == 1:
        others, word, tone, ask, tail, where = said[0]
        return Told(others, [(where[0], tail, (word, tone, ask))])
    others = list(dict.fromkeys(other for others, *_ in said for other in others))
    places = [(number, tail, (word, tone, ask)) for _, word, tone, ask, tail, where in said for number in where]
    places.sort()
    return Told(others, places)


def called(line: Line) -> Line:
    """A name with what else it is called, and nothing else of what is said."""
    name, kind, number, said = line
    return name, kind, number, dumps([[told_of(json.loads(said)).others, "", "", "", "", []]])[:-1]


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
    read = ((json.loads(row), rows[row]) for row in sorted(rows))
    for (kind, name), some in groupby(read, key=lambda one: (one[0][0], one[0][1])):
        yield kind, name, [[*row[2:], where] for row, where in some]


def canonical(said: Said) -> str:
    """As JSON, alike for the same rows: those of the first places first."""
    for row in said:
        row[-1].sort()
    if len(said) > 1:
        said.sort(key=lambda row: (row[-1][0], row[:-1]))
    return dumps(said)[:-1]


def number_of(kind: str, name: str) -> int:
    """What a name is known by: BITS of a sum, so that of 20,000 sites with ten million names one has two alike."""
    return int.from_bytes(hashlib.blake2b(f"{kind} {name}".encode(), digest_size=8).digest()) >> (64 - BITS)
