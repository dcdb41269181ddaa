"""The finder by situation: what people are in → what they want → the items, each with its answer in a word."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..areas import Tree
from ..catalog import Catalog
from ..kinds import Answer
from ..situations import Lead, Situation, meant
from .digest import Entry, Reached
from .frame import Page, Site, Step, contacts_of

KEY, LABEL, ROOM = "situations", "我要办事", "situations/"
FRONT = 12  # situations on the home page; the others are one step further
MOST = 12  # places that a row names as saying otherwise


class Elsewhere(NamedTuple):
    """What another place says of the item of a row."""

    place: str
    word: str
    address: str


class Row(NamedTuple):
    """One item under a question: the nation's answer, or with its place the answer of the place that has it."""

    name: str
    hint: str | None
    answer: Answer | None
    place: str  # '' for the nation
    address: str
    elsewhere: list[Elsewhere]
    more: int  # places beyond those named


class Group(NamedTuple):
    """One question with its rows."""

    ask: str | None
    rows: list[Row]


def situation_entries(situations: Iterable[Situation]) -> Iterator[Entry]:
    """The situations as search and /all/ know them: of the nation, without an answer."""
    for one in situations:
        yield Entry(KEY, one.name, tuple(one.aliases or ()), "", "", "", "", f"{ROOM}{one.id}/")


def situation_pages(site: Site, catalog: Catalog, found: Iterable[Reached]) -> Iterator[Page]:
    """/situations/ and a page each; none where the site keeps no situations. ``found`` comes in the tree's order."""
    if not site.files.situations:
        return
    nation = site.tree.areas[""]
    by_item: dict[tuple[str, str], list[Reached]] = {}
    for one in found:
        by_item.setdefault((one.target.kind, one.target.id), []).append(one)
    values = {"contacts": contacts_of(catalog, nation, "综合"), "ask": "不知道该找谁?"}
    content = site.render("situations.html", ROOM, nation, situations=site.files.situations, **values)
    about = "按您遇到的情况找:" + "、".join(one.name for one in site.files.situations) + "。"
    yield Page(ROOM, site.page(ROOM, nation, LABEL, about, content, [Step("首页", "")]))
    for situation in site.files.situations:
        address = f"{ROOM}{situation.id}/"
        groups = [
            Group(q.ask, [row(site.tree, lead, by_item.get((lead.kind, lead.id), [])) for lead in q.items])
            for q in situation.questions
        ]
        content = site.render("situation.html", address, nation, situation=situation, groups=groups, **values)
        trail = [Step("首页", ""), Step(LABEL, ROOM)]
        title = f"{situation.name} · {LABEL}"
        yield Page(address, site.page(address, nation, title, situation.about, content, trail))


def row(tree: Tree, lead: Lead, found: list[Reached]) -> Row:
    """What a page says under a reference: the nation's answer first, then the places that say otherwise."""
    said = [one for one in found if meant(lead, one.target)]
    first = next((one for one in said if not one.target.area), None)
    main = first or next((one for one in said if one.own), said[0])
    word = main.answer.word if first and main.answer else ""
    rest = [
        Elsewhere(place_of(tree, one.target.area), one.answer.word, one.address)
        for one in said
        if one is not main and one.answer and one.answer.word != word
    ]
    place = place_of(tree, main.target.area)
    return Row(main.name, lead.hint, main.answer, place, main.address, rest[:MOST], len(rest[MOST:]))


def place_of(tree: Tree, path: str) -> str:
    """A place as somebody from elsewhere knows it, with its province: 四川广安区; '' for the nation."""
    if not path:
        return ""
    top = tree.areas[path.split("/")[0]].short
    return top if "/" not in path else f"{top}{tree.areas[path].short}"
