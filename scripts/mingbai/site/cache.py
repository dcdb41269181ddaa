"""What the last build made, kept beside the lists: a place for which nothing has changed is not made again.

Nothing is believed that cannot be checked: the code, the templates, the day and everything that all pages share are in
one sum, what a place reads in another, and every file that is to stay is looked at in the site that stands.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from ..areas import Area
from ..history.store import FOLDER, PLACE
from ..kinds import KINDS
from ..private.leaks import Leak
from .addresses import compares
from .branch import dump_digests, fingerprint, load_digests
from .digest import Digest
from .frame import Site
from .names import Rows
from .verify import NOTHING, Note

RACY = 2_000_000_000  # ns: a file that was changed so shortly before it was read may change again unseen


class Names(NamedTuple):
    """What was made of all names together: /all/ and the index of search."""

    key: str = ""
    files: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    note: Note = NOTHING
    leaks: tuple[Leak, ...] = ()


class Known(NamedTuple):
    """What need not be made again."""

    digests: dict[str, Digest]
    rows: Rows  # what the places of ``digests`` say by name
    names: Names


def kept_in(home: Path, live: Path) -> Path:
    """Where what is built into ``live`` is kept, for a site whose mkdocs.yml lies in ``home``."""
    folder = Path(os.environ[PLACE]) if os.environ.get(PLACE) else home.resolve() / FOLDER
    return folder / f"site-{hashlib.sha256(os.fsencode(live)).hexdigest()[:12]}.json"


class Cache:
    """One site's memory; ``file`` holds it, ``live`` is the site that stands."""

    def __init__(self, file: Path, live: Path, site: Site) -> None:
        self.file, self.live, self.site = file, live, site
        self.made = fingerprint(site)
        self._told: dict[str, Any] = self._read()
        self._sums: dict[str, list[Any]] = {}
        self.keys = {area.path: self._key(area) for area in site.tree}

    def _read(self) -> dict[str, Any]:
        try:
            sum_, _, body = self.file.read_bytes().partition(b"\n")
            if hashlib.sha256(body).hexdigest().encode() != sum_:
                return {}
            told: dict[str, Any] = json.loads(body)
        except (OSError, ValueError):
            return {}
        return told

    def _key(self, area: Area) -> str:
        """A sum of all that a place's pages say besides what all pages share: lists and their past."""
        chain = self.site.tree.upwards(area.path)
        if any(compares(self.site.tree, area, kind) for kind in KINDS.values()):
            chain = [*chain, *self.site.tree.children(area.path)]
        said = [[place.path, *(self._sum(ref.file) for ref in place.lists)] for place in chain]
        past = self.site.history
        told = past and [[file, past.lines[file]] for place in chain for file in past.places.get(place.path, ())]
        return hashlib.sha256(json.dumps([said, told], default=str).encode()).hexdigest()

    def _sum(self, file: Any) -> str:
        """A file's sum, known from before where it has not been touched."""
        name, stat = str(file), file.stat()
        if name not in self._sums:
            seen = [stat.st_size, stat.st_mtime_ns]
            before = self._told.get("sums", {}).get(name)
            if before and before[:2] == seen:
                self._sums[name] = before
            else:
                self._sums[name] = [*seen, hashlib.sha256(file.read_bytes()).hexdigest()]
        return str(self._sums[name][2])

    def known(self) -> Known:
        """What of the last build still holds."""
        told = self._told
        if told.get("made") != self.made:
            return Known({}, {}, Names())
        same = [path for path, key in told["keys"].items() if self.keys.get(path) == key]
        digests = load_digests({path: told["digests"][path] for path in same})
        stays = {path: digest for path, digest in digests.items() if self._stand(digest.files)}
        number = {area.path: at for at, area in enumerate(self.site.real)}
        at = [number[path] if path in stays and path in number else -1 for path in told["places"]]
        said = ((row, [at[one] for one in where if at[one] >= 0]) for row, where in told["rows"].items())
        rows = {row: where for row, where in said if where}
        names = _NAMES.validate_python(told["names"])
        return Known(stays, rows, names if self._stand(names.files) else Names())

    def _stand(self, files: Iterable[str]) -> bool:
        """Whether files stand as they were left."""
        left = self._told["files"]
        try:
            return all(left[one] == _seen(self.live / one) for one in files)
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
            target = dest / address
            target.unlink(missing_ok=True)
            try:
                os.link(self.live / address, target)
            except OSError:
                shutil.copy2(self.live / address, target)

    def save(self, digests: Mapping[str, Digest], rows: Rows, names: Names) -> None:
        """Keep what was made, once it stands in ``live``; where that cannot be, the next build makes all again."""
        files = [*names.files, *(file for digest in digests.values() for file in digest.files)]
        real = [area.path for area in self.site.real]
        try:
            now = time.time_ns()
            told = {
                "live": str(self.live),
                "made": self.made,
                "keys": self.keys,
                "sums": {name: one for name, one in self._sums.items() if one[1] < now - RACY},
                "files": {file: _seen(self.live / file) for file in files},
                "places": real,
                "rows": rows,
                "names": _NAMES.dump_python(names, mode="json"),
            }
            body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
            body += b',"digests":' + dump_digests(digests) + b"}"
            self.file.parent.mkdir(parents=True, exist_ok=True)
            ignore = self.file.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
            handle, name = tempfile.mkstemp(prefix=f".{self.file.name}.", dir=self.file.parent)
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            Path(name).replace(self.file)
        except OSError:
            self.file.unlink(missing_ok=True)


_NAMES = TypeAdapter(Names)


def _seen(file: Path) -> list[int]:
    stat = file.stat()
    return [stat.st_size, stat.st_mtime_ns]


def names_key(rows: Rows) -> str:
    """A sum of all that places say by name."""
    told = sorted((row, sorted(where)) for row, where in rows.items())
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
