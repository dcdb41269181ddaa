"""Old addresses of a finished site: a page at each, and for web servers the same as lines to read."""

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ..areas import DEMO, Area, Tree
from ..catalog import Catalog
from ..kinds import KINDS, Reach
from ..moved import scope_of
from ..renamed import Prefix, below, is_page
from .frame import End, Gone, Site
from .gone import reasons, stub
from .output import Output

HOSTS = "_redirects"
READDRESSED = "这一页换了地址"
_TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)


class Pair(NamedTuple):
    """An old address and the one of today, from the site's root: of a page with its closing slash, or of a file."""

    old: str
    new: str


def keep_addresses(site: Site, catalog: Catalog, output: Output, gone: list[Gone]) -> list[Pair]:
    """Write what keeps old addresses working; ``gone`` are the old pages that the places have written."""
    prefixes = site.files.moves.addresses.prefixes()
    free = [one for one in prefixes if not is_page(one.old) and not (output.root / one.old).exists()]
    pairs = [Pair(one.address, one.ends[0].address) for one in gone if len(one.ends) == 1]
    pairs += _moved_files(site, catalog, output, prefixes, {one.address: one for one in gone})
    if pairs:
        base = urlsplit(site.url).path or "/"
        output.write(HOSTS, for_hosts(base, pairs, free))
    return pairs


def for_hosts(base: str, pairs: Iterable[Pair], places: Iterable[Prefix]) -> str:
    """Lines for hosts that read ``_redirects``: one for a whole place, before it those that lead elsewhere."""
    places = list(places)
    lines = [
        f"{base}{one.old} {base}{one.new} 301" for one in sorted(set(pairs)) if _by_place(one.old, places) != one.new
    ]
    lines += [f"{base}{one.old}/* {base}{one.new}/:splat 301" for one in places]
    return "".join(f"{line}\n" for line in lines)


def _by_place(address: str, places: list[Prefix]) -> str:
    """Where the line of a whole place leads; '' where none speaks of an address."""
    found = next((one for one in places if below(address, one.old)), None)
    return found.new + address[len(found.old) :] if found else ""


def _moved_files(
    site: Site, catalog: Catalog, output: Output, prefixes: list[Prefix], gone: dict[str, Gone]
) -> list[Pair]:  # fmt: skip
    """Everything below renamed places and lists at its old addresses: pages as stubs, data as copies."""
    root = output.root
    planned = [(prefix, list(_pairs(site.tree, catalog, root, prefix, site))) for prefix in prefixes]
    done: list[Pair] = []
    for prefix, pairs in planned:
        for old, new in pairs:
            if (root / old).exists():
                continue
            if not new.endswith("index.html"):
                output.write(old, (root / new).read_bytes())
                done.append(Pair(old, new))
                continue
            page, address = new.removesuffix("index.html"), old.removesuffix("index.html")
            known = gone.get(page)
            ends = known.ends if known else (End(_title(root / new, site.name), page),)
            why = (*(known.reasons if known else ()), *reasons([prefix.record]))
            told = Gone(address, ends, READDRESSED, why)
            output.write(old, stub(site, _place(site.tree, page), told).html)
            done.append(Pair(address, ends[0].address if len(ends) == 1 else page))
    return done


def _pairs(tree: Tree, catalog: Catalog, root: Path, prefix: Prefix, site: Site) -> Iterator[Pair]:
    """The files below a renamed place or list with their old names, written before any of them."""
    if not is_page(prefix.new):
        for file in _files(root, prefix.new):
            # A place that became part of the one above never had the pages of its neighbours.
            if not below(prefix.old, prefix.new) or _place(tree, file).path == prefix.new:
                yield Pair(prefix.old + file[len(prefix.new) :], file)
        return
    area, _, page = prefix.new.rpartition("/")
    before, kind = prefix.old.rpartition("/")[0], KINDS[page.split(".")[0]]
    items = (
        {f"{area}/{kind.key}/{one}".lstrip("/") for one in _ids(site, catalog, area, page)}
        if kind.item_pages
        else set()
    )
    for file in _files(root, prefix.new):
        if not any(below(file, item) for item in items):
            yield Pair(prefix.old + file[len(prefix.new) :], file)
    if before != area:
        for item in sorted(items):
            for file in _files(root, item):
                yield Pair(f"{before}/{file[len(area) :].lstrip('/')}".lstrip("/"), file)


def _files(root: Path, folder: str) -> list[str]:
    """Every file below a folder but the search index, which is for the pages beside it alone."""
    found = [file for file in (root / folder).rglob("*") if file.is_file() and file.name != "search.json"]
    return sorted(file.relative_to(root).as_posix() for file in found)


def _ids(site: Site, catalog: Catalog, area: str, page: str) -> set[str]:
    """The items that a list's page speaks of, by every id that leads to their pages."""
    kind = KINDS[page.split(".")[0]]
    catalog.enter(area)
    if kind.reach is Reach.OVERRIDE and page == kind.key:
        ids = {holding.id for holding in catalog.holding(area, kind)}
    else:
        ids = {item.id for file in catalog.lists(area, kind.key) if file.page == page for item in file.items}
    ends = site.files.moves.ends(kind.key, area)
    return ids | {old for old, parts in ends.items() if ids.intersection(parts)}


def _place(tree: Tree, address: str) -> Area:
    """The place that an address belongs to."""
    while address not in tree.areas:
        address = address.rpartition("/")[0]
    return tree.areas[address]


def _title(file: Path, name: str) -> str:
    """What a finished page is called."""
    found = _TITLE.search(file.read_text("utf-8"))
    return html.unescape(found[1]).strip().removesuffix(f" · {name}") if found else ""


def moved_index(site: Site) -> dict[str, list[dict[str, Any]]]:
    """What api/v1/index.json says of old ids and addresses, each with where it leads today."""
    moves = site.files.moves
    asked = dict.fromkeys((one.kind, scope_of(one), one.old) for one in moves.moves)
    ids = [
        {"kind": kind, "area": None if scope == "*" else scope, "old": old, "new": moves.ends(kind, scope).get(old, ())}
        for kind, scope, old in asked
        if scope.split("/")[0] != DEMO
    ]
    prefixes = [one for one in moves.addresses.prefixes() if one.new.split("/")[0] != DEMO]
    return {"ids": ids, "addresses": [{"old": f"{one.old}/", "new": f"{one.new}/"} for one in prefixes]}
