"""The report page of a place: whom to turn to, with what, and what protects those who do."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from ..areas import Area, item_address
from ..catalog import Catalog, ListFile, Statement, out_of_time
from ..kinds import KINDS, Answer, Kind, Reach
from ..rights import Right
from ..rules.too_few_channels import lacking
from .addresses import nearest_page, own_page
from .frame import Page, Site, trail_of
from .linked import contact_points

EXAMPLES = 3  # real items that a matter is shown by
MATTERS: dict[str, str] = {
    "证明": "要您到村里开清单上写明不用村里开的证明",
    "挂牌": "要村(社区)挂清单以外的牌子,摘下的又挂回去",
    "事务下派": "把已经收回的事、清单以外的事派给乡镇或村里",
    "文会督查": "计划以外的发文、开会、督查检查和考核",
    "指尖负担": "强制下载软件,强制打卡、截图留痕;取消的报表、责任状又要填、又要签",
}
"""What people report under a topic, in their words; the topics that take anything have none."""


class Example(NamedTuple):
    """A real item that somebody may be asked for against the list."""

    name: str
    page: str  # from the site's root
    answer: Answer


class Matter(NamedTuple):
    """What people report under one topic, with items of the lists that hold here, and those lists."""

    topic: str
    words: str
    examples: list[Example]
    lists: list[tuple[Kind, str]]


class Refused(NamedTuple):
    """A matter that some channels do not take: where it goes instead ('' where nobody says), and who says so."""

    matter: str
    to: str
    by: str


Level = tuple[Area, list[tuple[Kind, ListFile]]]


def report_page(site: Site, catalog: Catalog, area: Area) -> Page:
    """Contacts from the place upwards, what they take and what not, what to write, what protects."""
    address = f"{area.address}report/"
    levels = levels_of(site, catalog, area)
    channels = in_use(levels)
    content = site.render(
        "report.html", address, area,
        levels=levels, matters=list(matters(site, catalog, area)), refused=refused(channels),
        written=[item for item in channels if item.post_address or item.visit_address],
        bodies=len({item.authority for item in channels}), lacking=lacking(catalog, area),
        rights=by_subject(site.files.rights),
    )  # fmt: skip
    content += str(contact_points(area, [item for _, files in levels for _, file in files for item in file.items]))
    about = f"{area.name}:被要求违规办理,打给谁、写给谁,这里收什么,怎样保护您。"
    trail = trail_of(site, area, itself=True)
    return Page(address, site.page(address, area, f"{area.short} 我要举报", about, content, trail))


def levels_of(site: Site, catalog: Catalog, area: Area) -> list[Level]:
    """The lists of contacts that speak in a place, from the place upwards."""
    kinds = [kind for kind in KINDS.values() if kind.topics]
    found: list[Level] = []
    for above in site.tree.upwards(area.path):
        files = [(kind, file) for kind in kinds for file in catalog.lists(above.path, kind.key)]
        files = [(kind, file) for kind, file in files if not out_of_time(file.header, catalog.as_of)]
        found.extend([(above, files)] if files else [])
    return found


def in_use(levels: Iterable[Level]) -> list[Any]:
    """The channels that somebody may still turn to, nearest first."""
    every = ((kind, item) for _, files in levels for kind, file in files for item in file.items)
    return [item for kind, item in every if kind.topics and kind.topics(item)]


def matters(site: Site, catalog: Catalog, area: Area) -> Iterator[Matter]:
    """What can be reported, by topic; the examples say no in a list that holds here."""
    for topic, words in MATTERS.items():
        kinds = [kind for kind in KINDS.values() if kind.topic == topic]
        found = (example for kind in kinds for example in _examples(catalog, area, kind))
        examples = list(islice(_unique(found), EXAMPLES))
        pages = ((kind, _page(site, area, kind)) for kind in kinds)
        yield Matter(topic, words, examples, [(kind, page) for kind, page in pages if page])


def _unique(found: Iterable[Example]) -> Iterator[Example]:
    seen: set[Example] = set()
    for one in found:
        if one not in seen:
            seen.add(one)
            yield one


def _page(site: Site, area: Area, kind: Kind) -> str:
    return own_page(area, kind) if kind.reach is Reach.LOCAL else nearest_page(site.tree, area, kind)


def _examples(catalog: Catalog, area: Area, kind: Kind) -> Iterator[Example]:
    for said in _holding(catalog, area, kind):
        answer = kind.answer(said.item)
        if answer and answer.tone == "no":
            home = area if any(ref.kind == kind.key for ref in area.lists) else said.area
            path = home.path if kind.item_pages and kind.reach is Reach.OVERRIDE else said.area.path
            yield Example(said.item.name, item_address(path, kind, said.list.page, said.item.id), answer)


def _holding(catalog: Catalog, area: Area, kind: Kind) -> Iterator[Statement]:
    if kind.reach is Reach.OVERRIDE:
        yield from (holding.deciding for holding in catalog.holding(area.path, kind) if holding.deciding)
    else:
        yield from (said for said in catalog.statements(area.path, kind) if not said.aside)


def refused(channels: Iterable[Any]) -> list[Refused]:
    """What is not taken, each matter once, in the order of the channels that say so."""
    to: dict[str, str] = {}
    by: dict[str, list[str]] = {}
    for item in channels:
        ways = {way.matter: way.to for way in getattr(item, "redirects_to", None) or ()}
        for matter in dict.fromkeys([*(getattr(item, "not_accepts", None) or ()), *ways]):
            to[matter] = to.get(matter) or ways.get(matter, "")
            by.setdefault(matter, []).append(item.name)
    return [Refused(matter, to[matter], "、".join(names)) for matter, names in by.items()]


def by_subject(rights: Iterable[Right]) -> dict[str, list[Right]]:
    """The rules by what they speak of."""
    found: dict[str, list[Right]] = {}
    for right in rights:
        found.setdefault(right.about, []).append(right)
    return found
