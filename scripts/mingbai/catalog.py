"""All lists of a site, what holds where, and the questions asked of them.

Lists are read when an area is entered and dropped when it is left; only those of
the places above it stay, since they hold there as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from .areas import Area, ListRef, Tree
from .kinds import IN_FORCE, KINDS, OVER, UNKNOWN, Header, Kind, Reach
from .kinds.base import Source as ListSource
from .kinds.load import load
from .problems import Level, Problem
from .progress import doing
from .read import Source, read

OTHER_BODY = "其他机构的清单"  # why a list that speaks of another body's papers never decides


@dataclass(frozen=True)
class ListFile:
    """One list, read and typed."""

    ref: ListRef
    kind: Kind
    header: Header
    items: tuple[Any, ...]
    rows: tuple[int, ...]  # where each item stands in the file: those that could not be typed are missing
    source: Source

    @property
    def page(self) -> str:
        """Its page's folder under the area."""
        return self.ref.page

    @property
    def sources(self) -> Iterator[tuple[tuple[str | int, ...], ListSource]]:
        """Every source that it names, its own first and then its items', each with its path in the file."""
        said: list[tuple[tuple[str | int, ...], list[ListSource] | None]] = [(("sources",), self.header.sources)]
        said += [(("items", at, "sources"), item.sources) for at, item in zip(self.rows, self.items, strict=True)]
        return (((*path, number), source) for path, found in said for number, source in enumerate(found or ()))

    def problem(
        self,
        number: int,
        field: str | tuple[str | int, ...],
        code: str,
        message: str,
        fix: str,
        level: Level = Level.WARNING,
    ) -> Problem:
        """A problem in a field of the item that stands at ``number`` in ``items``."""
        below = (field,) if isinstance(field, str) else field
        return self.source.problem(("items", self.rows[number], *below), code, message, fix, level)


@dataclass(frozen=True)
class Reading:
    """What the list files of one place gave."""

    lists: tuple[ListFile, ...]
    sources: tuple[tuple[ListRef, Source], ...]  # every file that could be read, typed or not
    problems: tuple[Problem, ...]


class Statement(NamedTuple):
    """What one list says of one item, and whether it may decide (``aside`` is empty) or why not."""

    area: Area
    list: ListFile
    item: Any
    aside: str = ""


@dataclass(frozen=True)
class Holding:
    """One item in one place: the statement that decides (or None) and all others, nearest first."""

    id: str
    deciding: Statement | None
    others: tuple[Statement, ...]

    @property
    def shown(self) -> Statement:
        """The statement a page speaks from: the deciding one, else the nearest."""
        return self.deciding or self.others[0]

    @property
    def every(self) -> tuple[Statement, ...]:
        """All statements, the deciding one first."""
        return (self.deciding, *self.others) if self.deciding else self.others


def type_list(ref: ListRef, source: Source) -> tuple[ListFile | None, list[Problem]]:
    """A list file typed as its kind says; none where its header cannot be."""
    kind = KINDS[ref.kind]
    header, items, problems = load(kind, source)
    return ListFile(ref, kind, header, tuple(items.values()), tuple(items), source) if header else None, problems


def read_list(ref: ListRef) -> ListFile | None:
    """One list file, read and typed, for those who only want what it says."""
    source, _ = read(ref.shown, ref.file.read_bytes())
    return type_list(ref, source)[0] if source else None


