"""A merged file as text: canonical, and where both sides differ, both, between the signs that git uses."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ..write import canonical
from .merge import Merged
from .values import Data, Value

OURS, MIDDLE, THEIRS = "<<<<<<< 我方\n", "=======\n", ">>>>>>> 对方\n"


class _Block(NamedTuple):
    """The lines of one field, and whose it is: so that alike lines of two items are never taken for one another."""

    owner: str
    text: str


def marked(merged: Merged, order: dict[str, Any]) -> str:
    """The whole text; without conflicts the canonical one. Each side taken throughout gives that side's file."""
    if not merged.conflicts:
        return canonical(merged.data, order)
    ours, theirs = (list(_blocks(data, order)) for data in (merged.data, merged.other))
    found: list[str] = []
    for tag, left, to, right, end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        mine, yours = (
            [line for block in blocks for line in block.text.splitlines(keepends=True)]
            for blocks in (ours[left:to], theirs[right:end])
        )
        found += mine if tag == "equal" else _hunk(mine, yours)
    return "".join(found)


def _hunk(mine: list[str], yours: list[str]) -> list[str]:
    """Two sides' lines between the signs; what they share above and below stays outside."""
    above = below = 0
    while above < min(len(mine), len(yours)) and mine[above] == yours[above]:
        above += 1
    while below < min(len(mine), len(yours)) - above and mine[-1 - below] == yours[-1 - below]:
        below += 1
    inside = [lines[above : len(lines) - below] for lines in (mine, yours)]
    return [*mine[:above], OURS, *inside[0], MIDDLE, *inside[1], THEIRS, *mine[len(mine) - below :]]


def _blocks(data: Data, order: dict[str, Any]) -> Iterator[_Block]:
    for key in _keys(data, order):
        value = data[key]
        if isinstance(value, list) and any(isinstance(entry, dict) and entry for entry in value):
            yield _Block(key, canonical({key: [""]}, {}).partition(":")[0] + ":\n")
            for entry in value:
                yield from _entry(entry, order.get(key, {}))
        else:
            yield _Block(key, canonical({key: value}, order))


def _entry(entry: Value, order: dict[str, Any]) -> Iterator[_Block]:
    """The lines of one entry of a list, field by field; the first one bears the dash."""
    if not isinstance(entry, dict) or not entry:
        text = _under([entry], order)
        yield _Block(text, text)
        return
    owner = ""
    for key in _keys(entry, order):
        text = _under([{key: entry[key]}], order)
        owner = owner or text
        yield _Block(owner, text if owner is text else text.replace("  - ", "    ", 1))


def _under(entries: list[Value], order: dict[str, Any]) -> str:
    """The lines of a list that stands under a field, whether or not it would fit on the field's own line."""
    return canonical({"x": [*entries, {"x": ""}]}, {"x": order}).removeprefix("x:\n").removesuffix('  - x: ""\n')


def _keys(data: Data, order: dict[str, Any]) -> list[str]:
    return [*(key for key in order if key in data), *(key for key in data if key not in order)]
