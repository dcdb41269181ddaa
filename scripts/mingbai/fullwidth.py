"""Full-width signs where YAML wants ASCII ones (C009), mended in the text before it is read."""

import re
from typing import NamedTuple

from .careful import Careful
from .marks import KEY, Mark, Path
from .problems import Level

ROUNDS = 20  # mending one sign may bring the next to light

_PART = re.compile("[^,\\[\\]{}\n\"']*")
_COMMA = re.compile("\uff0c[ \u3000]*")


class Swap(NamedTuple):
    """One sign that was exchanged: where it stood, what it was, and the key or value it belongs to."""

    mark: Mark
    what: str
    old: str
    new: str
    path: Path = ()


def punctuate(text: str) -> tuple[str, list[Swap]]:
    """The text with ASCII signs where YAML wants them, and each sign; unchanged unless no error is left then."""
    mended, swaps = text, list[Swap]()
    for _ in range(ROUNDS):
        walk = Careful("", mended)
        wrong = [Mark(p.line, p.column) for p in walk.problems if p.code == "C009"]
        if not wrong:
            clean = walk.data is not None and not any(p.level is Level.ERROR for p in walk.problems)
            return (mended, sorted(_placed(swaps, walk.marks))) if clean else (text, [])
        lines = mended.split("\n")
        for mark in reversed(wrong):  # from the end: what stands before keeps its place
            line = lines[mark.line - 1]
            rest, swap = _swapped(line[mark.column - 1 :], mark)
            lines[mark.line - 1] = line[: mark.column - 1] + rest
            swaps.append(swap)
        mended = "\n".join(lines)
    return text, []


def _swapped(rest: str, mark: Mark) -> tuple[str, Swap]:
    """What follows a mark with the sign at it exchanged, or with the commas of the entry that begins there."""
    if rest[0] == "\uff1a":
        after = rest[1:].lstrip(" \u3000")
        return f": {after}" if after else ":", Swap(mark, "全角冒号", "\uff1a", ":")
    if rest[0] == "\u3000":
        body = rest.lstrip(" \u3000")
        return rest[: len(rest) - len(body)].replace("\u3000", " ") + body, Swap(mark, "全角空格", "\u3000", " ")
    found = _PART.match(rest)
    assert found
    return _COMMA.sub(", ", found[0]) + rest[found.end() :], Swap(mark, "全角逗号", "\uff0c", ",")


def _placed(swaps: list[Swap], marks: dict[Path, Mark]) -> list[Swap]:
    """Each sign with the path of the last key on its line, or of the entry that it followed."""
    entries = {mark: path for path, mark in marks.items() if path[-1:] != (KEY,)}
    lines = {mark.line: path for mark, path in entries.items()}
    lines |= {mark.line: path[:-1] for path, mark in marks.items() if path[-1:] == (KEY,)}
    return [
        swap._replace(path=(entries.get(swap.mark) if swap.old == "\uff0c" else None) or lines.get(swap.mark.line, ()))
        for swap in swaps
    ]
