"""What stands above a table: its title, document number, issuer and dates, each with its cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..kinds.forms import DOC_NO
from .columns import Table
from .folding import bare, folded
from .grid import Cell, Doubt
from .numerals import counted
from .targets import Target, head_targets, names
from .values import value

_APART = re.compile(r"[ \u3000\t]{2,}|\n")
_PAIR = re.compile(r"([^:：]{1,12})[:：]\s*(.*)", re.S)
_YEAR = r"[〔\[(（﹝【［][12１２][0-9０-９]{3}[〕\])）﹞】］]"
_DOC_NO = re.compile(rf"[(（]?([\u4e00-\u9fff]{{1,14}}\s*{_YEAR}\s*第?\s*[0-9０-９]{{1,5}}\s*号)[)）]?")
_DAY = r"(?:[12][0-9]{3}|[二〇○零一三四五六七八九O0]{4})\s*年.{1,8}[月日]|[12][0-9]{3}([-/.])[0-9]{1,2}\2[0-9]{1,2}"
_DATE = re.compile(rf"[(（]?\s*({_DAY})\s*[)）]?")
_TOTAL = re.compile(r"[(（]?\s*共计?\s*[0-9０-９]{1,5}\s*[项条个件类]\s*[)）]?")
_TITLE = re.compile(r"(清单|目录|表|名单|台账|一览|汇总|指南|事项|明白卡|公示|渠道|计划)([(（].{1,12}[)）])*$")
_CHROME = re.compile(r"附件|附表|附[:：]")


@dataclass
class Facts:
    """What is proposed for the list's header, where it stands, and what was not understood."""

    header: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def take(self, name: str, what: Any, cell: Cell) -> bool:
        """Propose a value unless there is one."""
        if name in self.header or what in (None, [], ""):
            return False
        self.header[name] = what
        self.cells[name] = cell
        return True


def facts(table: Table, kind: str, top: int) -> Facts:
    """What stands above the row ``top`` of a table, and in the paragraphs before it."""
    found = Facts()
    texts = [(Cell(table.grid.name, 0, 0), text) for text in table.grid.above]
    texts += [(table.grid.cell(row, column), text) for row in range(1, top) for column, text in table.own(row)]
    title = _title(texts)
    for at, (cell, text) in enumerate(texts):
        if at == title:
            found.take("title", re.sub(r"\s*\n\s*", "", text), cell)
            continue
        for piece in _pieces(text):
            if not _taken(found, kind, piece, cell) and cell.row:
                found.doubts.append(Doubt(cell, f"表格上面的「{piece}」没有取", "有用就写进清单的开头"))
    return found


def _pieces(text: str) -> Iterator[str]:
    return (piece.strip() for piece in _APART.split(text) if piece.strip())


def _title(texts: list[tuple[Cell, str]]) -> int | None:
    """Which text is the title: the last before the table that ends like one, else the first that may be."""
    able = [
        at
        for at, (_, text) in enumerate(texts)
        if not (_PAIR.fullmatch(text) and ":" in text.replace("：", ":")[:14])
        and not _DOC_NO.fullmatch(text)
        and not _DATE.fullmatch(text)
        and not _TOTAL.fullmatch(text)
        and not _CHROME.match(text)
        and 3 < len(text) <= 80
        and not text.endswith(("。", ";", "；"))
    ]
    like = [at for at in able if _TITLE.search(texts[at][1])]
    in_rows = [at for at in able if texts[at][0].row]
    return like[-1] if like else in_rows[0] if in_rows else able[-1] if able else None


def _taken(found: Facts, kind: str, piece: str, cell: Cell) -> bool:
    if doc_no := _DOC_NO.fullmatch(piece):
        tidy = DOC_NO.tidy(doc_no[1])
        if found.take("doc_no", tidy, cell):
            if tidy != doc_no[1]:
                found.take("doc_no_raw", doc_no[1], cell)
            return True
        return bool(found.header["doc_no"] == tidy)
    if _TOTAL.fullmatch(piece):
        return found.take("declared_total", str(counted(piece)[1] or ""), cell)
    if date := _DATE.fullmatch(piece):
        return _put(found, _named(kind, "date_written"), date[1], cell)
    pair = _PAIR.fullmatch(piece)
    if pair and pair[2]:
        target = _called(kind, pair[1])
        return bool(target) and _put(found, target, pair[2], cell)
    return False


def _put(found: Facts, target: Target | None, text: str, cell: Cell) -> bool:
    if target is None:
        return False
    if target.form is DOC_NO and DOC_NO.tidy(text) != text:
        found.take(f"{target.path[0]}_raw", text, cell)
    result = value(target, [text])
    return result.value is not None and not result.error and found.take(target.path[0], result.value, cell)


def _named(kind: str, name: str) -> Target | None:
    return next((target for target in head_targets(kind) if target.path == (name,)), None)


def _called(kind: str, label: str) -> Target | None:
    """The field of the header that a label means."""
    hits = [
        (names(target).get(folded(label)) or names(target).get(bare(label)) or 0, target)
        for target in head_targets(kind)
    ]
    level, best = max(hits, key=lambda hit: hit[0])
    return best if level else None
