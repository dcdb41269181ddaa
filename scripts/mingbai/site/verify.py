"""What the files of a place ask of others, noted while they are written; judge.py says whether they get it."""

import csv
import json
import posixpath
import re
import zlib
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from ..progress import doing
from .links import LOC, seen, text

_SAME = (b"http://", b"https://", b"tel:", b"mailto:")  # what leads to the same from every page
_PLAIN = re.compile(rb"([\w./:-]+)#([\w.-]+)")  # a file, a place on it
_ABSOLUTE = re.compile(r"(?i)(?:([a-z][a-z0-9+.-]*):|//)")
_NEVER = ("javascript", "vbscript", "data", "file")  # schemes that no reader can follow, or must not


class Promise(NamedTuple):
    """A page that has to show items, each once; ``data`` where files for programs stand beside it."""

    folder: str  # hubei/duties/
    ids: tuple[str, ...]
    data: bool


class Asked(NamedTuple):
    """A file that a page leads to, and where on it: the ids of places there, '' for the file itself, a line each."""

    path: str  # below the root
    page: str
    fragments: str


class Demand(NamedTuple):
    """What pages ask of one file, as one of them does: like Asked, and all these pages for whoever has to know."""

    path: str
    fragments: str
    pages: Callable[[], Iterable[str]]


class Note(NamedTuple):
    """What is kept of a place's files: plain values, small enough to travel and to be stored."""

    asked: str = ""  # packed: of a large site there is more of it than of all else
    foreign: tuple[tuple[str, str], ...] = ()  # what a browser would fetch elsewhere or must not follow, and the page
    ids: tuple[tuple[str, str], ...] = ()  # page, what stands on it by id, in one text
    rows: tuple[tuple[str, int], ...] = ()  # folder of a list, items that its page shows
    faults: tuple[tuple[str, str], ...] = ()  # file, what is wrong with it


NOTHING = Note()


def pack(asked: Iterable[Asked]) -> str:
    """What is asked, in a tenth of the room; '' for nothing."""
    rows = list(asked)
    return b64encode(zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 1)).decode() if rows else ""


def unpack(packed: str) -> list[Asked]:
    """What was packed."""
    return [Asked(*row) for row in json.loads(zlib.decompress(b64decode(packed)))] if packed else []


class Reader:
    """Reads every file as it is written; ``url`` is where the site will stand, '' where unknown."""

    def __init__(self, url: str = "") -> None:
        self.url = url
        self.base = urlsplit(url).path or "/"
        self._forget()

    def _forget(self) -> None:
        self._files: set[str] = set()
        self._asked: dict[str, str] = {}
        self._foreign: dict[str, str] = {}
        self._ids: dict[str, list[str]] = {}
        self._data: dict[str, bytes] = {}
        self._known: dict[int, set[bytes]] = {}
        self._loads: set[bytes] = set()

    @doing("核对")
    def read(self, address: str, data: bytes) -> None:
        """Note one file."""
        self._files.add(address)
        if address.endswith((".html", ".xml")):
            self._page(address, data)
        elif address.endswith(("/data.json", "/data.csv")):
            self._data[address] = data

    def _page(self, page: str, data: bytes) -> None:
        links, loads, ids = seen(data)
        if page.endswith(".xml"):
            links, loads = links | set(LOC.findall(data)), set()
        self._ids[page] = [text(one) for one in ids]
        depth = page.count("/")
        known = self._known.setdefault(depth, set())  # what leads to the same from every page as deep as this one
        same = (*_SAME, b"../" * depth) if depth else _SAME
        links = links - known - {b"#" + one for one in ids}
        files: dict[bytes, str | None] = {}  # where links lead, but for the place there
        for raw in links:
            if raw.startswith(same):
                known.add(raw)
            if plain := _PLAIN.fullmatch(raw):
                if (path := plain[1]) not in files:
                    files[path] = target(path.decode(), page, self.url, self.base)
                file = files[path]
                found = f"{file}#{plain[2].decode()}" if file else file
            else:
                found = target(text(raw), page, self.url, self.base)
            if found is None:
                self._foreign.setdefault(text(raw), page)
            elif found:
                self._asked.setdefault(found, page)
        for raw in loads - self._loads:
            self._loads.add(raw)
            if abroad(text(raw), self.url):
                self._foreign.setdefault(text(raw), page)

    @doing("核对")
    def note(self, promised: Iterable[Promise] = (), sure: Container[str] = ()) -> Note:
        """What stays of all that was read since the last note; what was kept within it is left out.

        So are links to what is ``sure`` to stand: files below the root, with places on them.
        """
        faults: list[tuple[str, str]] = []
        rows = []
        for promise in promised:
            page = f"{promise.folder}index.html"
            stands = Counter(self._ids.get(page, ()))
            if promise.data:
                rows.append((promise.folder, sum(stands[one] == 1 for one in promise.ids)))
            if page in self._files:
                faults += [(page, fault) for fault in _rows(promise.ids, stands)]
            for name, count in (("data.json", _in_json), ("data.csv", _in_csv)) if promise.data else ():
                data = self._data.get(promise.folder + name)
                number = len(promise.ids)
                if data is not None and (told := count(data, number)) != number:
                    faults.append((promise.folder + name, f"清单有 {number} 项,文件里有 {told} 项"))
        left = pack(self._left(sure))
        ids = tuple((page, " ".join(ids)) for page, ids in self._ids.items() if any(one[:1] != "_" for one in ids))
        note = Note(left, tuple(self._foreign.items()), ids, tuple(rows), tuple(faults))
        self._forget()
        return note

    def _left(self, sure: Container[str]) -> Iterator[Asked]:
        """What the files of this place do not have themselves."""
        left: dict[tuple[str, str], list[str]] = {}
        stands: dict[str, set[str]] = {}
        for asked, page in self._asked.items():
            if asked in sure:
                continue
            path, _, fragment = asked.partition("#")
            if path in self._files:
                if not fragment:
                    continue
                if path not in stands:
                    stands[path] = set(self._ids.get(path, ()))
                if fragment in stands[path]:
                    continue
            left.setdefault((path, page), []).append(" ".join(fragment.splitlines()))
        return (Asked(path, page, "\n".join(fragments)) for (path, page), fragments in left.items())


