"""What a build tells the next one, in a database beside the lists: one for every folder that a site is built into.

Beside it lies a seal that says of which site it tells, what all its pages share, and the database's own sum. The
database is written while the site is made and sealed once that stands: a build that does not come so far leaves
the old one as it was, or one that no seal fits, which nobody believes.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from zlib import crc32

from ..cache_file import PLACE, folder_of, keep, sweep, told_of
from ..pool import cores
from ..sums import touches

_TABLES = """
CREATE TABLE told (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE place (path TEXT PRIMARY KEY, key TEXT, digest BLOB) WITHOUT ROWID;
CREATE TABLE file (place TEXT PRIMARY KEY, left BLOB) WITHOUT ROWID;
CREATE TABLE asked (place TEXT, target TEXT, page TEXT, fragments TEXT);
CREATE INDEX asked_of ON asked (target, fragments);
CREATE INDEX asked_by ON asked (place);
CREATE INDEX asked_on ON asked (page);
"""
"""``told``: single values as JSON. ``place``: what was kept of each, by its path. ``file``: all files of a
place (or of NAMES), by address, as each was left: number on the disk, bytes, time in ns. ``asked``: what pages of one
ask of others."""

_PART = 1 << 20  # bytes of the file that are summed at once
_PAGE = 1 << 15  # bytes that are read of it at once: most is asked for in order
_MAPPED = 1 << 28  # bytes of one that stands that may be read where they lie in memory: most is asked for once

NAMES = "*"  # stands for the place of what is made of all names


def kept_in(home: Path, live: Path) -> Path:
    """Where what is built into ``live`` is kept, for a site whose mkdocs.yml lies in ``home``."""
    return folder_of(home.resolve()) / f"site-{hashlib.sha256(os.fsencode(live)).hexdigest()[:12]}.json"


def shown_in(home: Path) -> Path:
    """Where a site lies that is only looked at."""
    name = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    return folder_of(home.resolve()) / f"shown-{name}" / "site"


def all_of(home: Path, lives: Iterable[Path]) -> list[Path]:
    """Every file of what is kept of a site that is built into ``lives``, and what was left half-written.

    In a folder that other sites share no more than these is known to be its own.
    """
    folder = folder_of(home.resolve())
    names = [kept_in(home, live).stem for live in lives] if os.environ.get(PLACE) else ["site-*"]
    return sorted({file for name in names for one in (f"{name}.*", f".{name}.*") for file in folder.glob(one)})


class CannotKeep(Exception):
    """The database cannot be read or written; what was kept is gone, and the next build is a whole one."""


class Memory:
    """One site's database, open for one build: nothing of what it writes stays unless it is ``sealed``.

    ``new`` where nothing is known. ``made`` is the sum of what all pages share.
    """

    def __init__(self, seal: Path, live: Path, made: str) -> None:
        self._seal, self._live, self._made = seal, live, made
        self._file, self._half = seal.with_suffix(".db"), _half(seal)
        self.new = told_of(seal) != live or not _fits(_said(seal), made, self._file)
        self.sql = self._fresh() if self.new else _open(self._file, "cache_spill=OFF", f"mmap_size={_MAPPED}")
        self.sql.execute("BEGIN")
        self._before = self.sql.total_changes

    def _fresh(self) -> sqlite3.Connection:
        """An empty one: in a file of its own until it is sealed, or in none where there can be no file."""
        try:
            self._half.parent.mkdir(parents=True, exist_ok=True)
            self._half.unlink(missing_ok=True)
            sql = _open(self._half, f"page_size={_PAGE}")
            sql.executescript(_TABLES)
        except (OSError, sqlite3.Error):
            sql = _open("")
            sql.executescript(_TABLES)
        return sql

    def told(self, name: str) -> Any:
        """A single value; None where there is none."""
        row = self.sql.execute("SELECT value FROM told WHERE name = ?", (name,)).fetchone()
        return row and json.loads(row[0])

    def tell(self, name: str, value: Any) -> None:
        """Keep a single value."""
        text = json.dumps(value, separators=(",", ":"))  # ASCII: names of files may hold what is no character
        row = self.sql.execute("SELECT value FROM told WHERE name = ?", (name,)).fetchone()
        if not row or row[0] != text:
            self.sql.execute("REPLACE INTO told VALUES (?, ?)", (name, text))

    def sealed(self) -> None:
        """Let the next build believe it; what is kept of sites that are gone goes. Where it cannot be, nothing is."""
        try:
            same = self.sql.total_changes == self._before
            self.sql.execute("COMMIT")
            self.sql.close()
            if self.new:
                self._half.replace(self._file)
        except (OSError, sqlite3.Error):
            self.forget()
            return
        if self.new or not same:
            said = [str(self._live), [self._made, _seen(self._file), _sum(self._file)]]
            if not keep(self._seal, "\n".join(map(json.dumps, said)).encode()):
                self.forget()
                return
        sweep(self._seal)
        for other in self._seal.parent.glob("site-*.db"):
            if not other.with_suffix(".json").exists():
                _remove(other)

    def dropped(self) -> None:
        """Leave all as it was before."""
        with suppress(sqlite3.Error):
            self.sql.close()  # what is not committed is gone
        _remove(self._half)

    def forget(self) -> None:
        """Remove what is kept, as far as that can be."""
        self.dropped()
        forget(self._seal)


def forget(seal: Path) -> None:
    """Remove a seal and what it seals, as far as that can be."""
    _remove(seal, seal.with_suffix(".db"), _half(seal))


def _half(seal: Path) -> Path:
    """Where a database lies that is not yet sealed."""
    return seal.with_name(f".{seal.stem}.db.new")


def _open(file: Path | str, *words: str) -> sqlite3.Connection:
    """What is not committed stays in memory where ``cache_spill=OFF``: killed before, it leaves the file as it was."""
    sql = sqlite3.connect(file, isolation_level=None)
    for word in ("journal_mode=MEMORY", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-16000", *words):
        sql.execute(f"PRAGMA {word}")
    return sql


def _fits(said: Any, made: str, file: Path) -> bool:
    """Whether a seal is of this very database: its sum is only taken where it was touched or brought here."""
    return bool(said) and said[0] == made and file.is_file() and (said[1] == _seen(file) or said[2] == _sum(file))


def _seen(file: Path) -> list[int]:
    try:
        return touches(file)
    except OSError:
        return []


def _sum(file: Path) -> list[int]:
    """Sums of its parts that tell whether a file was damaged on its way, quickly; none where it cannot be read."""

    def of(at: int) -> int:
        with file.open("rb", buffering=0) as data:
            data.seek(at)
            return crc32(data.read(_PART))

    try:
        with ThreadPoolExecutor(cores()) as threads:
            return list(threads.map(of, range(0, file.stat().st_size, _PART)))
    except OSError:
        return []


def _said(seal: Path) -> Any:
    """What a seal says besides of which site it tells."""
    try:
        return json.loads(seal.read_bytes().splitlines()[1])
    except (OSError, ValueError, IndexError):
        return None


def _remove(*files: Path) -> None:
    for file in files:
        with suppress(OSError):
            file.unlink()
