"""What one page leads to, loads and offers: as fast as a search for bytes where a page is written as ours are."""

import re
from collections.abc import Iterable
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

_LOADING = ("src", "srcset", "poster", "action", "formaction", "data")
_NAMES = ("href", *_LOADING)
_GIVEN = re.compile(rf' (id|{"|".join(_NAMES)})="([^"]*)"'.encode())
_HEADS = re.compile(rb'<link (?![^>]*rel="(?:canonical|alternate)")[^>]*href="([^"]*)"')
_BEHIND = "|".join(f"(?<= {name}{space}=)" for name in ("id", *_NAMES) for space in ("", " "))
_UNUSUAL = (
    re.compile(rf'=(?!")(?:{_BEHIND})'.encode()),  # href='x', href=x, href = "x"
    re.compile(rf'\n(?:id|{"|".join(_NAMES)})="'.encode()),
    re.compile(rb"\t"),
)
LOC = re.compile(rb"<loc>([^<]*)<")  # an address in a sitemap
_NOT_LOADED = ("canonical", "alternate")  # links of a head that nothing is fetched from


class Seen(NamedTuple):
    """One page: all its addresses as they are written, those that a browser fetches or sends to by itself, its ids."""

    links: set[bytes]
    loads: set[bytes]
    ids: list[bytes]


def seen(html: bytes) -> Seen:
    """What a page names. What a comment or a script holds may be among it: who finds fault asks ``exactly``."""
    if any(pattern.search(html) for pattern in _UNUSUAL):
        return exactly(html)
    found = _GIVEN.findall(html)
    ids = [value for name, value in found if name == b"id"]
    links = {value for name, value in found if name == b"href"}
    loads: set[bytes] = set()
    if len(ids) + len(links) < len(found):  # there is something else, or a link stands twice
        for name, value in {pair for pair in found if pair[0] not in (b"id", b"href")}:
            loads.update(_each(value) if name == b"srcset" else (value,))
    loads.update(_HEADS.findall(html))
    return Seen(links | loads, loads, ids)


def text(raw: bytes) -> str:
    """An address or an id as a browser reads it."""
    plain = raw.decode("utf-8", "replace")
    return unescape(plain) if "&" in plain else plain


def exactly(html: bytes) -> Seen:
    """The same by a parser of HTML, which knows every way to write an attribute and what is none."""
    reader = _Parser()
    reader.feed(html.decode("utf-8", "replace"))
    reader.close()
    return Seen(_raw(reader.links), _raw(reader.loads), [_escaped(value) for value in reader.ids])


def _each(srcset: bytes) -> list[bytes]:
    return [part.split()[0] for part in srcset.split(b",") if part.split()]


def _raw(values: Iterable[str]) -> set[bytes]:
    return {_escaped(value) for value in values}


def _escaped(value: str) -> bytes:
    return value.replace("&", "&amp;").encode()


class _Parser(HTMLParser):
    """Gathers every address and id that really is an attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that opens; also those that close themselves."""
        said = {name: (value or "").strip() for name, value in attrs}
        if "id" in said:
            self.ids.append(said["id"])
        for name in _NAMES:
            if name not in said:
                continue
            found = [one.decode() for one in _each(said[name].encode())] if name == "srcset" else [said[name]]
            self.links.update(found)
            if name in _LOADING or (tag == "link" and said.get("rel") not in _NOT_LOADED):
                self.loads.update(found)
