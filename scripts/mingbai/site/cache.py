"""What the last build made, kept beside the lists: a place for which nothing has changed is not made again.

Nothing is believed that cannot be checked: the code, the templates, the day and everything that all pages share are in
one sum, what a place reads in another, and every file that is to stay is looked at in the site that stands. What was
changed while a build ran is not told to the next one.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from ..areas import Area
from ..kinds import KINDS
from .addresses import compares
from .branch import code, dump_digests, fingerprint, load_digests
from .digest import Digest
from .frame import Site
from .kept import forget, load, save
from .named import NO_NAMES, Names
from .names import Rows

RACY = 2_000_000_000  # ns: a file that was changed so shortly before it was read may change again unseen


class Known(NamedTuple):
    """What need not be made again."""

    digests: dict[str, Digest]
    rows: Rows  # what the places of ``digests`` say by name
    names: Names
    key: str  # a sum of all that ``names`` was made of, '' where it was not


class Cache:
    """One site's memory; ``file`` holds it, ``live`` is the site that stands."""

    def __init__(self, file: Path, live: Path, site: Site) -> None:
        self.file, self.live, self.site = file, live, site
        self._code, self.made = code(site.overrides), fingerprint(site)
        self._told, self._places = load(file, live, self.made)
        self._sums: dict[str, list[Any]] = {}  # of list files: size, times, sum
        self._seen: dict[str, list[int]] = {}  # of files of the site: size and time
        self._kept: dict[str, Digest] = {}  # what still holds of the last build
        self._reads = {area.path: self._read_by(area) for area in site.tree}
        own = {area.path: self._own(area) for area in site.tree}
        self.keys = {path: _sum([own[one] for one in reads]) for path, reads in self._reads.items()}

    def _read_by(self, area: Area) -> list[str]:
        """The places whose lists and past a place's pages speak of: those above it, and those that it compares."""
        found = [place.path for place in self.site.tree.upwards(area.path)]
        if any(compares(self.site.tree, area, kind) for kind in KINDS.values()):
            found += [place.path for place in self.site.tree.children(area.path)]
        return found

    def _own(self, area: Area) -> str:
        """A sum of a place's own lists and their past."""
        past = self.site.history
        told = past and [(file, past.lines[file]) for file in past.places.get(area.path, ())]
        return _sum([area.path, [self._sum_of(ref.file) for ref in area.lists], told])

    def _sum_of(self, file: Any) -> str:
        """A list file's sum, known from before where it has not been touched."""
        name, seen = str(file), _touches(file)
        before = self._told.get("sums", {}).get(name)
        if not before or before[:3] != seen:
            before = [*seen, hashlib.sha256(file.read_bytes()).hexdigest()]
        self._sums[name] = before
        return str(before[3])

    def known(self) -> Known:
        """What of the last build still holds."""
        told = self._told
        if not told:
            return Known({}, {}, NO_NAMES, "")
        same = {path for path, key in told["keys"].items() if self.keys.get(path) == key}
        digests = load_digests(self._places).items()
        stays = {path: digest for path, digest in digests if path in same and self._stand(digest.files)}
        number = {area.path: at for at, area in enumerate(self.site.real)}
        at = [number[path] if path in stays and path in number else -1 for path in told["places"]]
        said = ((row, [at[one] for one in where if at[one] >= 0]) for row, where in told["rows"].items())
        rows = {row: where for row, where in said if where}
        names = _NAMES.validate_python(told["names"])
        self._kept = stays
        stand = self._stand(names.files)
        return Known(stays, rows, names if stand else NO_NAMES, told["key"] if stand else "")

    def _stand(self, files: Iterable[str]) -> bool:
        """Whether files stand as they were left."""
        left = self._told["files"]
        try:
            return all(left[one] == _seen(f"{self.live}/{one}") for one in files)
        except (KeyError, OSError):
            return False

    def take(self, files: Iterable[str], dest: Path) -> None:
        """Put files of the site that stands into the one that is made."""
        made: set[str] = set()
        for address in files:
            folder = address.rpartition("/")[0]
            if folder not in made:
                (dest / folder).mkdir(parents=True, exist_ok=True)
                made.add(folder)
            source, target = f"{self.live}/{address}", f"{dest}/{address}"
            try:
                os.link(source, target)
            except OSError:  # there is one, or the disk has no links
                Path(target).unlink(missing_ok=True)
                shutil.copy2(source, target)

    def look(self, dest: Path, files: Iterable[str]) -> None:
        """See how files were left in the finished site, before it stands where others may change it."""
        self._seen = {file: _seen(f"{dest}/{file}") for file in files}

    def save(self, digests: Mapping[str, Digest], rows: Rows, names: Names, key: str) -> None:
        """Keep what was made, once it stands; not that of which the lists were changed meanwhile."""
        if code(self.site.overrides) != self._code:  # a template was changed meanwhile
            forget(self.file)
            return
        bare = {path: self._kept.get(path) or _bare(digest) for path, digest in digests.items()}
        moved = {area.path for area in self.site.tree if any(self._moved(ref.file) for ref in area.lists)}
        before = time.time_ns() - RACY
        told = {
            "keys": {path: key for path, key in self.keys.items() if moved.isdisjoint(self._reads[path])},
            "sums": {name: one for name, one in self._sums.items() if max(one[1:3]) < before},
            "files": self._seen,
            "places": [area.path for area in self.site.real],
            "rows": rows,
            "key": key,
            "names": _NAMES.dump_python(names._replace(note=names.note._replace(ids=())), mode="json"),
        }
        if told != self._told or bare != self._kept:
            save(self.file, self.live, self.made, told, dump_digests(bare))

    def _moved(self, file: Any) -> bool:
        """Whether a list was changed since its sum was taken."""
        try:
            return _touches(file) != self._sums[str(file)][:3]
        except OSError:
            return True


_NAMES = TypeAdapter(Names)


def _bare(digest: Digest) -> Digest:
    """Without what stands on pages by id: where that is asked again, the page itself tells."""
    return replace(digest, note=digest.note._replace(ids=()))


def _sum(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


def _touches(file: Any) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]


def _seen(file: str) -> list[int]:
    stat = os.lstat(file)
    return [stat.st_size, stat.st_mtime_ns]


def names_key(rows: Rows) -> str:
    """A sum of all that places say by name."""
    return _sum(sorted((row, sorted(where)) for row, where in rows.items()))
