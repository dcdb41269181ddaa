"""The items of a list written as usual, without a parser of YAML: one value a line, nothing that runs on.

Neighbours' lists repeat each other word for word: an item met before is not read again.
Whatever is written otherwise is left to libyaml, and so is the header of every list.
"""

import re
from typing import Any

_ITEMS = "\nitems:\n  - "
_ITEM = "\n  - "
_KEPT = 8_000  # items remembered; of a usual one the text and what it says take about 2 kB
_DEEPEST = 10  # columns of indentation; canonical lists of today's kinds reach 8
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@` ")  # no plain text begins with these
_IN_FLOW = re.compile("[\\[\\]{}#&*!|>'\"%@`:?\uff0c]")
# A line that is a key and a text, or a value that _value looks at: it begins and ends as _text asks.
_PLAIN = re.compile("\n    ([A-Za-z_][A-Za-z0-9_]*): ([^-?:,\\]{}#&*!|>'%@` \n](?:[^\n]*[^ :\n])?)(?![^\n])")
_COLON = re.compile("[A-Za-z0-9_] *\uff1a")
_UNSEEN = re.compile(  # invisible, though Unicode calls them printable
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


class Row(dict[str, Any]):
    """An item as read from its ``text``, which may stand in several lists: nobody changes it.

    ``typed`` is what kinds made of it.
    """

    __slots__ = ("text", "typed")

    def __init__(self, data: dict[str, Any], text: str) -> None:
        super().__init__(data)
        self.text = text
        self.typed: dict[str, Any] = {}


_known: dict[str, Row] = {}


class _Unusual(Exception):
    """Only libyaml can tell what is meant."""


def suspicious(text: str) -> bool:
    """Whether the careful pass must look; cheap tests that never miss a refusal."""
    if not text.replace("\n", "").isprintable() or "#" in text or "<<<<<<<" in text:
        return True
    if "\\" in text and '"' in text:  # an escape; outside of such quotes it is a character like any other
        return True
    return bool(_UNSEEN.search(text) or ("\uff1a" in text and _COLON.search(text)))


def split(text: str) -> tuple[str, list[Row]] | None:
    """A list's header as text, and its items; None where one of them is written in another way than usual."""
    head, found, body = text.partition(_ITEMS)
    if not found or not body.endswith("\n"):
        return None
    rows = []
    for piece in body[:-1].split(_ITEM):
        row = _known.get(piece)
        if row is None:
            try:
                row = _row(piece)
            except _Unusual:
                return None
            if len(_known) >= _KEPT:
                _known.clear()
            _known[row.text] = row
        rows.append(row)
    return head + "\n", rows


def mapping(text: str) -> dict[str, Any] | None:
    """A header or a whole file as one mapping; None where it is written in another way than usual."""
    if not text.endswith("\n"):
        return None
    lines = text[:-1].split("\n")
    try:
        found, end = _mapping(lines, 0, 0)
    except _Unusual:
        return None
    return found if end == len(lines) else None


def _row(piece: str) -> Row:
    if suspicious(piece):
        raise _Unusual
    plain = _PLAIN.findall(f"\n    {piece}")
    if len(plain) == piece.count("\n") + 1 == piece.count(": "):  # every line a field: nearly all items
        found = {key: _value(value) if value[0] in '["' else value for key, value in plain}
        if len(found) == len(plain):
            return Row(found, piece)
    lines = f"    {piece}".split("\n")
    row, end = _mapping(lines, 0, 4)
    if end < len(lines):
        raise _Unusual
    return Row(row, piece)


def _mapping(lines: list[str], at: int, indent: int) -> tuple[dict[str, Any], int]:
    """The mapping whose keys stand ``indent`` columns deep from line ``at`` on, and the line after it."""
    found: dict[str, Any] = {}
    margin = " " * indent
    while at < len(lines) and lines[at].startswith(margin):
        line = lines[at]
        key, colon, value = line[indent:].partition(": ")
        if not colon and key.endswith(":"):
            key = key[:-1]
        elif not colon:
            raise _Unusual
        if not key.isidentifier() or not key.isascii() or key in found:
            raise _Unusual
        if colon:
            found[key] = _value(value)
            at += 1
        else:
            found[key], at = _below(lines, at + 1, indent + 2)
    return found, at


def _below(lines: list[str], at: int, indent: int) -> tuple[Any, int]:
    """What stands under a key that has nothing on its own line: a list or a mapping."""
    if at == len(lines) or indent > _DEEPEST or not lines[at].startswith(" " * indent):
        raise _Unusual
    if lines[at][indent : indent + 2] != "- ":
        return _mapping(lines, at, indent)
    found: list[Any] = []
    head = " " * indent + "- "
    while at < len(lines) and lines[at].startswith(head):
        entry = lines[at][indent + 2 :]
        if ": " in entry or entry.endswith(":"):
            lines[at] = " " * (indent + 2) + entry
            value, at = _mapping(lines, at, indent + 2)
            found.append(value)
        else:
            found.append(_text(entry))
            at += 1
    return found, at


def _value(text: str) -> str | list[str]:
    if not text.startswith("["):
        return _text(text)
    if not text.endswith("]") or _IN_FLOW.search(text, 1, len(text) - 1):
        raise _Unusual
    return [_entry(part) for part in text[1:-1].split(", ")]


def _entry(text: str) -> str:
    if "," in text:
        raise _Unusual
    return _text(text)


def _text(text: str) -> str:
    if text[:1] == '"':
        if len(text) < 2 or text.find('"', 1) != len(text) - 1:
            raise _Unusual
        return text[1:-1]
    if not text or text[0] in _FIRST or text[-1] in " :" or ": " in text:
        raise _Unusual
    return text
