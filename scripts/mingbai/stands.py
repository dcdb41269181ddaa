"""What of all that a build reads has been touched since the site that stands was built.

Where nothing has, it need not begin; where only the lists have, they are poured into the frame that MkDocs made the
last time. Kept beside the lists: sums over the sizes and times of every file that went into the site and of every file
of it, over the environment, the commit, the day, and what the build was asked for; and what MkDocs made. No file is
opened, and MkDocs is not even loaded. Where something might be read that is not looked at here (other plugins, hooks,
unknown extensions, links to folders), nothing is kept; then builds find out by themselves what has changed.
"""

import hashlib
import json
import marshal
import os
import sys
import sysconfig
import time
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import ahead, program
from .cache_file import PLACE, folder_of, keep, sweep, told_of
from .folders import Listing, Looked
from .git import NoGit, find
from .order import Order
from .progress import stage
from .resources import EDITOR, overrides, pages
from .sums import RACY, Touched, touched, touches_of

if TYPE_CHECKING:
    from .areas import Said
    from .site.build import Built

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


class Frame(NamedTuple):
    """What MkDocs made, and what it was told of the site."""

    words: dict[str, str]
    running: list[str]  # the code and the libraries, of which sums need not be made again
    data: bytes  # its files, packed by whoever made them
    places: "Said"  # what every area.yml says, where all are right and as they were


class Read(NamedTuple):
    """What a build will read, looked at before it begins; a sum is '' where something may change again unseen."""

    folders: list[str]  # that of the lists first
    frame: str  # a sum of all that MkDocs reads, and of the code
    areas: str  # of every area.yml
    lists: str


class Known(NamedTuple):
    """What is known of a site for which MkDocs need not be asked."""

    live: Path  # where it stands
    read: Read
    stands: Stands | None  # where it stands just as it would be built now
    frame: Frame | None  # else
    looked: Looked  # how the lists were found


@stage("看有没有改动")
def known(config: Path, dest: Path | None, order: Order, shown: bool = False) -> Known | None:
    """What need not be made again of the site; None where MkDocs has to be asked. ``shown``: it is only looked at."""
    if not _plain(order):
        return None
    file = file_of(config, dest)
    try:
        told = json.loads(file.read_bytes().splitlines()[1])
        live, (read, looked) = told_of(file), _read(config, order, told["folders"], shown)
        lists, made = told["lists"], told["made"]
        if not live or not (live / "404.html").is_file() or read.frame != told["frame"]:
            return None
        if lists and read.lists == lists and _output(live) == made:
            return Known(live, read, Stands(*told["said"]), None, looked)
        _, words, data = _frame_of(file).read_bytes().split(b"\n", 2)
        if hashlib.sha256(words + data).hexdigest() != told["kept"]:
            return None
        said, running, areas, places = json.loads(words)
        frame = Frame(said, running, data, places if areas and areas == read.areas else {})
        return Known(live, read, None, frame, looked)
    except (OSError, ValueError, TypeError, KeyError, IndexError, NoGit):
        return None


@stage("看有没有改动")
def look(
    config: Path, order: Order, sources: Iterable[Path], running: Collection[str], shown: bool = False
) -> Read | None:
    """Look at what is to be read: ``sources`` (the folder of lists first), the package's own files, the commit.

    To be called before anything is read. None where not all can be known: ``running`` are the plugins, the hooks
    and the extensions of Markdown.
    """
    if not _plain(order) or not set(running) <= PLAIN | {"mingbai"} or "INHERIT" in config.read_text("utf-8"):
        return None
    if program.edited():  # under a server that runs on: what it makes is not what the files on the disk would
        return None
    folders = list(dict.fromkeys(str(source.resolve()) for source in sources))
    with suppress(OSError, ValueError, NoGit):
        read, _ = _read(config, order, folders, shown)
        return read if read.frame else None
    return None


def save(
    config: Path, dest: Path | None, read: Read, live: Path, built: "Built", frame: Frame,
    files: Mapping[str, Touched | None] | None = None,
) -> None:  # fmt: skip
    """Keep it, once the site stands; the frame only where it is another one.

    ``files`` are all of the site, where they are known: those that were not touched as they were before.
    """
    said, places = Stands(built.pages, built.areas, built.warnings), built.places if read.areas else {}
    file, words = file_of(config, dest), json.dumps([frame.words, frame.running, read.areas, places]).encode()
    kept, first = hashlib.sha256(words + frame.data).hexdigest(), json.dumps(str(live)).encode()
    told = {**read._asdict(), "made": _output(live, files) if read.lists else "", "said": said, "kept": kept}
    if _kept(file) != kept:
        keep(_frame_of(file), b"\n".join((first, words, frame.data)))
    keep(file, first + b"\n" + json.dumps(told).encode())
    for one in (file, _frame_of(file)):
        sweep(one)


