"""The worked example of the guide for clerks: the invented township's workbook, and what she types into it."""

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from lxml import etree

from git_fixtures import commit, git, repository
from helpers import TODAY
from mingbai.forge.parcel import Parcel, read
from site_fixtures import ROOT, mingbai, said

LIST = "lists/demo/liuxi/channels.yml"
PAGE = "demo/liuxi/channels/"
BOOK, DONE = "柳溪镇电话.xlsx", "改好/柳溪镇电话.xlsx"
"""Her workbook, before and after."""

WRONG = "柳溪镇电话2.xlsx"
"""One that is not taken."""

AS_OF = TODAY.isoformat()
BEFORE, AFTER = "2026-11-02", "2026-11-21"
"""The days when the list was published and when her change was."""

NEW = {
    **{"B5": "柳溪镇夜间值班电话", "E5": "综合", "F5": "柳溪镇党政办公室(示例)"},
    **{"G5": "0000-8810003", "O5": "每天 17:30—次日 8:30", "Y5": "待核实"},
}
"""A row that she adds."""

CHANGED = {"G3": "0000-8810009\n0000-8810010", "AD3": "2026-11-20", "AF3": "变更类型:修改;变更原因:换了号码"}
"""What she types over."""

THEIRS = "标牌清理.xlsx"
"""A table that another office made."""

_ROWS = [
    ["东坡街道标牌清理目录(示例)", "", "", ""],
    ["序号", "标牌名称", "标牌类型", "处理意见"],
    ["一、门口的牌子", "", "", ""],
    ["1", "社区党组织", "外部标牌", "☑保留 ☐摘除"],
    ["2", "居民委员会", "外部标牌", "■保留 □摘除"],
    ["二、屋里的牌子", "", "", ""],
    ["3", "妇联", "室内门牌", "门牌式"],
    ["4", "某宣传牌(示例)", "宣传栏", "☐保留 ☐摘除"],
    ["合计", "4", "", ""],
]
_WIDTHS = (6, 16, 12, 16)

_ENV = {"PYTHONPATH": str(ROOT / "scripts"), "SITE_URL": ""}
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FIRST = "xl/worksheets/sheet1.xml"

Typed = dict[str, str | int | None]
"""Cell → what is typed into it; a number where the program took it for one; None empties it."""


def desk(folder: Path) -> Path:
    """The county's lists in a repository, published on a day, and beside them the files on a clerk's desk."""
    home = repository(folder / "county")
    for name in ("area.yml", "certificates.yml", "demo", "_site/archive"):
        old, new = ROOT / "lists" / name, home / "lists" / name
        new.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if old.is_dir() else shutil.copyfile)(old, new)
    commit(home, BEFORE, words="公布")
    ask(folder, "export", f"county/{LIST}", "-o", BOOK)
    typed(folder / BOOK, folder / DONE, {**CHANGED, **NEW})
    _theirs(folder / THEIRS)
    return folder


def ask(folder: Path, command: str, *words: str) -> str:
    """What the tool says at her desk."""
    day = ("--as-of", AS_OF) if command in ("import", "pack", "word") else ()
    return said(mingbai(command, *words, "--lists", "county/lists", *day, cwd=folder, env=_ENV))


def uploaded(folder: Path) -> Parcel:
    """What the inbox makes of her workbook, and of one in which a phone became a number."""
    inbox = folder / "county/inbox"
    shutil.rmtree(inbox, ignore_errors=True)
    typed(folder / BOOK, inbox / BOOK, {**CHANGED, **NEW})
    typed(folder / BOOK, inbox / WRONG, {"G4": 88100019})
    commit(folder / "county", AFTER, words="上传")
    found = folder / "found"
    told = mingbai("inbox", "--to", str(found), "--as-of", AS_OF, cwd=folder / "county", env=_ENV)
    git(folder / "county", "reset", "-q", "--hard", "HEAD~1")
    assert told.returncode == 1, said(told)
    return read(found)


def published(folder: Path) -> Path:
    """The site after her change has been taken in, with a workbook beside every list."""
    told = ask(folder, "import", DONE)
    assert "写好了" in told, told
    commit(folder / "county", AFTER, words="换了号码")
    told = ask(folder, "pack", "--config", str(ROOT / "mkdocs.yml"), "--to", str(folder / "published"))
    assert "建成 " in told, told
    return folder / "published"


def _theirs(file: Path) -> None:
    """A title, headings of parts and a total, as offices write them; headings and title over all columns."""
    with xlsxwriter.Workbook(str(file)) as book:
        sheet, look = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        for row, texts in enumerate(_ROWS):
            if not any(texts[1:]):
                sheet.merge_range(row, 0, row, len(texts) - 1, texts[0], look)
                continue
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, look)


# ── a workbook as she leaves it ──────────────────────────────────────────────


def typed(book: Path, into: Path, cells: Typed, without: tuple[int, ...] = ()) -> Path:
    """The workbook with cells of its first sheet typed over and rows taken out, all else as it was."""
    return changed(book, into, {FIRST: lambda xml: _sheet(xml, cells, without)})


def changed(book: Path, into: Path, parts: dict[str, Callable[[bytes], bytes]]) -> Path:
    """A zip with some of its parts made anew."""
    into.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, parts.get(info.filename, lambda data: data)(old.read(info)))
    return into


def _sheet(xml: bytes, cells: Typed, without: tuple[int, ...]) -> bytes:
    root = etree.fromstring(xml)
    rows = root.find(f"{_MAIN}sheetData")
    for where, value in cells.items():
        _put(rows, where, value)
    for row in list(rows):
        number = int(row.get("r"))
        if number in without:
            rows.remove(row)
        else:
            _moved(row, number - sum(other < number for other in without))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put(rows: etree._Element, where: str, value: str | int | None) -> None:
    number = re.sub("[A-Z]", "", where)
    row = next((row for row in rows if row.get("r") == number), None)
    if row is None:
        row = etree.SubElement(rows, f"{_MAIN}row", r=number)
    cell = next((cell for cell in row if cell.get("r") == where), None)
    if cell is None:
        cell = etree.Element(f"{_MAIN}c", r=where, s="1")
        row.insert(sum(_column(one) < _column(cell) for one in row), cell)
    for part in list(cell):
        cell.remove(part)
    cell.attrib.pop("t", None)
    if isinstance(value, int):
        etree.SubElement(cell, f"{_MAIN}v").text = str(value)
    elif value is not None:
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{_MAIN}is"), f"{_MAIN}t")
        text.text = value
        text.set(_SPACE, "preserve")


def _column(cell: etree._Element) -> tuple[int, str]:
    letters = re.sub("[0-9]", "", cell.get("r"))
    return len(letters), letters


def _moved(row: etree._Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        cell.set("r", re.sub("[0-9]+", str(number), cell.get("r")))
