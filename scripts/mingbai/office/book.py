"""Lists as a workbook: a sheet a list, one for what the lists say of themselves, one that explains, one hidden."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..kinds import Kind
from ..write import canonical, width
from . import manifest
from .codec import LONGEST, encode, units
from .layout import Column, columns
from .manifest import Origin, hashed, key_cell

HEADER = "mingbai 清单信息"
"""What stands in the first cell of the sheet of headers."""

TOPIC = "项目"
"""The title of its column of fields."""

TEXT = 49  # the built-in format "@"
_NAME = 31  # characters of a sheet's name
_SAMPLE = 300  # rows that decide how wide a column is
_WIDEST, _NARROWEST = 40, 10
_ROOM = 1000  # empty rows below the last one that offer choices as well
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the same bytes whenever it is made


class CannotExport(Exception):
    """No workbook can hold this list; the message says which value and what to do."""


@dataclass(frozen=True)
class Listed:
    """One list to be put into a workbook: where it lies, its kind, what it says, what its sheet is called."""

    path: str
    kind: Kind
    data: dict[str, Any]
    name: str

    def origin(self) -> Origin:
        """What the workbook remembers of it."""
        text = canonical(self.data, self.kind.key_order())
        return Origin(self.path, hashed(text), text)


def workbook(lists: Sequence[Listed]) -> bytes:
    """The workbook of some lists; the same bytes for the same lists."""
    named = dict(zip(sheet_names([one.name for one in lists]), lists, strict=True))
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": "、".join(one.name for one in lists)[:200], "created": _CREATED})
    looks = _Looks(book)
    origins = {name: one.origin() for name, one in named.items()}
    for name, one in named.items():
        _items(book.add_worksheet(name), one, origins[name], looks)
    _headers(book.add_worksheet(_free("清单信息", named)), named, looks)
    _manual(book.add_worksheet(_free("说明", named)), list(named.values()), looks)
    hidden = book.add_worksheet(manifest.SHEET)
    for row, texts in enumerate(manifest.rows(origins)):
        for column, text in enumerate(texts):
            hidden.write_string(row, column, text, looks.text)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


def cell_text(value: Any, column: Column, where: str) -> str:
    """A value as the text of its cell; CannotExport where no cell can hold it."""
    text = "" if value is None else encode(value, column.annotation)
    if len(text) > LONGEST // 2 and units(text) > LONGEST:
        raise CannotExport(
            f"{where} 的“{column.label}”有 {units(text)} 字,表格一格只装得下 {LONGEST} 字。把长文放到来源里"
        )
    return text


def texts_of(one: Listed) -> list[list[str]]:
    """Every item as a row of texts, a column each field."""
    found = columns(one.kind.item)
    return [
        [cell_text(item.get(column.key), column, f"{one.path} 的 {item.get('id')}") for column in found]
        for item in one.data.get("items", ())
    ]


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that a spreadsheet accepts, all different; a shortened one ends in …"""
    found: dict[str, None] = {}
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ") or "清单"
        number, taken = 1, {other.casefold() for other in found}
        while (fits := _fitting(plain, "" if number == 1 else f" {number}")).casefold() in taken:
            number += 1
        found[fits] = None
    return list(found)


def _fitting(name: str, end: str) -> str:
    if units(name + end) <= _NAME:
        return name + end
    while units(name + "…" + end) > _NAME:
        name = name[:-1]
    return f"{name}…{end}"


def _free(name: str, taken: dict[str, Listed]) -> str:
    return name if name not in taken else f"{name}."


