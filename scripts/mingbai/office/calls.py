"""The call sheet: a row a number to be dialled, with room for what came of it; and the filled one read back."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from ..contacts import RESULTS, SILENT, Answered, Call
from ..kinds.forms import DATE
from .grid import Grid
from .limits import CannotRead
from .readers import read_grids

SHEET = "电话核对"
HEAD = ("电话", "应当是谁", "写在哪里", "上次核对", "结果", "核对日期", "备注")
_WIDE = (20, 46, 46, 14, 12, 14, 30)
_ASKED = ("电话", "结果", "核对日期", "备注")
_CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the same bytes whenever it is made
_DAY = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")

WORDS = (
    "一行一个号码,打一次。在“结果”里选一个,在“核对日期”里写哪天打的,如 2026-01-31。",
    "对:接电话的正是“应当是谁”这个单位。没人接:换个时间再打。不对:接电话的是别人。空号:打不通,说没有这个号码。",
    "可以这样说:您好,我在核对公开的联系电话,请问这里是……吗?谢谢。不要说别的事,也不要替别人反映问题。",
    "没有打的那一行留空。填好交回网站的人,用 mingbai contacts --take 收回清单。",
)
"""What the sheet 说明 says."""


def call_sheet(calls: Sequence[Call]) -> bytes:
    """The sheet to be filled in; the same bytes for the same calls."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": SHEET, "created": _CREATED})
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "border": 1})
    head = book.add_format({"num_format": "@", "bold": True, "bg_color": "#E3ECE6", "border": 1})
    sheet = book.add_worksheet(SHEET)
    for at, (title, wide) in enumerate(zip(HEAD, _WIDE, strict=True)):
        sheet.set_column(at, at, wide)
        sheet.write_string(0, at, title, head)
    for row, call in enumerate(calls, 1):
        cells = (call.number, "\n".join(call.who), "\n".join(call.where), call.checked or "从来没有", "", "", "")
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, cell, text)
    result = HEAD.index("结果")
    sheet.data_validation(1, result, max(len(calls), 1), result, {"validate": "list", "source": list(RESULTS)})
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    manual = book.add_worksheet("说明")
    manual.set_column(0, 0, 100)
    for row, line in enumerate(WORDS):
        manual.write_string(row, 0, line, book.add_format({"text_wrap": True}))
    book.close()
    return out.getvalue()


def answers(path: Path, as_of: date) -> list[Answered]:
    """What came of the calls, rows without a result left out; CannotRead with everything that is wrong, a line each."""
    grid = next((grid for grid in read_grids(path) if set(_ASKED) <= set(grid.rows[0] if grid.rows else ())), None)
    if grid is None:
        raise CannotRead(f"这不是电话核对表:第 1 行要有 {'、'.join(_ASKED)}。用 mingbai contacts -o 重新做一份")
    at = {title: grid.rows[0].index(title) + 1 for title in _ASKED}
    found: dict[str, Answered] = {}
    wrong: list[str] = []
    for row in range(2, len(grid.rows) + 1):
        number, result, day, remark = (grid.text(row, at[title]).strip() for title in _ASKED)
        day = DATE.tidy(day)
        if not result and not day:
            continue
        wrong += _wrong(grid, row, at, number, result, day, as_of)
        answer = Answered(number, result, day, remark)
        if number in found and found[number][:3] != answer[:3]:
            wrong.append(f"{grid.cell(row, at['电话'])}: {number} 有两行,说的不一样。留一行")
        found[number] = answer
    if wrong:
        raise CannotRead("\n".join(wrong))
    return list(found.values())


def _wrong(grid: Grid, row: int, at: dict[str, int], number: str, result: str, day: str, as_of: date) -> list[str]:
    wrong = []
    if not number:
        wrong.append(f"{grid.cell(row, at['电话'])}: 没有号码。这一列不要改")
    elif (row, at["电话"]) in grid.numbers:
        wrong.append(f"{grid.cell(row, at['电话'])}: 号码存成了数字,开头的 0 会丢。这一列不要改,用原来的表填")
    if result not in RESULTS:
        said = f"“{result}”不是结果" if result else "没有选结果"
        wrong.append(f"{grid.cell(row, at['结果'])}: {said}。只能写 {'、'.join(RESULTS)};没有打就把日期也留空")
    if not _real(day) and result != SILENT:
        said = f"“{day}”不是日期" if day else "没有核对日期"
        wrong.append(f"{grid.cell(row, at['核对日期'])}: {said}。写成 2026-01-31")
    elif day > as_of.isoformat():
        wrong.append(f"{grid.cell(row, at['核对日期'])}: {day} 还没有到。写实际打电话的那一天")
    return wrong


def _real(day: str) -> bool:
    try:
        return bool(_DAY.fullmatch(day) and date.fromisoformat(day))
    except ValueError:
        return False
