"""The search index: every name once, and where it is found.

``search/index.json`` holds the unique names with up to three places each; names that
stand in more places (a duty worded alike in 400 townships) keep theirs in
``search/places/<n>.json``, loaded when such a result is opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..areas import Tree
from ..kinds import KINDS
from .data import dumps
from .digest import Entry

INLINE = 3  # places of a name that stand in the index itself
CHUNK = 64  # names whose places share a file


@dataclass
class Name:
    """One name with one answer in one kind, over all places."""

    kind: str
    name: str
    answer: tuple[str, str]
    aliases: dict[str, None] = field(default_factory=dict)
    places: list[tuple[str, str]] = field(default_factory=list)  # area path, address from the root


def unique(entries: Iterable[Entry]) -> list[Name]:
    """Entries of the same kind, name and answer become one."""
    found: dict[tuple[str, ...], Name] = {}
    for entry in entries:
        key = (entry.kind, entry.name, entry.word)
        name = found.get(key)
        if name is None:
            name = found[key] = Name(entry.kind, entry.name, (entry.word, entry.tone))
        name.aliases.update(dict.fromkeys(entry.aliases))
        name.places.append((entry.area, entry.address))
    return list(found.values())


def index_files(tree: Tree, names: list[Name]) -> Iterator[tuple[str, str]]:
    """The index and its chunks as (address, JSON); same names give the same bytes."""
    kinds = {key: number for number, key in enumerate(KINDS)}
    areas: dict[str, int] = {}
    answers: dict[tuple[str, str], int] = {}
    rows: list[list[object]] = []
    many: dict[int, list[list[object]]] = {}
    for number, name in enumerate(names):
        answer = answers.setdefault(name.answer, len(answers)) if name.answer[0] else -1
        places: list[list[object]] = []
        for path, address in name.places:
            tail = address[len(path) + 1 :] if path else address
            places.append([areas.setdefault(path, len(areas)), tail])
        row: list[object] = [name.name, " ".join(name.aliases), kinds[name.kind], answer]
        if len(places) <= INLINE:
            rows.append([*row, places])
        else:
            many[number] = places
            rows.append([*row, (len(many) - 1) // CHUNK, len(places)])
    yield "search/index.json", dumps({
        "v": 1,
        "kinds": [[kind.key, kind.label] for kind in KINDS.values()],
        "areas": [[path, tree.areas[path].short] for path in areas],
        "answers": list(answers),
        "entries": rows,
    })  # fmt: skip
    numbers = list(many)
    for chunk in range(0, len(numbers), CHUNK):
        part = {str(number): many[number] for number in numbers[chunk : chunk + CHUNK]}
        yield f"search/places/{chunk // CHUNK}.json", dumps(part)
