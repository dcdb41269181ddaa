"""Which lists go into which workbook, and what the files are called."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from ..areas import Area, ListRef, Tree
from ..kinds import KINDS, Kind
from ..kinds.load import load
from ..new import nothing_yet
from ..problems import has_errors
from ..progress import each
from ..read import read
from .book import CannotExport, Listed, workbook
from .flat import as_csv


class File(NamedTuple):
    """A finished file: its name, and what is in it."""

    name: str
    data: bytes
    lists: int


def listed(ref: ListRef, area: Area, several: bool = False) -> Listed:
    """A list as read, under the name of its sheet; CannotExport where it cannot be read or has errors."""
    source, problems = read(ref.shown, ref.file.read_bytes())
    if source is None or problems:
        raise CannotExport(f"{problems[0]}。先改好再导出")
    kind = KINDS[ref.kind]
    _, _, wrong = load(kind, source)
    if has_errors(wrong):
        raise CannotExport(f"{wrong[0]}。先改好再导出")
    name = f"{kind.label} {ref.slug}" if ref.slug else kind.label
    return Listed(ref.shown, kind, source.data, f"{area.short} {name}" if several else name)


def one_book(refs: Iterable[ListRef], tree: Tree) -> bytes:
    """All these lists in one workbook; sheets tell the place where there are several."""
    every = list(refs)
    several = len({ref.area for ref in every}) > 1
    return workbook([listed(ref, tree.areas[ref.area], several) for ref in every])


def book_of(ref: ListRef, area: Area) -> bytes:
    """The workbook of one list."""
    return workbook([listed(ref, area)])


def empty_book(kind: Kind, area: Area, page: str) -> bytes:
    """The workbook of a list that does not exist yet: what its header begins with, and no item."""
    path = "/".join(part for part in ("lists", area.path, f"{page}.yml") if part)
    return workbook([Listed(path, kind, nothing_yet(kind, area.name), kind.label)])


def file_name(area: Area, kind: Kind, slug: str = "") -> str:
    """What the workbook of one list of a place is called."""
    return _safe(" ".join(filter(None, (area.name, kind.label, slug)))) + ".xlsx"


def by_place(tree: Tree, areas: Iterable[Area]) -> Iterator[File]:
    """A workbook for each place that has lists, named after the place."""
    places = [area for area in areas if area.lists]
    for area, name in each("做工作簿", list(zip(places, _file_names(places), strict=True))):
        yield File(f"{name}.xlsx", one_book(area.lists, tree), len(area.lists))


def by_list(tree: Tree, refs: Iterable[ListRef]) -> Iterator[File]:
    """A CSV file for each list, named after place and kind."""
    every = list(refs)
    places = list({ref.area: tree.areas[ref.area] for ref in every}.values())
    names = {area.path: name for area, name in zip(places, _file_names(places), strict=True)}
    for ref in each("做 CSV", every):
        one = listed(ref, tree.areas[ref.area])
        yield File(_safe(f"{names[ref.area]} {one.name}.csv"), as_csv(one).encode(), 1)


def under(tree: Tree, path: str) -> list[Area]:
    """A place and all below it."""
    return [area for area in tree if not path or area.path == path or area.path.startswith(f"{path}/")]


def _file_names(places: list[Area]) -> list[str]:
    """The places' names; with their addresses where two are called alike."""
    count = Counter(area.name for area in places)
    return [_safe(a.name if count[a.name] == 1 else f"{a.name}({a.path.replace('/', '-')})") for a in places]


def _safe(name: str) -> str:
    """A name that every file system takes."""
    return "".join(" " if char in '<>:"/\\|?*' or not char.isprintable() else char for char in name).strip(" .")


def save(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(data)
    beside.replace(file)
