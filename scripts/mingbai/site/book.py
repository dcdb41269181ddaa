"""The book of names: what every place says by name, so that of /all/ and the index of search only what changed is made.

``Book(connection, areas)`` keeps its tables (``book_…``) in a database that somebody else opens, and whose transactions
are that one's: the book neither begins nor commits. It belongs to one tree of places, whose numbers ``areas`` gives,
and to one code and shell; where these change it has to be cleared. ``hear(rows, places)`` is what some places say now
instead of what they said; finish.write_names writes what follows from it, and the book remembers what was written.
What is written depends on what is said alone, not on the order in which it was heard.
"""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ..areas import Area
from ..private.leaks import Leak
from .filing import Filing
from .letters import initial, listed, shown, sound_of
from .names import BITS, Line, Rows, Said, by_name, canonical, merge, number_of, told_of

_TABLES = (
    """create table if not exists book_names (id integer primary key, level integer, kind text, name text, letter text,
    sound text, weight integer, many integer, said text)""",
    "create table if not exists book_places (place integer primary key, ids blob)",
    "create table if not exists book_sounds (char text primary key, sound text) without rowid",
    "create table if not exists book_files (address text primary key, made text, leaks text) without rowid",
    "create table if not exists book_state (what text primary key, value text) without rowid",
)
_INDEXES = (  # once the first names are in: it is quicker so
    "create index if not exists book_letters on book_names (kind, letter, sound, weight)",
    "create index if not exists book_many on book_names (many, id) where many is not null",
)
_ALL = ("names", "places", "sounds", "files", "state")
_DEEP = 7  # a place's level below the nation, that and all below count alike
_AT_ONCE = 500


class Sizes(NamedTuple):
    """How much of what one file holds."""

    limit: int = 4_000  # names of the index; where there are more, it is parted
    aim: int = 256  # names of a part, about
    common: int = 400  # names that a part holds of one key: of what stands everywhere, further words find the rest
    inline: int = 3  # places of a name that stand in the index itself
    room: int = 2_000  # places that a file of those beyond holds at most, about
    full: int = 400  # names of a kind up to which /all/ itself may list them; beyond, a page a letter
    front: int = 250_000  # characters that /all/ holds: 40 KB of gzip
    piece: int = 120_000  # characters that any page below it holds
    heard: int = 200_000  # rows that wait to be written down: some 100 MB


class Changes:
    """What changed since the book was last written: letters of /all/, keys of search, names of many places."""

    def __init__(self) -> None:
        self.any = False
        self.letters: set[tuple[str, str]] = set()  # kind and letter
        self.keys: set[int] = set()
        self.many: set[int] = set()  # ids


class Letter(NamedTuple):
    """The names of a kind under one letter, counted; ``weight`` is about how many characters they take on /all/."""

    kind: str
    letter: str
    names: int
    weight: int


