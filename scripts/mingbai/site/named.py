"""What is made of all names together, /all/ and the index of search: what changed of it since it was last written."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..private.leaks import Leak
from ..progress import stage
from .book import Book
from .every import FOLDER, Front, Sheet, all_pages
from .frame import Site
from .index import Part, Places, index_files
from .output import Output
from .verify import NOTHING, Note, Reader


class Names(NamedTuple):
    """What came of it."""

    files: tuple[str, ...]  # all
    made: tuple[str, ...]  # those of them that were written now; the others stay as they are
    pages: tuple[str, ...]  # addresses of all pages
    note: Note  # of what was written now
    leaks: tuple[Leak, ...]  # of all files


NO_NAMES = Names((), (), (), NOTHING, ())


@stage("全部事项和搜索")
def write_names(site: Site, dest: Path, old: Path | None, book: Book) -> Names:
    """Write what changed since the book was last written; all of it where it never was."""
    reader = Reader(site.url)
    output = Output(dest, old, reader.read)
    made = []
    stood = book.files()
    for item in _changed(book):
        if not item.made or stood.get(item.file) != item.made:
            output.write(item.file, item.text(site))
            book.keep(item.file, item.made, output.watch.taken())
            made.append(item.file)
    files = tuple(book.files())
    pages = tuple(file.removesuffix("index.html") for file in files if file.startswith(FOLDER))
    return Names(files, tuple(made), pages, reader.note(), tuple(book.leaks()))


def _changed(book: Book) -> Iterator[Front | Sheet | Part | Places]:
    changes = book.changes()
    if changes.any or not book.files():
        yield from all_pages(book, changes)
        yield from index_files(book, changes)
