"""Which items that are gone may be which of those that came: said as a guess, deciding nothing."""

from collections.abc import Iterator

from .lists import Added, Key, ListDiff, Removed
from .values import Value

ALIKE = 0.75  # how much of what two items say must be the same, by pairs of characters
MOST = 40_000  # comparisons; beyond, only items of the same name are looked at


def guesses(diff: ListDiff) -> dict[Key, Key]:
    """Removed → added items that say nearly the same, each at most once, without those that a move explains."""
    gone = [change for change in diff.removed if not change.into]
    come = [change for change in diff.added if not change.out_of]
    if not gone or not come:
        return {}
    found: dict[Key, Key] = {}
    taken: set[Key] = set()
    for _, old, new in sorted(_pairs(gone, come), key=lambda pair: (-pair[0], pair[1], pair[2])):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _pairs(gone: list[Removed], come: list[Added]) -> Iterator[tuple[float, Key, Key]]:
    few = len(gone) * len(come) <= MOST
    said = {change.key: _pieces(change.item) for change in come}
    names: dict[str, list[Added]] = {}
    for change in come:
        names.setdefault(_name(change.item), []).append(change)
    for old in gone:
        mine, name = _pieces(old.item), _name(old.item)
        for new in come if few else names.get(name, ()):
            theirs = said[new.key]
            if not mine or not theirs or min(len(mine), len(theirs)) < ALIKE * max(len(mine), len(theirs)):
                continue
            alike = len(mine & theirs) / len(mine | theirs)
            if alike >= ALIKE or (name and name == _name(new.item)):
                yield alike, old.key, new.key


def _name(item: Value) -> str:
    name = item.get("name") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _pieces(item: Value) -> set[str]:
    """The pairs of characters of everything that an item says but its id."""
    if not isinstance(item, dict):
        return set()
    return {pair for key, value in item.items() if key != "id" for pair in _pairs_of(f"{key}={_flat(value)}")}


def _pairs_of(text: str) -> set[str]:
    return {text[index : index + 2] for index in range(len(text) - 1)}


def _flat(value: Value) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key}={_flat(part)}" for key, part in value.items())
    return " ".join(map(_flat, value)) if isinstance(value, list) else str(value)
