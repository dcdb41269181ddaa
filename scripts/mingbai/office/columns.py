"""Where a table's header is and which field each column fills."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from .folding import bare, folded
from .grid import Grid, Span
from .numerals import ordinal
from .targets import Target, index, targets
from .usual import NUMBERING
from .values import BLANKS, TICKS

DEEPEST = 3  # rows of a header
FAR = 40  # rows down to which a header is looked for
LONGEST = 30  # signs of a column's name
_SAMPLE = 60  # rows below a header that say what a column holds
_TOLD = re.compile("[:\uff1a]\\s*\\S")  # 单位:某局 is no column's name
_NUMBERING = {folded(word) for word in NUMBERING}
_MARKS = set(TICKS + BLANKS + "是否有无YNyn×xX")


@dataclass(frozen=True)
class Column:
    """One column: its number, its names from the top down, and what it fills (nothing: not understood)."""

    at: int
    names: tuple[str, ...]
    target: Target | None = None
    choice: str = ""  # a column of √ for one choice
    numbering: bool = False
    sure: int = 0

    @property
    def name(self) -> str:
        """The names as people say them: 是否出具·可以出具."""
        return "·".join(name.replace("\n", "") for name in self.names)


@dataclass(frozen=True)
class Head:
    """A header: its first and last row, and its columns."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    @property
    def score(self) -> float:
        """How much of it is understood."""
        filled = [column for column in self.columns if column.names]
        known = sum(
            0.5 if column.numbering else column.sure / 3 for column in filled if column.target or column.numbering
        )
        strange = sum(not (column.target or column.numbering) for column in filled)
        return known - 0.3 * strange - 0.02 * (self.bottom - self.top)

    @property
    def known(self) -> int:
        """The columns that are understood."""
        return sum(bool(column.names and (column.target or column.numbering)) for column in self.columns)