def target(link: str, page: str, url: str = "", base: str = "/") -> str | None:
    """The file below the root that a link of a page leads to, with its fragment.

    '' where it leads elsewhere or nowhere in particular, None where nobody may follow it. What climbs out of the
    site keeps its ``../``, which no file has.
    """
    path, mark, fragment = link.strip().partition("#")
    fragment = mark + (unquote(fragment) if "%" in fragment else fragment)
    if "?" in path:
        path = path[: path.find("?")]
    if not path:
        return page + fragment if len(fragment) > 1 else ""
    if path[0] != "/" and ":" not in path:
        folder = page[: page.rfind("/") + 1]
        while folder and path.startswith("../"):
            path, folder = path[3:], folder[: folder.rfind("/", 0, -1) + 1]
        path = folder + path
    elif url and path.startswith(url):
        path = path[len(url) :]
    elif found := _ABSOLUTE.match(path):
        return None if (found[1] or "").lower() in _NEVER else ""
    elif not path.startswith(base):
        return ""
    else:
        path = path[len(base) :]
    if "%" in path:
        path = unquote(path)
    if "./" in path or path.endswith("."):
        plain = posixpath.normpath(path)
        path = "" if plain == "." else f"{plain}/" if path.endswith(("/", "/.", "/..")) else plain
    fragment = fragment if len(fragment) > 1 else ""
    return f"{path}index.html{fragment}" if not path or path[-1] == "/" else path + fragment


def abroad(load: str, url: str = "") -> bool:
    """Whether a browser would fetch it from another host, or take it as something else than a file."""
    return bool(_ABSOLUTE.match(load)) and not (url and load.startswith(url))


def _rows(ids: tuple[str, ...], stands: Counter[str]) -> Iterator[str]:
    lost = [one for one in ids if not stands[one]]
    twice = [one for one in ids if stands[one] > 1]
    if lost:
        yield f"应有 {len(ids)} 项,这一页上少了 {len(lost)} 项:{_some(lost)}"
    if twice:
        yield f"有 {len(twice)} 项在这一页上不止一次:{_some(twice)}"


def _some(words: list[str], most: int = 5) -> str:
    return "、".join(words[:most]) + (" 等" if len(words) > most else "")


def _in_json(data: bytes, wanted: int) -> int:
    """Items of a data.json: counted where they begin, as a rule, by their ids; else read."""
    return wanted if data.count(b'{"id":') == wanted else len(json.loads(data).get("items", ()))


def _in_csv(data: bytes, wanted: int) -> int:
    """Rows of a data.csv below its head: its lines, where no cell has any of its own."""
    lines = data.count(b"\r\n") - 1
    return wanted if lines == wanted else sum(1 for _ in csv.reader(data.decode("utf-8-sig").splitlines(True))) - 1
