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
from itertools import islice
from typing import Any, NamedTuple

from ..areas import Area
from ..private.leaks import Leak
from .filing import Filing
from .letters import Letter, Listed, Sounds, initial, listed, shown
from .names import (
    AT_ONCE,
    BITS,
    Line,
    Lines,
    Rows,
    Said,
    by_name,
    filed_as,
    line,
    merge,
    number_of,
    packed,
    put_in_order,
    told_of,
    with_new,
)

_TABLES = (
    """create table if not exists book_names (id integer primary key, kind text, name text, letter text, sound text,
    weight integer, mark integer, many integer, line text, brief text)""",
    """create table if not exists book_counts (kind text, letter text, names integer, weight integer,
    primary key (kind, letter)) without rowid""",
    "create table if not exists book_places (place integer primary key, ids blob)",
    "create table if not exists book_sounds (char text primary key, sound text) without rowid",
    "create table if not exists book_files (address text primary key, made text, leaks text) without rowid",
    "create table if not exists book_state (what text primary key, value text) without rowid",
)
_INDEXES = (  # once names are in: it is quicker so
    "create index if not exists book_letters on book_names (kind, letter, sound, name, weight, mark)",
    "create index if not exists book_many on book_names (many) where many is not null",
)
_ALL = ("names", "counts", "places", "sounds", "files", "state")
_DEEP = 7  # a place's level below the nation, that and all below count alike


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
    heard: int = 10_000  # rows that wait to be written down: some 10 MB with what is made of them


