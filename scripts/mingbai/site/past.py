"""What site pages ask of the past: what happened to which item, and where that is read."""

from collections.abc import Iterable
from typing import TypeAlias

from ..areas import Area
from ..history import Event, Line, by_item, newest, parse_place
from ..kinds import KINDS, Kind
from .frame import Site

Changed: TypeAlias = dict[str, dict[str, list[Event]]]
"""By kind and item: what happened to the items of one place, newest first."""


def changed_items(site: Site, area: Area) -> Changed:
    """The items of a place's own lists that changed since they were first added, for kinds whose items have pages."""
    if site.history is None:
        return {}
    kinds = (kind for kind in KINDS.values() if kind.item_pages and any(r.kind == kind.key for r in area.lists))
    return {kind.key: found for kind in kinds if (found := item_events(site, area, kind))}


def changes_address(area: Area, page: str = "") -> str:
    """Where the changes of a place, or of one of its lists, are read."""
    return f"{area.address}{page}/changes/" if page else f"{area.address}changes/"


def changes_of(site: Site, area: Area, page: str = "") -> str:
    """Where the changes of a place, or of one of its lists, are read; '' where nothing is known of its past."""
    history = site.history
    known = history and (history.of(area.path, page).events if page else history.places.get(area.path))
    return changes_address(area, page) if known else ""


def feeds_of(site: Site, area: Area, page: str = "") -> list[tuple[str, str]]:
    """The title and address of the Atom feed of a place, or of one of its lists; none where the site has no address."""
    history = site.history
    if not site.url or history is None or not (page or area.path):
        return []
    if not (newest(history.of(area.path, page).events) if page else history.in_area(area.path)):
        return []
    folder = f"{area.address}{page}/" if page else area.address
    return [("变更", f"{folder}feed.xml")]


def item_events(site: Site, area: Area, kind: Kind) -> dict[str, list[Event]]:
    """What happened to each item of a kind since it was first added, newest first; no others."""
    history = site.history
    files = [name for name in history.places.get(area.path, ()) if _kind(name) == kind.key] if history else []
    if not history or not files:
        return {}
    ends = site.files.moves.ends(kind.key, area.path)
    found = by_item((event for name in files for event in history.lines[name].events), ends)
    return {
        item: events
        for item, events in found.items()
        if len(events) > 1 or any(change.what != "added" for change in events[0].changes)
    }


def since(lines: Iterable[Line]) -> str:
    """The day before which nothing is known of one of these lists; '' where all is."""
    begun = (line.events[0] for line in lines if line.events)
    return min((event.day for event in begun if event.what == "start"), default="")


def _kind(name: str) -> str:
    place = parse_place(name, KINDS)
    return place.kind if place else ""


def page_of(site: Site, event: Event) -> str:
    """Where the changes of an event's list are read; '' where its place is gone."""
    place = parse_place(event.list, KINDS)
    area = site.tree.areas.get(place.area) if place else None
    return changes_address(area, place.page) if place and area else ""
