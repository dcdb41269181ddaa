"""What a workbook remembers of where it came from: each sheet's list, and that list as it was then."""

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from ..migrations import FORMAT
from .grid import Grid

SHEET = "_mingbai"
FORM = "1"
"""The form of the workbooks; to be raised when what older versions wrote can no longer be read."""

CHUNK = 30_000  # characters a cell
MOST = 50_000_000  # bytes that an unpacked list may have: what a cell holds was perhaps not written by us

_KEY = re.compile(r"id (lists/(?:[a-z0-9]+/)*[a-z0-9.-]+\.yml) ([0-9a-f]{64})")


class BadBook(Exception):
    """A workbook cannot be taken in; the message says why and what to do."""


@dataclass(frozen=True)
class Origin:
    """The list that a sheet was made of: its path as messages show it, and its canonical text then."""

    path: str
    sha256: str
    text: str | None = None  # None where only the sheet's own key cell speaks of it


def hashed(text: str) -> str:
    """The SHA-256 of a list's canonical text."""
    return sha256(text.encode()).hexdigest()


def key_cell(origin: Origin) -> str:
    """What stands in the first cell of a sheet: the key of its id column, and whose sheet it is."""
    return f"id {origin.path} {origin.sha256}"


def keyed(cell: str) -> Origin | None:
    """Whose sheet it is, if a cell says so."""
    found = _KEY.fullmatch(cell.strip())
    return Origin(found[1], found[2]) if found else None


def rows(sheets: dict[str, Origin]) -> Iterator[list[str]]:
    """The hidden sheet, row by row."""
    yield ["mingbai", FORM, str(FORMAT)]
    for name, origin in sheets.items():
        assert origin.text is not None
        packed = base64.b64encode(zlib.compress(origin.text.encode(), 9)).decode()
        chunks = [packed[start : start + CHUNK] for start in range(0, len(packed), CHUNK)]
        yield ["list", name, origin.path, origin.sha256, *chunks]


def origins(grids: list[Grid]) -> dict[str, Origin]:
    """What the hidden sheet says: sheet name → list; nothing where there is none."""
    grid = next((grid for grid in grids if grid.rows and grid.text(1, 1) == "mingbai"), None)
    if grid is None:
        return {}
    if grid.text(1, 2) != FORM:
        raise BadBook(f"工作簿的格式是第 {grid.text(1, 2)} 版,这里只认第 {FORM} 版。用现在的版本重新导出")
    if grid.text(1, 3) != str(FORMAT):
        raise BadBook(f"工作簿里的清单是第 {grid.text(1, 3)} 版格式,这里是第 {FORMAT} 版。重新导出一份再改")
    found: dict[str, Origin] = {}
    for kind, name, path, digest, *chunks in (row for row in grid.rows[1:] if len(row) > 4):
        origin = keyed(f"id {path} {digest}")
        if kind == "list" and origin:
            found[name] = Origin(path, digest, _unpacked("".join(chunks), digest))
    return found


def _unpacked(packed: str, digest: str) -> str | None:
    try:
        unpack = zlib.decompressobj()
        text = unpack.decompress(base64.b64decode(packed, validate=True), MOST).decode()
    except (ValueError, zlib.error):
        return None
    return text if hashed(text) == digest else None
