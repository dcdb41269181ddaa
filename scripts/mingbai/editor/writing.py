"""What the editor's own writing of lists (assets/canonical.js) has to be told, so that it is that of write.py."""

import re
import unicodedata
from typing import Any

from ..write import WIDTH, typed_elsewhere


def writing() -> dict[str, Any]:
    """The widest line, the texts that other readers type, and the ranges of wide characters."""
    return {"width": WIDTH, "typed": [_bare(pattern) for pattern in typed_elsewhere()], "wide": _wide()}


def _bare(pattern: re.Pattern[str]) -> str:
    """A pattern as both languages read it: without the spaces that re.VERBOSE allows between its parts."""
    return re.sub(r"(\[[^]]*\])|\s+", lambda found: found[1] or "", pattern.pattern)


def _wide() -> list[tuple[int, int]]:
    """Where the characters lie that take two columns, as first and last of each range."""
    found: list[tuple[int, int]] = []
    for code in range(0x1100, 0x110000):
        if unicodedata.east_asian_width(chr(code)) not in "WF":
            continue
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found
