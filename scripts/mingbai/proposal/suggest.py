"""A proposed file and its mended text → suggestions at lines, each of which can be taken alone."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from ..forge.bundle import Suggestion
from ..read import read

LONGEST = 20_000  # lines of a file that is looked at
WIDEST = 60  # lines of one suggestion


class _Hunk(NamedTuple):
    """Lines ``first`` to ``end`` (from 0, ``end`` not meant) that become others."""

    first: int
    end: int
    lines: tuple[str, ...]


def suggest(file: str, text: str, mended: str, changed: set[int]) -> tuple[list[Suggestion], int]:
    """Suggestions for lines that the proposal changed, and how many places are left for `fmt --fix`.

    One is only made where the file, with that one taken and no other, says in every
    place what it said before or what it says when all is mended.
    """
    was, new = text.removesuffix("\n").split("\n"), mended.removesuffix("\n").split("\n")
    source, whole = read(file, text.encode())[0], read(file, mended.encode())[0]
    if source is None or whole is None or "\r" in text or max(len(was), len(new)) > LONGEST:
        return [], int(text != mended)

    def good(hunk: _Hunk) -> bool:
        return _fits(hunk, changed) and _safe(file, was, hunk, source.data, whole.data)

    hunks = list(_hunks(was, new))
    done = [hunk for hunk in hunks if good(hunk)]
    left = [hunk for hunk in hunks if hunk not in done]
    for few in _neighbours([hunk for hunk in left if _fits(hunk, changed)]):
        some = [hunk for hunk in hunks if few[0].first <= hunk.first and hunk.end <= few[-1].end]
        joined = _join(was, some)
        if len(few) > 1 and good(joined):
            done = [*(hunk for hunk in done if hunk not in some), joined]
            left = [hunk for hunk in left if hunk not in some]
    return [_suggestion(file, was, hunk) for hunk in sorted(done)], len(left)


def _hunks(was: list[str], new: list[str]) -> Iterator[_Hunk]:
    """What differs; lines that only come in are put to the line before them."""
    for what, i1, i2, j1, j2 in SequenceMatcher(None, was, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if i1 == i2 and i1 > 0:
            yield _Hunk(i1 - 1, i1, (was[i1 - 1], *new[j1:j2]))
        elif i1 == i2:
            yield _Hunk(0, 1, (*new[j1:j2], was[0]))
        else:
            yield _Hunk(i1, i2, tuple(new[j1:j2]))


def _fits(hunk: _Hunk, changed: set[int]) -> bool:
    lines = range(hunk.first + 1, hunk.end + 1)
    return len(lines) <= WIDEST and all(line in changed for line in lines)


def _safe(file: str, was: list[str], hunk: _Hunk, before: Any, after: Any) -> bool:
    text = "\n".join([*was[: hunk.first], *hunk.lines, *was[hunk.end :], ""])
    source = read(file, text.encode())[0]
    return source is not None and _between(source.data, before, after)


def _between(value: Any, before: Any, after: Any) -> bool:
    """Whether a value says in every place what one of the two says; the order of keys says nothing."""
    if value in (before, after):
        return True
    if isinstance(value, dict) and isinstance(before, dict) and isinstance(after, dict):
        return value.keys() in (before.keys(), after.keys()) and all(
            _between(part, before.get(key), after.get(key)) for key, part in value.items()
        )
    if isinstance(value, list) and isinstance(before, list) and isinstance(after, list):
        return len(value) == len(before) == len(after) and all(map(_between, value, before, after))
    return False


def _neighbours(hunks: list[_Hunk]) -> Iterator[list[_Hunk]]:
    """Hunks that could be one suggestion together."""
    some: list[_Hunk] = []
    for hunk in hunks:
        if some and hunk.end - some[0].first > WIDEST:
            yield some
            some = []
        some.append(hunk)
    if some:
        yield some


def _join(was: list[str], hunks: list[_Hunk]) -> _Hunk:
    """From the first to the last of some hunks as one, with the lines between them as they were."""
    lines: list[str] = []
    here = hunks[0].first
    for hunk in hunks:
        lines += [*was[here : hunk.first], *hunk.lines]
        here = hunk.end
    return _Hunk(hunks[0].first, here, tuple(lines))


def _suggestion(file: str, was: list[str], hunk: _Hunk) -> Suggestion:
    return Suggestion(file, hunk.first + 1, hunk.end, tuple(was[hunk.first : hunk.end]), hunk.lines)
