"""Workbooks as somebody's spreadsheet program would leave them: read, changed, written anew."""

from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

Rows = list[list[Any]]


def rows_of(file: Path) -> dict[str, Rows]:
    """Every sheet of a workbook, hidden ones too."""
    book = python_calamine.load_workbook(str(file))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def save(file: Path, sheets: dict[str, Rows], merged: dict[str, list[tuple[int, int, int, int]]] | None = None) -> None:
    """A workbook that holds these cells and nothing else: no formats, nothing hidden, no dropdowns."""
    with xlsxwriter.Workbook(str(file)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, (int, float)):
                        sheet.write_number(row, column, value)
                    elif value != "":
                        sheet.write_string(row, column, str(value))
            for span in (merged or {}).get(name, ()):
                sheet.merge_range(*span, rows[span[0]][span[1]])


class Book:
    """One workbook being edited; rows and columns are found by id and key, as the hidden row names them."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.sheets = rows_of(file)

    def keys(self, sheet: str) -> list[str]:
        return [str(key).split(" ")[0] for key in self.sheets[sheet][0]]

    def row(self, sheet: str, item: str) -> int:
        return next(at for at, row in enumerate(self.sheets[sheet]) if row[0] == item)

    def put(self, sheet: str, item: str, key: str, value: Any) -> str:
        """Write one cell; its address."""
        row, column = self.row(sheet, item), self.keys(sheet).index(key)
        self.sheets[sheet][row][column] = value
        return f"「{sheet}」!{chr(ord('A') + column) if column < 26 else 'A' + chr(ord('A') + column - 26)}{row + 1}"

    def add(self, sheet: str, **values: Any) -> None:
        self.sheets[sheet].append([values.get(key, "") for key in self.keys(sheet)])

    def drop(self, sheet: str, item: str) -> None:
        del self.sheets[sheet][self.row(sheet, item)]

    def save(self, file: Path | None = None) -> Path:
        save(file or self.file, self.sheets)
        return file or self.file
