"""Old ids on today's pages: the anchor that leads to a row, the page that leads to an answer."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from markupsafe import escape

from ..answers import name_of, verdict
from ..areas import Area, item_address
from ..catalog import Catalog, Holding, Statement
from ..kinds import Kind
from ..moved import Move
from ..renamed import Renamed
from .addresses import way
from .frame import NO_ROBOTS, End, Gone, Page, Site, trail_of

RENUMBERED = "这一项换了编号"
CANCELLED = "这一项取消了,没有哪一项接替它"


class Was(NamedTuple):
    """An id that a row once had; ``others`` are the rest of what became of it where it was split."""

    id: str
    others: tuple[End, ...] = ()


Old = dict[str, tuple[Was, ...]]
"""Id of today → what its row was once called."""


def was(site: Site, catalog: Catalog, area: Area, kind: Kind, page: str, said: Iterable[Statement]) -> Old:
    """The old ids that lead to the rows of a list's page.

    A split one leads to the first of its parts that stands on the page. An old id
    that a row still has, by a list from above, leads there.
    """
    if not site.files.moves.ends(kind.key, area.path):
        return {}
    names = {one.item.id: End(one.item.name, item_address(area.path, kind, page, one.item.id)) for one in said}
    here = set(names)
    found: Old = {}
    for old, parts in site.files.moves.ends(kind.key, area.path, here).items():
        first = next((end for end in parts if end in here), "")
        if not first:
            continue
        if not here.issuperset(parts):
            _add_elsewhere(names, catalog, area, kind)
        others = tuple(names[end] for end in parts if end in names and end != first)
        found[first] = (*found.get(first, ()), Was(old, others))
    return found


def _add_elsewhere(names: dict[str, End], catalog: Catalog, area: Area, kind: Kind) -> None:
    """What stands in the place's other lists of the kind."""
    for file in catalog.lists(area.path, kind.key):
        for item in file.items:
            names.setdefault(item.id, End(item.name, item_address(area.path, kind, file.page, item.id)))


def moved_pages(site: Site, area: Area, kind: Kind, here: list[Holding], changed: AbstractSet[str]) -> Iterable[Page]:
    """A page for every old id of the items that have one, for its sheet and its changes; what is still in use stays.

    ``changed`` are the items that have a page of their changes.
    """
    records = site.files.moves.records(kind.key, area.path)
    if not records:
        return
    held = {holding.id: holding for holding in here}
    below = f"{area.address}{kind.key}/"
    for old, parts in site.files.moves.ends(kind.key, area.path, held.keys()).items():
        mine = [held[end] for end in parts if end in held]
        for rest in ("", "changes/", *(("sheet/",) if kind.sheet else ())):
            there = [one for one in mine if rest != "changes/" or one.id in changed]
            led = tuple(End(name_of(one), f"{below}{one.id}/{rest}", verdict(kind, one)) for one in there)
            if led:
                yield stub(site, area, Gone(f"{below}{old}/{rest}", led, RENUMBERED, reasons(records[old])))
    for old, told in records.items():
        if old not in held and not any(one.new for one in told):
            yield stub(site, area, Gone(f"{below}{old}/", (), CANCELLED, reasons(told)))


def reasons(records: Iterable[Move | Renamed]) -> tuple[str, ...]:
    """Why, and when, each once."""
    return tuple(dict.fromkeys(f"{one.reason}({one.date})" if one.date else one.reason for one in records))


def stub(site: Site, area: Area, gone: Gone) -> Page:
    """The page at an old address: where it leads, in words.

    Where it leads to one page, the script takes the reader there with the fragment.
    A refresh would be faster than the script and lose the fragment: it is for
    browsers without script alone.
    """
    one = gone.ends[0] if len(gone.ends) == 1 else None
    content = site.render("_moved.html", gone.address, area, gone=gone)
    title = "、".join(end.name for end in gone.ends) or gone.what
    what = f"{gone.what},现在在:{title}。" if gone.ends else f"{gone.what}。"
    leads = one.address if one else gone.address
    head = [NO_ROBOTS if area.demo else '<meta name="robots" content="noindex">']
    if one and site.url and not area.demo:
        head.append(f'<link rel="canonical" href="{escape(site.url + one.address)}">')
    if one:
        url = escape(way(one.address, gone.address))
        head.append(f'<noscript><meta http-equiv="refresh" content="0; url={url}"></noscript>')
    trail = trail_of(site, area, itself=True)
    html = site.page(gone.address, area, title, what, content, trail, leads, head="\n".join(head))
    return Page(gone.address, html, gone)
