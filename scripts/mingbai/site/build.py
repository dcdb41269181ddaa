"""A whole site out of lists: every place read, checked, rendered and dropped, then the whole."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from .. import moved
from ..areas import DEMO, Tree, scan
from ..catalog import Catalog, read_list, standing
from ..check import CHUNK, check_whole, worth
from ..history import read_history
from ..kinds import KINDS
from ..pool import spread
from ..private.leaks import Leak, brought, unwanted
from ..private.leaks import published as public
from ..problems import Problem, has_errors
from ..schemas import schemas
from ..seals import Seal
from ..site_files import read_site_files
from .addresses import parts
from .branch import CannotJoin, chosen, fingerprint, lists_sum, load, save, take
from .complete import lacking
from .copies import published
from .data import dumps
from .digest import Digest
from .every import all_pages
from .feeds import real_events
from .frame import NAME, Beside, Says, Site
from .judge import judge
from .names import Rows, merge, names_of
from .news import news_pages
from .output import Output
from .past_files import past_of_all
from .place import start, work
from .redirects import Pair, keep_addresses
from .search import Name, index_files, synonyms_file
from .shell import Shell, ShellError
from .situations import situation_pages
from .templates import fresh
from .verify import Note, Reader
from .whole import CONTACTS, api_contacts, api_index, fill, kind_pages, sitemaps

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
    bare: bool = False  # the pages of lists and nothing else, for comparing with other generators
    areas: tuple[str, ...] = ()  # branches: only their pages are made, and what the whole needs to know of them
    branches: tuple[Path, ...] = ()  # such branches, ready made


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
    by_path, rows = _joined(plan, site)
    wanted = _wanted(plan, tree)
    if wanted:
        _empty(plan.dest)
    todo = [
        [path for path in part if path not in by_path and path in (wanted or tree.areas)] for part in parts(tree, CHUNK)
    ]
    given = (site, plan.dest, plan.old, plan.bare)
    for part in spread(work, [one for one in todo if one], start, given, plan.jobs or worth(tree)):
        by_path |= part.digests
        merge(rows, part.names)
    if wanted:
        return _branch(plan, site, by_path, rows)
    digests = [by_path[area.path] for area in tree]
    problems = check_whole(tree, files, plan.as_of, (digest.findings for digest in digests))
    if has_errors(problems):
        raise BadLists(problems)
    if plan.bare:
        return Built(problems, sum(len(area.lists) for area in tree), len(tree.areas), ())
    pages, pairs, note, more = _whole(plan, site, digests, names_of(rows, site.real), written)
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


def _joined(plan: Plan, site: Site) -> tuple[dict[str, Digest], Rows]:
    """What is ready made: the files of branches put in their places, their digests and names."""
    digests: dict[str, Digest] = {}
    rows: Rows = {}
    made = fingerprint(site) if plan.branches else ""
    sum_of = cache(lists_sum)
    for folder in plan.branches:
        branch = load(folder, site, made, sum_of)
        if twice := [path for path in branch.digests if path in digests]:
            raise CannotJoin(f"{folder} 里的 {twice[0] or '全国'} 另一支里也有,两支只留一支")
        take(branch, plan.dest)
        digests |= branch.digests
        merge(rows, branch.names)
    return digests, rows


def _wanted(plan: Plan, tree: Tree) -> set[str]:
    try:
        return chosen(tree, plan.areas)
    except KeyError as error:
        raise CannotJoin(f"清单里没有 {error.args[0]} 这个地方") from error


def _empty(dest: Path) -> None:
    """A branch is its places' pages alone: what belongs to no place is made when branches are joined."""
    for one in dest.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def _branch(plan: Plan, site: Site, digests: dict[str, Digest], rows: Rows) -> Built:
    mine = sorted(problem for digest in digests.values() for problem in digest.findings.problems)
    if has_errors(mine):
        raise BadLists(mine)
    save(plan.dest, site, digests, rows)
    pages = sum(len(digest.pages) for digest in digests.values())
    return Built(mine, pages, len(digests), ())


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


def _whole(
    plan: Plan, site: Site, digests: list[Digest], names: list[Name], written: list[Path]
) -> tuple[int, tuple[Pair, ...], Note, tuple[Leak, ...]]:
    reader = Reader(plan.url)
    output = Output(plan.dest, plan.old, reader.read)
    catalog = Catalog(site.tree, plan.as_of)
    lists = [row for digest in digests for row in digest.lists]
    rows = [row for digest in digests for row in digest.named]
    own: list[str] = []
    poured = [page for digest in digests for page in digest.pages]
    events = real_events(site.history, DEMO)
    dates = [one for digest in digests for one in digest.dates]
    whole = (
        *situation_pages(site, catalog, (row for digest in digests for row in digest.reached)),
        *all_pages(site, names),
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
    for address, text in (*index_files(site.tree, names), synonyms_file(site.files.synonyms)):
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
