"""The rows below a header: items, headings, totals, notes, rows that go on; nothing left unsaid."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .asides import REST, aside
from .columns import Column, Head, Table, another, repeated
from .cutting import unclosed
from .folding import folded
from .grid import Cell, Doubt, Skipped
from .items import Gathered, Known, is_tick, made
from .numerals import CHAPTERS, LEVELS, Numbered, counted, numbered, ordinal
from .targets import targets
from .totals import Tally
from .usual import TOTALS

_TOTALS = {folded(word) for word in TOTALS}
_ITEM_SUFFIX = re.compile(r"(清单|事项|类|目录|部分)+$")


@dataclass
class Body:
    """Reads the rows below a header one after another; ``finish`` closes the last item."""

    table: Table
    kind: str
    head: Head
    clues: dict[str, tuple[str, Cell]]
    items: list[dict[str, Any]] = field(default_factory=list)
    cells: dict[tuple[int, str], Cell] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    rows: int = 0
    joined: int = 0
    open_ended: bool = False

    def __post_init__(self) -> None:
        self.current: Gathered | None = None
        self.headings: dict[int, tuple[str, Cell]] = {}
        self.counts: dict[str, tuple[int, Cell]] = {}
        self.given: dict[str, tuple[str, Cell]] = {}
        self.last, self.tally = 0, Tally()
        self.blanks: Counter[tuple[int, str]] = Counter()
        self.known: Known = {}
        self.unknown: dict[Column, list[tuple[str, Cell]]] = {}
        self._columns(self.head)

    def _columns(self, head: Head) -> None:
        """Take a header: this one, or another further down."""
        self.head = head
        self.columns = head.columns
        self.by_at = {column.at: column for column in head.columns}
        self.number = next((column.at for column in head.columns if column.numbering), 0)
        self.name = next((c.at for c in head.columns if c.target and c.target.path == ("name",)), 0)
        own = {column.target.path[0] for column in head.columns if column.target}
        self.free = [t for t in targets(self.kind) if t.choices and len(t.path) == 1 and t.path[0] not in own]
        self.grouped = "category" not in own
        below = range(head.bottom + 1, self.table.height + 1)
        rows = [row for row in below if self.name and self.table.grid.text(row, self.name)]
        counted_rows = [row for row in rows if self.number and ordinal(self.table.grid.text(row, self.number))]
        self.numbers_rule = bool(rows) and len(counted_rows) * 2 >= len(rows)
        self.style = "" if self.numbers_rule else self._style(rows)

    def _style(self, rows: list[int]) -> str:
        """The numbering that names themselves carry, where there is no column for it."""
        styles = [n.style if (n := numbered(self.table.grid.text(row, self.name))) else "" for row in rows]
        if not styles:
            return ""
        deepest = max(styles, key=lambda style: LEVELS.get(style, -1))
        count = sum(style == deepest for style in styles)
        plain = sum(not style for style in styles)
        return deepest if deepest and count > plain * 4 else ""

    def read(self, heading: int = 0) -> "Body":
        """All rows; ``heading`` is a row above the header that what follows stands under."""
        if heading:
            self.rows += 1
            self._heading(heading, self.table.own(heading))
        row = self.head.bottom + 1
        while row <= self.table.height:
            own = self.table.own(row)
            if own:
                self.rows += 1
                row += self._row(row, own)
            row += 1
        self._close()
        self._after()
        return self

    def _row(self, row: int, own: list[tuple[int, str]]) -> int:
        """One row; how many more belong to it."""
        if repeated(self.table, self.head, row):
            self._skip(row, own, "重复的表头")
            return 0
        if head := another(self.table, self.kind, row):
            self._close()
            for below in range(head.top, head.bottom + 1):
                self._skip(below, self.table.own(below), "另一段的表头")
            self._columns(head)
            self.rows += head.bottom - head.top
            return head.bottom - head.top
        numbers = bool(self.number and ordinal(self.table.grid.text(row, self.number)))
        if not numbers and (self._total(row, own) or self._aside(row, own)):
            return 0
        if self._heading(row, own) or self._goes_on(row, own):
            return 0
        self._item(row, own)
        return 0

    def _skip(self, row: int, own: list[tuple[int, str]], reason: str) -> None:
        column = own[0][0] if own else 1
        text = " ".join(text for _, text in own).replace("\n", " ")
        self.skipped.append(Skipped(self.table.grid.cell(row, column), text, reason))

    def _total(self, row: int, own: list[tuple[int, str]]) -> bool:
        text = folded(own[0][1])
        word = next((word for word in sorted(_TOTALS, key=len, reverse=True) if text.startswith(word)), "")
        rest = text.removeprefix(word)
        if not word or (rest and not re.fullmatch(r"[0-9]+[项条个件类块]?|[项条个件类块]数", rest)):
            return False
        self._close()
        self._skip(row, own, "合计行")
        others = [(column, text) for column, text in own[1:]] + ([(own[0][0], rest)] if rest else [])
        self.doubts.extend(self.tally.check(self.table.grid, row, others, self.by_at, part=word == "小计"))
        return True

    def _aside(self, row: int, own: list[tuple[int, str]]) -> bool:
        """Notes, dates, page numbers, and 等 at the end."""
        if not (reason := aside(own[0][1], len(own))):
            return False
        self.open_ended = self.open_ended or reason == REST
        self._close()
        self._skip(row, own, reason)
        return True

    def _heading(self, row: int, own: list[tuple[int, str]]) -> bool:
        if len(own) > 1:
            return False
        column, text = own[0]
        mark = numbered(text)
        span = self.table.spans.get((row, column))
        wide = bool(span and span.right > span.left and (span.right - span.left + 1) * 2 >= self.table.width)
        chaptered = bool(mark and mark.style in CHAPTERS and mark.style != self.style)
        aside = column == self.number and not ordinal(text) and column != self.name
        if not (chaptered or wide or aside) or (span and span.bottom > span.top and not wide):
            return False
        self._close()
        self._under(row, column, text, mark)
        return True

    def _under(self, row: int, column: int, text: str, mark: Numbered | None) -> None:
        """What follows stands under this heading: a choice of a field, or a category."""
        cell = self.table.grid.cell(row, column)
        title, count = counted(mark.rest if mark else text)
        title = re.sub(r"\s*\n\s*", "", title)
        level = LEVELS[mark.style] if mark else -1
        for old in [old for old in self.headings if old >= level]:
            del self.headings[old]
        plain = _ITEM_SUFFIX.sub("", title)
        choice = next(((t.path[0], w) for t in self.free if (w := t.choice(title) or t.choice(plain))), None)
        if choice is None:
            for target in self.free:
                if target.required and len(words := target.contained(title)) == 1 and len(title) <= 20:
                    choice = (target.path[0], next(iter(words)))
                    self.doubts.append(Doubt(cell, f"按「{title}」,「{target.label}」都看作 {choice[1]}", "请核对"))
                    break
        if choice:
            self.given[choice[0]] = (choice[1], cell)
            self.headings.clear()
        else:
            self.headings[level] = (title, cell)
        if count is not None:
            self.counts[title] = (count, cell)
        self.tally.begin(title)
        self._skip(row, [(column, text)], "类别标题")

    def _goes_on(self, row: int, own: list[tuple[int, str]]) -> bool:
        """A row that only goes on with the item above: merged cells, or a cell wrapped over rows."""
        item = self.current
        if item is None or not self.name:
            return False
        name = self.table.grid.text(row, self.name)
        origin = self.table.origin(row, self.name)
        if not name and origin != (row, self.name) and origin[0] >= item.row:
            for column, text in own:
                if column == self.number:
                    self._count(row, text)
                else:
                    item.add(column, text, self.table.grid.cell(row, column), row)
                    self._note(item, row, column)
        elif self._wrapped(item, row, own, name):
            for column, text in own:
                target = self.by_at[column].target
                entries = bool(target and target.many and column != self.name)
                item.wrap(column, text, self.table.grid.cell(row, column), entries=entries)
                self._note(item, row, column)
            cell, told = self.table.grid.cell(row, own[0][0]), " ".join(text for _, text in own).replace("\n", " ")
            self.doubts.append(Doubt(cell, f"「{told}」这一行接在第 {item.row} 行后面", "不是的话,补上序号和名称"))
        else:
            return False
        item.rows += 1
        self.joined += 1
        return True

    def _wrapped(self, item: Gathered, row: int, own: list[tuple[int, str]], name: str) -> bool:
        if self.number and self.table.seen(row, self.number):
            return False
        if not name:
            return True
        before = item.text(self.name)
        if unclosed(before) and (len(own) == 1 or self.numbers_rule):
            return True
        needed = [c.at for c in self.columns if c.target and c.target.required and c.at != self.name]
        others = [column for column, _ in own if column != self.name]
        if not self.numbers_rule or any(self.table.seen(row, column) for column in needed):
            return False
        return len(others) * 2 < max(len(item.pieces) - 2, 1) and not before.endswith(("。", ";"))

    def _note(self, item: Gathered, row: int, column: int) -> None:
        if (row, column) in self.table.grid.numbers:
            item.numbers.add(column)

    def _item(self, row: int, own: list[tuple[int, str]]) -> None:
        self._close()
        item = Gathered(row, given=dict(self.given))
        if self.grouped and self.headings:
            texts = [self.headings[level] for level in sorted(self.headings)]
            item.given["category"] = (" / ".join(text for text, _ in texts), texts[-1][1])
        filled = {column for column, _ in own}
        if self.table.spans:
            filled |= {column for column in self.table.columns if self._inherits(row, column)}
        for column in sorted(filled):
            top, left = self.table.origin(row, column)
            text = self.table.seen(row, column)
            if column == self.number:
                if top == row and text:
                    self._count(row, text)
                continue
            item.add(column, text, self.table.grid.cell(top, left), row)
            self._note(item, top, left)
        if self.number and self.numbers_rule and self.number not in filled:
            self.doubts.append(Doubt(self.table.grid.cell(row, self.number), "没有序号", "看看是不是上一行的接续"))
        if self.style and (mark := numbered(item.text(self.name))) and mark.style == self.style:
            self._count(row, str(mark.number))
            item.pieces[self.name] = [(row, mark.rest)]
        self.current = item

    def _inherits(self, row: int, column: int) -> bool:
        """Whether a merged range goes on down into a cell."""
        top, left = self.table.origin(row, column)
        return top < row and left == column and bool(self.table.grid.text(top, left))

    def _count(self, row: int, text: str) -> None:
        number, cell = ordinal(text), self.table.grid.cell(row, self.number or self.name)
        if not number:
            self.doubts.append(Doubt(cell, f"「{text}」不是序号"))
        elif number > self.last + 1:
            gap = str(self.last + 1) + (f"—{number - 1}" if number > self.last + 2 else "")
            self.doubts.append(Doubt(cell, f"序号从 {self.last} 跳到 {number},缺 {gap}", "看看是不是漏了"))
        elif number <= self.last and number != 1:
            self.doubts.append(Doubt(cell, f"序号 {number} 排在 {self.last} 后面,重复或颠倒"))
        self.last = number or self.last

    def _close(self) -> None:
        """The item in the making becomes one."""
        if self.current is None:
            return
        item, self.current = self.current, None
        at = len(self.items)
        where = self.table.grid.cell(item.row, self.name or min(item.pieces, default=1))
        result = made(self.kind, item, self.columns, where, self.known)
        for key, (word, cell) in self.clues.items():
            result.item.setdefault(key, word)
            result.cells.setdefault(key, cell)
        self.items.append(result.item)
        self.cells |= {(at, key): cell for key, cell in result.cells.items()}
        self.doubts.extend(result.doubts)
        self.blanks.update(result.blanks)
        self.tally.add(result.item, {c.at for c in self.columns if c.choice and is_tick(item.text(c.at))})
        for column in self.columns:
            if not column.target and not column.numbering and column.at in item.pieces:
                cell = item.cells[column.at]
                self.unknown.setdefault(column, []).append((item.text(column.at), cell))

    def _after(self) -> None:
        """What can only be said of the whole."""
        for (column, text), times in self.blanks.items():
            cell = self.table.grid.cell(self.head.bottom, column)
            self.doubts.append(Doubt(cell, f"这一列有 {times} 格写着「{text}」,当作空着"))
        for strange, held in self.unknown.items():
            told = ";".join(dict.fromkeys(text.replace("\n", " ") for text, _ in held))
            what = f"不认识的列「{strange.name}」" if strange.names else "没有列名的一列"
            cell = self.table.grid.cell(self.head.bottom, strange.at) if strange.names else held[0][1]
            fix = "把列名改成说明里的叫法,或删去这一列"
            self.doubts.append(Doubt(cell, f"{what},{len(held)} 格没有取:{told}", fix))
        for title, (count, cell) in self.counts.items():
            if (real := self.tally.under.get(title, 0)) != count:
                self.doubts.append(Doubt(cell, f"「{title}」写着 {count} 项,表里有 {real} 项", "请核对"))
