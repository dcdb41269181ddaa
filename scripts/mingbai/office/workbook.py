"""Workbooks of Excel, WPS and LibreOffice as grids."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine
from lxml import etree

from .cells import grid, seen
from .grid import Grid, Span
from .limits import BROKEN, CannotRead, fits, part

_ERROR = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>.*?<(?:\w+:)?v>([^<]*)<', re.S
)
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_BLANK_REST = 1_000  # a cell or row repeated that often and empty is the rest of the sheet


def read_book(data: bytes) -> list[Grid]:
    """The sheets of an .xlsx, .xls or .et, hidden ones too."""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            errors = _errors(data, book.sheet_names)
            return [
                _sheet(book.get_sheet_by_index(index), meta.visible, errors.get(index, {}))
                for index, meta in enumerate(book.sheets_metadata)
                if meta.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except python_calamine.PasswordError as error:
        raise CannotRead("文件加了密码。请去掉密码,另存一份再来") from error
    except CannotRead:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the library is no Exception
        raise CannotRead(BROKEN) from error


def _sheet(sheet: Any, visible: Any, errors: dict[tuple[int, int], str]) -> Grid:
    fits(sheet.total_height, sheet.total_width)
    rows: list[list[str]] = []
    numbers: set[tuple[int, int]] = set()
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        texts = []
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                texts.append(seen(value) if value else "")
            else:
                texts.append(shown(value))
                numbers.add((row, column))
        rows.append(texts)
    for (row, column), text in errors.items():
        if row <= len(rows) and column <= len(rows[row - 1]) and not rows[row - 1][column - 1]:
            rows[row - 1][column - 1] = text
    merged = [
        Span(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    hidden = visible != python_calamine.SheetVisibleEnum.Visible
    return grid(sheet.name, rows, merged, numbers, hidden=hidden)


def shown(value: Any) -> str:
    """A number, date or truth value as a sheet shows it: 5, 0.5, 2026-01-05, TRUE."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return format(value, ".15g").replace("e+", "E+").replace("e-", "E-")
    if isinstance(value, datetime):
        plain = value.hour == value.minute == value.second == 0
        return value.date().isoformat() if plain else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _errors(data: bytes, names: list[str]) -> dict[int, dict[tuple[int, int], str]]:
    """Cells of an .xlsx that hold #N/A and the like, by sheet: the library leaves them blank."""
    found: dict[int, dict[tuple[int, int], str]] = {}
    if data[:2] != b"PK":
        return found
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for index in range(len(names)):
            try:
                xml = parts.read(f"xl/worksheets/sheet{index + 1}.xml")
            except KeyError:
                continue
            if b't="e"' in xml:
                found[index] = {
                    (int(row), _column(letters.decode())): text.decode("utf-8", "replace")
                    for letters, row, text in _ERROR.findall(xml)
                }
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_open(data: bytes) -> list[Grid]:
    """The sheets of an .ods."""
    try:
        root = etree.fromstring(part(data, "content.xml"), parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(BROKEN) from error
    styles = {
        style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name")
        for style in root.iter("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}style")
        if any(part.get(f"{_TABLE}display") == "false" for part in style)
    }
    return [_open_sheet(table, table.get(f"{_TABLE}style-name") in styles) for table in root.iter(f"{_TABLE}table")]


def parser() -> Any:
    """A reader of XML that opens nothing else and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _open_sheet(table: Any, hidden: bool) -> Grid:
    rows: list[list[str]] = []
    numbers: set[tuple[int, int]] = set()
    merged: list[Span] = []
    for line in table.iter(f"{_TABLE}table-row"):
        texts: list[str] = []
        mine: list[int] = []
        for text, number, down, across, times in _open_cells(line):
            if not text and times > _BLANK_REST:
                break
            fits(len(rows) + 1, len(texts) + times)
            if down > 1 or across > 1:
                merged.append(Span(len(rows) + 1, len(texts) + 1, len(rows) + down, len(texts) + across))
            mine.extend(range(len(texts) + 1, len(texts) + times + 1) if number else ())
            texts.extend([text] * times)
        again = _times(line, "number-rows-repeated")
        if not any(texts) and again > _BLANK_REST:
            continue
        fits(len(rows) + again, max(len(texts), 1))
        for _ in range(again):
            rows.append(texts)
            numbers.update((len(rows), column) for column in mine)
    return grid(table.get(f"{_TABLE}name") or "", rows, merged, numbers, hidden=hidden)


def _open_cells(line: Any) -> Iterator[tuple[str, bool, int, int, int]]:
    """Text, whether it is held as a number, rows and columns spanned, times repeated."""
    for cell in line:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        kind = cell.get(f"{_OFFICE}value-type") or "string"
        text = seen("\n".join("".join(_said(line)) for line in cell.findall(f"{_TEXT}p")))
        if cell.tag.endswith("}covered-table-cell"):
            text = ""
        elif kind == "float" and (value := cell.get(f"{_OFFICE}value")):
            text = _number(value, text)
        elif kind == "date" and (day := cell.get(f"{_OFFICE}date-value")):
            text = day.removesuffix("T00:00:00").replace("T", " ")
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        yield text, kind != "string" and bool(text), down, across, _times(cell, "number-columns-repeated")


def _said(part: Any) -> Iterator[str]:
    """The text of a paragraph; several blanks, tabs and line ends are elements of their own."""
    yield part.text or ""
    for child in part:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * (int(count) if count.isascii() and count.isdecimal() and len(count) < 5 else 1)
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield "\t" if child.tag.endswith("}tab") else "\n"
        elif isinstance(child.tag, str):
            yield from _said(child)
        yield child.tail or ""


def _number(value: str, text: str) -> str:
    try:
        return shown(float(value))
    except ValueError:
        return text


def _times(part: Any, name: str) -> int:
    value = part.get(f"{_TABLE}{name}") or "1"
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 9 else 1
