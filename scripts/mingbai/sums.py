"""What files say, as sums: a file that was not touched since its sum was taken is not read again."""

import hashlib
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

RACY = 2_000_000_000  # ns: a file that was changed so shortly before it was looked at may change again unseen

Touched = tuple[int, int, int]
"""A file's number on the disk, its bytes, its time (ns)."""

Told = dict[str, list[Any]]
"""By name: a file's size, times of change (content, then anything; in ns), number on the disk, and its sum."""


class Sums:
    """Sums of files; ``told`` are those that are known from before, ``looked`` is how files were found just now."""

    def __init__(self, told: Mapping[str, list[Any]], looked: Mapping[str, list[int]] | None = None) -> None:
        self._told, self._looked, self._before = told, looked or {}, time.time_ns() - RACY
        self.seen: dict[str, list[int]] = {}  # how each file was found: what differs where somebody wrote it meanwhile
        self.settled: Told = {}  # those that may be relied on for as long as the file is not touched

    def of(self, name: str, file: Path) -> str:
        """The sum of a file that is known by ``name``; OSError where it cannot be read."""
        seen = self.seen[name] = self._looked.get(name) or touches(file)
        known = self._told.get(name)
        if not known or known[:-1] != seen:
            with file.open("rb") as data:
                known = [*seen, hashlib.file_digest(data, "sha256").hexdigest()]
        if max(seen[1:3]) < self._before:
            self.settled[name] = known
        return str(known[-1])


def touches(file: Path) -> list[int]:
    """What differs as soon as a file is written, or another one stands in its place.

    The number on the disk tells two files apart that were made in the same moment and then changed places.
    """
    return touches_of(file.stat())


def touches_of(stat: os.stat_result) -> list[int]:
    """The same of what the system says of a file."""
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def touched(stat: os.stat_result) -> Touched:
    """The same in brief."""
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def sum_of(value: Any) -> str:
    """A sum of texts, numbers and lists of them."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
