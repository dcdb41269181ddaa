"""Checking again: what was found in a place is kept beside the lists, for as long as it holds.

What a place's findings follow from is in its key: its own lists and those of the places above it, what all of these
are, the files of ``lists/_site/``, the day; with other code nothing is believed at all. Where no file changed, the
problems that were found last are those that there are, and nothing is read. ``tests/test_checked.py`` edits lists at
random and compares with a check that knows nothing.
"""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import program
from .cache_file import folder_of, keep, sweep
from .problems import Level, Problem
from .sums import Sums, Told, sum_of

if TYPE_CHECKING:  # else only where something is to be checked: reading the kinds takes longer than all that is here
    from .areas import Area, Tree
    from .check import Findings
    from .site_files import SiteFiles

OWN = "_site"  # the folder of files that belong to no place
COPIES = "_site/archive"


class Memory(NamedTuple):
    """What the last check of a folder of lists tells the next one."""

    sums: Told
    key: str  # of all that could be read, and the day
    problems: list[list[Any]]
    places: bytes  # packed: by path, the key and what was found


NOTHING = Memory({}, "", [], b"")


class Look(NamedTuple):
    """All that a check could read, by its path under the lists.

    ``said`` has a file's sum, "/" for a folder and "" for anything else; ``seen`` how each file was found;
    ``sums`` are those to be kept.
    """

    said: dict[str, str]
    seen: dict[str, list[int]]
    sums: Told


def file_of(root: Path) -> Path:
    """Where it is kept what was found in a folder of lists."""
    home = root.resolve()
    return folder_of(home.parent) / f"check-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}.json"


def checked(root: Path, as_of: date) -> list[Problem]:
    """What ``check.check`` says of lists on a disk; only what changed since the last time is looked at."""
    try:
        made = sum_of([program.code(), program.libraries()])
        memory = _load(root, made)
        look = _look(root, memory.sums)
    except (OSError, ImportError):  # a file that cannot be read, a package whose version nobody knows: without memory
        from .check import check

        return check(root, as_of)
    key = sum_of([as_of.isoformat(), sorted(look.said.items())])
    if key == memory.key:
        if look.sums != memory.sums:
            _save(root, made, memory._replace(sums=look.sums))
        return [_problem(row) for row in memory.problems]
    problems, places = _anew(root, as_of, look, memory)
    try:
        again = _look(root, look.sums)
    except OSError:
        return problems
    if (again.said, again.seen) == (look.said, look.seen):  # else nobody knows what was read
        _save(root, made, Memory(again.sums, key, [_row(problem) for problem in problems], places))
    return problems


def _anew(root: Path, as_of: date, look: Look, memory: Memory) -> tuple[list[Problem], bytes]:
    """All problems, and what is to be kept of places, in which only those are checked of which that is not known."""
    from .areas import scan
    from .check import check_areas, check_whole
    from .site_files import read_site_files

    tree, files = scan(root), read_site_files(root)
    keys = _keys(tree, files, as_of, look)
    told = json.loads(zlib.decompress(memory.places)) if memory.places else {}
    rows = {path: row for path, (key, row) in told.items() if keys.get(path) == key}
    todo = [area for area in tree if area.path not in rows]
    found = dict(zip((area.path for area in todo), check_areas(tree, files, as_of, todo), strict=True))
    rows |= {path: _kept(findings) for path, findings in found.items()}
    findings = (found.get(area.path) or _findings(rows[area.path]) for area in tree)
    problems = check_whole(tree, files, as_of, findings)
    places = {area.path: (keys[area.path], rows[area.path]) for area in tree}
    return problems, zlib.compress(_json(places), 1)


def _keys(tree: "Tree", files: "SiteFiles", as_of: date, look: Look) -> dict[str, str]:
    """For every place a sum of all that its findings follow from."""
    sources = sorted((name, source.text) for name, source in files.sources.items())
    shared = sum_of([as_of.isoformat(), sources, [(copy.sha256, copy.ending) for copy in files.archived]])
    own = {area.path: sum_of([_said_of(area), _lists_of(area, look.said)]) for area in tree}
    return {area.path: sum_of([shared, *(own[above.path] for above in tree.upwards(area.path))]) for area in tree}


def _said_of(area: "Area") -> list[str | None]:
    return [area.path, area.name, area.short, area.level, area.code, area.url, area.remark]


def _lists_of(area: "Area", said: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """The lists of a place and their sums; None for one that came while all was looked at."""
    return [(ref.page, said.get(ref.shown.partition("/")[2])) for ref in area.lists]


# ── what lies in the folder ──────────────────────────────────────────────────


def _look(root: Path, told: Told) -> Look:
    """Look at all that a check could read, and a little more; OSError where that cannot be."""
    sums, said, pending = Sums(told), dict[str, str](), [""]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                name = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir():
                    said[name] = "/"
                    pending += [name] if _entered(folder, entry.name) else []
                else:
                    read = entry.is_file() and (entry.name.endswith(".yml") or folder == COPIES)
                    said[name] = sums.of(name, Path(entry.path)) if read else ""
    return Look(said, sums.seen, sums.settled)


def _entered(folder: str, name: str) -> bool:
    """Whether a check may read in a folder: that of a place, of the files of no place, of copies."""
    if folder == OWN or name == OWN:
        return f"{folder}/{name}" in (f"/{OWN}", COPIES)
    return name.isascii() and name.isalnum()


# ── the file ─────────────────────────────────────────────────────────────────


def _load(root: Path, made: str) -> Memory:
    """What is kept; nothing where it is damaged, of another folder or of other code."""
    try:
        head, _, rest = file_of(root).read_bytes().partition(b"\n")
        seal, _, body = rest.partition(b"\n")
    except OSError:
        return NOTHING
    if head != _head(root) or seal != _seal(made, body):
        return NOTHING
    sums, key, problems, places = body.split(b"\n", 3)
    return Memory(json.loads(sums), key.decode(), json.loads(problems), places)


def _save(root: Path, made: str, memory: Memory) -> None:
    """Keep it, in one step; where that cannot be, all is checked the next time."""
    file = file_of(root)
    sweep(file)
    body = b"\n".join((_json(memory.sums), memory.key.encode(), _json(memory.problems), memory.places))
    keep(file, b"\n".join((_head(root), _seal(made, body), body)))


def _head(root: Path) -> bytes:
    return json.dumps(str(root.resolve())).encode()


def _seal(made: str, body: bytes) -> bytes:
    """A sum of what is kept and of the code that found it."""
    seen = hashlib.sha256(made.encode())
    seen.update(body)
    return seen.hexdigest().encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _row(problem: Problem) -> list[Any]:
    return [getattr(problem, name) for name in Problem.__slots__]


def _problem(row: list[Any]) -> Problem:
    file, line, column, code, message, fix, field, level = row
    return Problem(file, line, column, code, message, fix, field, Level(level))


def _kept(found: "Findings") -> list[Any]:
    """Findings as JSON has them."""
    return [[_row(problem) for problem in found.problems], found.notes, found.met, sorted(found.kept)]


def _findings(row: list[Any]) -> "Findings":
    """Findings out of JSON, the notes of rules as their rules know them."""
    from .check import Findings
    from .rules import RULES
    from .situations import Target

    problems, notes, met, kept = row
    known = tuple({code: _made(RULES[code].NOTE, rows) for code, rows in note.items()} for note in notes)
    return Findings(tuple(map(_problem, problems)), known, tuple(_made(Target, met)), frozenset(kept))


def _made(kind: Any, rows: Iterable[list[Any]]) -> list[Any]:
    return [kind(*row) for row in rows]
