"""What a site that was written says and must not say: private data, wherever it came from.

``leaks`` looks at one file, whatever it was made of. It sees text, attributes, addresses and comments of HTML,
XML and SVG, all of JSON, CSV, feeds, scripts and styles, and the parts of workbooks and documents; there it sees
through tags within a line, comments and entities, and through all that ``find`` sees through. It does not see
mobiles and mailboxes in addresses of other sites, percent-encoded text, numbers that are spread over cells,
paragraphs or list items, plates in small letters, pictures, PDF, nor the names of persons. Of kept source
documents (archive/) it only looks for identity numbers and cards: they are published as their offices did.
Licences of what others wrote name their authors, and are left alone.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..problems import Problem
from ..progress import doing
from .bare import Bare
from .find import PUBLISHED, Found, find
from .numbers import CARD, RESIDENT
from .sieve import stretches

CODE = "C401"
UNSEEN = "打不开、没法看的部分"
PLACES = 3  # where one number is shown; the rest is counted
_MARKUP = {"html", "htm", "xhtml", "svg", "xml"}
_TEXT = {*_MARKUP, "json", "csv", "txt", "md", "js", "mjs", "css", "yml", "yaml", "webmanifest", "geojson"}
_OFFICE = {"xlsx", "xlsm", "docx", "docm", "pptx", "ods", "odt"}
_SPREAD = (b"<r>", b"<w:r", b"<a:r>")  # texts that may stand in pieces
_KEPT = "archive/"
_LICENCE = ".LICENSE.txt"  # names those who wrote what it is about
_BEFORE, _AFTER = 160, 80  # bytes beside a stretch that may say what it is
_FAR = 2_000  # how long an address may be
_SUM = re.compile(r"[0-9A-Za-z]{32,}|(?<=sha256-|sha384-|sha512-)[0-9A-Za-z+/=]+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\0]*$")


class Leak(NamedTuple):
    """One thing in one file; ``bare`` is what it is compared by and never shown."""

    address: str
    what: str
    masked: str
    bare: str
    line: int
    column: int


def leaks(address: str, data: bytes, told: dict[bytes, int] | None = None) -> Iterator[Leak]:
    """Everything private in a file of a site, masked, with line and column.

    ``told`` remembers how often the same was found: what was often enough is passed over.
    """
    ending = address.rpartition(".")[2].lower()
    if ending in _OFFICE:
        for name, part in _parts(data):
            if part is None:
                yield Leak(address, UNSEEN, name, f"{address} {name}", 1, 1)
            elif any(run in part for run in _SPREAD) or next(stretches(part, markup=True), None):
                text = part.decode("utf-8", "replace")
                yield from _told(f"{address} {name}", text, _bare(text, office=True))
    elif ending in _TEXT and not address.endswith(_LICENCE):
        yield from dict.fromkeys(_in_text(address, data, ending in _MARKUP, {} if told is None else told))


def _in_text(address: str, data: bytes, markup: bool, told: dict[bytes, int]) -> Iterator[Leak]:
    only = (RESIDENT, CARD) if address.startswith(_KEPT) else ()
    for start, end in stretches(data, markup):
        words = data[start:end]
        if told.get(words, 0) > PLACES:
            continue
        found = [leak for leak in _look(address, data, start, end) if not only or leak.what in only]
        if found:
            told[words] = told.get(words, 0) + 1
            yield from found


def _look(address: str, data: bytes, start: int, end: int) -> Iterator[Leak]:
    """What begins in a stretch, with what stands beside it in mind."""
    if (start, end) == (0, len(data)):
        text = data.decode("utf-8", "replace")
        yield from _told(address, text, _bare(text))
        return
    while start and data[start] & 0xC0 == 0x80:  # within a character
        start -= 1
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end += 1
    before = data[max(0, start - _BEFORE) : start].decode("utf-8", "ignore")
    text = data[start:end].decode("utf-8", "ignore")
    after = data[end : end + _AFTER].decode("utf-8", "ignore")
    line, column = _mark(data, start)
    for found in find(before + text + after):
        at = found.at - len(before)
        gone = text[:at]
        if not 0 <= at < len(text):
            continue
        byte = start + len(gone.encode())
        far = (data[max(0, byte - _FAR) : byte], data[byte : byte + 150])
        if not _foreign(found, *(part.decode("utf-8", "ignore") for part in far)):
            across = at - gone.rfind("\n") if "\n" in gone else column + at
            yield Leak(address, found.what, found.masked, found.bare, line + gone.count("\n"), across)


def _foreign(found: Found, before: str, after: str) -> bool:
    """Whether what looks like a mobile or mailbox is part of a checksum or of an address elsewhere."""
    if found.what not in PUBLISHED:
        return False
    if _ADDRESS.search(before):
        return True
    at = min(len(before), 150)
    sums = _SUM.finditer(before[-at:] + after if at else after)
    return any(one.start() <= at < one.end() and not one[0].isdigit() for one in sums)


def _bare(text: str, office: bool = False) -> Iterator[tuple[Found, int]]:
    bare = Bare(text, office)
    for found in find(bare.text):
        if not _foreign(found, bare.text[max(0, found.at - _FAR) : found.at], bare.text[found.at : found.at + 150]):
            yield found, bare.place(found.at)


def _told(address: str, text: str, said: Iterable[tuple[Found, int]]) -> Iterator[Leak]:
    for found, at in said:
        line = text.count("\n", 0, at) + 1
        yield Leak(address, found.what, found.masked, found.bare, line, at - text.rfind("\n", 0, at))


def _mark(data: bytes, at: int) -> tuple[int, int]:
    begun = data.rfind(b"\n", 0, at) + 1
    return data.count(b"\n", 0, at) + 1, len(data[begun:at].decode("utf-8", "ignore")) + 1


def _parts(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """The XML parts of a workbook or a document, None for one that cannot be opened; none of what is no such file."""
    try:
        book = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        return
    except NotImplementedError:  # of a later version of the format
        yield "", None
        return
    with book:
        for name in book.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, _opened(book, name)


def _opened(book: zipfile.ZipFile, name: str) -> bytes | None:
    """A part; None where it is encrypted, damaged, or packed in a way that is not known here."""
    try:
        return book.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        return None


class Watch:
    """What was found in the files that one process writes: of each thing the first places, and how many."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[Leak]] = {}
        self._told: dict[bytes, int] = {}

    @doing("看有没有个人信息")
    def look(self, address: str, data: bytes) -> None:
        """Look at one file."""
        for leak in leaks(address, data, self._told):
            places = self._found.setdefault((leak.what, leak.bare), [])
            if len(places) <= PLACES:
                places.append(leak)

    def taken(self) -> tuple[Leak, ...]:
        """What was found since the last time it was asked for."""
        found = tuple(leak for places in self._found.values() for leak in places)
        self._found = {}
        return found


