"""/changes/: what changed in the whole site, and which lists come into force or end."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ..areas import Tree
from ..catalog import Catalog, day
from ..history import Event, parse_place, summary
from ..kinds import KINDS
from .events import Dated
from .frame import Page, Site, Step, contacts_of
from .past import page_of
from .split import ROW, Part, Piece, split

ADDRESS = "changes/"
FEW = 3  # names of items that a row tells, lists that a day names
MANY = 20  # lists that came at once, in one line
PAST = 12  # days behind us that are told


class Line(NamedTuple):
    """What one commit did to a list, in a line; or the lists that it brought."""

    day: str
    lists: list[tuple[str, str, str]]  # place and title, page, how many items where several came
    words: str
    names: list[str]
    more: int  # further names
    reasons: list[str]


class Day(NamedTuple):
    """Lists of one kind to which the same happens on one day."""

    day: str
    words: str
    lists: list[tuple[str, str]]  # title with its place, page: the first ones
    total: int


def news_pages(site: Site, catalog: Catalog, events: list[Event], dates: Iterable[Dated]) -> Iterator[Page]:
    """The page of the whole, and one or more a month where it is long; without git the dates alone."""
    nation = site.tree.areas[""]
    to_come, gone_by = days(site, dates)
    parts = split([Piece(event, (), False, ROW + len(event.title)) for event in events]) or [Part("", ())]
    contacts = contacts_of(catalog, nation, "综合")
    feeds = [(f"{site.name}:全站变更", f"{ADDRESS}feed.xml")] if site.url and events else []
    for number, part in enumerate(parts):
        address = f"{ADDRESS}{part.tail}"
        others = [(other.tail.strip("/") or "最近的", f"{ADDRESS}{other.tail}") for other in parts if other is not part]
        content = site.render(
            "news.html", address, nation,
            front=not number, month=part.tail.strip("/"),
            lines=list(_lines(site, (piece.event for piece in part.pieces))),
            to_come=to_come, gone_by=gone_by, parts=others, known=site.history is not None,
            since=site.history.since if site.history else "", feed=feeds[0][1] if feeds else "", contacts=contacts,
        )  # fmt: skip
        trail = [Step("首页", ""), *([Step("变更记录", ADDRESS)] if number else [])]
        about = "各地清单什么时候改了什么,哪些将要施行、将要失效。"
        title = f"全站变更记录 {part.tail.strip('/')}".strip()
        yield Page(address, site.page(address, nation, title, about, content, trail, feeds=feeds))


def _lines(site: Site, events: Iterable[Event]) -> Iterator[Line]:
    """Events in lines; lists that came at once share some."""
    for (commit, when), group in groupby(events, lambda one: (one.commit if one.what == "new" else "", one.day)):
        together = list(group)
        if commit and len(together) > 1:
            for at in range(0, len(together), MANY):
                lists = [(*_list(site, event), f"{event.items} 项") for event in together[at : at + MANY]]
                yield Line(when, lists, "首次放到本站", [], 0, [])
        else:
            for event in together:
                names = list(dict.fromkeys(change.name for change in event.changes))
                whys = (why for change in event.changes for why in (change.reason, change.decision) if why)
                yield Line(
                    when, [(*_list(site, event), "")], summary(event), names[:FEW], len(names[FEW:]),
                    list(dict.fromkeys(whys))[:FEW],
                )  # fmt: skip


def _list(site: Site, event: Event) -> tuple[str, str]:
    place = parse_place(event.list, KINDS)
    area = site.tree.areas.get(place.area) if place else None
    return f"{area.short} {event.title}" if area else event.title, page_of(site, event)


def days(site: Site, dates: Iterable[Dated]) -> tuple[list[Day], list[Day]]:
    """What is still to come, the nearest first, and what has come, the latest first."""
    found: dict[tuple[str, str, str], list[Dated]] = {}
    for one in dates:
        found.setdefault((one.day, one.words, one.page.rstrip("/").rpartition("/")[2].partition(".")[0]), []).append(
            one
        )
    every = [
        Day(when, words, [(_named(site.tree, one), one.page) for one in rows[:FEW]], len(rows))
        for (when, words, _), rows in sorted(found.items())
    ]
    today = site.as_of.isoformat()
    to_come = [one for one in every if _last(one) > today]
    return sorted(to_come, key=_last), sorted((o for o in every if _last(o) <= today), key=_last, reverse=True)[:PAST]


def _last(one: Day) -> str:
    """The day on which it is so: what ends with a month ends with its last day."""
    return day(one.day, last="失效" in one.words)


def _named(tree: Tree, one: Dated) -> str:
    return f"{tree.areas[one.area].short} {one.title}"
