"""All files that tell of the past: of one place, and of the whole site."""

from collections.abc import Iterator
from pathlib import Path

from ..areas import Area
from ..catalog import Catalog
from ..git import Repo
from ..history import Event, parse_place
from ..kinds import KINDS
from .changes import place_changes
from .feeds import feed, months, place_feeds
from .frame import Site
from .news import ADDRESS
from .past import Changed
from .versions import Old, old_versions, version_files


def past_files(site: Site, catalog: Catalog, area: Area, changed: Changed) -> Iterator[tuple[str, str]]:
    """Pages, data and feeds of a place's past, each with its address from the site's root."""
    history = site.history
    if history is None or not history.places.get(area.path):
        return
    repo = Repo(Path(history.root))
    try:
        olds: dict[str, list[Old]] = {}
        for name in history.places[area.path]:
            place = parse_place(name, KINDS)
            assert place
            found = old_versions(site, name, place, area, history.lines[name], repo)
            now = next((file for file in catalog.reading(area.path).lists if file.page == place.page), None)
            for old in found:
                yield from version_files(site, catalog, area, old, now)
            olds[name] = [old._replace(source=None, file=None, published=bool(old.source)) for old in found]
    finally:
        repo.close()
    for page in place_changes(site, catalog, area, olds, changed):
        yield f"{page.address}index.html", page.html
    yield from place_feeds(site, area)


def past_of_all(site: Site, events: list[Event]) -> Iterator[tuple[str, str]]:
    """The site's feed and its months; ``events`` are those of all real lists, newest first."""
    if site.history is None:
        return
    if site.url and events:
        yield f"{ADDRESS}feed.xml", feed(site, f"{site.name}:全站变更", ADDRESS, ADDRESS, events)
    yield from months(site, events)
