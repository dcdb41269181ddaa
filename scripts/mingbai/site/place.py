"""One place: checked, its pages written, what the whole needs of it kept. This is what each process of a build does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..areas import Area
from ..catalog import Catalog
from ..check import Findings, check_area
from ..contacts import contacts_of, public_of
from ..private.leaks import published as public
from ..problems import Problem, has_errors
from ..progress import doing
from .addresses import comparing
from .board import board_pages
from .compare import compare_pages
from .complete import promised
from .data import as_csv, as_json
from .digest import Digest, Entry, entries, listed, named, reached
from .draft import draft_page
from .events import dated
from .frame import Gone, Page, Site
from .names import Rows, file_away
from .output import Output
from .pages import answer_pages, held_in, list_pages, place_page
from .past import Changed, changed_items
from .past_files import past_files
from .reporting import report_page
from .search import near_file, others
from .situations import situation_entries
from .verify import Reader


@dataclass(frozen=True)
class Part:
    """What came of some places: a digest each, and what they say by name."""

    digests: dict[str, Digest]
    names: Rows


class Places:
    """Writes the pages of one place after the other; only what holds in the last one stays in memory."""

    def __init__(self, site: Site, dest: Path, old: Path | None, bare: bool = False) -> None:
        self.site, self.bare = site, bare
        self.catalog = Catalog(site.tree, site.as_of)
        self.reader = Reader(site.url)
        self.output = Output(dest, old, None if bare else self.reader.read, watched=not bare)

    def part(self, paths: Iterable[str]) -> Part:
        """Neighbours, those to be compared before the place that compares them."""
        done = Part({}, {})
        said: dict[str, tuple[Entry, ...]] = {}
        for path in paths:
            area = self.site.tree.areas[path]
            if self.bare:
                done.digests[path] = self._lists_only(area)
                continue
            findings = check_area(self.catalog, area, self.site.files)
            if has_errors(findings.problems):
                done.digests[path] = Digest(findings)
                continue
            said[path] = tuple(entries(self.site, self.catalog, area))
            pages, gone = self._pages(area, list(findings.problems), said)
            own = tuple(listed(self.catalog, area))
            beside = [] if path else list(situation_entries(self.site.files.situations))
            named_here = [*beside, *said[path], *others(area, own)]
            if area.lists or not path:
                self.output.write(*near_file(self.site.tree, area, named_here))
            self._data(area)
            if not area.demo:
                file_away(done.names, self.site.numbers[path], named_here)
            files = self.catalog.reading(path).lists
            done.digests[path] = Digest(
                findings,
                pages,
                own,
                tuple(named(self.catalog, area)),
                tuple(reached(self.site, self.catalog, area)),
                gone,
                () if area.demo else tuple(dated(self.catalog, area)),
                () if area.demo else tuple(one for file in files for one in contacts_of(file, area)),
                self.reader.note(promised(self.catalog, area)),
                public(text for file in files for text in public_of(file)),
                self.output.watch.taken(),
                self.output.written(),
            )
        return done

    def _lists_only(self, area: Area) -> Digest:
        """Write the pages of a place's lists and nothing else; only what cannot be read or typed is told."""
        self.catalog.enter(area.path)
        problems = self.catalog.reading(area.path).problems
        for page in list_pages(self.site, self.catalog, area, list(problems)):
            self.output.write(f"{page.address}index.html", page.html)
        return Digest(Findings(problems, ()))

    @doing("网页")
    def _pages(
        self, area: Area, warnings: list[Problem], said: dict[str, tuple[Entry, ...]]
    ) -> tuple[tuple[str, ...], tuple[Gone, ...]]:
        """Write all pages of a place: the addresses of those of today, and the old addresses."""
        pages: list[str] = []
        gone: list[Gone] = []
        changed = changed_items(self.site, area)
        for page in self._made(area, warnings, changed, said):
            self.output.write(f"{page.address}index.html", page.html)
            if page.gone:
                gone.append(page.gone)
            else:
                pages.append(page.address)
        for address, text in past_files(self.site, self.catalog, area, changed):
            self.output.write(address, text)
            if address.endswith("/index.html") and "/@" not in address:
                pages.append(address.removesuffix("index.html"))
        return tuple(pages), tuple(gone)

    def _made(
        self, area: Area, warnings: list[Problem], changed: Changed, said: dict[str, tuple[Entry, ...]]
    ) -> Iterator[Page]:
        held = held_in(self.site, self.catalog, area)
        if area.path:
            yield place_page(self.site, self.catalog, area, held)
        yield from board_pages(self.site, self.catalog, area, held)
        yield from list_pages(self.site, self.catalog, area, warnings)
        yield from answer_pages(self.site, self.catalog, area, warnings, changed)
        yield report_page(self.site, self.catalog, area)
        yield draft_page(self.site, self.catalog, area)
        yield from compare_pages(self.site, self.catalog, area, self._below(area, said))

    def _below(self, area: Area, said: dict[str, tuple[Entry, ...]]) -> dict[str, tuple[Entry, ...]]:
        """What the places right below one say, read again only where another process had them."""
        tree = self.site.tree
        children = tree.children(area.path) if comparing(tree, area) else []
        return {
            child.path: said[child.path] if child.path in said else tuple(entries(self.site, self.catalog, child))
            for child in children
        }

    @doing("数据文件")
    def _data(self, area: Area) -> None:
        """The files for programs and spreadsheets beside every list page."""
        for file in self.catalog.reading(area.path).lists:
            folder = f"{area.address}{file.page}/"
            self.output.write(f"{folder}data.json", as_json(file, folder))
            self.output.write(f"{folder}data.csv", as_csv(file))
            for extra in self.site.beside:
                self.output.write(folder + extra.name, extra.make(file.ref, area))


_places: Places


def start(site: Site, dest: Path, old: Path | None, bare: bool) -> None:
    """Prepare a process."""
    global _places
    _places = Places(site, dest, old, bare)


def work(paths: list[str]) -> Part:
    """Some places in a prepared process."""
    return _places.part(paths)
