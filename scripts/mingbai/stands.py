"""Whether nothing that a build reads has been touched since the site that stands was built: then it need not begin.

Kept beside the lists: a sum over the sizes and times of every file that went into the site and of every file of it,
over the environment, the commit, the day, and what the build was asked for. No file is opened, and MkDocs is not even
started. Where something might be read that is not looked at here (other plugins, hooks, unknown extensions, links to
folders), nothing is kept; then builds find out by themselves what has changed.
"""

import hashlib
import json
import os
import sys
import sysconfig
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from .cache_file import PLACE, folder_of, keep, sweep
from .git import NoGit, find
from .order import Order
from .resources import overrides, pages
from .sums import RACY

PLAIN = {
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
    "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
}  # fmt: skip
"""Extensions of Markdown that read nothing but the page."""

_FLEETING = {"_", "PWD", "OLDPWD", "SHLVL", "COLUMNS", "LINES", "NO_MKDOCS_2_WARNING", "PYDANTIC_DISABLE_PLUGINS"}
"""Variables that a shell changes by itself, and those that we set."""


class Stands(NamedTuple):
    """What a build has to say of the site that it made."""

    pages: int
    areas: int
    warnings: dict[str, int]  # how many of each code


class Read(NamedTuple):
    """What a build will read, looked at before it begins."""

    folders: list[str]  # that of the lists first
    sum: str


def unchanged(config: Path, dest: Path | None, order: Order) -> Stands | None:
    """What is known of the site where it stands just as it would be built now; None where it has to be built."""
    if not _plain(order):
        return None
    try:
        first, second = file_of(config, dest).read_bytes().splitlines()
        told = json.loads(second)
        live, folders = Path(json.loads(first)), told["folders"]
        if _input(config, order, folders)[0] == told["read"] and _output(live) == told["made"]:
            return Stands(*told["said"])
    except (OSError, ValueError, TypeError, KeyError, NoGit):
        return None
    return None


def look(config: Path, order: Order, sources: Iterable[Path], running: Collection[str]) -> Read | None:
    """Look at what is to be read: ``sources`` (the folder of lists first), the package's own files, the commit.

    To be called before anything is read. None where not all can be known: ``running`` are the plugins, the hooks
    and the extensions of Markdown.
    """
    if not _plain(order) or not set(running) <= PLAIN | {"mingbai"} or "INHERIT" in config.read_text("utf-8"):
        return None
    folders = list(dict.fromkeys(str(source.resolve()) for source in sources))
    began = time.time_ns()
    with suppress(OSError, ValueError, NoGit):
        found, latest = _input(config, order, folders)
        return Read(folders, found) if latest < began - RACY else None
    return None


def save(config: Path, dest: Path | None, read: Read, live: Path, said: Stands) -> None:
    """Keep it, once the site stands."""
    file = file_of(config, dest)
    told = {"folders": read.folders, "read": read.sum, "made": _output(live), "said": said}
    keep(file, f"{json.dumps(str(live))}\n{json.dumps(told)}".encode())
    sweep(file)


def file_of(config: Path, dest: Path | None) -> Path:
    """Where it is kept what is known of a site; ``dest`` is the folder it is built into, if not its own."""
    asked = f"{config.resolve()}\n{dest.resolve() if dest else ''}"
    name = hashlib.sha256(os.fsencode(asked)).hexdigest()[:12]
    return folder_of(config.resolve().parent) / f"stands-{name}.json"


def all_of(config: Path, dests: Iterable[Path | None]) -> list[Path]:
    """Every such file of a site that is built into ``dests``; in a folder that is its own alone, all there are."""
    if os.environ.get(PLACE):
        return sorted({file for dest in dests if (file := file_of(config, dest)).is_file()})
    return sorted(folder_of(config.resolve().parent).glob("stands-*.json"))


def _plain(order: Order) -> bool:
    return not (order.packing or order.bare or order.areas or order.branches)


def _input(config: Path, order: Order, folders: list[str]) -> tuple[str, int]:
    """A sum of all that a build reads, and when any of it was touched last (ns)."""
    around = sorted((name, word) for name, word in os.environ.items() if name not in _FLEETING)
    said = [sys.version, str(config.resolve()), str(order.as_of), str(order.lists), folders, around]
    sum_, latest = hashlib.sha256(json.dumps([*said, *_commit(Path(folders[0]))]).encode()), 0
    for library in ("purelib", "platlib"):  # which ones there are
        sum_.update(f"{Path(sysconfig.get_path(library)).stat().st_mtime_ns}\n".encode())
    own = [Path(__file__).parent, overrides(), pages()[0]]
    files = [file for file in (config, config.resolve().parent / "editor.yml") if file.is_file()]
    found = [(str(file), file.stat()) for file in files]
    for folder in dict.fromkeys([*map(str, own), *folders]):
        found += _files(folder)
    for path, stat in found:
        told = f"{path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"
        sum_.update(told.encode(errors="surrogateescape"))
        latest = max(latest, stat.st_mtime_ns, stat.st_ctime_ns)
    return sum_.hexdigest(), latest


def _output(live: Path) -> str:
    """A sum of the files of a site as they were left."""
    sum_ = hashlib.sha256()
    for path, stat in _files(str(live)):
        sum_.update(f"{path} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return sum_.hexdigest()


def _commit(lists: Path) -> list[str | bool]:
    """Where the past of the lists ends and, where it is cut off, that it does."""
    repo = find(lists)
    head = repo and repo.commit("HEAD")
    return [head, repo.shallow()] if repo and head else []


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder, in the same order every time; ValueError for what may lead out of it."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir():
            if entry.is_symlink():
                raise ValueError(entry.path)
            if entry.name not in ("__pycache__", ".git"):
                yield from _files(entry.path)
        else:
            yield entry.path, entry.stat()
