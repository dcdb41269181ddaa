"""The index of search over the whole site, out of the book of names: what changed of it.

In which part a name stands, and in which file its places, is a matter of its own words and of how many parts and files
there are, always a power of two: of a name that comes or goes few files tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .book import Book, Changes
from .frame import Site
from .names import Line, Told, called, told
from .search import Tables

INDEX, PARTS, PLACES = "search/index.json", "search/parts/", "search/places/"


@dataclass(frozen=True)
class _File:
    """A file of the index, to be written."""

    file: str
    lines: list[Line]
    made = ""  # nothing that tells whether it has changed: it is yielded where it has

    def leads(self, site: Site) -> set[str]:
        """Nothing: JSON has no links."""
        return set()

    def rows(self) -> Iterator[tuple[Line, Told]]:
        """Every name with what is said of it."""
        return zip(self.lines, told(self.lines), strict=True)


def _where(site: Site, tables: Tables, said: Told) -> list[list[object]]:
    """The places that say it."""
    areas = site.real
    return [tables.place(areas[number].path, tail, answer) for number, tail, answer in said.places]


@dataclass(frozen=True)
class Part(_File):
    """Entries of the index; ``counts`` are how many each further part holds."""

    many: dict[int, int]  # names of which the places stand elsewhere: id → how many
    files: int  # of such places
    counts: list[int] | None = None

    def text(self, site: Site) -> str:
        """JSON."""
        tables = Tables(site.tree)
        rows = []
        for (name, kind, name_id, _), said in self.rows():
            total = self.many.get(name_id)
            where = [_where(site, tables, said)] if total is None else [name_id % self.files, total]
            rows.append(tables.row(kind, name, said.others, *where))
        return tables.index(entries=rows, **({"parts": self.counts} if self.counts is not None else {}))


@dataclass(frozen=True)
class Places(_File):
    """The places of names that have many."""

    def text(self, site: Site) -> str:
        """JSON."""
        tables = Tables(site.tree)
        rows = {f"{kind} {name}": _where(site, tables, said) for (name, kind, *_), said in self.rows()}
        return tables.index(places=rows)


def index_files(book: Book, changes: Changes) -> Iterator[Part | Places]:
    """The files of the index that changed; those that are no more are dropped from the book."""
    anew = book.file_all()
    many = book.many()
    files = _power(sum(many.values()), book.sizes.room) if many else 0
    anew |= book.state("files") != files
    book.remember("files", files)
    yield from _places(book, many, files, None if anew else changes.many)
    if book.names <= book.sizes.limit:
        book.drop(book.files(PARTS))
        yield _part(INDEX, book.every(), many, files)
        return
    parts = book.parts()
    counts: list[int] = book.state("counts") or []
    if anew or len(counts) != len(parts):
        counts, touched = [0] * len(parts), set(range(len(parts)))
        book.drop(book.files(PARTS))
    else:
        touched = {key % len(parts) for key in changes.keys}
    for number in sorted(touched):
        lines, file = book.held(parts[number]), f"{PARTS}{number}.json"
        counts[number] = len(lines)
        if lines:
            yield _part(file, lines, many, files)
        else:
            book.drop([file])
    book.remember("counts", counts)
    yield Part(INDEX, [], {}, files, counts)


def _part(file: str, lines: list[Line], many: dict[int, int], files: int) -> Part:
    """A file of entries; of names with many places it is only told what they are called."""
    here = {line[2]: many[line[2]] for line in lines if line[2] in many}
    return Part(file, [called(line) if line[2] in here else line for line in lines], here, files)


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
