"""The cells of one item, gathered from its rows, as the item that a list would hold."""

import re
from dataclasses import dataclass, field
from typing import Any

from ..kinds import UNKNOWN
from ..kinds.base import Quantity
from .columns import Column
from .cutting import unclosed
from .folding import folded
from .grid import Cell, Doubt
from .targets import Target, needed, targets, unknown_allowed
from .usual import NO, YES
from .values import BLANKS, PLACEHOLDERS, TICKS, Value, value

_UNIT = re.compile(r"[(（]([^()（）]{1,6})[)）]\s*$")
_YES = {folded(word) for word in YES}
_NO = {folded(word) for word in NO}


@dataclass
class Gathered:
    """One item in the making: for each column the texts of its rows, each with its row and cell."""

    row: int
    pieces: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)
    numbers: set[int] = field(default_factory=set)
    given: dict[str, tuple[str, Cell]] = field(default_factory=dict)  # category, or a choice, from a heading
    rows: int = 1

    def text(self, column: int) -> str:
        """What a column holds so far."""
        return "\n".join(text for _, text in self.pieces.get(column, ()))

    def add(self, column: int, text: str, cell: Cell, row: int) -> None:
        """A further text of a column."""
        self.pieces.setdefault(column, []).append((row, text))
        self.cells.setdefault(column, cell)

    def wrap(self, column: int, text: str, cell: Cell, *, entries: bool) -> None:
        """What a column's text goes on with; a list of entries takes it as one more unless it is cut by 、."""
        before = self.pieces.get(column)
        if not before:
            self.add(column, text, cell, self.row)
            return
        row, old = before[-1]
        cut = "、" in old or "、" in text or unclosed(old)
        apart = "\n" if entries and not cut else " " if old[-1].isascii() and text[0].isascii() else ""
        before[-1] = (row, old + apart + text)


@dataclass
class Made:
    """An item, where its values came from, and what is doubtful."""

    item: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)  # fields that an error has been said of
    entries: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)  # inner fields by row
    blanks: list[tuple[int, str]] = field(default_factory=list)  # columns that hold / or — for nothing


Known = dict[tuple[str, str, bool], Value]  # field, text and whether it was held as a number → what it says


def made(kind: str, gathered: Gathered, columns: tuple[Column, ...], where: Cell, known: Known) -> Made:
    """The item of the gathered cells; ``where`` stands for the whole row, ``known`` spares reading a text twice."""
    found = Made()
    marks: dict[str, list[Column]] = {}
    for column in columns:
        target = column.target
        if target is None or column.at not in gathered.pieces:
            if column.choice and target:
                marks.setdefault(target.key, []).append(column)
            continue
        if column.choice:
            marks.setdefault(target.key, []).append(column)
            continue
        _fill(found, gathered, column, target, known)
    _enter(found, kind)
    for group in marks.values():
        _ticked(found, gathered, group, where)
    for key, (text, cell) in gathered.given.items():
        if key not in found.item:
            found.item[key] = text
            found.cells[key] = cell
    _missing(found, kind, columns, where)
    return found


def _fill(found: Made, gathered: Gathered, column: Column, target: Target, known: Known) -> None:
    cell = gathered.cells[column.at]
    pieces = gathered.pieces[column.at]
    kept = [(row, text) for row, text in pieces if text not in PLACEHOLDERS]
    found.blanks.extend((column.at, text) for _, text in pieces if text in PLACEHOLDERS)
    if not kept:
        return
    number = column.at in gathered.numbers
    if target.model is Quantity and (unit := _UNIT.search(column.name)):
        kept = [(row, text + unit[1] if re.fullmatch(r"[0-9.]+(余)?", text) else text) for row, text in kept]
    if len(target.path) == 1:
        result = _value(target, [text for _, text in kept], number, known)
        _say(found, target, cell, result)
        if result.value is not None:
            found.item[target.path[0]] = result.value
            found.cells.setdefault(target.path[0], cell)
        return
    for row, text in kept if target.within_many else [(kept[0][0], "\n".join(text for _, text in kept))]:
        result = value(target, [text], number=number)
        _say(found, target, cell, result)
        if result.value is not None:
            found.entries.setdefault(target.path[0], {}).setdefault(row, {})[target.path[1]] = result.value
            found.cells.setdefault(target.path[0], cell)
            found.cells.setdefault(target.key, cell)


def _value(target: Target, pieces: list[str], number: bool, known: Known) -> Value:
    """What a cell says; the same text is read once, and every item has lists of its own."""
    if len(pieces) > 1:
        return value(target, pieces, number=number)
    key = (target.key, pieces[0], number)
    if key not in known:
        known[key] = value(target, pieces, number=number)
    result = known[key]
    if isinstance(result.value, list):
        return result._replace(value=[dict(one) if isinstance(one, dict) else one for one in result.value])
    return result._replace(value=dict(result.value)) if isinstance(result.value, dict) else result


