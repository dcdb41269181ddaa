"""Writes the tables of tests/foreign/ as offices make them: workbooks, Word files, CSV, saved web pages."""

import csv
import io
import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import docx
import xlsxwriter

from helpers import ROOT
from mingbai.read import read
from mingbai.write import canonical

FOREIGN = Path(__file__).parent / "foreign"
MADE = datetime(2026, 11, 22)  # noqa: DTZ001 - what is written bears no zone

Rows = list[list[Any]]

WIDE = [False]  # whether tables are being written with the full-width punctuation that Chinese input methods give
_NARROW, _WIDE = ":;,()", "\uff1a\uff1b\uff0c\uff08\uff09"


def signs(value: Any) -> Any:
    """A text with full-width punctuation where it stands beside Chinese; lists and mappings likewise."""
    if isinstance(value, list):
        return [signs(part) for part in value]
    if isinstance(value, dict):
        return {key: signs(part) for key, part in value.items()}
    if not isinstance(value, str) or not WIDE[0]:
        return value
    beside = "[\u4e00-\u9fff\uff08\uff09]"
    for narrow, wide in zip(_NARROW, _WIDE, strict=True):
        sign = re.escape(narrow)
        value = re.sub(f"(?<={beside}){sign}|{sign}(?={beside})", wide, value)
    return value


@dataclass
class Sheet:
    """One sheet or one table of a Word file; merges are (top, left, bottom, right) from 1."""

    name: str
    rows: Rows
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Case:
    """A table and what must come out of it, in the order of the table; doubts and skips by the words they hold."""

    name: str
    kind: str
    items: list[dict[str, Any]]
    header: dict[str, Any] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    guessed: bool = True

    def write(self) -> Path:
        """The expectation on disk; the folder for the table."""
        folder = FOREIGN / self.name
        folder.mkdir(parents=True, exist_ok=True)
        expected = {
            "kind": self.kind,
            "guessed": "是" if self.guessed else "否",
            "header": self.header,
            "doubts": self.doubts,
            "skipped": self.skipped,
            "items": self.items,
        }
        text = canonical({key: signs(value) for key, value in expected.items() if value}, {})
        (folder / "expected.yml").write_text(text, "utf-8")
        return folder


def items_of(path: str, *fields: str, where: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """Items of a list of this repository, with only the named fields."""
    source, problems = read(path, (ROOT / "lists" / path).read_bytes())
    assert source, problems
    found = [row for row in source.data["items"] if all(row.get(key) == value for key, value in (where or {}).items())]
    return [{key: row[key] for key in fields if key in row} for row in found]


def _signed(sheet: Sheet) -> Sheet:
    return Sheet(sheet.name, signs(sheet.rows), sheet.merges, sheet.hidden)


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": MADE})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in map(_signed, sheets):
        page = book.add_worksheet(sheet.name)
        if sheet.hidden:
            page.hide()
        inside = set()
        for top, left, bottom, right in sheet.merges:
            page.merge_range(top - 1, left - 1, bottom - 1, right - 1, sheet.rows[top - 1][left - 1])
            inside |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row, 1):
                if value in (None, "") or (number, column) in inside:
                    continue
                if isinstance(value, date):
                    page.write_datetime(number - 1, column - 1, datetime.combine(value, datetime.min.time()), day)
                elif isinstance(value, str):
                    page.write_string(number - 1, column - 1, value)
                else:
                    page.write(number - 1, column - 1, value)
    book.close()


def write_xls(path: Path, sheets: Iterable[Sheet], to: str = "xls") -> None:
    """An old workbook, by LibreOffice."""
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / f"{path.stem}.xlsx"
        write_xlsx(fresh, sheets)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", to]
        subprocess.run([*command, "--outdir", folder, str(fresh)], check=True, capture_output=True, timeout=120)
        path.write_bytes((Path(folder) / f"{path.stem}.{to}").read_bytes())


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(signs(rows))
    path.write_bytes(out.getvalue().encode(encoding))


def write_docx(path: Path, blocks: Iterable[str | Sheet]) -> None:
    """Paragraphs and tables in order; a cell's lines are paragraphs of their own."""
    paper = docx.Document()
    paper.core_properties.created = paper.core_properties.modified = MADE
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(signs(block))
            continue
        block = _signed(block)
        table = paper.add_table(len(block.rows), max(map(len, block.rows)))
        for row, values in enumerate(block.rows):
            cells = table.rows[row].cells
            for column, value in enumerate(values):
                first, *more = str(value or "").split("\n")
                cells[column].paragraphs[0].text = first
                for line in more:
                    cells[column].add_paragraph(line)
        for top, left, bottom, right in block.merges:
            text = block.rows[top - 1][left - 1]
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if (row, column) != (top, left):
                        table.cell(row - 1, column - 1).text = ""
            merged = table.cell(top - 1, left - 1).merge(table.cell(bottom - 1, right - 1))
            merged.text = text
    paper.save(path)


def write_html(path: Path, body: str, encoding: str = "utf-8", declared: str = "") -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared or encoding}">'
    path.write_bytes(f"<html><head>{meta}<title>网页</title></head><body>{body}</body></html>".encode(encoding))


def make(makers: Iterable[Any], wide: set[str]) -> None:
    """Write the cases, those named with full-width punctuation."""
    for maker in makers:
        WIDE[0] = maker.__name__ in wide
        maker()
    WIDE[0] = False
