"""A whole site out of lists: every place read, checked, rendered and dropped, then the whole."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .. import moved
from ..areas import DEMO, Area, Tree, scan
from ..catalog import Catalog, read_list, standing
from ..check import CHUNK, check_area, check_whole, worth
from ..contacts import contacts_of, public_of
from ..history import read_history
from ..kinds import KINDS
from ..pool import spread
from ..private.leaks import Leak, brought, unwanted
from ..private.leaks import published as public
from ..problems import Problem, has_errors
from ..schemas import schemas
from ..seals import Seal
from ..site_files import read_site_files
from .addresses import compares, parts
from .board import board_pages
from .compare import compare_pages
from .complete import lacking, promised
from .copies import published
from .data import as_csv, as_json, dumps
from .digest import Digest, Entry, entries, listed, named, reached
from .draft import draft_page
from .events import dated
from .feeds import real_events
from .frame import NAME, Beside, Gone, Page, Says, Site
from .judge import judge
from .news import news_pages
from .output import Output
from .pages import answer_pages, held_in, list_pages, place_page
from .past import Changed, changed_items
from .past_files import past_files, past_of_all
from .redirects import Pair, keep_addresses
from .reporting import report_page
from .search import index_files, near_file, others, synonyms_file, unique
from .shell import Shell, ShellError
from .situations import situation_entries, situation_pages
from .templates import fresh
from .verify import Note, Reader
from .whole import CONTACTS, all_pages, api_contacts, api_index, fill, kind_pages, sitemaps

TOKEN = "@@mingbai:"


class BadLists(Exception):
    """The lists hold errors; nothing of the site may be published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} 个问题")
        self.problems = problems


@dataclass(frozen=True)
class Plan:
    """What to build from what; plain values that any process can be given."""

    lists: Path
    dest: Path  # holds the hand-written pages and the shell, as MkDocs left them
    as_of: date
    old: Path | None = None  # the site to be replaced: unchanged files are linked from it
    overrides: Path | None = None  # the site's own, in front of the package's
    url: str = ""
    name: str = ""
    mailbox: str = ""  # for corrections
    author: str = ""  # who runs the site
    jobs: int = 0  # 0: as many as pay
    beside: tuple[Beside, ...] = ()  # what else is made of every list
    seals: Mapping[str, Seal] = field(default_factory=dict)  # of styles and scripts, where the site is packed


@dataclass(frozen=True)
class Built:
    """What was built: warnings to print, and how much."""

    problems: list[Problem]
    pages: int
    areas: int
    moved: tuple[Pair, ...]  # old addresses of which each has one of today
    faults: tuple[str, ...] = ()  # what is wrong with the finished site


def pour(plan: Plan) -> Built:
    """Pour the lists into the shell that lies in ``plan.dest``; BadLists leaves only a private folder behind."""
    shell_file = plan.dest / "shell" / "index.html"
    if not shell_file.is_file():
        raise ShellError("没有 content/shell.md(写上 template: shell.html),页面没有外壳")
    fresh()
    shell = Shell(shell_file.read_text(encoding="utf-8"))
    shutil.rmtree(shell_file.parent)
    written = sorted(plan.dest.rglob("*.html"))
    leaked = brought(plan.dest)
    tree = scan(plan.lists)
    files = read_site_files(plan.lists)
    site = Site(
        tree,
        plan.as_of,
        shell,
        files,
        plan.overrides,
        plan.mailbox,
        plan.url,
        plan.name or NAME,
        _elsewhere(tree, plan.as_of),
        plan.beside,
        read_history(plan.lists, files.moves, plan.jobs),
        plan.author,
        plan.seals,
    )  # fmt: skip
    found = spread(_work, parts(tree, CHUNK), _start, (plan, site), plan.jobs or worth(tree))
    by_path = {path: digest for part in found for path, digest in part}
    digests = [by_path[area.path] for area in tree]
    problems = check_whole(tree, files, plan.as_of, (digest.findings for digest in digests))
    if has_errors(problems):
        raise BadLists(problems)
    pages, pairs, note, more = _whole(plan, site, digests, written)
    own = public((plan.mailbox, plan.author))
    leaked += [*more, *(leak for digest in digests for leak in digest.leaks)]
    if private := unwanted(leaked, own.union(*(digest.public for digest in digests))):
        raise BadLists(private)
    notes = [*(digest.note for digest in digests), note]
    faults = (
        *lacking(plan.dest, tree, notes, tuple(one.name for one in plan.beside)),
        *judge(plan.dest, notes, plan.url),
    )
    return Built(problems, pages, len(tree.areas), pairs, faults)


