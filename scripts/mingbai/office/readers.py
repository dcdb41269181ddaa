"""Any file that offices send, as grids: workbooks, CSV, tables in Word files and saved web pages."""

from pathlib import Path

from .document import read_word
from .grid import Grid
from .limits import LARGEST, CannotRead, checked, format_of
from .plain import read_plain
from .web import read_page
from .workbook import read_book, read_open

__all__ = ["CannotRead", "read_grids"]


def read_grids(path: Path) -> list[Grid]:
    """All tables of a file, told by its content and not by its name; raises CannotRead and nothing else."""
    try:
        with path.open("rb") as file:
            data = checked(file.read(LARGEST + 1))
    except OSError as error:
        raise CannotRead(f"打不开文件:{error.strerror or error}") from error
    kind = format_of(data)
    if kind == "text":
        return read_plain(data, path.stem)
    readers = {"book": read_book, "open": read_open, "word": read_word, "page": read_page}
    return readers[kind](data)
