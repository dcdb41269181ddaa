"""The noticeboard of a place: what its people ask most, on one sheet for the wall of the village hall."""

from collections.abc import Callable, Iterable, Iterator
from math import ceil
from typing import NamedTuple, TypeVar

from ..answers import verdict
from ..areas import Area
from ..catalog import Catalog, Statement
from ..kinds import KINDS, UNKNOWN
from .frame import Page, Site, Step, trail_of
from .pages import Held
from .sheets import STYLE

T = TypeVar("T")

# Room on the sheet in rem, as sheet.css sets it; A3 is the same enlarged.
ROOM = 64.5  # all but the heading and what stands below the sheet
TITLE, TITLE_WIDE = 4.6, 15  # a line of the place's name, and the characters that it holds
NUMBER = 3.95  # a row of two large numbers
HEAD = 3.5  # a heading
NOTE = 7.6  # what is said where nothing may be issued
LINE, WIDE = 2.2, 16  # a line of a name in a column
SMALL, SMALL_WIDE = 1.9, 19  # a line of what stands below a name, or above a number
SHARES = {"yes": 0.5, "maybe": 0.3, "no": 1.0}  # of a column, for the items that have one answer
NUMBERS = 3  # numbers beside 12345
HOTLINE = "12345"
A3 = "assets/stylesheets/a3.css"


class Asked(NamedTuple):
    """One item as the wall tells it: its name and whom to ask instead."""

    name: str
    instead: str


class Block(NamedTuple):
    """The items that have one answer: those that fit, and how many there are."""

    word: str
    tone: str
    items: list[Asked]
    total: int

    @property
    def height(self) -> float:
        """The room that the block takes."""
        return HEAD + sum(map(_asked_height, self.items))


class Call(NamedTuple):
    """One contact as the wall tells it; no number where it is not known."""

    name: str
    area: Area
    phones: list[str]
    sure: bool  # somebody has reached it


def board_pages(site: Site, catalog: Catalog, area: Area, held: Iterable[Held]) -> Iterator[Page]:
    """The sheet in A4, and the same in A3 below it; ``held`` is what holds here, as the place's page tells it."""
    numbers = [*calls(catalog, area), hotline(catalog, area)]
    column = ROOM - TITLE * lines(area.name, TITLE_WIDE) - _numbers_height(numbers)
    shown = blocks(catalog, area, column)
    left = column - HEAD - sum(block.height for block in shown if block.tone != "no")
    left -= 0 if any(block.tone == "yes" for block in shown) else NOTE
    values = {"blocks": shown, "lists": fitting(_lists(held), left, _list_height), "calls": numbers}
    for size, tail, styles in (("A4", "", [STYLE]), ("A3", "a3/", [STYLE, A3])):
        address = f"{area.address}noticeboard/{tail}"
        content = site.render("_board.html", address, area, size=size, **values)
        trail: list[Step] = trail_of(site, area, itself=True)
        title, about = (
            f"{area.short} 上墙的一页({size})",
            f"{area.name}:能开什么证明、不用开什么、打哪个电话,一页 {size} 纸。",
        )
        yield Page(address, site.page(address, area, title, about, content, trail, area.address, styles))


def _lists(held: Iterable[Held]) -> list[Held]:
    return [it for it in held if it.counts and not it.kind.sheet and not it.kind.topics]


def _list_height(it: Held) -> float:
    return LINE * lines(it.kind.question, WIDE) + SMALL * lines(
        "".join(f"{n} {m} 项 · " for n, m in it.counts), SMALL_WIDE
    )


def blocks(catalog: Catalog, area: Area, column: float) -> list[Block]:
    """What a village hall is asked for, by the answer that holds here; items that no list decides are left out.

    ``column`` is the height of a column in rem.
    """
    found: dict[tuple[str, str], list[Asked]] = {}
    words: dict[tuple[str, str], str] = {}
    for kind in (kind for kind in KINDS.values() if kind.sheet):
        for holding in catalog.holding(area.path, kind):
            answer = verdict(kind, holding)
            if holding.deciding and answer and answer.tone in SHARES:
                words.setdefault((kind.key, answer.tone), answer.word)
                instead = answer.instead if answer.tone == "no" else ""
                found.setdefault((kind.key, answer.tone), []).append(Asked(holding.shown.item.name, instead))
    order = [(key, tone) for key in KINDS for tone in SHARES if (key, tone) in found]
    return [
        Block(words[one], one[1], fitting(found[one], column * SHARES[one[1]] - HEAD, _asked_height), len(found[one]))
        for one in order
    ]


def _numbers_height(numbers: list[Call]) -> float:
    rows = [numbers[start : start + 2] for start in range(0, len(numbers), 2)]
    named = [max(lines(f"{call.name}({call.area.short}) 待核实", SMALL_WIDE) for call in row) for row in rows]
    return HEAD + sum(NUMBER + SMALL * high for high in named)


def _asked_height(item: Asked) -> float:
    return LINE * lines(item.name, WIDE) + SMALL * lines(item.instead, SMALL_WIDE)


def lines(text: str, wide: int) -> int:
    """Lines that a text takes where one holds ``wide`` Chinese characters; others are about half as wide."""
    return ceil(sum(1 if char > "\u2e7f" else 0.6 for char in text) / wide)


def fitting(items: Iterable[T], room: float, height: Callable[[T], float]) -> list[T]:
    """The items, in their order, that fit into ``room``; one that is too high leaves its room to the next."""
    kept = []
    for item in items:
        if height(item) <= room:
            room -= height(item)
            kept.append(item)
    return kept


def calls(catalog: Catalog, area: Area) -> list[Call]:
    """Whom to call, nearest first: the place's own contacts even where their number is not known, then those above.

    12345 is not among them: it has a line of its own.
    """
    found = []
    for said in _contacts(catalog, area):
        phones = [phone for phone in said.item.phones if phone not in (HOTLINE, UNKNOWN)]
        if phones or (said.area == area and UNKNOWN in said.item.phones):
            found.append(Call(said.item.name, said.area, phones[:1], said.item.state == "有效"))
    return found[:NUMBERS]


def hotline(catalog: Catalog, area: Area) -> Call:
    """12345, as the nearest contact with that number tells it."""
    said = next((said for said in _contacts(catalog, area) if HOTLINE in said.item.phones), None)
    if said is None:
        return Call("", area, [HOTLINE], False)
    return Call(said.item.name, said.area, [HOTLINE], said.item.state == "有效")


def _contacts(catalog: Catalog, area: Area) -> Iterator[Statement]:
    return (said for topics, said in catalog.channels(area.path) if topics and said.item.phones)
