"""The sheets of a workbook or a CSV file, as text, with what was stored as a number named."""

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from .grid import Grid, Span
from .manifest import BadBook

ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".csv")
MOST = 50_000_000  # bytes of a file


def read_sheets(path: Path) -> list[Grid]:
    """Every sheet of a file. BadBook where it cannot be read."""
    try:
        if path.stat().st_size > MOST:
            raise BadBook(f"文件超过 {MOST // 1_000_000} MB")
        raw = path.read_bytes()
    except OSError as error:
        raise BadBook(f"读不了:{error.strerror}") from error
    return [_csv(path.stem, raw)] if path.suffix.lower() == ".csv" else _workbook(raw)


def _workbook(raw: bytes) -> list[Grid]:
    try:
        book = load_workbook(io.BytesIO(raw))
        found = []
        for at, told in enumerate(book.sheets_metadata):
            sheet = book.get_sheet_by_index(at)
            rows = sheet.to_python(skip_empty_area=False)
            merged = [
                Span(top + 1, left + 1, bottom + 1, right + 1)
                for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
            ]
            found.append(_grid(told.name, rows, merged, told.visible is not SheetVisibleEnum.Visible))
    except (CalamineError, ValueError) as error:
        raise BadBook(f"不是能打开的表格:{error}") from error
    return found


def _grid(name: str, rows: list[list[Any]], merged: list[Span], hidden: bool) -> Grid:
    texts, numbers = [], set()
    for row, cells in enumerate(rows, 1):
        line = []
        for column, cell in enumerate(cells, 1):
            if type(cell) is str:
                line.append(cell.replace("\r\n", "\n") if "\r" in cell else cell)
            else:
                numbers.add((row, column))
                line.append(_told(cell))
        texts.append(tuple(line))
    return Grid(name, tuple(texts), tuple(merged), frozenset(numbers), hidden)


def _told(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _csv(name: str, raw: bytes) -> Grid:
    try:
        text = raw.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError as error:
            raise BadBook("文字编码认不出来,另存为 CSV UTF-8") from error
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadBook(f"不是完整的 CSV:{error}") from error
    wide = max((len(row) for row in rows), default=0)
    return Grid(
        name, tuple(tuple(cell.replace("\r\n", "\n") for cell in row) + ("",) * (wide - len(row)) for row in rows)
    )
