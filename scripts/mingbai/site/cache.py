"""What the last build made, kept beside the lists: a place for which nothing has changed is not made again.

Nothing is believed that cannot be checked: the code, the templates, the day and everything that all pages share are in
one sum, what a place reads in another, and every file that is to stay is looked at where it lies: in the site before
the one that stands, of which the next is made, or in that which stands. What was changed while a build ran is not told
to the next one.
"""

import marshal
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..ahead import There
from ..areas import Area
from ..progress import stage
from ..sums import Sums, Touched, sum_of, touched, touches
from . import code as codes
from .addresses import comparing
from .branch import code, dump_digests, fingerprint, load_digests
from .digest import Digest
from .frame import Site
from .kept import NAMES, Memory
from .named import Names
from .verify import Demand, Note, unpack


class Known(NamedTuple):
    """What need not be made again."""

    digests: dict[str, Digest]
    names: bool  # whether the book of names is as it was, and all that was written of it


class Cache:
    """One site's memory; ``file`` holds it, ``live`` is the site that stands; lists may have been ``looked`` at."""

    @stage("看上次建的")
    def __init__(self, file: Path, live: Path, site: Site, looked: Mapping[str, list[int]]) -> None:
        self.live, self.site = live, site
        self._code = code(site.overrides)
        self.memory = Memory(file, live, fingerprint(site))
        if told := self.memory.told("codes"):
            codes.learn(told)
        self._sums = Sums(self.memory.told("sums") or {}, looked)
        self._stay: set[str] = set()  # the places, and NAMES, that stay as they are
        self._left: dict[str, dict[str, Touched]] = {}  # the files of each place as they were left
        self._reads = {area.path: self._read_by(area) for area in site.tree}
        own = {area.path: self._own(area) for area in site.tree}
        self.keys = {path: sum_of([own[one] for one in reads]) for path, reads in self._reads.items()}
        self.kept = False  # whether all that is to be known of this build is written down

    def _read_by(self, area: Area) -> list[str]:
        """The places whose lists and past a place's pages speak of: those above it, and those that it compares."""
        found = [place.path for place in self.site.tree.upwards(area.path)]
        if comparing(self.site.tree, area):
            found += [place.path for place in self.site.tree.children(area.path)]
        return found

    def _own(self, area: Area) -> str:
        """A sum of a place's own lists and their past."""
        past = self.site.history
        told = past and [(file, past.lines[file]) for file in past.places.get(area.path, ())]
        return sum_of([area.path, [self._sum_of(ref.file) for ref in area.lists], told])

    def _sum_of(self, file: Any) -> str:
        return self._sums.of(str(file), file)

    @stage("看上次建的")
    def known(self, there: There) -> Known:
        """What of the last build still holds; ``there`` are the files of the site before it, of which it has most."""
        if self.memory.new:
            return Known({}, False)
        sql = self.memory.sql
        self._left = {place: marshal.loads(data) for place, data in sql.execute("SELECT place, left FROM file")}
        gone = {place for place in self._left if not self._stands(place, there[0])}
        told = sql.execute("SELECT path, key, digest FROM place").fetchall()
        same = [data for path, key, data in told if self.keys.get(path) == key and path not in gone]
        digests = load_digests(b"{%s}" % b",".join(data[1:-1] for data in same))
        self._stay = set(digests)
        return Known(digests, NAMES not in gone)

    def _stands(self, place: str, there: Mapping[str, Touched]) -> bool:
        """Whether all files of a place are as they were left; those that were only copied are noted as they are now.

        A file that is ``there`` as it was left need not be looked at where it stands: it will be in the next site.
        """
        left = self._left[place]
        if left.items() <= there.items():
            return True
        for address, told in left.items():
            if there.get(address) != told:
                try:
                    left[address] = touched(os.lstat(f"{self.live}/{address}"))
                except OSError:
                    return False
                if left[address][1:] != told[1:]:
                    return False
        self._note(place, left)
        return True

    def _note(self, place: str, left: dict[str, Touched]) -> None:
        self.memory.sql.execute("REPLACE INTO file VALUES (?, ?)", (place, marshal.dumps(left)))

    def staying(self, names: Names) -> dict[str, Touched]:
        """The files of all that stays, by address."""
        found = {address: left for place in self._stay for address, left in self._left.get(place, {}).items()}
        return found | self._staying(names)

    def _staying(self, names: Names) -> dict[str, Touched]:
        """Those that are made of all names and stay."""
        left = self._left.get(NAMES, {})
        return {address: left[address] for address in set(names.files).difference(names.made)}

    def drop(self, names: Names) -> None:
        """Forget what was told of all that does not stay."""
        sql = self.memory.sql
        gone = [(path,) for (path,) in sql.execute("SELECT path FROM place") if path not in self._stay]
        for table in ("place WHERE path", "file WHERE place", "asked WHERE place"):
            sql.executemany(f"DELETE FROM {table} = ?", gone)
        old = self._left.get(NAMES, {}).keys() - self._staying(names).keys()
        sql.executemany("DELETE FROM asked WHERE page = ?", [(page,) for page in old])

    def asked(self, stay: Collection[str]) -> Iterator[Demand]:
        """What pages ask of files that do not stay, once all is ``dropped`` that does not."""
        sql = self.memory.sql
        for (target,) in sql.execute("SELECT DISTINCT target FROM asked").fetchall():
            if target not in stay:
                for row in sql.execute("SELECT DISTINCT fragments FROM asked WHERE target = ?", (target,)).fetchall():
                    yield Demand(target, row[0], partial(self._asking, target, row[0]))

    def _asking(self, target: str, fragments: str) -> list[str]:
        asked = "SELECT page FROM asked WHERE target = ? AND fragments = ?"
        return [page for (page,) in self.memory.sql.execute(asked, (target, fragments))]

    @stage("记下这一次")
    def save(self, root: Path, digests: Mapping[str, Digest], names: Names) -> None:
        """Write down what was made in ``root``, before it stands where others may change it."""
        sql, made = self.memory.sql, {path: digest for path, digest in digests.items() if path not in self._stay}
        notes = {path: (digest.note, digest.files) for path, digest in made.items()}
        for place, (note, files) in {**notes, NAMES: (names.note, names.made)}.items():
            left = {one: touched(os.lstat(f"{root}/{one}")) for one in files}
            self._note(place, left | self._staying(names) if place == NAMES else left)
            asked = ((place, one.path, one.page, one.fragments) for one in unpack(note.asked))
            sql.executemany("INSERT INTO asked VALUES (?, ?, ?, ?)", asked)
        for path, digest in made.items():
            data = dump_digests({path: replace(digest, note=_bare(digest.note), files=())})
            sql.execute("INSERT INTO place VALUES (?, ?, ?)", (path, self.keys[path], data))
        self.kept = True

    def done(self, stands: bool) -> None:
        """Let the next build know, where the site stands now; not of what was changed meanwhile."""
        if not stands:
            self.memory.dropped()
        elif code(self.site.overrides) != self._code:  # a template was changed meanwhile
            self.memory.forget()
        else:
            made = {path: reads for path, reads in self._reads.items() if path not in self._stay}
            read = (self.site.tree.areas[path] for path in set().union(*made.values()))
            moved = {area.path for area in read if any(self._moved(ref.file) for ref in area.lists)}
            stale = [(path,) for path, reads in made.items() if not moved.isdisjoint(reads)]
            self.memory.sql.executemany("UPDATE place SET key = '' WHERE path = ?", stale)
            self.memory.tell("sums", self._sums.settled)
            self.memory.tell("codes", codes.known())
            self.memory.sealed()

    def _moved(self, file: Any) -> bool:
        """Whether a list was written since it was looked at."""
        try:
            return touches(file) != self._sums.seen[str(file)]
        except OSError:
            return True


def _bare(note: Note) -> Note:
    """Without what is kept by itself, and what stands on pages by id: where that is asked again, the page tells."""
    return note._replace(asked="", ids=())
