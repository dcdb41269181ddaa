"""What stays of a place when its lists are dropped: small rows for search, indexes and maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..answers import verdict
from ..areas import Area, item_address
from ..catalog import Catalog, out_of_time
from ..check import Findings
from ..contacts import Contact
from ..kinds import KINDS, UNKNOWN, Answer, Kind, Reach
from ..private.leaks import Leak
from ..situations import Target
from .events import Dated
from .frame import Gone, Site
from .verify import NOTHING, Note


class Entry(NamedTuple):
    """One item as search and /all/ know it: what it is called, what it says, where it is read."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    word: str  # '' where the item has no answer
    tone: str
    instead: str  # whom to ask, '' where nobody is named
    area: str
    address: str  # from the site's root


class Listed(NamedTuple):
    """One list as the API's index names it."""

    area: str
    kind: str
    page: str  # from the site's root
    title: str
    doc_no: str | None
    status: str
    completeness: str
    items: int
    declared_total: str | None


class Named(NamedTuple):
    """Where a row of the inventory of documents is published."""

    row: str
    label: str
    address: str  # from the site's root


class Reached(NamedTuple):
    """An item that a situation leads to, as one place says it."""

    target: Target
    name: str
    answer: Answer | None
    own: bool  # by a list of its own that may decide
    address: str  # from the site's root


@dataclass(frozen=True)
class Digest:
    """All that is kept of one place."""

    findings: Findings
    pages: tuple[str, ...] = ()
    lists: tuple[Listed, ...] = ()
    named: tuple[Named, ...] = ()
    reached: tuple[Reached, ...] = ()
    gone: tuple[Gone, ...] = ()
    dates: tuple[Dated, ...] = ()
    contacts: tuple[Contact, ...] = ()
    note: Note = NOTHING  # what its files ask of others
    public: frozenset[str] = frozenset()  # mobiles and mailboxes that its lists publish on purpose
    leaks: tuple[Leak, ...] = ()  # what its pages say that might be private
    files: tuple[str, ...] = ()  # all that was written of it, from the site's root


def listed(catalog: Catalog, area: Area) -> Iterator[Listed]:
    """The lists that a place has itself."""
    for file in catalog.reading(area.path).lists:
        header, page = file.header, f"{area.address}{file.page}/"
        yield Listed(
            area.path,
            file.kind.key,
            page,
            header.title,
            header.doc_no if header.doc_no != UNKNOWN else None,
            header.status,
            header.completeness,
            len(file.items),
            header.declared_total,
        )


def named(catalog: Catalog, area: Area) -> Iterator[Named]:
    """The rows of the inventory that a place's lists, or single items of them, say they come from."""
    for file in catalog.reading(area.path).lists:
        page = f"{area.address}{file.page}/"
        for source in file.header.sources or ():
            for row in source.rows or ():
                yield Named(row, f"{area.short} {file.header.title}", page)
        for item in file.items:
            for source in item.sources or ():
                for row in source.rows or ():
                    address = item_address(area.path, file.kind, file.page, item.id)
                    yield Named(row, f"{area.short} {item.name}", address)


def reached(site: Site, catalog: Catalog, area: Area) -> Iterator[Reached]:
    """What a place's own lists say of the items that situations lead to, each once."""
    sought = [] if area.demo else sorted({ref.kind for ref in area.lists} & {kind for kind, _ in site.files.sought})
    for key in sought:
        kind, found = KINDS[key], {}
        if kind.reach is Reach.OVERRIDE:
            for holding in catalog.holding(area.path, kind):
                mine = [said for said in holding.every if said.area == area]
                if mine and (key, holding.id) in site.files.sought:
                    item = holding.shown.item if kind.item_pages else mine[0].item
                    own, page = holding.deciding in mine, mine[0].list.page
                    found[holding.id] = (item.name, verdict(kind, holding), own, page)
        else:
            for file in catalog.lists(area.path, key):
                over = out_of_time(file.header, site.as_of)
                for item in file.items:
                    if (key, item.id) in site.files.sought:
                        told = (item.name, None if over else kind.answer(item), not over, file.page)
                        found.setdefault(item.id, told)
        for item_id, (name, answer, own, page) in found.items():
            target = Target(key, item_id, area.path)
            yield Reached(target, name, answer, own, item_address(area.path, kind, page, item_id))


def entries(site: Site, catalog: Catalog, area: Area) -> Iterator[Entry]:
    """The items that a place's own lists speak of, each once."""
    for kind in KINDS.values():
        if kind.reach is Reach.OVERRIDE:
            yield from _held(catalog, area, kind)
        else:
            for file in catalog.lists(area.path, kind.key):
                over = out_of_time(file.header, site.as_of)
                for item in file.items:
                    answer = None if over else kind.answer(item)
                    address = item_address(area.path, kind, file.page, item.id)
                    yield _entry(kind, item.name, item.aliases, answer, area, address)


def _held(catalog: Catalog, area: Area, kind: Kind) -> Iterator[Entry]:
    if not any(ref.kind == kind.key for ref in area.lists):
        return
    for holding in catalog.holding(area.path, kind):
        aliases, answer = catalog.aliases(holding, kind), verdict(kind, holding)
        mine = [s for s in holding.every if s.area == area]
        for said in mine[:1] if kind.item_pages else mine:
            address = item_address(area.path, kind, said.list.page, holding.id)
            name = holding.shown.item.name if kind.item_pages else said.item.name
            yield _entry(kind, name, aliases, answer, area, address)


def _entry(kind: Kind, name: str, aliases: list[str] | None, answer: Answer | None, area: Area, address: str) -> Entry:
    said = (answer.word, answer.tone, answer.instead) if answer else ("", "", "")
    return Entry(kind.key, name, tuple(aliases or ()), *said, area.path, address)
