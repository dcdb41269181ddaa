"""Pages of what changed: of a list with an anchor an item, of a place, of an item, of the whole site."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..areas import Area
from ..catalog import Catalog
from ..history import Event, History, Line, newest, parse_place, summary
from ..kinds import KINDS, Kind
from .frame import Page, Site, Step, contacts_of, trail_of
from .pages import read_here
from .past import Changed, changes_address, feeds_of, page_of, since
from .split import Piece, Told, pieces, split
from .versions import Old


class Item(NamedTuple):
    """One changed item: its anchor where this is its latest change on the page, and where it is read today."""

    anchor: str
    name: str
    link: str


class Row(NamedTuple):
    """Alike changes as a page tells them."""

    told: Told
    items: list[Item]


class Shown(NamedTuple):
    """A piece of an event as a page tells it."""

    event: Event
    going_on: bool
    words: str
    rows: list[Row]
    reasons: bool  # whether some change of it says why
    page: str  # where its list's changes are read; '' on that very page
    version: str  # where this version is read; '' if nowhere


def place_changes(
    site: Site, catalog: Catalog, area: Area, olds: dict[str, list[Old]], changed: Changed
) -> Iterator[Page]:
    """All pages of what changed in one place; ``olds`` are the earlier versions by list file."""
    history = site.history
    if history is None or not history.places.get(area.path):
        return
    for name in history.places[area.path]:
        yield from _list_changes(site, catalog, area, name, history.lines[name], olds.get(name, []))
    for kind in KINDS.values():
        events = changed.get(kind.key, {})
        for holding in read_here(catalog, area, kind) if events else ():
            if holding.id in events:
                name = holding.shown.item.name
                yield from _item_changes(site, catalog, area, kind, holding.id, name, events[holding.id])
    if area.path:
        yield from _own_changes(site, catalog, area, history)


def _list_changes(site: Site, catalog: Catalog, area: Area, name: str, line: Line, olds: list[Old]) -> Iterator[Page]:
    place = parse_place(name, KINDS)
    assert place
    now = next((file for file in catalog.reading(area.path).lists if file.page == place.page), None)
    title = now.header.title if now else line.events[-1].title
    page = f"{area.address}{place.page}/"
    alive = {item.id for item in now.items} if now else set()
    published = {old.day: f"{page}{old.tail}" for old in olds if old.tail}
    values = {
        "heading": f"{title}:变更记录", "back": page if now else "", "back_to": title, "gone": now is None,
        "olds": olds, "page": page, "line": line, "since": since([line]),
        "feeds": feeds_of(site, area, place.page), "contacts": contacts_of(catalog, area, KINDS[place.kind].topic),
    }  # fmt: skip
    trail = [*trail_of(site, area, itself=True), *([Step(title, page)] if now else [])]
    yield from _pages(
        site, area, changes_address(area, place.page), newest(line.events), f"{area.short} {title} 变更记录",
        trail, values,
        link=lambda _, item: f"{page}#{item}" if item in alive else "",
        version=lambda event: published.get(event.day, ""),
    )  # fmt: skip


def _item_changes(
    site: Site, catalog: Catalog, area: Area, kind: Kind, item: str, name: str, events: list[Event]
) -> Iterator[Page]:
    assert site.history
    page = f"{area.address}{kind.key}/{item}/"
    lines = [site.history.lines[file] for file in {event.list for event in events}]
    first = events[-1]
    born = min(
        (e.day for line in lines for e in line.events if e.what == "new" and e.time <= first.time), default=""
    ) if not any(change.what == "added" for change in first.changes) else ""  # fmt: skip
    values = {
        "heading": f"{name}:变更记录", "back": page, "back_to": name, "gone": False, "olds": [], "page": page,
        "line": None, "since": since(lines), "feeds": [], "contacts": contacts_of(catalog, area, kind.topic),
        "born": born, "single": True,
    }  # fmt: skip
    trail = [*trail_of(site, area, itself=True), Step(kind.label, f"{area.address}{kind.key}/"), Step(name, page)]
    yield from _pages(
        site, area, f"{page}changes/", events, f"{name} · {area.short} 变更记录({item})", trail, values,
        told_on=lambda event: page_of(site, event),
    )  # fmt: skip


def _own_changes(site: Site, catalog: Catalog, area: Area, history: History) -> Iterator[Page]:
    lines = [history.lines[name] for name in history.places[area.path]]
    values = {
        "heading": f"{area.name}:变更记录", "back": area.address, "back_to": area.name, "gone": False, "olds": [],
        "page": area.address, "line": None, "since": since(lines),
        "feeds": feeds_of(site, area), "contacts": contacts_of(catalog, area, "综合"),
    }  # fmt: skip
    yield from _pages(
        site, area, f"{area.address}changes/", history.in_area(area.path), f"{area.short} 变更记录",
        trail_of(site, area, itself=True), values, told_on=lambda event: page_of(site, event),
    )  # fmt: skip


def _pages(
    site: Site, area: Area, address: str, events: list[Event], title: str, trail: list[Step], values: dict[str, Any],
    link: Callable[[Event, str], str] = lambda event, item: "",
    version: Callable[[Event], str] = lambda event: "",
    told_on: Callable[[Event], str] = lambda event: "",
) -> Iterator[Page]:  # fmt: skip
    """The changes on as many pages as they need."""
    parts = split([piece for event in events for piece in pieces(event)])
    for number, part in enumerate(parts):
        seen: set[str] = set()
        shown = [_shown(piece, seen, link, version(piece.event), told_on(piece.event)) for piece in part.pieces]
        more = {"born": "", "single": False, **values, "shown": shown, "front": not part.tail, "month": part.tail}
        here = f"{address}{part.tail}"
        beside = [(_name(other.tail), f"{address}{other.tail}") for other in parts if other is not part]
        content = site.render("changes.html", here, area, parts=beside, **more)
        steps = [*trail, *([Step("变更记录", address)] if number else [])]
        head = f"{title} {_name(part.tail)}".strip() if number else title
        about = f"{title}:什么时候改了什么,为什么改。"
        yield Page(here, site.page(here, area, head, about, content, steps, feeds=values["feeds"]))


def _shown(piece: Piece, seen: set[str], link: Callable[[Event, str], str], version: str, page: str) -> Shown:
    rows = []
    for told in piece.told:
        items = []
        for key, name in told.items:
            items.append(Item("" if key in seen else key, name, link(piece.event, key)))
            seen.add(key)
        rows.append(Row(told, items))
    why = any(change.type or change.reason or change.decision for change in piece.event.changes)
    return Shown(piece.event, piece.going_on, summary(piece.event), rows, why, page, version)


def _name(tail: str) -> str:
    """What a further page of changes is called: 2026-11, 2026-11(1)."""
    month, _, number = tail.strip("/").partition("/")
    return f"{month}({number})" if number else month or "最近的"
