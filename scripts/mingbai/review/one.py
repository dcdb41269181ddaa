"""One list on both sides: its changes as lines, whether they are all, and what the list as a whole says to them."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ..areas import ListRef
from ..diff import Data, ListDiff, apply, blank, diff_lists
from ..diff.lists import keyed, rows
from ..diff.values import same
from ..kinds import KINDS, Kind
from ..problems import Problem
from ..read import Source
from ..wording import text
from ..write import canonical
from .lines import Pair, lines
from .model import Line, ListReview, State


class Compared(NamedTuple):
    """What a reviewer is told of one list; no ``pair`` where a version cannot be read."""

    review: ListReview
    lines: tuple[Line, ...] = ()
    pair: Pair | None = None


def compare(
    ref: ListRef, old: Source | None, new: Source | None, trouble: tuple[Problem, ...],
    steps: Mapping[str, tuple[str, ...]], why: Mapping[str, str], place: str, was: str = "", placed: bool = True,
) -> Compared:  # fmt: skip
    """Two versions of one list as they were read; ``steps`` and ``why`` are the recorded moves and their reasons.

    ``was`` is its file's name before it was renamed; ``placed`` is False for a file by itself, which has no page.
    """
    kind = KINDS[ref.kind]
    if trouble:
        told = tuple(map(str, trouble))
        return Compared(ListReview(ref.shown, "unreadable", "", place, kind.label, 0, 0, False, trouble=told))
    before, after = (old.data if old else None), (new.data if new else None)
    diff = diff_lists(before, after, kind, steps)
    pair = Pair(ref, old, new, diff, why, placed)
    said = tuple(lines(pair))
    state: State = "new" if before is None else "gone" if after is None else "changed" if diff else "written"
    state = "moved" if was and not diff else state
    title = text((after or before or {}).get("title"))
    evidence, wants = _evidence(pair)
    review = ListReview(
        ref.shown, state, title, place, kind.label, len(rows(before or {})), len(rows(after or {})),
        proven(diff, before, after, kind, sum(len(line.subjects) for line in said)), evidence, wants,
        rewritten=_rewritten(pair), was=was,
    )  # fmt: skip
    return Compared(review, said, pair)


def proven(diff: ListDiff, old: Data | None, new: Data | None, kind: Kind, named: int) -> bool:
    """Whether the changes put into the old version give the new one, and as many are named as there are."""
    before = blank(new) if old is None else old
    after = blank(old) if new is None else new
    try:
        made = apply(diff, before)
    except (ValueError, KeyError):
        return False
    size = len(diff.header) + sum(len(one.edits) for one in diff.edited)
    size += len(diff.removed) + len(diff.added) + len(diff.renamed) + len(diff.moved)
    pairs = zip(rows(made), rows(after), strict=False)
    return (
        named == size
        and made == after
        and same({**made, "items": ""}, {**after, "items": ""}, kind.header)
        and all(same(one, other, kind.item) for one, other in pairs)
    )


def _evidence(pair: Pair) -> tuple[str, str]:
    """What the list's own sources say anew where its items do, or that they say nothing."""
    diff = pair.diff
    if pair.old is None or pair.new is None or not (diff.edited or diff.added or diff.removed):
        return "", ""
    touched = {edit.path[0] for edit in diff.header if edit.path}
    inside = any(edit.path[:1] == ("sources",) for one in diff.edited for edit in one.edits)
    if "sources" in touched or inside:
        return "来源也改了", ""
    if "verified_on" in touched:
        return "来源没有改,核对日期改了", ""
    return "", "内容改了,来源和核对日期都没有改"


def _rewritten(pair: Pair) -> int:
    """Lines that differ between the files, less those that have to: of the header and of the items that changed."""
    if pair.old is None or pair.new is None or pair.old.text == pair.new.text:
        return 0
    order = pair.kind.key_order()
    diff = pair.diff
    touched = {one.key for one in diff.edited} | {one.key for one in diff.added} | {one.key for one in diff.removed}
    touched |= {key for one in diff.renamed for key in one}
    parts = []
    for source in (pair.old, pair.new):
        items = [item for key, item in keyed(rows(source.data)).items() if key in touched]
        parts.append(canonical({**source.data, "items": items}, order))
    return max(_differing(pair.old.text, pair.new.text) - _differing(*parts), 0 if pair.diff else 1)


def _differing(one: str, other: str) -> int:
    before, after = Counter(one.splitlines()), Counter(other.splitlines())
    return max((before - after).total(), (after - before).total())