class _Looks:
    """The formats of a workbook; every cell is text, so that no program takes a phone for a number."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"num_format": TEXT, "valign": "top", "text_wrap": True}
        self.text: Format = book.add_format({"num_format": TEXT})
        self.wrapped: Format = book.add_format(base)
        self.head: Format = book.add_format({**base, "bold": True, "bg_color": "#E3ECE6", "bottom": 1})
        self.must: Format = book.add_format({**base, "bold": True, "bg_color": "#F6E3C5", "bottom": 1})
        self.plain: Format = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold: Format = book.add_format({"bold": True, "valign": "top"})


def _items(sheet: Worksheet, one: Listed, origin: Origin, looks: _Looks) -> None:
    """A sheet of items: the hidden key row, the header, a row an item; the id column is hidden."""
    found, texts = columns(one.kind.item), texts_of(one)
    last = len(texts) + 1 + _ROOM
    for at, column in enumerate(found):
        wide = _wide([column.title, *(row[at] for row in texts[:_SAMPLE])])
        sheet.set_column(at, at, wide, looks.wrapped, {"hidden": column.key == "id"})
        sheet.write_string(0, at, key_cell(origin) if column.key == "id" else column.key, looks.text)
        sheet.write_string(1, at, column.title, looks.must if column.required else looks.head)
        if column.hint:
            sheet.write_comment(1, at, column.hint, {"author": "", "x_scale": 2})
        _offer(sheet, column, (2, at, last, at))
    for row, cells in enumerate(texts, 2):
        for at, text in enumerate(cells):
            if text:
                sheet.write_string(row, at, text, looks.wrapped)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, len(texts) + 1, len(found) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(1)


def _offer(sheet: Worksheet, column: Column, where: tuple[int, int, int, int]) -> None:
    """Choices as a dropdown; where several may be written, anything else is let through and read on return."""
    if column.words and len(",".join(column.words)) <= 255:
        said = {"error_title": "不在可选的词里", "error_message": "请从下拉的词里选一个"}
        sheet.data_validation(
            *where, {"validate": "list", "source": list(column.words), "show_error": not column.many, **said}
        )


def _headers(sheet: Worksheet, named: dict[str, Listed], looks: _Looks) -> None:
    """What each list says of itself: a row a field, a column a list; keys and paths are hidden."""
    every: dict[str, Column] = {}
    for one in named.values():
        every |= {column.key: column for column in columns(one.kind.header) if column.key not in every}
    sheet.write_string(0, 0, HEADER, looks.text)
    sheet.write_string(1, 1, TOPIC, looks.head)
    for at, (name, one) in enumerate(named.items(), 2):
        sheet.write_string(0, at, one.path, looks.text)
        sheet.write_string(1, at, name, looks.head)
        sheet.set_column(at, at, 60, looks.wrapped)
    for row, column in enumerate(_ordered(every, list(named.values())), 2):
        sheet.write_string(row, 0, column.key, looks.text)
        sheet.write_string(row, 1, column.title, looks.must if column.required else looks.head)
        if column.hint:
            sheet.write_comment(row, 1, column.hint, {"author": "", "x_scale": 2})
        for at, one in enumerate(named.values(), 2):
            if column.key in one.kind.header.model_fields:
                _offer(sheet, column, (row, at, row, at))
                if text := cell_text(one.data.get(column.key), column, one.path):
                    sheet.write_string(row, at, text, looks.wrapped)
    sheet.set_column(0, 0, 10, looks.text, {"hidden": True})
    sheet.set_column(1, 1, 18, looks.text)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.freeze_panes(2, 2)


def _ordered(every: dict[str, Column], lists: list[Listed]) -> list[Column]:
    """The fields of all headers, each kind's own where that kind declares it."""
    order: list[str] = []
    for one in lists:
        after = -1
        for key in one.kind.header.model_fields:
            if key not in order:
                order.insert(after + 1, key)
            after = order.index(key)
    return [every[key] for key in order]


def _manual(sheet: Worksheet, lists: list[Listed], looks: _Looks) -> None:
    """How to fill in the workbook, and what each column means."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, "怎么填", looks.bold)
    row = 1
    for text in WORDS:
        sheet.write_string(row, 1, text, looks.plain)
        row += 1
    told: set[str] = set()
    groups = [("清单信息", {c.key: c for one in lists for c in columns(one.kind.header)})]
    for one in lists:
        if one.kind.key not in told:
            groups.append((one.kind.label, {c.key: c for c in columns(one.kind.item) if c.key != "id"}))
            told.add(one.kind.key)
    for title, found in groups:
        sheet.write_string(row + 1, 0, title, looks.bold)
        row += 2
        for column in found.values():
            sheet.write_string(row, 0, column.title, looks.plain)
            sheet.write_string(row, 1, column.hint or column.label, looks.plain)
            row += 1


def _wide(texts: list[str]) -> int:
    longest = max(width(line) for text in texts for line in text.split("\n")) + 2
    return min(max(longest, _NARROWEST), _WIDEST)


WORDS = (
    "一张表是一份清单,一行是一项。要改哪里,就在那一格里改。带 * 的列必须填。",
    "加一项:在最后加一行,或者在中间插入一行。编号不用填,交回以后自动取,以后不变。",
    "删一项:删去整行。交回时会列出来,点名确认了才真的删。",
    "没有的留空;不知道的写 待核实,不要猜。",
    "一格里有几条的,一条一行:按 Alt+Enter 在格子里换行。",
    "来源、依据这样的格子,一条写成 标签:值;标签:值 ,照着旁边的写。",
    "每一格都是文本格式,电话、日期、编号照原样写,开头的 0 不会丢。不要改成数字格式。",
    "鼠标停在表头上,看得到这一列写什么;有固定说法的,从下拉里选。",
    "整份清单的名称、发布机关、日期、来源写在“清单信息”这张表里。",
    "可以排序、筛选、隐藏列,改文件名,用 WPS 或 Excel 另存。行的先后就是清单的先后。",
    "隐藏的第 1 行、A 列和一张隐藏的表用来认出哪一行是哪一项,请留着。",
    "怎么交回、交回以后看到什么,问给您这本的人,或者看网站“怎么看”里的“用 Excel 改清单”,那里有图。",
)
"""What the sheet 说明 says first."""
