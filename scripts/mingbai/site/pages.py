"""The pages of one place: what holds there, its lists, its answers, whom to call."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ..answers import name_of, verdict
from ..areas import Area, item_address
from ..catalog import Catalog, Holding, ListFile, Statement, day, out_of_time
from ..kinds import KINDS, Answer, Kind, Reach
from ..problems import Problem
from ..situations import Target, leading_to
from .addresses import compare_address, compares, has_holdings, nearest_page, own_page
from .asked import Prepared, prepared
from .events import recent
from .frame import Contact, Page, Site, Step, contacts_of, trail_of
from .gone import Old, Was, moved_pages, was
from .linked import linked
from .past import Changed, changes_of, feeds_of
from .sheets import sheet_of, sheet_page
from .words import first

SAID_ANYWAY = ("C308", "C331")  # what each contact says of itself: 待核实, 未知
MOST_PLACES = 200  # places that a page names one by one


class Row(NamedTuple):
    """One item of a list page: what it is, what it says, where its own page lies."""

    item: Any
    answer: Answer | None
    page: str  # from the site's root; '' where it has none
    area: Area
    aside: str
    old: tuple[Was, ...] = ()


class Group(NamedTuple):
    """Rows under one heading; ``area`` where they come from a list above."""

    title: str
    rows: list[Row]
    area: Area | None = None


def facts_of(file: ListFile) -> list[tuple[str, Any]]:
    """The header's facts with their labels, in declared order."""
    header = file.header
    shown = [(info.title or key, getattr(header, key)) for key, info in type(header).model_fields.items()]
    return [(label, value) for label, value in shown if value is not None][1:]


def list_pages(site: Site, catalog: Catalog, area: Area, warnings: list[Problem]) -> Iterator[Page]:
    """A page for every list of the place, and for every kind that overrides one of what holds."""
    told = [problem for problem in warnings if problem.code not in SAID_ANYWAY]
    for kind in KINDS.values():
        files = catalog.lists(area.path, kind.key)
        main = next((file for file in files if not file.ref.slug), None)
        holds = has_holdings(area, kind)
        if holds and files:
            yield _kind_page(site, catalog, area, kind, main, files, told)
        for file in files:
            if file.ref.slug or not holds:
                said = [Statement(area, file, item) for item in file.items]
                old = was(site, catalog, area, kind, file.page, said)
                groups = groups_of(area, kind, said, file.page, old)
                yield _list_page(site, catalog, area, kind, file, groups, told, [])


def _kind_page(
    site: Site,
    catalog: Catalog,
    area: Area,
    kind: Kind,
    main: ListFile | None,
    files: list[ListFile],
    told: list[Problem],
) -> Page:
    """What holds in a place for an overriding kind: its main list's rows, then those from above."""
    holdings = catalog.holding(area.path, kind)
    own: list[Statement] = []
    beside: dict[str, list[Statement]] = {}
    for holding in holdings:
        mine = next((said for said in holding.every if said.list is main), None)
        if mine:
            own.append(mine)
        elif holding.deciding:
            beside.setdefault(holding.deciding.area.path, []).append(holding.deciding)
    shown = [*own, *(said for rest in beside.values() for said in rest)]
    old = was(site, catalog, area, kind, kind.key, shown)
    groups = groups_of(area, kind, own, kind.key, old)
    for path, rest in beside.items():
        above = site.tree.areas[path]
        rows = [row for group in groups_of(area, kind, rest, kind.key, old) for row in group.rows]
        groups.append(Group(f"{above.short}的清单里,同样管到这里的", rows, above))
    return _list_page(site, catalog, area, kind, main, groups, told, [file for file in files if file is not main])


def groups_of(area: Area, kind: Kind, said: list[Statement], page: str, old: Old) -> list[Group]:
    """Statements as rows, under the headings of their kind; ``old`` are the ids that rows once had."""
    groups: dict[str, list[Row]] = {}
    lists = {id(statement.list): statement.list for statement in said}
    decides = {number: kind.decides(file.header) for number, file in lists.items()}
    for statement in said:
        item = statement.item
        answer = kind.answer(item) if decides[id(statement.list)] else None
        link = item_address(area.path, kind, page, item.id) if kind.item_pages else ""
        row = Row(item, answer, link, statement.area, statement.aside, old.get(item.id, ()))
        groups.setdefault(getattr(item, kind.group) or "", []).append(row)
    return [Group(title, rows) for title, rows in groups.items()]


