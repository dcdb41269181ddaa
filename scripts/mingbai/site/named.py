"""What is made of all names together, /all/ and the index of search: what changed of it since it was last written."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..pool import spread
from ..private.leaks import Leak
from .book import Book
from .every import FOLDER, Front, Sheet, all_pages
from .frame import Site
from .index import Part, Places, index_files
from .output import Output
from .verify import Note, Reader, pack, unpack

Item = Front | Sheet | Part | Places


class Names(NamedTuple):
    """What came of it."""

    files: tuple[str, ...]  # all
    made: tuple[str, ...]  # those of them that were written now; the others stay as they are
    pages: tuple[str, ...]  # addresses of all pages
    note: Note  # of what was written now
    leaks: tuple[Leak, ...]  # of all files


def write_names(site: Site, dest: Path, old: Path | None, book: Book, jobs: int = 1) -> Names:
    """Write what changed since the book was last written, by so many processes; all of it where it never was."""
    todo = ([one] for one in _changed(book))
    made, notes = [], []
    given = (site, dest, old)
    for file, sum_of, note, leaks in spread("全部事项和搜索", _work, todo, _start, given, 1 if book.files() else jobs):
        book.keep(file, sum_of, leaks)
        made.append(file)
        notes.append(note)
    files = tuple(book.files())
    pages = tuple(file.removesuffix("index.html") for file in files if file.startswith(FOLDER))
    return Names(files, tuple(made), pages, _together(notes), tuple(book.leaks()))


class _Writer:
    """What writes the files in one process."""

    def __init__(self, site: Site, dest: Path, old: Path | None) -> None:
        self.site = site
        self.reader = Reader(site.url)
        self.output = Output(dest, old, self.reader.read)

    def write(self, item: Item) -> tuple[str, str, Note, tuple[Leak, ...]]:
        self.output.write(item.file, item.text(self.site))
        self.output.written()
        return item.file, item.made, self.reader.note(sure=item.leads(self.site)), self.output.watch.taken()


_writer: _Writer


def _start(site: Site, dest: Path, old: Path | None) -> None:
    global _writer
    _writer = _Writer(site, dest, old)


def _work(items: list[Item]) -> tuple[str, str, Note, tuple[Leak, ...]]:
    (item,) = items
    return _writer.write(item)


def _together(notes: list[Note]) -> Note:
    return Note(
        pack(one for note in notes for one in unpack(note.asked)),
        tuple(one for note in notes for one in note.foreign),
        tuple(one for note in notes for one in note.ids),
        faults=tuple(one for note in notes for one in note.faults),
    )


def _changed(book: Book) -> Iterator[Item]:
    changes = book.changes()
    if changes.any or not book.files():
        yield from all_pages(book, changes)
        yield from index_files(book, changes)
