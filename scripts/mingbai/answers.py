"""What a place says of an item, in a word: the deciding list's answer, or that none decides."""

from .areas import Area
from .catalog import Catalog, Holding
from .kinds import Answer, Kind, Reach


def verdict(kind: Kind, holding: Holding) -> Answer | None:
    """What a place says of an item: the deciding list's answer, or that none decides."""
    answer = kind.answer(holding.shown.item)
    if holding.deciding or answer is None or kind.reach is not Reach.OVERRIDE:
        return answer
    if kind.decides(holding.shown.list.header):
        return Answer("待核实", "maybe", f"有清单说“{answer.word}”,但那份清单不能作准({holding.shown.aside})", "")
    return kind.other(holding.shown.list.header, holding.shown.item)


def name_of(holding: Holding) -> str:
    """An item's name, with the end of its id where the same list has another of that name."""
    item = holding.shown.item
    twins = [other.id for other in holding.shown.list.items if other.name == item.name and other.id != item.id]
    return f"{item.name}({item.id.rpartition('-')[2]})" if twins else item.name


def own_answers(catalog: Catalog, area: Area, kind: Kind) -> dict[str, tuple[str, Answer]]:
    """The answers that the pages of a place give for a kind of which it has lists, by id: name and answer.

    Where lists override, all that holds there; otherwise what its own lists say.
    """
    found: dict[str, tuple[str, Answer]] = {}
    if kind.reach is Reach.OVERRIDE:
        held = catalog.holding(area.path, kind) if any(ref.kind == kind.key for ref in area.lists) else []
        for holding in held:
            if answer := verdict(kind, holding):
                found[holding.id] = (name_of(holding), answer)
    else:
        for file in catalog.lists(area.path, kind.key):
            for item in file.items:
                if answer := kind.answer(item):
                    found.setdefault(item.id, (item.name, answer))
    return found
