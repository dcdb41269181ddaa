"""Which entries of a sequence moved: as few as possible."""

from bisect import bisect_left


def out_of_order(numbers: list[int]) -> list[int]:
    """The positions of all that do not belong to the longest increasing run of distinct ``numbers``, ascending."""
    tails: list[int] = []  # the smallest number that ends an increasing run of each length
    ends: list[int] = []  # where that number stands
    before: list[int] = []  # the position that comes before each one in its run, -1 for none
    for position, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [position]
    kept = set()
    here = ends[-1] if ends else -1
    while here >= 0:
        kept.add(here)
        here = before[here]
    return [position for position in range(len(numbers)) if position not in kept]