def brought(folder: Path) -> list[Leak]:
    """What might be private in files that come with the hand-written pages; the pages are looked at when filled."""
    watch = Watch()
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix != ".html":
            watch.look(file.relative_to(folder).as_posix(), file.read_bytes())
    return list(watch.taken())


def published(texts: Iterable[str]) -> frozenset[str]:
    """The mobiles and mailboxes in texts, as leaks are compared: what is published on purpose."""
    return frozenset(found.bare for text in texts for found in find(text) if found.what in PUBLISHED)


def unwanted(found: Iterable[Leak], allowed: Collection[str]) -> list[Problem]:
    """A problem for every private thing that nobody published on purpose, the first places of each."""
    places: dict[tuple[str, str], list[Leak]] = {}
    for leak in sorted(set(found)):
        if leak.what not in PUBLISHED or leak.bare not in allowed:
            places.setdefault((leak.what, leak.bare), []).append(leak)
    problems = []
    for leaked in places.values():
        fix = "从写出它的地方删去:模板、mkdocs.yml、content/ 里的文件或清单"
        for leak in leaked[:PLACES]:
            more = ",别的文件里还有" if len(leaked) > PLACES and leak is leaked[PLACES - 1] else ""
            message = f"建成的文件里有{leak.what} {leak.masked}{more}"
            problems.append(Problem(leak.address, leak.line, leak.column, CODE, message, fix))
    return sorted(problems)
