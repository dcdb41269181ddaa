"""A whole site out of lists: every place read, checked, rendered and dropped, then the whole."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from ..ahead import Ahead, There, look
from ..areas import Said, Tree, said_by, scan
from ..catalog import read_list, standing
from ..check import CHUNK, check_whole, worth
from ..folders import UNSEEN, Looked
from ..history import read_history
from ..kinds import KINDS
from ..pool import spread
from ..private.leaks import Leak, brought, unwanted
from ..private.leaks import published as public
from ..problems import BadLists, Level, Problem, has_errors
from ..progress import stage
from ..seals import Seal
from ..site_files import read_site_files
from ..sums import Touched
from .addresses import parts
from .book import Book
from .branch import CannotJoin, chosen, fingerprint, lists_sum, load, save, take
from .cache import Cache, Known
from .complete import lacking
from .digest import Digest
from .finish import write_whole
from .frame import NAME, Beside, Says, Site
from .judge import judge
from .kept import CannotKeep, forget
from .named import write_names
from .names import Rows, merge
from .output import files_of, gather
from .place import start, work
from .redirects import Pair
from .shell import Shell, ShellError
from .templates import fresh
from .verify import pack, unpack


@dataclass(frozen=True)
class Plan:
    """What to build from what."""

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
    cache: Path | None = None  # where the last build told what it made, and this one tells the next
    spare: Path | None = None  # a folder to gather the site in where some of it stays; best the site before the old one
    ahead: Ahead | None = None  # which looks at it already
    looked: Looked = UNSEEN  # how lists were found, where they were looked at
    places: Said = field(default_factory=dict)  # what every area.yml says, where it is known

    def look(self) -> There:
        """What lies in the spare folder."""
        if not self.spare:
            return {}, []
        return self.ahead.look(self.spare) if self.ahead else look(str(self.spare))


@dataclass(frozen=True)
class Built:
    """What was built: warnings to print, and how much."""

    problems: list[Problem]
    pages: int
    areas: int
    moved: tuple[Pair, ...]  # old addresses of which each has one of today
    faults: tuple[str, ...] = ()  # what is wrong with the finished site
    root: Path = Path()  # where the finished site lies
    spare: bool = False  # whether the site before it will spare the next build work
    files: Mapping[str, Touched | None] = field(default_factory=dict)  # all; of those that stay, how they were left
    places: Said = field(default_factory=dict)  # what every area.yml says, where all of them are right
    done: Callable[[bool], None] = lambda _: None  # to be told once whether the site stands: the next build will know

    @property
    def warnings(self) -> dict[str, int]:
        """How many warnings there are of each code."""
        return dict(sorted(Counter(one.code for one in self.problems if one.level is Level.WARNING).items()))


def pour(plan: Plan) -> Built:
    """Pour the lists into the shell that lies in ``plan.dest``; BadLists leaves only a private folder behind."""
    shell = _shell(plan.dest)
    for name in ("sitemap.xml", "sitemap.xml.gz"):  # MkDocs', which know the hand-written pages only
        (plan.dest / name).unlink(missing_ok=True)
    written = sorted(file.relative_to(plan.dest).as_posix() for file in plan.dest.rglob("*.html"))
    leaked = brought(plan.dest)
    site = _site(plan, shell)
    if plan.areas:
        return _branch(plan, site)
    memory: Cache | None = None
    try:
        if plan.cache and plan.old and not plan.bare:
            memory = Cache(plan.cache, plan.old, site, plan.looked.files)
        return _whole(plan, site, memory, written, leaked)
    except sqlite3.Error as error:
        if plan.cache:
            forget(plan.cache)
        raise CannotKeep(f"记东西的数据库用不了:{error}。磁盘满了就腾出地方;记下的已经删掉,再建一次") from error
    finally:
        if memory and not memory.kept:
            memory.done(False)


def _whole(plan: Plan, site: Site, memory: Cache | None, written: list[str], leaked: list[Leak]) -> Built:
    """The whole site; ``written`` are the hand-written pages, ``leaked`` what MkDocs' files might give away."""
    tree = site.tree
    there = plan.look()
    known = memory.known(there) if memory and not plan.branches else Known({}, False)
    book = Book(memory.memory.sql if memory else sqlite3.connect(""), site.real)
    if not known.names:
        book.unwritten()
    if not known.digests:
        book.clear()
    by_path = {**known.digests, **(_joined(plan, site, book) if plan.branches else {})}
    _make(plan, site, by_path, tree.areas, book.hear)
    digests = [by_path[area.path] for area in tree]
    problems = check_whole(tree, site.files, plan.as_of, (digest.findings for digest in digests))
    if has_errors(problems):
        raise BadLists(problems)
    if plan.bare:
        return Built(problems, sum(len(area.lists) for area in tree), len(tree.areas), (), root=plan.dest)
    names = write_names(site, plan.dest, plan.old, book, plan.jobs or worth(site.tree))
    stay = memory.staying(names) if memory and not plan.branches else {}
    if memory:
        memory.drop(names)
    root, links = plan.dest, memory is not None
    if stay and plan.spare and plan.old:
        root = plan.spare
        files, links = gather(plan.dest, root, plan.old, stay, there)
    else:
        files = files_of(root)
    whole = write_whole(site, root, plan.old, digests, written, names.pages, files)
    files |= set(whole.files)
    own = public((plan.mailbox, plan.author))
    leaked += [*whole.leaks, *names.leaks, *(leak for digest in digests for leak in digest.leaks)]
    if private := unwanted(leaked, own.union(*(digest.public for digest in digests))):
        raise BadLists(private)
    new = [digest.note for path, digest in by_path.items() if path not in known.digests]
    led = pack(one for one in unpack(names.note.asked) if one.path not in stay)
    new += [whole.note, names.note._replace(asked=led)]
    old = [digest.note for digest in known.digests.values()]
    asked = memory.asked(stay) if memory and stay else ()
    faults = (
        *lacking(root, files, tree, [*old, *new], tuple(one.name for one in plan.beside)),
        *judge(root, files, new, plan.url, old, asked),
    )
    if memory:
        memory.save(root, by_path, names)
    done = memory.done if memory else Built.done
    left = stay if links else {}
    every = {address: left.get(address) for address in files}
    places = {} if any(one.file.endswith("/area.yml") for one in problems) else said_by(tree)
    return Built(problems, whole.pages, len(tree.areas), whole.moved, faults, root, links, every, places, done)


