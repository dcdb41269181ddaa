"""Earlier versions of a list at addresses of their own: the page as it was, what it said, what differs from today."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel

from ..areas import Area, ListRef
from ..catalog import Catalog, ListFile, Statement, type_list
from ..git import GitFile, NoGit, Repo
from ..history import Line, Place, Version, compare, moves_of, safe, summarized, words_of
from ..kinds import KINDS
from ..problems import has_errors
from ..read import Source, read
from ..rules import check_list, check_source
from ..wording import label
from .data import as_csv, as_json, dumps
from .frame import Page, Site, Step, contacts_of, trail_of
from .pages import Group, Row, facts_of, read_here
from .split import Told, fold, weigh

MOST = 6_000  # characters of differences that a page tells
LARGE = 400  # items from which a list fills its page alone


class Old(NamedTuple):
    """An earlier version as it may be published; without ``file`` today's kind cannot type it."""

    version: Version
    day: str
    until: str
    items: int
    ref: ListRef
    source: Source | None = None
    file: ListFile | None = None
    published: bool = False  # no error keeps it back

    @property
    def tail(self) -> str:
        """Its folder below the list's page; '' where it has none."""
        return f"@{self.day}/" if self.published else ""


class Differs(NamedTuple):
    """What differs between a version and today, counted and told."""

    words: str
    told: list[Told]
    header: tuple[Any, ...]
    left: int  # changes that are not told


def earlier(line: Line) -> list[Version]:
    """The versions that others replaced, the last one of each day; not where a shallow clone begins."""
    begun = line.events[0].commit if line.events and line.events[0].what == "start" else ""
    of_day = {version.time[:10]: version for version in line.versions if version.commit != begun}
    return [version for version in of_day.values() if version.until]


def old_versions(site: Site, name: str, place: Place, area: Area, line: Line, repo: Repo) -> list[Old]:
    """The earlier versions of a list, newest first, each read and checked as a list of today would be."""
    found = []
    for version in reversed(earlier(line)):
        day = version.time[:10]
        items = next((event.items for event in line.events if event.commit == version.commit), 0)
        ref = ListRef(GitFile(repo, name, version.blob), f"lists/{name}@{day}", area.path, place.kind, place.slug)
        old = Old(version, day, version.until[:10], items, ref)
        found.append(_checked(site, old))
    return found


def _checked(site: Site, old: Old) -> Old:
    """With what it says, unless an error keeps it back; a version that cannot be typed is shown as it stands."""
    try:
        raw = old.ref.file.read_bytes()
    except NoGit:
        return old
    source, problems = read(old.ref.shown, raw)
    kind = KINDS[old.ref.kind]
    if source is None or has_errors(problems) or has_errors(check_source(source, kind)):
        return old
    file, problems = type_list(old.ref, source)
    if file is None or has_errors(problems):
        return old._replace(source=source, published=True)
    errors = has_errors(check_list(file, site.as_of))
    return old if errors else old._replace(source=source, file=file, published=True)


def version_files(
    site: Site, catalog: Catalog, area: Area, old: Old, now: ListFile | None
) -> Iterator[tuple[str, str]]:
    """The page of a version and its data, each with its address from the site's root."""
    if not old.published:
        return
    address = f"{area.address}{old.ref.page}/{old.tail}"
    yield f"{address}index.html", _page(site, catalog, area, old, now, address).html
    if old.file:
        yield f"{address}data.json", as_json(old.file, address)
        yield f"{address}data.csv", as_csv(old.file)
    elif old.source:
        place = {"area": area.path, "kind": old.ref.kind, "page": address}
        yield f"{address}data.json", dumps({**place, **old.source.data})