def day(text: str | None, last: bool = False) -> str:
    """A date in full for comparing: its first day, or its last; '' where unknown."""
    if text is None or text == UNKNOWN:
        return ""
    return (
        text + ("-12-31", "-31", "")[len(text) // 3 - 1] if last else text + ("-01-01", "-01", "")[len(text) // 3 - 1]
    )


def standing(header: Header, item: Any, as_of: date) -> str:
    """Why a statement does not decide on ``as_of``; '' when it does.

    Only lists that are 现行 or 试行 and in date decide; compilations made from
    excerpts stand beside, as do future, past, repealed and unverified ones.
    """
    if header.status not in IN_FORCE:
        return header.status
    if header.completeness == "节录" and header.sources and all(s.form == "整理" for s in header.sources):
        return "汇编"
    return timing(header, item, as_of)


def timing(header: Header, item: Any, as_of: date) -> str:
    """Whether a list, or an item of it, has run out or is yet to come; '' when neither. None is the list alone."""
    today = as_of.isoformat()
    for end in (item and item.effective_to, header.effective_to):
        if day(end, last=True) and day(end, last=True) < today:
            return f"已于{end}失效"
    for start in (item and item.effective_from, header.effective_from):
        if day(start) > today:
            return f"将于{start}施行"
    return ""


def out_of_time(header: Header, as_of: date) -> bool:
    """Whether a list is withdrawn, has run out or is yet to come: nobody is to act on what it says."""
    return header.status in OVER or bool(timing(header, None, as_of))


def since(statement: Statement) -> str:
    """When a statement came into force, as far as known, for choosing the later one."""
    header = statement.list.header
    dates = (statement.item.effective_from, header.effective_from, header.date_published, header.date_written)
    return next((day(text) for text in dates if day(text)), "")


class Catalog:
    """The lists of a tree of places, asked on one day."""

    def __init__(self, tree: Tree, as_of: date) -> None:
        self.tree = tree
        self.as_of = as_of
        self._readings: dict[str, Reading] = {}
        self._said: dict[tuple[str, str], tuple[Statement, ...]] = {}

    def reading(self, path: str) -> Reading:
        """The lists of one place; what is not above the place last asked for is dropped."""
        if path not in self._readings:
            self._readings[path] = self._read(self.tree.areas[path])
        return self._readings[path]

    def enter(self, path: str) -> None:
        """Turn to a place: forget the lists of all that do not lie above it."""
        above = {area.path for area in self.tree.upwards(path)}
        self._readings = {key: value for key, value in self._readings.items() if key in above}
        self._said = {key: value for key, value in self._said.items() if key[0] in above}

    @doing("读清单")
    def _read(self, area: Area) -> Reading:
        lists: list[ListFile] = []
        sources: list[tuple[ListRef, Source]] = []
        problems: list[Problem] = []
        for ref in area.lists:
            source, found = read(ref.shown, ref.file.read_bytes())
            problems.extend(found)
            if source:
                sources.append((ref, source))
                file, found = type_list(ref, source)
                problems.extend(found)
                lists.extend([file] if file else [])
        return Reading(tuple(lists), tuple(sources), tuple(problems))

    def lists(self, path: str, kind: str) -> list[ListFile]:
        """The lists of one kind that a place has itself, the main one first."""
        return sorted((f for f in self.reading(path).lists if f.kind.key == kind), key=lambda f: f.ref.slug)

    def statements(self, path: str, kind: Kind) -> Iterator[Statement]:
        """Everything said in a place about items of a kind, nearest list first."""
        for area in self._speaking(path, kind):
            yield from self._own(area, kind)

    def speaking(self, path: str, kind: Kind) -> Iterator[ListFile]:
        """The lists of a kind that say something in a place, nearest first."""
        return (file for area in self._speaking(path, kind) for file in self.lists(area.path, kind.key) if file.items)

    def _speaking(self, path: str, kind: Kind) -> list[Area]:
        chain = self.tree.upwards(path) if kind.reach is not Reach.LOCAL else [self.tree.areas[path]]
        return [area for area in chain if any(ref.kind == kind.key for ref in area.lists)]

    def _own(self, area: Area, kind: Kind) -> tuple[Statement, ...]:
        """What a place's own lists say about items of a kind."""
        key = (area.path, kind.key)
        if key not in self._said:
            self._said[key] = tuple(one for file in self.lists(*key) for one in self._of(area, kind, file))
        return self._said[key]

    def _of(self, area: Area, kind: Kind, file: ListFile) -> Iterator[Statement]:
        silent = "" if kind.decides(file.header) else OTHER_BODY
        whole = silent or standing(file.header, None, self.as_of)
        for item in file.items:
            own = item.effective_to or item.effective_from
            yield Statement(area, file, item, silent or standing(file.header, item, self.as_of) if own else whole)

    def holding(self, path: str, kind: Kind) -> list[Holding]:
        """What holds in a place, item by item: the nearest list in force decides.

        Where several of one place speak of an item, the later in force wins. Items
        come in the order of their nearest list.
        """
        said: dict[str, list[Statement]] = {}
        for index, statement in enumerate(self.statements(path, kind)):
            key = statement.item.id if kind.reach is Reach.OVERRIDE else f"{statement.item.id}#{index}"
            said.setdefault(key, []).append(statement)
        return [_decide(statements) for statements in said.values()]

    def channels(self, path: str) -> Iterator[tuple[Sequence[str], Statement]]:
        """Everybody who takes calls in a place and what about, nearest first; no list that is over or yet to come."""
        for kind in KINDS.values():
            for said in self.statements(path, kind) if kind.topics else ():
                if kind.topics and not out_of_time(said.list.header, self.as_of):
                    yield kind.topics(said.item), said

    def contacts(self, path: str, topic: str) -> list[Statement]:
        """Whom to call in a place: those of the topic, nearest first, then the general ones."""
        found: list[tuple[int, Statement]] = []
        for topics, statement in self.channels(path):
            if topic in topics:
                found.append((0, statement))
            elif "综合" in topics:
                found.append((1, statement))
        return [statement for _, statement in sorted(found, key=lambda pair: pair[0])]

    def aliases(self, holding: Holding, kind: Kind) -> list[str]:
        """Other names of an item: its own, and where ids are shared those of every list above."""
        said = holding.every if kind.shared_ids else (holding.shown,)
        name = holding.shown.item.name
        words = [word for s in said for word in (s.item.name, *(s.item.aliases or ()))]
        return list(dict.fromkeys(word for word in words if word != name))


def _decide(statements: list[Statement]) -> Holding:
    binding = [s for s in statements if not s.aside]
    if not binding:
        return Holding(statements[0].item.id, None, tuple(statements))
    nearest = [s for s in binding if s.area == binding[0].area]
    deciding = max(nearest, key=since)
    return Holding(deciding.item.id, deciding, tuple(s for s in statements if s is not deciding))