def _elsewhere(tree: Tree, as_of: date) -> dict[tuple[str, str], list[Says]]:
    """What every real place's own list decides, for kinds whose items have pages."""
    found: dict[tuple[str, str], list[Says]] = {}
    for area in tree:
        for ref in area.lists:
            kind = KINDS[ref.kind]
            file = read_list(ref) if kind.item_pages and not area.demo else None
            for item in file.items if file and kind.decides(file.header) else ():
                answer = kind.answer(item)
                if answer and file and not standing(file.header, item, as_of):
                    found.setdefault((kind.key, item.id), []).append(Says(area.path, area.short, answer))
    return found


# ── in each process ──────────────────────────────────────────────────────────

_site: Site
_catalog: Catalog
_reader: Reader
_output: Output


def _start(plan: Plan, site: Site) -> None:
    global _site, _catalog, _reader, _output
    _site = site
    _catalog = Catalog(site.tree, plan.as_of)
    _reader = Reader(plan.url)
    _output = Output(plan.dest, plan.old, _reader.read)


def _work(paths: list[str]) -> list[tuple[str, Digest]]:
    done: dict[str, Digest] = {}
    for path in paths:
        done[path] = _area(path, done)
    return list(done.items())


def _area(path: str, done: dict[str, Digest]) -> Digest:
    """Check one place and write its pages; a place with errors is only checked. ``done`` has those below it."""
    area = _site.tree.areas[path]
    findings = check_area(_catalog, area, _site.files)
    if has_errors(findings.problems):
        return Digest(findings)
    pages: list[str] = []
    gone: list[Gone] = []
    changed = changed_items(_site, area)
    for page in (
        *_pages(path, list(findings.problems), changed),
        *compare_pages(_site, _catalog, area, _below(area, done)),
    ):
        _output.write(f"{page.address}index.html", page.html)
        if page.gone:
            gone.append(page.gone)
        else:
            pages.append(page.address)
    for address, text in past_files(_site, _catalog, area, changed):
        _output.write(address, text)
        if address.endswith("/index.html") and "/@" not in address:
            pages.append(address.removesuffix("index.html"))
    said, own = tuple(entries(_site, _catalog, area)), tuple(listed(_catalog, area))
    if area.lists or not path:
        beside = [] if path else situation_entries(_site.files.situations)
        _output.write(*near_file(_site.tree, area, [*unique([*beside, *said]), *others(area, own)]))
    for file in _catalog.reading(path).lists:
        folder = f"{area.address}{file.page}/"
        _output.write(f"{folder}data.json", as_json(file, folder))
        _output.write(f"{folder}data.csv", as_csv(file))
        for extra in _site.beside:
            _output.write(folder + extra.name, extra.make(file.ref, area))
    return Digest(
        findings,
        tuple(pages),
        said,
        own,
        tuple(named(_catalog, area)),
        tuple(reached(_site, _catalog, area)),
        tuple(gone),
        () if area.demo else tuple(dated(_catalog, area)),
        () if area.demo else tuple(one for file in _catalog.reading(path).lists for one in contacts_of(file, area)),
        _reader.note(promised(_catalog, area)),
        public(text for file in _catalog.reading(path).lists for text in public_of(file)),
        _output.watch.taken(),
    )