def _list_page(
    site: Site, catalog: Catalog, area: Area, kind: Kind, file: ListFile | None, groups: list[Group],
    told: list[Problem], siblings: list[ListFile],
) -> Page:  # fmt: skip
    page = file.page if file else kind.key
    address = f"{area.address}{page}/"
    title = file.header.title if file else f"{area.short} · {kind.label}"
    rows = [row for group in groups for row in group.rows]
    facets = Counter(word for row in rows if kind.facet and (word := getattr(row.item, kind.facet)))
    content = site.render(
        f"{kind.key}.html", address, area,
        kind=kind, file=file, title=title, groups=groups, facets=facets, total=len(rows),
        about=facts_of(file) if file else [], siblings=siblings,
        warnings=[problem for problem in told if file and problem.file == file.ref.shown],
        compare=compare_address(site.tree, area, kind) if file and not out_of_time(file.header, site.as_of) else "",
        others=_others(site, area, kind) if not file else [],
        contacts=contacts_of(catalog, area, kind.topic), changes=changes_of(site, area, page) if file else "",
        prepared=_prepared(site, area, address, kind, file),
    )  # fmt: skip
    trail = [*trail_of(site, area, itself=True)]
    about = f"{area.name}:{title},共 {len(rows)} 项。{kind.about}。"
    feeds = feeds_of(site, area, page) if file else []
    return Page(address, site.page(address, area, f"{area.short} {title}", about, content, trail, feeds=feeds))


def _prepared(site: Site, area: Area, address: str, kind: Kind, file: ListFile | None) -> Prepared | None:
    """The letter about a row of a list page; none where a list of the kind forbids nothing."""
    if file is None or kind.topic == "综合" or not file.items:
        return None
    return prepared(site, area, address, f"{kind.label}({area.short})", file.header)


def _others(site: Site, area: Area, kind: Kind) -> list[tuple[str, str]]:
    """Where the nation's page about a kind has no list of its own to show: the real places that have one."""
    found = [] if area.path else [(a.short, own_page(a, kind)) for a in site.tree if a.path and not a.demo]
    return [(place, page) for place, page in found if page][:MOST_PLACES]


def answer_pages(site: Site, catalog: Catalog, area: Area, warnings: list[Problem], changed: Changed) -> Iterator[Page]:
    """A page for every item that holds in a place with lists of its own, and for its old ids."""
    for kind in KINDS.values():
        if not kind.item_pages or not any(ref.kind == kind.key for ref in area.lists):
            continue
        contacts = contacts_of(catalog, area, kind.topic)
        here, events = read_here(catalog, area, kind), changed.get(kind.key, {})
        for holding in here:
            yield _answer_page(site, catalog, area, kind, holding, contacts, warnings, holding.id in events)
            if kind.sheet:
                yield sheet_page(site, catalog, area, kind, holding, contacts)
        yield from moved_pages(site, area, kind, here, events.keys())


def read_here(catalog: Catalog, area: Area, kind: Kind) -> list[Holding]:
    """The items of a kind that have a page in a place: all that hold, or only its own where lists add up."""
    held = catalog.holding(area.path, kind)
    return held if kind.reach is Reach.OVERRIDE else [h for h in held if h.shown.area == area]