class Table:
    """A grid with its merged ranges spread out: what a person sees beside each row."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.width = len(grid.rows[0]) if grid.rows else 0
        self.height = len(grid.rows)
        self.columns = range(1, self.width + 1)

    @cached_property
    def spans(self) -> Mapping[tuple[int, int], Span]:
        """The merged range that a cell lies in."""
        return {
            (row, column): span
            for span in self.grid.merged
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        }

    def seen(self, row: int, column: int) -> str:
        """The text of a cell, or of the merged range that goes on down into it."""
        span = self.spans.get((row, column))
        return self.grid.text(span.top, span.left) if span and column == span.left else self.grid.text(row, column)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """The cell that a merged range begins with."""
        span = self.spans.get((row, column))
        return (span.top, span.left) if span else (row, column)

    def last(self, row: int, column: int) -> int:
        """The last row of the merged range that a cell lies in."""
        span = self.spans.get((row, column))
        return span.bottom if span else row

    def own(self, row: int) -> list[tuple[int, str]]:
        """The cells of a row that have something of their own: column and text."""
        return [(column, text) for column, text in enumerate(self.grid.rows[row - 1], 1) if text]


def heads(table: Table, kind: str, first: int = 1, last: int = FAR) -> Head | None:
    """The first header that begins between two rows, the best where several overlap; None where none is."""
    best: Head | None = None
    for top in range(first, min(last, table.height) + 1):
        if best and top > best.bottom:
            break
        if len(table.own(top)) < min(2, table.width) or any(table.origin(top, c)[0] < top for c in table.columns):
            continue
        for head in _at(table, kind, top):
            if best is None or head.score > best.score:
                best = head
    return best


def _at(table: Table, kind: str, top: int) -> Iterator[Head]:
    """Headers of one, two and three rows that begin at a row."""
    for depth in range(1, DEEPEST + 1):
        bottom = top + depth - 1
        if bottom > table.height:
            return
        names = [_names(table, top, bottom, column) for column in range(1, table.width + 1)]
        if any(len(folded(name)) > LONGEST or _TOLD.search(name) for parts in names for name in parts):
            return
        if not table.own(bottom):
            return
        if any(bottom < table.last(bottom, column) < top + DEEPEST for column in table.columns):
            continue  # a name goes on further down
        columns = assigned(table, kind, names, bottom)
        head = Head(top, bottom, columns)
        enough = 1 if table.width == 1 else 2
        fields = sum(bool(column.target and column.sure >= 2) for column in columns)
        if head.known >= enough and fields and head.score > 0:
            yield head


def _names(table: Table, top: int, bottom: int, column: int) -> tuple[str, ...]:
    """The names above a column from the top down; an upper one goes on to the right until the next."""
    found: list[tuple[tuple[int, int], str]] = []
    for row in range(top, bottom + 1):
        origin = table.origin(row, column)
        text = table.grid.text(*origin)
        if not text and row < bottom and any(table.grid.text(below, column) for below in range(row + 1, bottom + 1)):
            left = next((at for at in range(column - 1, 0, -1) if table.grid.text(row, at)), 0)
            origin, text = (row, left), table.grid.text(row, left) if left else ""
        if text and (not found or found[-1][0] != origin):
            found.append((origin, text))
    return tuple(text for _, text in found)


def assigned(table: Table, kind: str, names: list[tuple[str, ...]], bottom: int) -> tuple[Column, ...]:
    """The columns with what each fills; every field once, the surest column first."""
    columns = [Column(at, parts) for at, parts in enumerate(names, 1)]
    wishes: list[tuple[float, int, Column]] = []
    for column in columns:
        if not column.names:
            continue
        if _numbers(table, column, bottom):
            wishes.append((9, column.at, replace(column, numbering=True, sure=3)))
            continue
        wishes.extend((level, column.at, found) for level, found in _wishes(table, kind, column, bottom))
    taken: set[tuple[str, str]] = set()
    given: dict[int, Column] = {}
    for _, at, column in sorted(wishes, key=lambda wish: (-wish[0], wish[1])):
        what = (column.target.key, column.choice) if column.target else ("", "")
        whole = (what[0], "")
        if at in given or what in taken or (column.target and whole in taken):
            continue
        if column.choice or not column.target or not any(key == what[0] for key, _ in taken):
            given[at] = column
            if column.target:
                taken.add(what)
    return tuple(given.get(column.at, column) for column in columns)


def _numbers(table: Table, column: Column, bottom: int) -> bool:
    """Whether it is the column of numbers, by its name and not against what it holds."""
    if folded("".join(column.names)) not in _NUMBERING and folded(column.names[-1]) not in _NUMBERING:
        return False
    texts = _below(table, column.at, bottom)
    return not texts or sum(bool(ordinal(text)) or len(text) > 8 for text in texts) * 2 >= len(texts)


def _below(table: Table, column: int, bottom: int) -> list[str]:
    rows = table.grid.rows[bottom : bottom + _SAMPLE]
    return [row[column - 1] for row in rows if row[column - 1]]


def _wishes(table: Table, kind: str, column: Column, bottom: int) -> Iterator[tuple[float, Column]]:
    """The fields that a column may fill, each with how sure that is."""
    joined, leaf = "".join(column.names), column.names[-1]
    known = index(kind)
    texts = _below(table, column.at, bottom)
    for bonus, name in ((1.4, folded(joined)), (1.3, bare(joined)), (0.2, folded(leaf)), (0.1, bare(leaf))):
        for level, target in known.get(name, ()):
            fit = _fit(target, texts)
            yield level + bonus + 0.05 * target.own + fit, replace(column, target=target, sure=level)
    marked = sum(text[0] in _MARKS or text.upper() in ("TRUE", "FALSE") for text in texts)
    if texts and marked * 2 >= len(texts):
        for target in targets(kind):
            if target.choices and len(target.path) == 1 and (word := target.choice(leaf)) and folded(leaf) != "是":
                yield 2.5, replace(column, target=target, choice=word, sure=3)
    if leaf.endswith(("名称", "事项")):
        whole = next(target for target in targets(kind) if target.path == ("name",))
        yield 0.9, replace(column, target=whole, sure=2)


def _fit(target: Target, texts: list[str]) -> float:
    """What the cells of a column say for or against a field with choices."""
    if not target.choices or not texts:
        return 0
    fitting = sum(bool(target.choice(text) or any(sign in text for sign in TICKS + BLANKS)) for text in texts)
    return 0.6 if fitting * 2 >= len(texts) else -1.5 if not fitting else -0.5


def repeated(table: Table, head: Head, row: int) -> bool:
    """Whether a row says the header, or a part of it, again."""
    own = table.own(row)
    if len(own) < 2 and table.width > 1:
        return False
    by_column = {column.at: {folded(name) for name in column.names} for column in head.columns}
    return bool(own) and all(folded(text) in by_column[column] for column, text in own)


def another(table: Table, kind: str, row: int) -> Head | None:
    """A header of its own at a row below the first: every cell of it the name of a column."""
    own = table.own(row)
    if len(own) < 2 or any(len(text) > LONGEST for _, text in own):
        return None
    known = index(kind)
    fitting = [folded(text) in known or folded(text) in _NUMBERING for _, text in own]
    if sum(fitting) < 2 or sum(fitting) * 3 < len(fitting) * 2:
        return None
    if any(ordinal(text) for _, text in own):
        return None
    return heads(table, kind, row, row)