def _shell(dest: Path) -> Shell:
    """The empty page out of what MkDocs left, which is no page of the site."""
    file = dest / "shell" / "index.html"
    if not file.is_file():
        raise ShellError("没有 content/shell.md(写上 template: shell.html),页面没有外壳")
    shell = Shell(file.read_text(encoding="utf-8"))
    shutil.rmtree(file.parent)
    return shell


@stage("看设置和以前")
def _site(plan: Plan, shell: Shell) -> Site:
    """What all pages share."""
    fresh(plan.overrides)
    tree, files = scan(plan.lists, said=plan.places, listed=plan.looked.folders), read_site_files(plan.lists)
    return Site(
        tree, plan.as_of, shell, files, plan.overrides, plan.mailbox, plan.url, plan.name or NAME,
        _elsewhere(tree, plan.as_of), plan.beside, read_history(plan.lists, files.moves, plan.jobs), plan.author,
        plan.seals,
    )  # fmt: skip


Hear = Callable[[Rows, Iterable[int]], None]


def _make(plan: Plan, site: Site, digests: dict[str, Digest], wanted: Container[str], hear: Hear) -> None:
    """Write the wanted places that have no digest yet, side by side, and add what came of them.

    ``hear`` is told what they say by name, and the numbers of those who say so.
    """
    todo = [[path for path in part if path not in digests and path in wanted] for part in parts(site.tree, CHUNK)]
    given = (site, plan.dest, plan.old, plan.bare)
    for part in spread("做各地的网页", work, [one for one in todo if one], start, given, plan.jobs or worth(site.tree)):
        digests |= part.digests
        hear(part.names, [site.numbers[path] for path in part.digests if path in site.numbers])


def _joined(plan: Plan, site: Site, book: Book) -> dict[str, Digest]:
    """What is ready made: the files of branches put in their places, their digests; the book is told their names."""
    digests: dict[str, Digest] = {}
    made = fingerprint(site)
    sum_of = cache(lists_sum)
    for folder in plan.branches:
        branch = load(folder, site, made, sum_of)
        if twice := [path for path in branch.digests if path in digests]:
            raise CannotJoin(f"{folder} 里的 {twice[0] or '全国'} 另一支里也有,两支只留一支")
        take(branch, plan.dest)
        digests |= branch.digests
        book.hear(branch.names, [site.numbers[path] for path in branch.digests if path in site.numbers])
    return digests


def _empty(dest: Path) -> None:
    """A branch is its places' pages alone: what belongs to no place is made when branches are joined."""
    for one in dest.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def _branch(plan: Plan, site: Site) -> Built:
    """The pages of some places alone, with what the whole needs to know of them."""
    try:
        wanted = chosen(site.tree, plan.areas)
    except KeyError as error:
        raise CannotJoin(f"清单里没有 {error.args[0]} 这个地方") from error
    _empty(plan.dest)
    digests: dict[str, Digest] = {}
    rows: Rows = {}
    _make(plan, site, digests, wanted, lambda more, _: merge(rows, more))
    problems = sorted(problem for digest in digests.values() for problem in digest.findings.problems)
    if has_errors(problems):
        raise BadLists(problems)
    save(plan.dest, site, digests, rows)
    return Built(problems, sum(len(digest.pages) for digest in digests.values()), len(digests), (), root=plan.dest)


@stage("看各地的答案")
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
