"""How names travel: what places say of their items as rows, each told once for all places that say just that."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..areas import Area
from ..memo import KEPT
from .data import dumps
from .digest import Entry
from .search import Name

Rows = dict[str, list[int]]
"""A name with what is said of it, as JSON → the numbers of the places that say so."""


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


def names_of(rows: Rows, areas: Sequence[Area]) -> list[Name]:
    """Every name once, in the order of the places; ``areas`` by their numbers. Rows in any order give the same."""
    found: dict[tuple[str, str], Name] = {}
    ordered = sorted((min(where), row) for row, where in rows.items())
    for _, row in ordered:
        kind, name, aliases, word, tone, instead, tail = json.loads(row)
        told = found.get((kind, name))
        if told is None:
            told = found[kind, name] = Name(kind, name)
        told.aliases.update(dict.fromkeys(aliases))
        said = (word, tone, instead)
        told.places += [(areas[number].path, areas[number].address + tail, said) for number in rows[row]]
    order = {area.path: number for number, area in enumerate(areas)}
    for told in found.values():
        told.places.sort(key=lambda place: (order[place[0]], place[1]))
    return list(found.values())
