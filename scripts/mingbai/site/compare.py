"""The lists of neighbouring places side by side: what all have, what only some have, who leads where."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from ..areas import Area
from ..catalog import Catalog
from ..kinds import KINDS, Kind
from ..rules.duplicate_name import normal
from .addresses import compares, places_with
from .digest import Entry
from .escaping import safe
from .frame import Page, Site, Step, contacts_of, trail_of


class Side(NamedTuple):
    """One place's item: where it is read, and its anchor on the comparison."""

    place: str
    address: str
    anchor: str


class Compared(NamedTuple):
    """One matter over all places: who says what, and who says nothing."""

    name: str
    sides: list[tuple[str, str, list[Side]]]  # the answer's word and tone, and the places that give it
    missing: list[str]

    def links(self, sides: list[Side], root: str) -> Markup:
        """The places that give one answer, each with a link to its own words: the bulk of the page."""
        parts = (f'<a id="{safe(s.anchor)}" href="{root}{safe(s.address)}">{safe(s.place)}</a> ' for s in sides)
        return Markup("".join(parts))


def compare_pages(site: Site, catalog: Catalog, area: Area, said: Mapping[str, Iterable[Entry]]) -> Iterator[Page]:
    """A comparison for every kind of which two places below have a list; ``said`` is what each of them says."""
    for kind in KINDS.values():
        if not compares(site.tree, area, kind):
            continue
        places = places_with(site.tree, area.path, kind)
        shared = any(ref.kind == kind.key for ref in area.lists)
        rows = _rows(kind, places, said, shared)
        address = f"{area.address}compare/{kind.key}/"
        content = site.render(
            "compare.html", address, area, kind=kind, places=places, shared=shared,
            differ=[row for row in rows if not row.missing and len(row.sides) > 1],
            some=[row for row in rows if row.missing],
            same=[row for row in rows if not row.missing and len(row.sides) == 1],
            contacts=contacts_of(catalog, area, kind.topic),
        )  # fmt: skip
        title = f"{area.short}各地{kind.label}比较"
        trail: list[Step] = trail_of(site, area, itself=True)
        about = f"{title}:都有的、只有部分有的、说法不同的。"
        yield Page(address, site.page(address, area, title, about, content, trail))


def _rows(kind: Kind, places: list[Area], said: Mapping[str, Iterable[Entry]], shared: bool) -> list[Compared]:
    """Items matched by id where the places refer to one list above them, else by name, which only suggests."""
    matters: dict[str, dict[str, list[Entry]]] = {}
    for place in places:
        for entry in said[place.path]:
            if entry.kind == kind.key and entry.word:  # lists that are over say nothing
                key = _id(entry) if shared else normal(entry.name)
                matters.setdefault(key, {}).setdefault(place.path, []).append(entry)
    short = {place.path: place.short for place in places}
    return [_row(short, found) for found in matters.values()]


def _id(entry: Entry) -> str:
    return entry.address.rpartition("#")[2]


def _row(short: dict[str, str], said: dict[str, list[Entry]]) -> Compared:
    sides: dict[tuple[str, str], list[Side]] = {}
    for path, entries in said.items():  # in the order of the places, as they were asked
        for entry in entries:
            anchor = f"{path.rpartition('/')[2]}-{_id(entry)}"
            sides.setdefault((entry.word, entry.tone), []).append(Side(short[path], entry.address, anchor))
    name = next(iter(said.values()))[0].name
    missing = [place for path, place in short.items() if path not in said]
    return Compared(name, [(word, tone, found) for (word, tone), found in sides.items()], missing)
