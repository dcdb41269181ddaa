"""Sheets of our own workbooks, as they come back: what they say now, and from which cell."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..diff import Data
from ..kinds import Kind
from ..kinds.forms import COUNT, DATE, NUMBER
from .book import HEADER, TOPIC
from .cells import seen
from .codec import NotUnderstood, encode, typed, unguarded
from .grid import Cell, Doubt, Draft, Grid, Skipped
from .layout import Column, columns
from .manifest import BadBook, Origin, keyed, origins

LOOK = 20  # rows in which a sheet's header is looked for
HEAD = -1  # stands for the list's own header where an item's number is asked for


@dataclass(frozen=True)
class Sheet:
    """One sheet that is a list of ours; ``top`` is its hidden key row, 0 where that is lost."""

    origin: Origin
    grid: Grid
    top: int
    head: tuple[Grid, int] | None = None  # the sheet of headers, and its column


def own_sheets(grids: list[Grid]) -> list[Sheet]:
    """The sheets that are lists of ours: by their key cell, or by name where the hidden sheet knows them."""
    known = origins(grids)
    by_path = {origin.path: origin for origin in known.values()}
    found: dict[str, Sheet] = {}
    for grid in grids:
        top, said = _key_row(grid)
        origin = said or known.get(grid.name)
        if origin is None:
            continue
        whole = by_path.get(origin.path)
        origin = whole if whole and whole.sha256 == origin.sha256 else origin
        if origin.path in found:
            names = f"“{found[origin.path].grid.name}”和“{grid.name}”"
            raise BadBook(f"{names}两张表是同一份清单 {origin.path}。留下一张")
        found[origin.path] = Sheet(origin, unmerged(grid), top, _head(grids, origin.path, grid.name))
    return list(found.values())


def unmerged(grid: Grid) -> Grid:
    """The grid with the text of every merged range in all its cells."""
    if not grid.merged:
        return grid
    rows = [list(row) for row in grid.rows]
    for span in grid.merged:
        for row in range(span.top, min(span.bottom, len(rows)) + 1):
            for column in range(span.left, min(span.right, len(rows[row - 1])) + 1):
                rows[row - 1][column - 1] = grid.text(span.top, span.left)
    return replace(grid, rows=tuple(tuple(row) for row in rows), merged=())


def draft_of(sheet: Sheet, kind: Kind, base: Data) -> Draft:
    """What a sheet says, given the list that it was made of; what it leaves untouched is as it was, to the letter."""
    return _Reading(sheet, kind, base).draft()


def _key_row(grid: Grid) -> tuple[int, Origin | None]:
    for number, row in enumerate(grid.rows[:LOOK], 1):
        for cell in row:
            if cell.startswith("id ") and (origin := keyed(cell)):
                return number, origin
    return 0, None


def _head(grids: list[Grid], path: str, name: str) -> tuple[Grid, int] | None:
    """Where the list's own header stands: by its hidden row, else by the row of titles."""
    for mark, which in ((HEADER, path), (TOPIC, name)):
        for grid in grids:
            for row in grid.rows[:LOOK]:
                if mark in row and which in row:
                    return unmerged(grid), row.index(which) + 1
    return None


def _title(text: str) -> str:
    return "".join(text.split()).rstrip("*\uff0a")