class Changes:
    """What changed since the book was last written: letters of /all/, keys of search, names of many places."""

    def __init__(self) -> None:
        self.any = False
        self.letters: set[tuple[str, str]] = set()  # kind and letter
        self.keys: set[int] = set()
        self.many: set[int] = set()  # ids


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
        if not told.isdisjoint(self._places):
            self._write_down()
        self._places |= told
        merge(self._rows, rows)
        if len(self._rows) >= self.sizes.heard:
            self._write_down()

    # ── what is asked of it ──

    def changes(self) -> Changes:
        """What changed since this was last asked."""
        self._write_down()
        for index in _INDEXES:
            self._sql.execute(index)
        changes, self._changes = self._changes, Changes()
        of = "kind = ? and letter = ?"
        counted = f"select kind, letter, count(*), sum(weight) from book_names where {of} group by kind, letter"
        letters = [row for row in changes.letters if row[1]]
        self._sql.executemany(f"delete from book_counts where {of}", letters)
        self._sql.executemany(f"insert into book_counts {counted}", letters)
        changes.keys = self._filing.settle()
        return changes

    @property
    def names(self) -> int:
        """How many names there are."""
        return int(self._sql.execute("select count(*) from book_names").fetchone()[0])

    @property
    def large(self) -> bool:
        """Whether there are too many names for one file of the index."""
        beyond = "select 1 from book_names limit 1 offset ?"
        return self._sql.execute(beyond, (self.sizes.limit,)).fetchone() is not None

    def letters(self) -> list[Letter]:
        """The letters of every kind that /all/ lists, in order, as they were when ``changes`` were last asked for."""
        return [Letter(*row) for row in self._sql.execute("select * from book_counts order by kind, letter")]

    def under(self, kind: str, letter: str) -> list[Listed]:
        """The names of a letter as /all/ orders them."""
        asked = "select id, name, weight, mark from book_names where kind = ? and letter = ? order by sound, name"
        return [Listed(*row) for row in self._sql.execute(asked, (kind, letter))]

    def every(self) -> Lines:
        """All names, those of many places in brief."""
        return packed(line for (line,) in self._sql.execute("select ifnull(brief, line) from book_names"))

    def many(self) -> dict[int, int]:
        """The names of many places: id → how many."""
        return dict(self._sql.execute("select id, many from book_names where many is not null"))

    def lines(self, ids: Iterable[int]) -> Lines:
        """Names by their ids, in that order."""
        some = list(ids)
        found = dict(self._of(some, "id, line"))
        return packed(map(found.__getitem__, some))

    def parts(self) -> list[tuple[int, list[int]]]:
        """Of each part of the index, how many names are filed under its keys, and these keys."""
        return self._filing.parts()

    def held(self, keys: Iterable[int]) -> Lines:
        """The names that the part with these keys holds; those of many places in brief."""
        ids = [rank & ((1 << BITS) - 1) for rank in self._filing.held(keys)]
        return packed(line for (line,) in self._of(ids, "ifnull(brief, line)"))

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
        sounds = Sounds(self._sql.execute("select char, sound from book_sounds"))
        known = len(sounds)
        before = {name_id for place in told for name_id in self._said_by(place)}
        now = {place: array("Q") for place in told}
        filed = not self._filing.empty
        new: list[tuple[Any, ...]] = []
        names = by_name(rows)
        while some := [(number_of(kind, name), kind, name, said) for kind, name, said in islice(names, AT_ONCE)]:
            for name_id, _, _, said in some:
                for row in said:
                    for place in row[-1]:
                        now[place].append(name_id)
            before.difference_update(name_id for name_id, *_ in some)
            new += self._change(some, told, sounds, filed)
        new += self._change([(*row, []) for row in self._of(before, "id, kind, name")], told, sounds, filed)
        new.sort()  # by their numbers: it is quicker so
        self._sql.executemany("insert or replace into book_names values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", new)
        self._sql.executemany(
            "insert or replace into book_places values (?, ?)", [(place, ids.tobytes()) for place, ids in now.items()]
        )
        self._sql.executemany("insert into book_sounds values (?, ?)", list(sounds.items())[known:])
        if self.large and not filed:
            for (text,) in self._sql.execute("select line from book_names"):
                self._filing.add(*filed_as(json.loads(text)))
        elif filed and not self.large:
            self._filing.forget()

    def _change(
        self, some: list[tuple[int, str, str, Said]], told: set[int], sounds: Sounds, filed: bool
    ) -> Iterator[tuple[Any, ...]]:
        """Names of which the places ``told`` now say just this, and others what they said: rows to be put down."""
        changes = self._changes
        stood = {row[0]: row[1:] for row in self._of((one[0] for one in some), "id, letter, line")}
        for name_id, kind, name, said in some:
            letter, text = stood.get(name_id, ("", ""))
            old: Line | None = json.loads(text) if text else None
            said = with_new(old[-1], said, told) if old else said
            put_in_order(said)
            if old and said == old[-1]:
                continue
            all_told = told_of(said)
            level = min((min(map(self._levels.__getitem__, row[-1])) for row in said), default=0)
            many = len(all_told.places) if len(all_told.places) > self.sizes.inline else None
            now = line(level, name, kind, name_id, many, said)
            changes.any = True
            if old:
                changes.letters.add((kind, letter))
                if old[4] is not None:
                    changes.many.add(name_id)
                if filed:
                    self._filing.take(*filed_as(old))
            if not said:
                self._sql.execute("delete from book_names where id = ?", (name_id,))
                continue
            brief = None
            if many is not None:
                changes.many.add(name_id)
                brief = line(level, name, kind, name_id, many, [[all_told.others, "", "", "", "", []]])
            if filed:
                self._filing.add(level << BITS | name_id, [name, *all_told.others])
            sound, weight, letter = "", 0, ""
            if listed(kind):
                each = [sounds[char] for char in name]
                sound, letter, weight = "\1".join(each), initial(name, each), shown(name, all_told, self._areas).weight
            changes.letters.add((kind, letter))
            yield name_id, kind, name, letter, sound, weight, number_of(kind, now), many, now, brief

    def _of(self, ids: Iterable[int], columns: str) -> list[Any]:
        asked = f"select {columns} from book_names where id in (select value from json_each(?))"
        return self._sql.execute(asked, (json.dumps(list(ids)),)).fetchall()

    def _said_by(self, place: int) -> "array[int]":
        row = self._sql.execute("select ids from book_places where place = ?", (place,)).fetchone()
        return array("Q", row[0] if row else b"")
