"""What changed for machines: Atom feeds (RFC 4287), and one JSON file a month."""

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import urlsplit

from ..areas import Area
from ..history import Event, History, as_data, newest, parse_place, summary
from ..kinds import KINDS
from .data import dumps
from .frame import Site
from .past import changes_address, page_of

MOST = 30  # entries of a feed
MONTHS = "api/v1/changes/"
FEW = 20  # names that an entry tells


def place_feeds(site: Site, area: Area) -> Iterator[tuple[str, str]]:
    """The feeds of a place and of each of its lists; none where the site has no address."""
    history = site.history
    if history is None or not site.url:
        return
    if area.path and (events := history.in_area(area.path)):
        yield f"{area.address}feed.xml", feed(site, f"{area.name}:变更", area.address, changes_address(area), events)
    for name in history.places.get(area.path, ()):
        place = parse_place(name, KINDS)
        events = newest(history.lines[name].events)
        if place and events:
            folder, title = f"{area.address}{place.page}/", f"{area.short} {events[0].title}:变更"
            yield f"{folder}feed.xml", feed(site, title, folder, changes_address(area, place.page), events)


def feed(site: Site, title: str, folder: str, page: str, events: list[Event]) -> str:
    """One feed that lies in ``folder`` and is read by people at ``page``."""
    own = f"{site.url}{folder}feed.xml"
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">',
        f"<title>{escape(title)}</title>",
        f"<id>{escape(own)}</id>",
        f"<updated>{max(event.time for event in events[:MOST])}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{escape(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(site.url + page)}"/>',
        f"<author><name>{escape(site.author or site.name)}</name></author>",
        *(_entry(site, event) for event in events[:MOST]),
        "</feed>",
    ]
    return "\n".join(rows) + "\n"


def _entry(site: Site, event: Event) -> str:
    place = parse_place(event.list, KINDS)
    area = site.tree.areas.get(place.area) if place else None
    where = f"{area.short} " if area else ""
    parts = [
        f"<title>{escape(f'{where}{event.title}:{summary(event)}')}</title>",
        f"<id>{escape(entry_id(site.url, event))}</id>",
        f"<updated>{event.time}</updated>",
        f'<link rel="alternate" type="text/html" href="{escape(site.url + (page_of(site, event) or "changes/"))}"/>',
        f'<summary type="text">{escape(told(event))}</summary>',
    ]
    return f"<entry>{''.join(parts)}</entry>"


def entry_id(url: str, event: Event) -> str:
    """A tag URI (RFC 4151) of one list at one commit, the same in every feed and for ever."""
    parts = urlsplit(url)
    return f"tag:{parts.hostname},{event.day}:{parts.path}{event.commit}/{event.list}"


def told(event: Event) -> str:
    """An event in words: what happened to which items, and why."""
    names: dict[str, list[str]] = {}
    for change in event.changes:
        names.setdefault({"added": "增", "removed": "删", "renamed": "改号", "edited": "改"}[change.what], []).append(
            change.name
        )
    parts = [f"{event.day} {summary(event)}"]
    parts += [f"{word}:{'、'.join(some[:FEW])}{' 等' if len(some) > FEW else ''}" for word, some in names.items()]
    parts += [f"清单说明:{'、'.join(one.label for one in event.header)}"] if event.header else []
    reasons = dict.fromkeys(why for change in event.changes for why in (change.reason, change.decision) if why)
    parts += [f"原因:{';'.join(reasons)}"] if reasons else ["没有写原因"] if event.changes else []
    return "。".join(parts) + "。"


def months(site: Site, events: Iterable[Event]) -> Iterator[tuple[str, str]]:
    """A file a month, and an index of them with the last commit that each tells."""
    found: dict[str, list[Event]] = {}
    for event in newest(events):
        found.setdefault(event.day[:7], []).append(event)
    rows = []
    for month in sorted(found, reverse=True):
        told = found[month]
        address = f"{MONTHS}{month}.json"
        yield address, dumps({"month": month, "changes": [_row(site, event) for event in told]})
        last = {"last_day": told[0].day, "last_commit": told[0].commit}
        rows.append({"month": month, "json": address, "changes": len(told), **last})
    since = site.history.since if site.history else ""
    yield f"{MONTHS}index.json", dumps({"version": 1, "since": since or None, "months": rows})


def _row(site: Site, event: Event) -> dict[str, object]:
    place = parse_place(event.list, KINDS)
    where = {"area": place.area, "kind": place.kind, "page": page_of(site, event)} if place else {}
    return {**as_data(event), **where}


def real_events(history: History | None, demo: str) -> list[Event]:
    """What happened to all lists but the invented ones."""
    if history is None:
        return []
    lines = (line for name, line in history.lines.items() if not name.startswith(f"{demo}/"))
    return newest(event for line in lines for event in line.events)
