"""The search index: every name once, and where it is found.

``<area>search.json`` holds what one place's own lists speak of: a page loads those of
its place and of the places above, and can answer. ``search/index.json`` holds the names
of the whole site with up to three places each; names that stand in more places (a duty
worded alike in 400 townships) keep theirs in ``search/places/<n>.json``, loaded when
such a result is opened. In a large site that file only counts what the parts of the index
hold, ``search/parts/<n>.json`` (parted.py). How they are read: overrides/assets/javascripts/catalogue.js.
"""

from collections.abc import Iterable, Iterator

from ..areas import Area, Tree
from ..kinds import KINDS
from ..progress import doing
from ..synonyms import Synonym
from . import situations
from .data import dumps
from .digest import Entry, Listed

VERSION = 4
LIST, PLACE = "list", "place"
OTHERS = {situations.KEY: situations.LABEL, LIST: "清单", PLACE: "地方"}  # what is found besides items

Said = tuple[str, str, str]  # the answer's word, its tone, whom to ask
NONE: Said = ("", "", "")


def others(area: Area, lists: Iterable[Listed]) -> Iterator[Entry]:
    """What is found of a place besides items: its lists by title and document number, itself by name."""
    for row in lists:
        yield Entry(LIST, row.title, (row.doc_no,) if row.doc_no else (), *NONE, row.area, row.page)
    if area.path:
        full = (area.name,) if area.name != area.short else ()
        yield Entry(PLACE, area.short, full, *NONE, area.path, area.address)


class Tables:
    """What rows refer to by number."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.kinds: dict[str, int] = {}
        self.areas: dict[str, int] = {}
        self.answers: dict[Said, int] = {}

    def place(self, path: str, tail: str, said: Said) -> list[object]:
        """A place that says something of a name, ``tail`` being the rest of the address there."""
        row: list[object] = [self.areas.setdefault(path, len(self.areas)), tail]
        return [*row, self.answers.setdefault(said, len(self.answers))] if said[0] else row

    def index(self, **rows: object) -> str:
        """A whole file, as JSON."""
        kinds = [[key, KINDS[key].label if key in KINDS else OTHERS[key]] for key in self.kinds]
        areas = [[path, self.tree.areas[path].short] for path in self.areas]
        return dumps({"v": VERSION, "kinds": kinds, "areas": areas, "answers": list(self.answers), **rows})

    def row(self, kind: str, name: str, others: Iterable[str], *places: object) -> list[object]:
        """One name with its places."""
        return [name, " ".join(others), self.kinds.setdefault(kind, len(self.kinds)), *places]


@doing("搜索")
def near_file(tree: Tree, area: Area, entries: Iterable[Entry]) -> tuple[str, str]:
    """What one place's own lists speak of, every name once, as (address, JSON)."""
    tables = Tables(tree)
    found: dict[tuple[str, str], tuple[dict[str, None], list[object]]] = {}
    for entry in entries:
        others, places = found.setdefault((entry.kind, entry.name), ({}, []))
        others.update(dict.fromkeys(entry.aliases))
        tail = entry.address[len(entry.area) + 1 :] if entry.area else entry.address
        places.append(tables.place(entry.area, tail, (entry.word, entry.tone, entry.instead)))
    rows = [tables.row(*key, others, places) for key, (others, places) in found.items()]
    return f"{area.address}search.json", tables.index(entries=rows)


def synonyms_file(groups: Iterable[Synonym]) -> tuple[str, str]:
    """What people say and what lists call it, as (address, JSON)."""
    return "search/synonyms.json", dumps([[one.say, one.means] for one in groups])
