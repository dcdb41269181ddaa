"""The search index: every name once, and where it is found.

``<area>search.json`` holds what one place's own lists speak of: a page loads those of
its place and of the places above, and can answer. ``search/index.json`` holds the names
of the whole site with up to three places each; names that stand in more places (a duty
worded alike in 400 townships) keep theirs in ``search/places/<n>.json``, loaded when
such a result is opened. How they are read: overrides/assets/javascripts/engine.js.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..areas import Area, Tree
from ..kinds import KINDS
from ..synonyms import Synonym
from . import situations
from .data import dumps
from .digest import Entry, Listed

VERSION = 2
INLINE = 3  # places of a name that stand in the index itself
CHUNK = 64  # names whose places share a file
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


def others(area: Area, lists: Iterable[Listed]) -> Iterator[Name]:
    """What is found of a place besides items: its lists by title and document number, itself by name."""
    for row in lists:
        numbers = dict.fromkeys([row.doc_no] if row.doc_no else [])
        yield Name(LIST, row.title, numbers, [(row.area, row.page, NONE)])
    if area.path:
        full = dict.fromkeys([area.name] if area.name != area.short else [])
        yield Name(PLACE, area.short, full, [(area.path, area.address, NONE)])


class _Tables:
    """What rows refer to by number."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.kinds = {key: number for number, key in enumerate([*KINDS, *OTHERS])}
        self.areas: dict[str, int] = {}
        self.answers: dict[Said, int] = {}

    def places(self, name: Name) -> list[list[object]]:
        return [self._place(*place) for place in name.places]

    def _place(self, path: str, address: str, said: Said) -> list[object]:
        tail = address[len(path) + 1 :] if path else address
        row: list[object] = [self.areas.setdefault(path, len(self.areas)), tail]
        return [*row, self.answers.setdefault(said, len(self.answers))] if said[0] else row

    def index(self, rows: list[list[object]]) -> str:
        labels = [*((kind.key, kind.label) for kind in KINDS.values()), *OTHERS.items()]
        areas = [[path, self.tree.areas[path].short] for path in self.areas]
        return dumps(
            {"v": VERSION, "kinds": labels, "areas": areas, "answers": list(self.answers), "entries": rows}
        )  # fmt: skip

    def row(self, name: Name, *places: object) -> list[object]:
        return [name.name, " ".join(name.aliases), self.kinds[name.kind], *places]


def near_file(tree: Tree, area: Area, names: Iterable[Name]) -> tuple[str, str]:
    """What one place's own lists speak of, as (address, JSON)."""
    tables = _Tables(tree)
    rows = [tables.row(name, tables.places(name)) for name in names]
    return f"{area.address}search.json", tables.index(rows)


def index_files(tree: Tree, names: Sequence[Name]) -> Iterator[tuple[str, str]]:
    """The index and its chunks as (address, JSON); same names give the same bytes."""
    tables = _Tables(tree)
    rows: list[list[object]] = []
    many: list[list[list[object]]] = []
    for name in names:
        places = tables.places(name)
        if len(places) <= INLINE:
            rows.append(tables.row(name, places))
        else:
            rows.append(tables.row(name, len(many), len(places)))
            many.append(places)
    yield "search/index.json", tables.index(rows)
    for start in range(0, len(many), CHUNK):
        yield f"search/places/{start // CHUNK}.json", dumps(many[start : start + CHUNK])


def synonyms_file(groups: Iterable[Synonym]) -> tuple[str, str]:
    """What people say and what lists call it, as (address, JSON)."""
    return "search/synonyms.json", dumps([[one.say, one.means] for one in groups])
