"""Three orders of one sequence → the order that takes in what both sides moved and added, whichever is whose."""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import TypeVar

from .order import out_of_order

K = TypeVar("K", bound=tuple[object, ...])


def weave(base: Sequence[K], ours: Sequence[K], theirs: Sequence[K], kept: Collection[K]) -> tuple[list[K], list[K]]:
    """``kept`` in order, and those of it that both moved to different places.

    What stands in both sides comes in the order that either gave it; what only one side has
    follows what it follows there. What both moved to different places stays where it was.
    """
    old = list(base)
    mine, yours = _with_gone(old, ours), _with_gone(old, theirs)
    both = set(mine) & set(yours)
    settled, torn = _settle(old, *([key for key in keys if key in both] for keys in (mine, yours)))
    runs: dict[K | None, list[tuple[bool, list[K]]]] = {}  # what comes in a key's place goes before what follows it
    for side, there in ((mine, set(ours)), (yours, set(theirs))):
        after: K | None = None
        run: list[K] = []
        for key in side:
            if key in both:
                after, run = key, []
            else:
                if not run:
                    runs.setdefault(after, []).append((after in there, run))
                run.append(key)
    woven: list[K] = []
    for place in (None, *settled):
        woven += [] if place is None else [place]
        for _, run in sorted(runs.get(place, ())):
            woven += run
    return [key for key in woven if key in kept], [key for key in torn if key in kept]


def _with_gone(base: list[K], side: Sequence[K]) -> list[K]:
    """A side with what it took out put back, before what came in its place: one for one where it can be."""
    known, here = set(base), set(side)
    gone: dict[K | None, list[K]] = {}
    above: K | None = None
    for key in base:
        if key in here:
            above = key
        else:
            gone.setdefault(above, []).append(key)
    found: list[K] = []
    for at, place in enumerate((None, *side)):
        found += [place] if place in here else []
        run = gone.get(place, []) if place is None or place in known else []
        new = list(takewhile(lambda key: key not in known, side[at:])) if run else []
        if len(new) == len(run):
            found += [key for pair in zip(run, new, strict=True) for key in pair]
            here -= set(new)
        else:
            found += run
    return found


def _settle(old: list[K], mine: list[K], yours: list[K]) -> tuple[list[K], list[K]]:
    """Keys that both sides have: of any two, the side that turned them round is followed."""
    if mine == yours or yours == old:
        return mine, []
    if mine == old:
        return yours, []
    heads = _heads(old, mine, yours)
    was, right = ({key: at for at, key in enumerate(keys)} for keys in (old, yours))
    before: dict[K, set[K]] = {key: set() for key in heads}
    for at, one in enumerate(heads):
        for other in list(heads)[at + 1 :]:
            same = right[one] < right[other]  # heads come as mine has them
            if same or (one in was and other in was and was[one] > was[other]):
                before[other].add(one)
            elif one in was and other in was:
                before[one].add(other)
            else:
                before[other].add(one)
                before[one].add(other)
    settled: list[K] = []
    torn: list[K] = []
    group: list[K] = []
    done: set[K] = set()
    for head in sorted(heads, key=lambda key: (len(before[key]), key)):
        group.append(head)
        done.add(head)
        if all(before[key] <= done for key in group):
            keys = [key for one in group for key in heads[one]]
            ordered, open_ = (keys, []) if len(group) == 1 else _untie(set(keys), old, mine, yours)
            settled += ordered
            torn += open_
            group = []
    return settled, torn


def _heads(old: list[K], mine: list[K], yours: list[K]) -> dict[K, list[K]]:
    """The runs that stand together in all three, by their first key, as ``mine`` has them."""
    follows = [dict(zip(keys[1:], keys, strict=False)) for keys in (old, yours)]
    known = set(old)
    runs: list[list[K]] = []
    for at, key in enumerate(mine):
        above = mine[at - 1] if at else None
        together = above is not None and follows[1].get(key) == above
        if key in known or above in known:
            together = together and follows[0].get(key) == above
        if together:
            runs[-1].append(key)
        else:
            runs.append([key])
    return {run[0]: run for run in runs}


def _untie(group: set[K], old: list[K], mine: list[K], yours: list[K]) -> tuple[list[K], list[K]]:
    """A group where following both on every two would run in a circle: as few as possible have moved.

    What one side moved comes after what it follows there, like something new; what both moved to
    the same place comes there; what they moved to different places goes back to where it was.
    """
    old, mine, yours = ([key for key in keys if key in group] for keys in (old, mine, yours))
    was = {key: at for at, key in enumerate(old)}
    left, right = (_moved(was, keys) for keys in (mine, yours))
    still = was.keys() - left - right
    ours, theirs = (_above(keys, still) for keys in (mine, yours))
    open_ = {key for key in left & right if ours[key] != theirs[key]}
    if not open_ and left == right:
        open_ = group - still
    ordered, more = weave(
        [key for key in old if key in still],
        [key for key in mine if key not in open_ and (key in left or key not in right)],
        [key for key in yours if key not in open_ and (key in right or key not in left)],
        group,
    )
    for key in sorted(open_, key=lambda key: (was.get(key, len(was)), key)):
        above = [other for other in old[: was[key]] if other in ordered] if key in was else ordered
        ordered.insert(ordered.index(above[-1]) + 1 if above else 0, key)
    return ordered, [*more, *sorted(open_)]


def _above(keys: list[K], still: Collection[K]) -> dict[K, K | None]:
    """For every key the nearest one above it that nobody moved."""
    found: dict[K, K | None] = {}
    last: K | None = None
    for key in keys:
        found[key] = last
        last = key if key in still else last
    return found


def _moved(was: dict[K, int], keys: list[K]) -> set[K]:
    known = [key for key in keys if key in was]
    return {known[at] for at in out_of_order([was[key] for key in known])}
