"""The search index: every name once, and where it is found.

``<area>search.json`` holds what one place's own lists speak of: a page loads those of
its place and of the places above, and can answer. ``search/index.json`` holds the names
of the whole site with up to three places each; names that stand in more places (a duty
worded alike in 400 townships) keep theirs in ``search/places/<n>.json``, loaded when
such a result is opened. In a large site that file only counts what the parts of the index
hold, ``search/parts/<n>.json`` (parted.py). How they are read: overrides/assets/javascripts/catalogue.js.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..areas import Area, Tree
from ..kinds import KINDS
from ..progress import doing
from ..synonyms import Synonym
from . import parted, situations
from .data import dumps
from .digest import Entry, Listed

VERSION = 3
INLINE = 3  # places of a name that stand in the index itself
ROOM = 2_000  # places that a file of them holds, unless a single name has more
LIST, PLACE = "list", "place"
OTHERS = {situations.KEY: situations.LABEL, LIST: "清单", PLACE: "地方"}  # what is found besides items

Said = tuple[str, str, str]  # the answer's word, its tone, whom to ask
NONE: Said = ("", "", "")


@dataclass
class Name:
    """One name in one kind, over all places."""

    kind: str
    name: str
    aliases: dict[str, None] = field(default_factory=dict)
    places: list[tuple[str, str, Said]] = field(default_factory=list)  # area path, address from the root, answer


def unique(entries: Iterable[Entry]) -> list[Name]:
    """Entries of the same kind and name become one."""
    found: dict[tuple[str, str], Name] = {}
    for entry in entries:
        name = found.get((entry.kind, entry.name))
        if name is None:
            name = found[entry.kind, entry.name] = Name(entry.kind, entry.name)
        name.aliases.update(dict.fromkeys(entry.aliases))
        name.places.append((entry.area, entry.address, (entry.word, entry.tone, entry.instead)))
    return list(found.values())


def others(area: Area, lists: Iterable[Listed]) -> Iterator[Entry]:
    """What is found of a place besides items: its lists by title and document number, itself by name."""
    for row in lists:
        yield Entry(LIST, row.title, (row.doc_no,) if row.doc_no else (), *NONE, row.area, row.page)
    if area.path:
        full = (area.name,) if area.name != area.short else ()
        yield Entry(PLACE, area.short, full, *NONE, area.path, area.address)


class _Tables:
    """What rows refer to by number."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.kinds: dict[str, int] = {}
        self.areas: dict[str, int] = {}
        self.answers: dict[Said, int] = {}

    def places(self, name: Name) -> list[list[object]]:
        return [self._place(*place) for place in name.places]

    def _place(self, path: str, address: str, said: Said) -> list[object]:
        tail = address[len(path) + 1 :] if path else address
        row: list[object] = [self.areas.setdefault(path, len(self.areas)), tail]
        return [*row, self.answers.setdefault(said, len(self.answers))] if said[0] else row

    def index(self, **rows: object) -> str:
        kinds = [[key, KINDS[key].label if key in KINDS else OTHERS[key]] for key in self.kinds]
        areas = [[path, self.tree.areas[path].short] for path in self.areas]
        return dumps({"v": VERSION, "kinds": kinds, "areas": areas, "answers": list(self.answers), **rows})

    def row(self, name: Name, *places: object) -> list[object]:
        kind = self.kinds.setdefault(name.kind, len(self.kinds))
        return [name.name, " ".join(name.aliases), kind, *places]


@doing("搜索")
def near_file(tree: Tree, area: Area, names: Iterable[Name]) -> tuple[str, str]:
    """What one place's own lists speak of, as (address, JSON)."""
    tables = _Tables(tree)
    rows = [tables.row(name, tables.places(name)) for name in names]
    return f"{area.address}search.json", tables.index(entries=rows)


def index_files(
    tree: Tree, names: Sequence[Name], limit: int = parted.LIMIT, aim: int = parted.AIM
) -> Iterator[tuple[str, str]]:
    """The index, its parts and the places of names that have many, as (address, JSON); alike for the same names.

    With more names than ``limit`` it is in parts of about ``aim`` names.
    """
    far: dict[int, tuple[int, int, int]] = {}  # a name's file of places, its row there, how many places
    for number, some in enumerate(_together(names)):
        tables = _Tables(tree)
        rows = [tables.places(names[at]) for at in some]
        far |= {at: (number, row, len(names[at].places)) for row, at in enumerate(some)}
        yield f"search/places/{number}.json", tables.index(places=rows)

    def index(some: Iterable[int], **more: object) -> str:
        tables = _Tables(tree)
        found = ((at, names[at]) for at in some)
        rows = [tables.row(name, *(far[at] if at in far else [tables.places(name)])) for at, name in found]
        return tables.index(entries=rows, **more)

    if len(names) <= limit:
        yield "search/index.json", index(range(len(names)))
        return
    parts = parted.file(([name.name, *name.aliases] for name in names), aim)
    yield "search/index.json", index([], parts=[len(part) for part in parts])
    for number, part in enumerate(parts):
        if part:
            yield f"search/parts/{number}.json", index(part)


def _together(names: Sequence[Name]) -> Iterator[list[int]]:
    """The numbers of names with many places, those together whose places share a file."""
    some: list[int] = []
    left = ROOM
    for at, name in enumerate(names):
        if len(name.places) > INLINE:
            if some and left < len(name.places):
                yield some
                some, left = [], ROOM
            some.append(at)
            left -= len(name.places)
    if some:
        yield some


def synonyms_file(groups: Iterable[Synonym]) -> tuple[str, str]:
    """What people say and what lists call it, as (address, JSON)."""
    return "search/synonyms.json", dumps([[one.say, one.means] for one in groups])