def file_of(config: Path, dest: Path | None) -> Path:
    """Where it is kept what is known of a site; ``dest`` is the folder it is built into, if not its own."""
    asked = f"{config.resolve()}\n{dest.resolve() if dest else ''}"
    name = hashlib.sha256(os.fsencode(asked)).hexdigest()[:12]
    return folder_of(config.resolve().parent) / f"stands-{name}.json"


def all_of(config: Path, dests: Iterable[Path | None]) -> list[Path]:
    """Every such file of a site that is built into ``dests``; in a folder that is its own alone, all there are."""
    folder = folder_of(config.resolve().parent)
    files = {file_of(config, dest) for dest in dests} if os.environ.get(PLACE) else set(folder.glob("stands-*.json"))
    return sorted(one for file in files for one in (file, _frame_of(file)) if one.is_file())


def _frame_of(file: Path) -> Path:
    """Where the frame lies of which a file tells."""
    return file.with_name(file.name.replace("stands", "frame")).with_suffix(".bin")


def _kept(file: Path) -> str:
    """The sum of the frame of which a file tells; '' where there is none."""
    try:
        return str(json.loads(file.read_bytes().splitlines()[1])["kept"]) if _frame_of(file).is_file() else ""
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return ""


def _plain(order: Order) -> bool:
    return not (order.packing or order.bare or order.areas or order.branches)


def _read(config: Path, order: Order, folders: list[str], shown: bool) -> tuple[Read, Looked]:
    """Sums of all that a build reads, and how it found the lists."""
    before = time.time_ns() - RACY
    around = sorted((name, word) for name, word in os.environ.items() if name not in _FLEETING)
    libraries = [Path(sysconfig.get_path(name)).stat().st_mtime_ns for name in ("purelib", "platlib")]  # which ones
    asked = [str(config.resolve()), str(order.as_of), str(order.lists and order.lists.resolve()), shown]
    said = [sys.version, libraries, *asked, folders, around]
    lists, *others = folders
    own = [Path(__file__).parent, overrides(), pages()[0]]
    files = [file for file in (config, config.resolve().parent / EDITOR) if file.is_file()]
    found = [(str(file), file.stat()) for file in files]
    for folder in dict.fromkeys([*map(str, own), *others]):
        found += _files(folder)[0]
    listed, below = _files(lists)
    looked = Looked({path: touches_of(stat) for path, stat in listed}, below)
    areas = [one for one in listed if one[0].endswith(f"{os.sep}area.yml")]
    stands = [*_commit(Path(lists)), *sorted(folder for folder, names in below.items() if not any(names))]
    sums = (_sum(said, found, before), _sum("", areas, before), _sum(stands, listed, before))
    return Read(folders, *sums), looked


def _sum(said: Any, found: Iterable[tuple[str, os.stat_result]], before: int) -> str:
    """A sum of what is said and of files as they are; '' where one was touched after ``before`` (ns)."""
    sum_, latest = hashlib.sha256(json.dumps(said).encode()), 0
    for path, stat in found:
        told = f"{path} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"
        sum_.update(told.encode(errors="surrogateescape"))
        latest = max(latest, stat.st_mtime_ns, stat.st_ctime_ns)
    return sum_.hexdigest() if latest < before else ""


def _output(live: Path, files: Mapping[str, Touched | None] | None = None) -> str:
    """A sum of the files of a site as they were left; ``files`` as in ``save``."""
    if files is None:
        found, _ = ahead.look(str(live))
    else:
        found = {address: left or touched(os.lstat(f"{live}/{address}")) for address, left in files.items()}
    addresses = sorted(found)
    return hashlib.sha256(marshal.dumps((addresses, [found[one] for one in addresses]), 0)).hexdigest()


def _commit(lists: Path) -> list[str | bool]:
    """Where the past of the lists ends and, where it is cut off, that it does."""
    repo = find(lists)
    head = repo and repo.commit("HEAD")
    return [head, repo.shallow()] if repo and head else []


def _files(folder: str) -> tuple[list[tuple[str, os.stat_result]], dict[str, Listing]]:
    """Every file below a folder, in the same order every time, and what lies in every folder.

    ValueError for what may lead out of it.
    """
    found: list[tuple[str, os.stat_result]] = []
    listed: dict[str, Listing] = {}
    pending = [folder]
    while pending:
        here = pending.pop()
        files, folders = listed[here] = [], []
        with os.scandir(here) as entries:
            for entry in entries:
                if not entry.is_dir():
                    found.append((entry.path, entry.stat()))
                    if entry.is_file():
                        files.append(entry.name)
                elif entry.is_symlink():
                    raise ValueError(entry.path)
                elif entry.name not in ("__pycache__", ".git"):
                    folders.append(entry.name)
                    pending.append(entry.path)
        files.sort()
        folders.sort()
    return sorted(found, key=itemgetter(0)), listed