class Book:
    """All names of the places ``areas``."""

    def __init__(self, connection: sqlite3.Connection, areas: Sequence[Area], sizes: Sizes | None = None) -> None:
        self.sizes = sizes or Sizes()
        self._sql = connection
        for table in _TABLES:
            connection.execute(table)
        self._filing = Filing(connection, self.sizes.common, self.sizes.aim)
        self._areas = [(area.short, area.address) for area in areas]
        self._levels = [min(_DEEP, area.path.count("/") + 1 if area.path else 0) for area in areas]
        self._rows: Rows = {}  # heard, not yet written down
        self._places: set[int] = set()
        self._changes = Changes()
        self._sounds: dict[str, str] = {}
        self._new: list[tuple[Any, ...]] = []  # rows of names that are still to be put into the book

    def clear(self) -> None:
        """Nothing was ever heard or written."""
        for table in _ALL:
            self._sql.execute(f"delete from book_{table}")
        self._filing.forget()
        self._rows, self._places, self._changes = {}, set(), Changes()

    def unwritten(self) -> None:
        """Nothing was ever written, or it does not stand any more; what was heard is still known."""
        for table in ("files", "state"):
            self._sql.execute(f"delete from book_{table}")

    def hear(self, rows: Rows, places: Iterable[int]) -> None:
        """What these places say now, whatever they said before; ``rows`` are of them alone."""
        told = set(places)
        if not told.isdisjoint(self._places) or len(self._rows) >= self.sizes.heard:
            self._write_down()
        self._places |= told
        merge(self._rows, rows)

    # ── what is asked of it ──

    def changes(self) -> Changes:
        """What changed since this was last asked."""
        self._write_down()
        changes, self._changes = self._changes, Changes()
        return changes

    @property
    def names(self) -> int:
        """How many names there are."""
        return self._number("select count(*) from book_names")

    def letters(self) -> list[Letter]:
        """The letters of every kind that /all/ lists, in order."""
        asked = "select kind, letter, count(*), sum(weight) from book_names where letter != '' group by kind, letter"
        return [Letter(*row) for row in self._sql.execute(asked)]

    def under(self, kind: str, letter: str) -> list[tuple[int, Line]]:
        """The names of a letter as /all/ orders them, with their weights."""
        asked = """select weight, name, kind, id, said from book_names where kind = ? and letter = ?
        order by sound, name"""
        return [(row[0], row[1:]) for row in self._sql.execute(asked, (kind, letter))]

    def every(self) -> list[Line]:
        """All names, those of the highest places first."""
        return self._sql.execute("select name, kind, id, said from book_names order by level, name, kind").fetchall()

    def many(self) -> dict[int, int]:
        """The names of many places: id → how many."""
        return dict(self._sql.execute("select id, many from book_names where many is not null order by id"))

    def lines(self, ids: Iterable[int]) -> list[Line]:
        """Names by their ids, those of the highest places first."""
        asked = "select level, name, kind, id, said from book_names where id in (select value from json_each(?))"
        found = sorted(self._sql.execute(asked, (json.dumps(list(ids)),)))  # quicker than by the database
        return [row[1:] for row in found]

    def parts(self) -> list[list[int]]:
        """The keys of each part of the index."""
        return self._filing.parts()

    def held(self, keys: Iterable[int]) -> list[Line]:
        """The names of the part with these keys."""
        return self.lines(rank & ((1 << BITS) - 1) for rank in self._filing.held(keys))

    def file_all(self) -> bool:
        """File all names where the index is in parts, and none where it is not; whether they were not so before."""
        wanted, there = self.names > self.sizes.limit, not self._filing.empty
        if wanted and not there:
            for level, name_id, name, said in self._sql.execute("select level, id, name, said from book_names"):
                self._filing.add(level << BITS | name_id, _words(name, said))
            self._filing.settle()
        elif there and not wanted:
            self._filing.forget()
        return wanted != there

    # ── what was written of it ──

    def files(self, below: str = "") -> dict[str, str]:
        """The files whose addresses begin so → the sums of what they were made of."""
        asked = "select address, made from book_files where address >= ? and address < ? order by address"
        return dict(self._sql.execute(asked, (below, f"{below}\U0010ffff")))

    def leaks(self) -> Iterator[Leak]:
        """What might be private in all files."""
        for (leaks,) in self._sql.execute("select leaks from book_files where leaks != '[]' order by address"):
            yield from (Leak(*leak) for leak in json.loads(leaks))

    def keep(self, address: str, made: str, leaks: Iterable[Leak]) -> None:
        """A file was written."""
        row = (address, made, json.dumps(list(leaks), ensure_ascii=False))
        self._sql.execute("insert or replace into book_files values (?, ?, ?)", row)

    def drop(self, addresses: Iterable[str]) -> None:
        """Files are no more."""
        self._sql.executemany("delete from book_files where address = ?", [(address,) for address in addresses])

    def state(self, what: str) -> Any:
        """What files depend on besides names, as it was remembered; None where it was not."""
        row = self._sql.execute("select value from book_state where what = ?", (what,)).fetchone()
        return json.loads(row[0]) if row else None

    def remember(self, what: str, value: Any) -> None:
        """Remember it for the next time."""
        self._sql.execute("insert or replace into book_state values (?, ?)", (what, json.dumps(value)))

    # ── writing down what was heard ──

    def _write_down(self) -> None:
        """Change the names of which somebody now says something else."""
        rows, told = self._rows, self._places
        self._rows, self._places = {}, set()
        if not told:
            return
        self._sounds = dict(self._sql.execute("select char, sound from book_sounds"))
        known = len(self._sounds)
        new = not self.names
        before = {name_id for place in told for name_id in self._said_by(place)}
        now = {place: array("Q") for place in told}
        filed = not self._filing.empty
        for kind, name, said in by_name(rows):
            name_id = number_of(kind, name)
            for row in said:
                for place in row[-1]:
                    now[place].append(name_id)
            before.discard(name_id)
            self._change(name_id, kind, name, said, told, new, filed)
        for name_id in before:
            kind, name = self._sql.execute("select kind, name from book_names where id = ?", (name_id,)).fetchone()
            self._change(name_id, kind, name, [], told, new, filed)
        self._put()
        self._sql.executemany(
            "insert or replace into book_places values (?, ?)", [(place, ids.tobytes()) for place, ids in now.items()]
        )
        added = list(self._sounds.items())[known:]
        self._sql.executemany("insert into book_sounds values (?, ?)", added)
        for index in _INDEXES:
            self._sql.execute(index)
        self._changes.keys |= self._filing.settle()

    def _change(self, name_id: int, kind: str, name: str, said: Said, told: set[int], new: bool, filed: bool) -> None:
        """One name of which the places ``told`` now say just ``said``, and others what they said."""
        asked = "select level, letter, many, said from book_names where id = ?"
        row = None if new else self._sql.execute(asked, (name_id,)).fetchone()
        if row:
            said = _with(json.loads(row[3]), said, told)
        text = canonical(said)
        if row and text == row[3]:
            return
        changes = self._changes
        changes.any = True
        if row:
            level, letter, many, before = row
            changes.letters.add((kind, letter))
            if many is not None:
                changes.many.add(name_id)
            if filed:
                self._filing.take(level << BITS | name_id, _words(name, before))
        if not said:
            self._sql.execute("delete from book_names where id = ?", (name_id,))
            return
        all_told = told_of(said)
        level = min(self._levels[place] for *_, where in said for place in where)
        shows = listed(kind)
        sounds = [sound_of(char, self._sounds) for char in name] if shows else []
        letter = initial(name, sounds) if shows else ""
        many = len(all_told.places) if len(all_told.places) > self.sizes.inline else None
        weight = shown(name, all_told, self._areas).weight if shows else 0
        changes.letters.add((kind, letter))
        if many is not None:
            changes.many.add(name_id)
        if filed:
            self._filing.add(level << BITS | name_id, [name, *all_told.others])
        self._new.append((name_id, level, kind, name, letter, "\1".join(sounds), weight, many, text))
        if len(self._new) >= _AT_ONCE:
            self._put()

    def _put(self) -> None:
        self._sql.executemany("insert or replace into book_names values (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._new)
        self._new = []

    def _said_by(self, place: int) -> "array[int]":
        row = self._sql.execute("select ids from book_places where place = ?", (place,)).fetchone()
        return array("Q", row[0] if row else b"")

    def _number(self, asked: str) -> int:
        return int(self._sql.execute(asked).fetchone()[0])


def _with(before: Said, said: Said, told: set[int]) -> Said:
    """What others went on to say of a name, and what the places ``told`` now say."""
    found: dict[str, list[int]] = {}
    for *row, where in before:
        if left := [place for place in where if place not in told]:
            found[json.dumps(row)] = left
    for *row, where in said:
        found.setdefault(json.dumps(row), []).extend(where)
    return [[*json.loads(row), where] for row, where in found.items()]


def _words(name: str, said: str) -> list[str]:
    """All that a name is called."""
    return [name, *told_of(json.loads(said)).others]