def _enter(found: Made, kind: str) -> None:
    """Inner fields from columns of their own: one entry a row, or beside the one that a whole column gave."""
    for target in targets(kind):
        key = target.path[0]
        if len(target.path) > 1 or not (rows := found.entries.get(key)):
            continue
        entries = [rows[row] for row in sorted(rows)]
        whole = found.item.get(key)
        if whole is None:
            found.item[key] = entries if target.many else entries[0]
        elif isinstance(whole, list) and len(whole) == len(entries):
            found.item[key] = [{**new, **old} for old, new in zip(whole, entries, strict=True)]
        else:
            told = "、".join(str(part) for entry in entries for part in entry.values())
            message = f"「{told}」不知道跟着「{target.label}」里的哪一个,没有取"
            found.doubts.append(Doubt(found.cells[key], message, "每个写成一行", True))


def _say(found: Made, target: Target, cell: Cell, result: Value) -> None:
    if result.error:
        found.wrong.add(target.path[0])
    if result.doubt:
        found.doubts.append(Doubt(cell, result.doubt, result.fix, result.error))


def is_tick(text: str) -> bool:
    """Whether a cell of a column of marks is ticked."""
    return bool(text) and (text[0] in TICKS or folded(text) in _YES)


def _ticked(found: Made, gathered: Gathered, group: list[Column], where: Cell) -> None:
    """The choices whose columns are ticked: one, or for a list of choices any."""
    target = group[0].target
    assert target
    ticked: list[Column] = []
    for column in group:
        text = gathered.text(column.at)
        cell = gathered.cells.get(column.at, where)
        sign, rest = (text[:1], text[1:].strip()) if text[:1] in TICKS + BLANKS else (text, "")
        if not text or (sign in BLANKS and not rest) or text in PLACEHOLDERS or folded(text) in _NO:
            if text in PLACEHOLDERS and sign not in BLANKS:
                found.blanks.append((column.at, text))
            continue
        if is_tick(text):
            ticked.append(column)
            if rest:
                found.doubts.append(Doubt(cell, f"勾后面还写着「{rest}」,没有取", "是条件就写进条件那一栏"))
        else:
            found.doubts.append(Doubt(cell, f"「{text}」看不出是不是选了 {column.choice}", "打 √ 或留空", True))
            found.wrong.add(target.path[0])
    if target.many:
        if ticked:
            found.item[target.path[0]] = [column.choice for column in ticked]
            found.cells[target.path[0]] = gathered.cells[ticked[0].at]
    elif len(ticked) == 1:
        found.item[target.path[0]] = ticked[0].choice
        found.cells[target.path[0]] = gathered.cells[ticked[0].at]
    elif ticked:
        words = "、".join(column.choice for column in ticked)
        marks = "".join(gathered.text(column.at) for column in ticked)
        cell = gathered.cells[ticked[1].at]
        found.doubts.append(Doubt(cell, f"这一行第 {cell.row} 行打了几个勾({marks}):{words}", "只留一个", True))
        found.wrong.add(target.path[0])


def _missing(found: Made, kind: str, columns: tuple[Column, ...], where: Cell) -> None:
    """Required fields that nothing fills: 待核实 where that may be written, an error where not."""
    named = {column.target.path[0] for column in columns if column.target}
    for target in needed(kind):
        key = target.path[0]
        if len(target.path) > 1:
            _inner_missing(found, target, where)
            continue
        if key in found.item:
            continue
        here = [column for column in columns if column.target and column.target.path[0] == key]
        cell = Cell(where.sheet, where.row, here[0].at) if here else where
        if key != "name" and unknown_allowed(target):
            found.item[key] = UNKNOWN
            if here and not any(doubt.cell == cell for doubt in found.doubts):
                found.doubts.append(Doubt(cell, f"「{target.label}」空着,写成了 {UNKNOWN}", lacks=key))
        elif key in named and key not in found.wrong:
            found.doubts.append(
                Doubt(cell, f"「{target.label}」空着", f"第 {where.row} 行要填写", True, key if key != "name" else "")
            )


def _inner_missing(found: Made, target: Target, where: Cell) -> None:
    """An inner field that must be there where its neighbours are; nothing where the outer one is not."""
    held = found.item.get(target.path[0])
    for entry in held if isinstance(held, list) else [held]:
        if isinstance(entry, dict) and target.path[1] not in entry:
            cell = found.cells.get(target.path[0], where)
            told = "、".join(str(part) for part in entry.values())
            message = f"「{target.within}」只有「{told}」,缺「{target.label}」"
            found.doubts.append(Doubt(cell, message, "补上,或删去这一栏", True))