def _answer_page(
    site: Site,
    catalog: Catalog,
    area: Area,
    kind: Kind,
    holding: Holding,
    contacts: list[Contact],
    warnings: list[Problem],
    changed: bool,
) -> Page:
    item, answer = holding.shown.item, verdict(kind, holding)
    address = f"{area.address}{kind.key}/{holding.id}/"
    chain = {above.path for above in site.tree.upwards(area.path)}
    elsewhere = [says for says in site.elsewhere.get((kind.key, holding.id), ()) if says.area not in chain]
    why = first(holding, "legal_basis")
    clashes = [problem for problem in warnings if problem.code == "C306" and f"“{item.name}”" in problem.message]
    content = site.render(
        f"{kind.key}.item.html", address, area,
        kind=kind, holding=holding, item=item, answer=answer, aliases=catalog.aliases(holding, kind),
        first=lambda name: first(holding, name), contacts=contacts, elsewhere=elsewhere, clashes=clashes,
        sheet=sheet_of(kind, holding), conflict=_conflict(kind, holding), linked=linked,
        changes=f"{address}changes/" if changed else changes_of(site, holding.shown.area, holding.shown.list.page),
        prepared=prepared(
            site, area, address, f"{item.name}({area.short})", holding.shown.list.header, item.name,
            answer.word if answer else "", why.item.legal_basis if why else (),
        ),
        situations=[] if area.demo else leading_to(site.files.sought, Target(kind.key, holding.id, area.path)),
    )  # fmt: skip
    trail = [*trail_of(site, area, itself=True), Step(kind.label, own_page(area, kind))]
    word = f"{answer.word}。{answer.sentence}。{answer.instead}" if answer else kind.about
    name = name_of(holding)
    title, about = f"{name} · {area.short}", f"{area.name}{name}:{word}"
    return Page(address, site.page(address, area, title, about, content, trail))


def _conflict(kind: Kind, holding: Holding) -> list[Statement]:
    """Statements for the village that say otherwise than the one shown."""
    shown = kind.answer(holding.shown.item)
    rest = [s for s in holding.every if s is not holding.shown and kind.decides(s.list.header)]
    return [s for s in rest if shown and (other := kind.answer(s.item)) and other.word != shown.word]


class Held(NamedTuple):
    """One kind in one place, in a line: where to read it and whose items they are."""

    kind: Kind
    page: str
    own: list[ListFile]
    counts: list[tuple[str, int]]  # place (本地, 湖北, 全国) and number of items, nearest first


def held_in(site: Site, catalog: Catalog, area: Area) -> list[Held]:
    """What holds in a place, kind by kind; kinds of which nothing is known are left out."""
    found = []
    for kind in KINDS.values():
        own = catalog.lists(area.path, kind.key)
        if kind.reach is Reach.OVERRIDE:
            origins = [(h.deciding.area.path, 1) for h in catalog.holding(area.path, kind) if h.deciding]
        else:
            files = catalog.speaking(area.path, kind)
            origins = [(f.ref.area, len(f.items)) for f in files if not out_of_time(f.header, catalog.as_of)]
        counts: Counter[str] = Counter()
        for path, number in origins:
            counts["本地" if path == area.path else site.tree.areas[path].short] += number
        if not own and not counts:
            continue
        page = f"{area.address}report/" if kind.topics else nearest_page(site.tree, area, kind)
        order = ["本地", *(above.short for above in site.tree.upwards(area.path)[1:])]
        found.append(Held(kind, page, own, [(name, counts[name]) for name in order if counts[name]]))
    return found


def place_page(site: Site, catalog: Catalog, area: Area, held: list[Held]) -> Page:
    """What holds here by kind with counts and origin, whom to call, where it lies in the tree."""
    content = site.render(
        "place.html", area.address, area,
        held=held, recent=recent(catalog, area, site.history), changes=changes_of(site, area),
        own={key: catalog.lists(area.path, key) for key in KINDS}, dated=_dated(catalog, area),
        compares=[(k, f"{area.address}compare/{k.key}/") for k in KINDS.values() if compares(site.tree, area, k)],
        children=site.tree.children(area.path),
        contacts=contacts_of(catalog, area, "综合"),
    )  # fmt: skip
    about = f"{area.name}管用的清单、能找的举报和咨询渠道。"
    feeds = feeds_of(site, area)
    return Page(
        area.address, site.page(area.address, area, area.name, about, content, trail_of(site, area), feeds=feeds)
    )


def _dated(catalog: Catalog, area: Area, most: int = 8) -> list[tuple[Any, str]]:
    """Tasks of the place with their list's page by deadline, unknown ones last; open ones before those done."""

    def end(pair: tuple[Any, str]) -> str:
        return day(pair[0].deadline, last=True) or "9999"

    files = [file for file in catalog.lists(area.path, "tasks") if not out_of_time(file.header, catalog.as_of)]
    found = [(item, file.page) for file in files for item in file.items if item.deadline]
    kept = sorted(found, key=lambda pair: (pair[0].progress == "已完成", end(pair)))[:most]
    return sorted(kept, key=lambda pair: str(pair[0].deadline))  # 待核实 comes after every digit