def _pages(path: str, warnings: list[Problem], changed: Changed) -> Iterator[Page]:
    area = _site.tree.areas[path]
    held = held_in(_site, _catalog, area)
    if path:
        yield place_page(_site, _catalog, area, held)
    yield from board_pages(_site, _catalog, area, held)
    yield from list_pages(_site, _catalog, area, warnings)
    yield from answer_pages(_site, _catalog, area, warnings, changed)
    yield report_page(_site, _catalog, area)
    yield draft_page(_site, _catalog, area)


def _below(area: Area, done: dict[str, Digest]) -> dict[str, tuple[Entry, ...]]:
    """What the places right below one say, read again only where another process had them."""
    children = (
        _site.tree.children(area.path) if any(compares(_site.tree, area, kind) for kind in KINDS.values()) else []
    )
    return {c.path: done[c.path].entries if c.path in done else tuple(entries(_site, _catalog, c)) for c in children}


# ── the whole ────────────────────────────────────────────────────────────────


def _whole(
    plan: Plan, site: Site, digests: list[Digest], written: list[Path]
) -> tuple[int, tuple[Pair, ...], Note, tuple[Leak, ...]]:
    reader = Reader(plan.url)
    output = Output(plan.dest, plan.old, reader.read)
    catalog = Catalog(site.tree, plan.as_of)
    lists = [row for digest in digests for row in digest.lists]
    real = [entry for digest in digests for entry in digest.entries if not site.tree.areas[entry.area].demo]
    names = unique(real)
    rows = [row for digest in digests for row in digest.named]
    own: list[str] = []
    poured = [page for digest in digests for page in digest.pages]
    events = real_events(site.history, DEMO)
    dates = [one for digest in digests for one in digest.dates]
    whole = (
        *situation_pages(site, catalog, (row for digest in digests for row in digest.reached)),
        *all_pages(site, [*unique(situation_entries(site.files.situations)), *names]),
        *kind_pages(site, catalog, lists, set(poured)),
        *news_pages(site, catalog, events, dates),
    )
    for page in whole:
        output.write(f"{page.address}index.html", page.html)
        own.append(page.address)
    for file in written:
        address = file.relative_to(plan.dest).as_posix().removesuffix("index.html")
        html = fill(site, catalog, file.read_text(encoding="utf-8"), address, lists, rows)
        output.write(file.relative_to(plan.dest).as_posix(), html)
        if address != "404.html":
            own.append(address)
    found = [*unique(situation_entries(site.files.situations)), *names]
    for digest, area in zip(digests, site.tree, strict=True):
        found += [] if area.demo else others(area, digest.lists)
    for address, text in (*index_files(site.tree, found), synonyms_file(site.files.synonyms)):
        output.write(address, text)
    for address, text in past_of_all(site, events):
        output.write(address, text)
    for address, data in published(site.files.copies, (sha for digest in digests for sha in digest.findings.kept)):
        output.write(address, data)
    output.write("api/v1/index.json", api_index(site, lists))
    output.write(CONTACTS, api_contacts(one for digest in digests for one in digest.contacts))
    for name, schema in schemas().items():
        output.write(f"schemas/{name}.json", dumps(schema))
    (plan.dest / "sitemap.xml").unlink(missing_ok=True)
    (plan.dest / "sitemap.xml.gz").unlink(missing_ok=True)
    if plan.url:
        demo = tuple(area.address for area in site.tree if area.demo)
        every = sorted({*own, *poured})
        for address, text in sitemaps(plan.url, [page for page in every if not (demo and page.startswith(demo))]):
            output.write(address, text)
    gone = [one for digest in digests for one in digest.gone]
    pairs = keep_addresses(site, catalog, output, gone) if moved.FILE in site.files.sources else ()
    return len({*own, *poured}), tuple(pairs), reader.note(), output.watch.taken()