def _page(site: Site, catalog: Catalog, area: Area, old: Old, now: ListFile | None, address: str) -> Page:
    kind, current = KINDS[old.ref.kind], f"{area.address}{old.ref.page}/" if now else ""
    changes = f"{area.address}{old.ref.page}/changes/"
    banner = {"old": old, "current": current, "differs": _differs(site, old, now), "history": changes}
    content = site.render("_version.html", address, area, **banner)
    contacts = contacts_of(catalog, area, kind.topic)
    assert old.source
    title = safe(str(old.source.data.get("title") or kind.label))
    if old.file:
        groups = _groups(site, catalog, area, old.file)
        rows = [row for group in groups for row in group.rows]
        facets = Counter(word for row in rows if kind.facet and (word := getattr(row.item, kind.facet)))
        content += site.render(
            f"{kind.key}.html", address, area,
            kind=kind, file=old.file, title=title, groups=groups, facets=facets, total=len(rows),
            about=facts_of(old.file), siblings=[], warnings=[], compare="", others=[], contacts=contacts, beside=(),
        )  # fmt: skip
    else:
        facts, items = _plain(old)
        content += site.render("version.html", address, area, title=title, facts=facts, items=items, contacts=contacts)
    trail = [*trail_of(site, area, itself=True), Step(title, current or changes)]
    about = f"{area.name}:{title},{old.day} 的版本,已经被新的版本代替。"
    name, head = f"{area.short} {title}({old.day} 的版本)", site.over(current or changes, area.demo)
    return Page(address, site.page(address, area, name, about, content, trail, head=head))


def _groups(site: Site, catalog: Catalog, area: Area, file: ListFile) -> list[Group]:
    """The rows of a version; they lead to items' pages that are still there."""
    kind, alive = file.kind, set[str]()
    if kind.item_pages and any(ref.kind == kind.key for ref in area.lists):
        alive = {holding.id for holding in read_here(catalog, area, kind)}
        moves, held = site.files.moves, frozenset(alive)
        alive |= {old for old, ends in moves.ends(kind.key, area.path, held).items() if not held.isdisjoint(ends)}
        alive |= {old for old, told in moves.records(kind.key, area.path).items() if not any(one.new for one in told)}
    groups: dict[str, list[Row]] = {}
    for item in file.items:
        said = Statement(area, file, item)
        answer = kind.answer(item) if kind.decides(file.header) else None
        page = f"{area.address}{kind.key}/{item.id}/" if item.id in alive else ""
        groups.setdefault(getattr(item, kind.group) or "", []).append(Row(item, answer, page, area, said.aside))
    return [Group(title, rows) for title, rows in groups.items()]


def _differs(site: Site, old: Old, now: ListFile | None) -> Differs | None:
    """What differs from today's list; None where it is gone."""
    if now is None or old.source is None:
        return None
    name = f"{old.ref.area}/{old.ref.page}.yml".removeprefix("/")
    recorded = moves_of(site.files.moves, [name])[name]
    header, changes, moved = compare(old.source.data, now.source.data, now.kind, recorded)
    told, room = [], MOST if len(now.items) < LARGE else 0
    every = fold(changes)
    for one in every:
        room -= weigh(one)
        if room < 0:
            break
        told.append(one)
    left = sum(len(one.items) for one in every[len(told) :])
    return Differs(summarized(changes, header, moved), told, header, left)


def _plain(old: Old) -> tuple[list[tuple[str, str]], list[tuple[str, list[tuple[str, str]]]]]:
    """The rows of a version that today's kind cannot type, as labels and words."""
    assert old.source
    kind, data = KINDS[old.ref.kind], old.source.data
    rows = data.get("items")

    def told(model: type[BaseModel], said: dict[str, Any], *without: str) -> list[tuple[str, str]]:
        shown = ((key, value) for key, value in said.items() if key not in without)
        return [(label(model, (key,)), words_of(value, model, (key,))) for key, value in shown]

    items = []
    for number, row in enumerate(rows if isinstance(rows, list) else (), start=1):
        said = row if isinstance(row, dict) else {"": row}
        name = said.get("name")
        items.append((name if isinstance(name, str) else f"第 {number} 项", told(kind.item, said, "name")))
    return told(kind.header, data, "title", "items"), items
