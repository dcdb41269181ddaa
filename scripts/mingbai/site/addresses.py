"""Where things are read: which page speaks of what, by the tree of places alone."""

from ..areas import Area, Tree
from ..kinds import KINDS, Kind, Reach


def has_holdings(area: Area, kind: Kind) -> bool:
    """Whether a place has a page of what holds there: it has a list of its own to answer with."""
    return kind.reach is Reach.OVERRIDE and any(ref.kind == kind.key for ref in area.lists)


def nearest_page(tree: Tree, area: Area, kind: Kind) -> str:
    """The page about a kind that serves a place: its own or that of the nearest place above; '' if none."""
    for above in tree.upwards(area.path):
        if page := own_page(above, kind):
            return page
    return ""


def own_page(area: Area, kind: Kind) -> str:
    """A place's own page about a kind: of what holds there, of its main list or of its first one; '' if none."""
    slugs = [ref.slug for ref in area.lists if ref.kind == kind.key]
    if not slugs:
        return ""
    main = "" in slugs or kind.reach is Reach.OVERRIDE
    return f"{area.address}{kind.key if main else f'{kind.key}.{min(slugs)}'}/"


def compare_address(tree: Tree, area: Area, kind: Kind) -> str:
    """The page on which a place's list is compared with its neighbours'; '' where there is nothing to compare."""
    if area.parent is None or not compares(tree, tree.areas[area.parent], kind):
        return ""
    return f"{tree.areas[area.parent].address}compare/{kind.key}/"


def compares(tree: Tree, area: Area, kind: Kind) -> bool:
    """Whether a place has a comparison of a kind: two places below it have lists."""
    return kind.compare and len(places_with(tree, area.path, kind)) > 1


def comparing(tree: Tree, area: Area) -> bool:
    """Whether a place has a comparison of any kind."""
    return bool(tree.children(area.path)) and any(compares(tree, area, kind) for kind in KINDS.values())


def parts(tree: Tree, size: int) -> list[list[str]]:
    """All places in parts for one process each: those to be compared stand before the place that compares them."""
    together = {area.path for area in tree if comparing(tree, area)}
    found: list[list[str]] = []
    single: list[str] = []
    for area in tree:
        if area.path in together:
            below = [child.path for child in tree.children(area.path) if child.path not in together]
            found.append([*below, area.path])
        elif area.parent not in together:
            single.append(area.path)
    return [*(single[start : start + size] for start in range(0, len(single), size)), *found]


def places_with(tree: Tree, path: str, kind: Kind) -> list[Area]:
    """The townships right below a place that have a list of a kind."""
    return [
        child
        for child in tree.children(path)
        if child.level == "乡" and any(ref.kind == kind.key for ref in child.lists)
    ]


def near(tree: Tree, area: Area) -> list[str]:
    """The places whose ``search.json`` speak for a page of ``area``, without the nation, whose file is always there."""
    return [above.path for above in tree.upwards(area.path) if above.path and above.lists]


def way(page: str, here: str) -> str:
    """The shortest way to a page from the page at ``here``, both from the root: no further up than need be."""
    if page.startswith(here) and page != here:
        return page.removeprefix(here)
    there, folders = page.split("/"), here.split("/")[:-1]
    shared = 0
    for one, other in zip(there[:-1], folders, strict=False):
        if one != other:
            break
        shared += 1
    return "../" * (len(folders) - shared) + "/".join(there[shared:]) or "./"
