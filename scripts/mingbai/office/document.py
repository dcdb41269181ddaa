"""Tables in Word files as grids; one that goes on over pages is one."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .cells import grid, seen
from .grid import Grid, Span
from .limits import BROKEN, CannotRead, fits, part
from .workbook import parser

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BOXES = {"FE": "☑", "FD": "☒", "A8": "☐", "6F": "☐", "FC": "✓", "52": "☑", "A3": "☐", "50": "✓", "6E": "■"}
_LAST = 12  # paragraphs before a table that may say what it is
_NAME = re.compile(r"[(（]?(附件|单位|时间|日期|填表|制表|\d{4}|二)")


def read_word(data: bytes) -> list[Grid]:
    """The tables of a .docx in order, each with the paragraphs before it."""
    try:
        root = etree.fromstring(part(data, "word/document.xml"), parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(BROKEN) from error
    tables: list[tuple[list[str], list[list[str]], list[Span]]] = []
    above: list[str] = []
    for block in _blocks(root):
        if block.tag == f"{_W}p":
            above.extend(line for line in _text(block).split("\n") if line)
            continue
        rows, merged = _table(block)
        width = max(map(len, rows), default=0)
        if tables and not above and width == max(map(len, tables[-1][1]), default=0):
            below = len(tables[-1][1])
            tables[-1][1].extend(rows)
            tables[-1][2].extend(Span(s.top + below, s.left, s.bottom + below, s.right) for s in merged)
        else:
            tables.append((above[-_LAST:], rows, merged))
        above = []
    if not tables:
        raise CannotRead("这份 Word 文件里没有表格。请把清单做成表格,或粘贴到 Excel 里再来")
    return [
        grid(_name(before) or f"表{number}", rows, merged, above=before)
        for number, (before, rows, merged) in enumerate(tables, 1)
    ]


def _name(above: list[str]) -> str:
    """The last paragraph before a table that looks like its title."""
    return next((line for line in reversed(above) if len(line) <= 40 and not _NAME.match(line)), "")


def _blocks(root: Any) -> Iterator[Any]:
    """Paragraphs and tables of the body in order, those inside of content controls too."""
    for child in root:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in (f"{_W}body", f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child)


def _table(table: Any) -> tuple[list[list[str]], list[Span]]:
    rows: list[list[str]] = []
    tops: dict[int, tuple[int, int]] = {}  # column of a cell that goes on downwards → its first row, its last column
    merged: dict[tuple[int, int], Span] = {}
    for line in _inside(table, f"{_W}tr"):
        texts = [""] * _count(line.find(f"{_W}trPr/{_W}gridBefore"), 0)
        row, going = len(rows) + 1, {}
        for cell in _inside(line, f"{_W}tc"):
            left = len(texts) + 1
            right = len(texts) + _count(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            fits(row, right)
            down = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = down is not None and down.get(f"{_W}val", "continue") == "continue" and left in tops
            text = _cell(cell)
            texts.extend([text, *[""] * (right - left)])
            if down is not None:
                top = tops[left][0] if goes_on else row
                going[left] = (top, right)
                merged[(top, left)] = Span(top, left, row, right)
            elif right > left:
                merged[(row, left)] = Span(row, left, row, right)
        tops = going
        rows.append(texts)
    return rows, [span for span in merged.values() if span.bottom > span.top or span.right > span.left]


def _inside(part: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, those inside of content controls too, deleted ones left out."""
    for child in part:
        if child.tag == tag:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _inside(child, tag)


def _count(part: Any, default: int) -> int:
    value = part.get(f"{_W}val") if part is not None else None
    return max(int(value), default) if value and value.isascii() and value.isdecimal() and len(value) < 5 else default


def _cell(cell: Any) -> str:
    """The paragraphs of a cell, one a line; a table inside it a row a line."""
    lines = []
    for block in _blocks(cell):
        if block.tag == f"{_W}p":
            lines.append(_text(block))
        else:
            lines.extend("".join(text for text in row if text) for row in _table(block)[0])
    return seen("\n".join(line for line in lines if line))


def _text(part: Any) -> str:
    """What a paragraph says; ticked boxes drawn with a symbol font become signs."""
    return seen("".join(_runs(part)))


def _runs(part: Any) -> Iterator[str]:
    for child in part:
        tag = child.tag
        if tag in _LEFT_OUT or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " " if tag.endswith("}tab") else "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag == f"{_W}sym":
            yield _BOXES.get((child.get(f"{_W}char") or "")[-2:].upper(), "□")
        else:
            yield from _runs(child)
