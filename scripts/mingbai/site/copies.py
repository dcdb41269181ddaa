"""Copies of source documents on the site: where each lies, and the link that leads there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from ..archive import FORMATS, Copy

_LINK = Markup('<a href="{}" rel="noreferrer noopener">存档副本({},{})</a>')


def address(copy: Copy) -> str:
    """Where a copy is published; a web page is published as text: no script of a stranger runs on this site."""
    return f"archive/{copy.sha256}.{copy.ending}" + (".txt" if copy.ending == "html" else "")


def size(number: int) -> str:
    """A number of bytes in words: 340 KB, 1.2 MB."""
    return f"{number / 1e6:.1f} MB" if number >= 999_500 else f"{max(1, round(number / 1e3))} KB"


def published(copies: Mapping[str, Copy], named: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The files of the copies that lists name, each once."""
    for sha256 in sorted(set(named)):
        if copy := copies.get(sha256):
            yield address(copy), copy.file.read_bytes()


class Kept(NamedTuple):
    """The copies as a page sees them: ``root`` is its way to the site's root."""

    copies: Mapping[str, Copy]
    root: str

    def link(self, sha256: str | None) -> Markup:
        """The link to a copy, '' where there is none."""
        copy = self.copies.get(sha256 or "")
        if copy is None:
            return Markup("")
        return _LINK.format(self.root + address(copy), FORMATS[copy.ending].label, size(copy.size))
