"""Single items as their list's page shows them, before and after a change."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

from ..areas import scan
from ..catalog import Catalog, ListFile, Statement
from ..folders import Node
from ..site_files import read_site_files
from .frame import Site
from .pages import facts_of, groups_of

Key = tuple[str, str]  # lists/hubei/certificates.yml and an id


def before_and_after(old: Node, new: Node, as_of: date, wanted: Iterable[Key]) -> dict[Key, tuple[str, str]]:
    """The rows of some items in two folders of lists, as HTML; '' where an item is not there or cannot be drawn."""
    wanted = list(wanted)
    before, after = (_rows(root, as_of, wanted) for root in (old, new))
    return {key: (before.get(key, ""), after.get(key, "")) for key in wanted}


def _rows(root: Node, as_of: date, wanted: list[Key]) -> dict[Key, str]:
    tree = scan(root)
    site = Site(tree, as_of, None, read_site_files(root))
    catalog = Catalog(tree, as_of)
    ids: dict[str, set[str]] = {}
    for file, item in wanted:
        ids.setdefault(file, set()).add(item)
    found: dict[Key, str] = {}
    for area in tree:
        if not any(ref.shown in ids for ref in area.lists):
            continue
        catalog.enter(area.path)
        for listed in catalog.reading(area.path).lists:
            mine = ids.get(listed.ref.shown, set())
            some = replace(listed, items=tuple(item for item in listed.items if item.id in mine))
            html = _drawn(site, some) if some.items else ""
            found.update({(listed.ref.shown, item.id): element(html, item.id) for item in some.items})
    return found


def _drawn(site: Site, file: ListFile) -> str:
    area, kind = site.tree.areas[file.ref.area], file.kind
    groups = groups_of(area, kind, [Statement(area, file, item) for item in file.items], file.page, {})
    return site.render(
        f"{kind.key}.html", f"{area.address}{file.page}/", area,
        kind=kind, file=file, title=file.header.title, groups=groups, facets={}, total=len(file.items),
        about=facts_of(file), siblings=[], warnings=[], compare="", others=[], contacts=[],
    )  # fmt: skip


def element(html: str, wanted: str) -> str:
    """The element with an id, as it stands in well-formed HTML; '' where there is none."""
    finder = _Finder(wanted)
    finder.feed(html)
    if finder.start is None or finder.end is None:
        return ""
    lines = html.split("\n")
    (line, column), (last, stop) = finder.start, finder.end
    if line == last:
        return lines[line - 1][column:stop]
    return "\n".join([lines[line - 1][column:], *lines[line : last - 1], lines[last - 1][:stop]])


class _Finder(HTMLParser):
    """Finds where an element begins and ends."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.tag = ""
        self.depth = 0
        self.lists = 0  # open lists inside the element
        self.start: tuple[int, int] | None = None
        self.end: tuple[int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin, or go deeper into elements of the same name; the next entry of a list ends the one before."""
        if self.start and not self.end and tag == self.tag == "li" and not self.lists:
            self.end = self._at()
        if self.start is None and ("id", self.wanted) in attrs:
            self.start, self.tag = self.getpos(), tag
        if self.start and not self.end:
            self.depth += tag == self.tag
            self.lists += tag in ("ul", "ol")

    def handle_endtag(self, tag: str) -> None:
        """Come up again; the end of a list ends its last entry."""
        if not self.start or self.end:
            return
        if tag in ("ul", "ol"):
            if not self.lists and self.tag == "li":
                self.end = self._at()
                return
            self.lists -= 1
        if tag == self.tag:
            self.depth -= 1
            if not self.depth:
                self.end = self._at(len(f"</{tag}>"))

    def _at(self, after: int = 0) -> tuple[int, int]:
        line, column = self.getpos()
        return line, column + after
