"""The index of search over the whole site, out of the book of names: what changed of it.

In which part a name stands, and in which file its places, is a matter of its own words and of how many parts and files
there are, always a power of two: of a name that comes or goes few files tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .book import Book, Changes
from .frame import Site
from .names import Line, Lines, Told, packed, told_of, unpacked
from .search import Tables

INDEX, PARTS, PLACES = "search/index.json", "search/parts/", "search/places/"


@dataclass(frozen=True)
class _File:
    """A file of the index, to be written."""

    file: str
    lines: Lines
    made = ""  # nothing that tells whether it has changed: it is yielded where it has

    def leads(self, site: Site) -> set[str]:
        """Nothing: JSON has no links."""
        return set()

    def names(self) -> list[Line]:
        """The names in order, those of the highest places first."""
        return sorted(unpacked(self.lines))


def _where(site: Site, tables: Tables, said: Told) -> list[list[object]]:
    """The places that say it."""
    areas = site.real
    return [tables.place(areas[number].path, tail, answer) for number, tail, answer in said.places]


@dataclass(frozen=True)
class Part(_File):
    """Entries of the index; ``counts`` are how many are filed under the keys of each further part."""

    files: int  # of places of names that have many
    counts: list[int] | None = None

    def text(self, site: Site) -> str:
        """JSON."""
        tables = Tables(site.tree)
        rows = []
        for _, name, kind, name_id, many, said in self.names():
            told = told_of(said)
            where = [_where(site, tables, told)] if many is None else [name_id % self.files, many]
            rows.append(tables.row(kind, name, told.others, *where))
        return tables.index(entries=rows, **({"parts": self.counts} if self.counts is not None else {}))


@dataclass(frozen=True)
class Places(_File):
    """The places of names that have many."""

    def text(self, site: Site) -> str:
        """JSON."""
        tables = Tables(site.tree)
        rows = {f"{kind} {name}": _where(site, tables, told_of(said)) for _, name, kind, _, _, said in self.names()}
        return tables.index(places=rows)


def index_files(book: Book, changes: Changes) -> Iterator[Part | Places]:
    """The files of the index that changed; those that are no more are dropped from the book."""
    many = book.many()
    files = _power(sum(many.values()), book.sizes.room) if many else 0
    anew = book.state("files") != files
    book.remember("files", files)
    yield from _places(book, many, files, None if anew else changes.many)
    if not book.large:
        book.drop(book.files(PARTS))
        book.remember("parts", 0)
        yield Part(INDEX, book.every(), files)
        return
    parts = book.parts()
    if anew or book.state("parts") != len(parts):
        touched = set(range(len(parts)))
        book.drop(book.files(PARTS))
    else:
        touched = {key % len(parts) for key in changes.keys}
    for number in sorted(touched):
        file, (filed, keys) = f"{PARTS}{number}.json", parts[number]
        if filed:
            yield Part(file, book.held(keys), files)
        else:
            book.drop([file])
    book.remember("parts", len(parts))
    yield Part(INDEX, packed([]), files, [filed for filed, _ in parts])


def _places(book: Book, many: dict[int, int], files: int, some: set[int] | None) -> Iterator[Places]:
    """The files of places in which these names stand, or all."""
    filed: dict[int, list[int]] = {}
    for name_id in many:
        filed.setdefault(name_id % files, []).append(name_id)
    if some is None:
        book.drop(book.files(PLACES))
    for number in sorted(filed if some is None else {name_id % files for name_id in some}):
        file = f"{PLACES}{number}.json"
        if number in filed:
            yield Places(file, book.lines(filed[number]))
        else:
            book.drop([file])


def _power(total: int, room: int) -> int:
    """The least power of two of files that have room for so many."""
    return 1 << ((total - 1) // room).bit_length()
