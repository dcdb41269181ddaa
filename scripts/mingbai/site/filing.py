"""Which names stand in which part of a large site's index: every key with its names, in tables beside the book."""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from .parted import MOST, keys

_TABLE = "create table if not exists book_keys (key integer primary key, ranks blob) without rowid"


def _log() -> "defaultdict[int, array[int]]":
    """Of every key what is not yet written down: ranks, doubled, and one more where the name is added."""
    return defaultdict(partial(array, "Q"))


class Filing:
    """The names under every key, in the order of their ranks; of each key a part holds the first ``common``.

    A rank is a name's level, then the number that it is known by: 63 bits.
    """

    def __init__(self, connection: sqlite3.Connection, common: int, aim: int) -> None:
        self._sql, self._common, self._aim = connection, common, aim
        connection.execute(_TABLE)
        self._log = _log()

    def add(self, rank: int, words: Iterable[str]) -> None:
        """File a name under all its keys; one that has changed is taken out first."""
        self._note(rank << 1 | 1, words)

    def take(self, rank: int, words: Iterable[str]) -> None:
        """Take a name out again, by the rank and the words that it was filed by."""
        self._note(rank << 1, words)

    def _note(self, what: int, words: Iterable[str]) -> None:
        for key in keys(words):
            self._log[key].append(what)

    def settle(self) -> set[int]:
        """Write down what was added and taken: the keys of which a part now says something else."""
        touched: set[int] = set()
        for key, log in self._log.items():
            row = self._sql.execute("select ranks from book_keys where key = ?", (key,)).fetchone()
            before = array("Q", row[0] if row else b"")
            changed = {what >> 1: what & 1 for what in log}  # the last that was said of each
            gone = {rank for rank, stays in changed.items() if not stays}
            after = array("Q", sorted((changed.keys() | before) - gone))
            if not changed.keys().isdisjoint(before[: self._common] + after[: self._common]):
                touched.add(key)
            if after:
                self._sql.execute("insert or replace into book_keys values (?, ?)", (key, after.tobytes()))
            else:
                self._sql.execute("delete from book_keys where key = ?", (key,))
        self._log = _log()
        return touched

    def forget(self) -> None:
        """Nothing is filed any more."""
        self._sql.execute("delete from book_keys")
        self._log = _log()

    @property
    def empty(self) -> bool:
        """Whether nothing is filed."""
        return not (self._log or self._sql.execute("select 1 from book_keys limit 1").fetchone())

    def parts(self) -> list[tuple[int, list[int]]]:
        """Of each part, by its number, how many names are filed under its keys, held or not, and these keys.

        There are as many parts as the names want that they hold.
        """
        sizes = self._sql.execute("select key, length(ranks) / 8 from book_keys").fetchall()
        total = sum(min(size, self._common) for _, size in sizes)
        number = min(MOST, 1 << max(0, (total // self._aim - 1).bit_length()))
        counts, found = [0] * number, [list[int]() for _ in range(number)]
        for key, size in sizes:
            counts[key % number] += size
            found[key % number].append(key)
        return list(zip(counts, found, strict=True))

    def held(self, some: Iterable[int]) -> set[int]:
        """The ranks of the names that a part with these keys holds."""
        found: set[int] = set()
        for key in some:
            first = "select substr(ranks, 1, ?) from book_keys where key = ?"
            (ranks,) = self._sql.execute(first, (8 * self._common, key)).fetchone()
            found.update(array("Q", ranks))
        return found