@dataclass
class _Reading:
    """One sheet being read."""

    sheet: Sheet
    kind: Kind
    base: Data
    doubts: list[Doubt] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)

    def draft(self) -> Draft:
        header = self.header()
        titles, found = self.layout()
        items, rows = self.items(titles, found)
        return Draft(
            self.sheet.grid.name, header, tuple(items), self.cells, tuple(self.doubts), tuple(self.skipped), rows
        )

    # ── the header ──

    def header(self) -> Data:
        before = {key: value for key, value in self.base.items() if key != "items"}
        if self.sheet.head is None:
            if self.sheet.origin.text is not None:
                cell = self.sheet.grid.cell(1, 1)
                self.doubts.append(Doubt(cell, "找不到“清单信息”里的这份清单", "清单的名称、日期、来源这些不动"))
            return before
        grid, at = self.sheet.head
        fields = {column.key: column for column in columns(self.kind.header)}
        by_title = {column.label: column for column in fields.values()}
        after = dict(before)
        for number, row in enumerate(grid.rows, 1):
            column = next((fields[cell] for cell in row[: at - 1] if cell in fields), None)
            column = column or next(
                (by_title[_title(cell)] for cell in row[: at - 1] if _title(cell) in by_title), None
            )
            if column:
                self.cells[HEAD, column.key] = grid.cell(number, at)
                self.value(after, column, grid, (number, at), before.get(column.key))
        return after

    # ── the items ──

    def layout(self) -> tuple[int, dict[int, Column]]:
        """The row of titles (the last one above the items), and which column is which field."""
        grid, top = self.sheet.grid, self.sheet.top
        fields = {column.key: column for column in columns(self.kind.item)}
        titles = {column.label: column for column in fields.values()}
        below = max(range(top + 1, top + LOOK), key=lambda row: (self.likeness(row, titles), -row))
        below = below if self.likeness(below, titles) >= 2 else top
        if not below:
            raise BadBook(f"“{grid.name}”里找不到表头:第 1 行和列名都不在了。重新导出一份")
        found: dict[int, Column] = {}
        for at in range(1, len(grid.rows[below - 1]) + 1):
            key = grid.text(top, at) if top else ""
            column = fields.get("id" if keyed(key) else key)
            if column and column not in found.values():
                found[at] = column
        for at in range(1, len(grid.rows[below - 1]) + 1):
            column = titles.get(_title(grid.text(below, at)))
            if at not in found and column and column not in found.values():
                found[at] = column
        self.left_out(below, found, fields)
        return below, found

    def likeness(self, row: int, titles: dict[str, Column]) -> int:
        inside = 0 < row <= len(self.sheet.grid.rows)
        return sum(_title(cell) in titles for cell in self.sheet.grid.rows[row - 1]) if inside else 0

    def left_out(self, below: int, found: dict[int, Column], fields: dict[str, Column]) -> None:
        """Columns that are gone (their values stay), and columns that nobody knows."""
        grid = self.sheet.grid
        for column in fields.values():
            missing = column.key != "id" and column not in found.values()
            if missing and any(column.key in item for item in self.before):
                cell = grid.cell(below, 1)
                self.doubts.append(Doubt(cell, f"没有“{column.label}”这一列", "原来的内容不动"))
        for at in range(1, len(grid.rows[below - 1]) + 1):
            filled = at not in found and any(row[at - 1].strip() for row in grid.rows[below:])
            if filled:
                name = grid.text(below, at) or "没有名字"
                self.doubts.append(
                    Doubt(grid.cell(below, at), f"不认识的列“{name}”,没有读", "要写进清单的,填到有的列里")
                )

    @cached_property
    def before(self) -> list[Data]:
        rows = self.base.get("items")
        return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []

    def items(self, below: int, found: dict[int, Column]) -> tuple[list[Data], int]:
        grid = self.sheet.grid
        at = {column.key: number for number, column in found.items()}
        rows = [number for number in range(below + 1, len(grid.rows) + 1) if any(map(str.strip, grid.rows[number - 1]))]
        known = {item["id"]: item for item in self.before if isinstance(item.get("id"), str)}
        names = self.names(rows, at, known)
        items: list[Data] = []
        for row in rows:
            if "name" in at and _title(grid.text(row, at["name"])) == _title(found[at["name"]].title):
                self.skipped.append(Skipped(grid.cell(row, at["name"]), grid.text(row, at["name"]), "又一行表头"))
                continue
            name, texts = names[row], grid.rows[row - 1]
            before = known.get(name, {})
            item: Data = dict(before) if before else {"id": name} if name else {}
            for number, column in found.items():
                said, was = texts[number - 1], before.get(column.key)
                if said or was is not None or column.required:
                    self.cells[len(items), column.key] = Cell(grid.name, row, number)
                    if said != was and column.key != "id":
                        self.value(item, column, grid, (row, number), was)
            items.append(item)
        return items, len(rows)

    def names(self, rows: list[int], at: dict[str, int], known: dict[str, Data]) -> dict[int, str]:
        """The id of the item in each row, '' for a new one; a copied row is a new item."""
        grid = self.sheet.grid
        said = {row: grid.text(row, at["name"]).strip() if "name" in at else "" for row in rows}
        if "id" not in at:
            return self.by_name(said, known)
        ids = {row: grid.text(row, at["id"]).strip() for row in rows}
        several = {name for name, number in Counter(ids.values()).items() if name and number > 1}
        for name in several:
            mine = [row for row in rows if ids[row] == name]
            own = [row for row in mine if said[row] == str(known.get(name, {}).get("name", "")).strip()]
            kept = own[0] if own else mine[0]
            for row in mine:
                if row != kept:
                    ids[row] = ""
                    cell = grid.cell(row, at["id"])
                    self.doubts.append(
                        Doubt(cell, f"这一行是从第 {kept} 行复制来的,当作新增的一项", "不是新增就删去这一行")
                    )
        return ids

    def by_name(self, said: dict[int, str], known: dict[str, Data]) -> dict[int, str]:
        cell = self.sheet.grid.cell(max(self.sheet.top, 1), 1)
        self.doubts.append(Doubt(cell, "隐藏的编号一列不见了,按名称认出各项", "改了名称的会当作删去一项、新增一项"))
        found: dict[str, list[str]] = {}
        for key, item in known.items():
            found.setdefault(str(item.get("name", "")).strip(), []).append(key)
        once = Counter(said.values())
        alone = {name: ids[0] for name, ids in found.items() if len(ids) == 1 and once[name] == 1}
        return {row: alone.get(name, "") for row, name in said.items()}

    # ── one cell ──

    def value(self, into: Data, column: Column, grid: Grid, where: tuple[int, int], before: Any) -> None:
        """Put what a cell says into an item or header; a cell that was not touched says what it said before."""
        text = grid.text(*where)
        if not text and before is None:
            return
        was = encode(before, column.annotation) if before is not None else ""
        if before is not None and (_same(text, was) or _same(unguarded(text), was)):
            return
        if not text.strip():
            into.pop(column.key, None)
            return
        cell = grid.cell(*where)
        if where in grid.numbers and not self.may_be_number(column, cell, text):
            return
        try:
            into[column.key] = typed(unguarded(text), column.annotation, column.form)
        except NotUnderstood as error:
            self.doubts.append(Doubt(cell, f"{column.label}: {error}", error=True))

    def may_be_number(self, column: Column, cell: Cell, text: str) -> bool:
        """Whether what a spreadsheet holds as a number may be taken: never where a leading 0 could be lost."""
        if column.form in (DATE, COUNT, NUMBER):
            return True
        if column.form:
            fix = "把这一格设成“文本”格式,再照原样填一遍"
            message = f"{column.label}存成了数字 {text},开头的 0 或后面的数可能已经丢了"
            self.doubts.append(Doubt(cell, message, fix, error=True))
            return False
        self.doubts.append(Doubt(cell, f"{column.label}存成了数字,当作“{text}”", "不对的,设成“文本”格式再填"))
        return True


def _same(text: str, before: str) -> bool:
    """Whether a cell says what it said: spreadsheet programs may drop blanks around lines."""
    return text == before or seen(text) == seen(before)
