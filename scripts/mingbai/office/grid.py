"""A table as it lies in an office file: every cell as text, with where it stands and what it was."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Cell(NamedTuple):
    """Where something stands: Sheet「配合」!C12; rows and columns count from 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        if not self.row:
            return f"「{self.sheet}」表前的文字"
        name, number = "", self.column
        while number:
            number, rest = divmod(number - 1, 26)
            name = chr(ord("A") + rest) + name
        return f"「{self.sheet}」!{name}{self.row}"


class Span(NamedTuple):
    """A merged range, from 1, both ends inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """One sheet, one table of a document, one CSV file.

    ``rows`` holds the texts, '' where a cell is empty, all rows of one length. ``numbers``
    are the cells (row, column, from 1) that the file holds as a number, a date or a truth
    value rather than as text: what was typed may be lost there (a leading 0, a long code).
    ``above`` are the paragraphs before a table of a document; a fact taken from them stands in row 0.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Span, ...] = ()
    numbers: frozenset[tuple[int, int]] = frozenset()
    hidden: bool = False
    above: tuple[str, ...] = ()

    def text(self, row: int, column: int) -> str:
        """What stands in a cell; '' outside of the table."""
        inside = 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1])
        return self.rows[row - 1][column - 1] if inside else ""

    def cell(self, row: int, column: int) -> Cell:
        """A place in this sheet."""
        return Cell(self.name, row, column)


@dataclass(frozen=True)
class Doubt:
    """Something that a person has to look at; an error keeps the draft from being taken.

    ``lacks`` is the required field that the table does not say: an item that has it already needs no doubt.
    """

    cell: Cell
    message: str
    fix: str = ""
    error: bool = False
    lacks: str = ""

    def __str__(self) -> str:
        return f"{self.cell}: {self.message}{f'。{self.fix}' if self.fix else ''}"


class Skipped(NamedTuple):
    """A row that became no item, and why: a heading, a total, an empty one."""

    cell: Cell
    text: str
    reason: str


@dataclass(frozen=True)
class Draft:
    """What a table says as a list: its items as ``read`` would give them, and where each value came from.

    ``rows`` counts the rows with anything in them below the header: items, skipped rows and
    those that were joined into the item above (``joined``) together make as many.
    ``cells`` also tells where the header's values stand, as item -1; ``kind`` is the kind that the
    table was read as, '' where it was not read.
    """

    grid: str
    header: dict[str, object] = field(default_factory=dict)
    items: tuple[dict[str, object], ...] = ()
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)  # item (from 0) and field → where it stands
    doubts: tuple[Doubt, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    rows: int = 0
    joined: int = 0
    kind: str = ""
