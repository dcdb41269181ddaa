"""Tables in saved web pages as grids; nothing is run, nothing is fetched."""

import re
from typing import Any

from lxml import etree, html

from .cells import grid, seen
from .grid import Grid, Span
from .limits import CannotRead, fits
from .plain import decoded

_DECLARED = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([a-z0-9_-]{2,20})""")
_XML = re.compile(r"\s*<\?xml[^>]*\?>")
_BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "section", "article"}
_SILENT = {"script", "style", "template", "noscript", "head", "textarea", "select", "object", "svg"}
_TITLES = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "caption", "span", "center", "strong", "b"}
_ABOVE = 6  # texts before a table that may say what it is
_WIDEST = 1_000  # what browsers take as colspan
_HIDDEN = re.compile(r"(?i)display\s*:\s*none")


def read_page(data: bytes) -> list[Grid]:
    """The tables of a page, those inside of others too, each with what stands before it."""
    try:
        root = html.document_fromstring(_XML.sub("", _text_of(data)), parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead("网页坏了。请在浏览器里打开它,把表格复制到 Excel 里再来") from error
    if any(entry.type_name == "ERR_INTERNAL_ERROR" or "depth" in entry.message for entry in _errors(root)):
        raise CannotRead("网页套得太深,没有读完。请在浏览器里打开它,把表格复制到 Excel 里再来")
    grids, above = list[Grid](), list[str]()
    for part in root.iter():
        if part.tag == "table":
            caption = [_said(child) for child in part if child.tag == "caption"]
            before = [text for text in [*above, *caption] if text][-_ABOVE:]
            rows, merged = _table(part)
            if any(any(row) for row in rows):
                grids.append(grid(_name(before) or f"表{len(grids) + 1}", rows, merged, above=before))
                above = []
        elif part.tag in _TITLES and not _within(part) and (text := seen(part.text or "")):
            above.append(text[:200])
    if not grids:
        raise CannotRead("网页里没有表格。清单若是图片或附件,请找到电子原稿再来")
    return grids


def _errors(root: Any) -> Any:
    return getattr(root.getroottree().parser, "error_log", None) or ()


def _text_of(data: bytes) -> str:
    """The page by what it declares of its signs, where that holds, else as any text."""
    found = _DECLARED.search(data[:4096])
    encoding = found[1].decode().lower() if found else ""
    if encoding in ("gb2312", "gbk", "gb18030", "gb_2312-80"):
        encoding = "gb18030"
    if encoding in ("utf-8", "utf8", "gb18030", "big5") and data[:3] != b"\xef\xbb\xbf":
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            pass
    return decoded(data)


def _name(above: list[str]) -> str:
    return next((text for text in reversed(above) if 3 < len(text) <= 40), "")


def _within(part: Any) -> bool:
    return next(part.iterancestors("table"), None) is not None


def _rows(table: Any) -> list[Any]:
    """The rows of a table and not those of tables inside it."""
    found = []
    for part in table:
        if part.tag == "tr":
            found.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            found.extend(row for row in part if row.tag == "tr")
    return found


def _table(table: Any) -> tuple[list[list[str]], list[Span]]:
    lines = _rows(table)
    rows: list[dict[int, str]] = [{} for _ in lines]
    merged = []
    width = 0
    for at, line in enumerate(lines):
        column = 0
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while column in rows[at]:
                column += 1
            across = min(_span(cell, "colspan"), _WIDEST)
            down = min(_span(cell, "rowspan") or len(lines), len(lines) - at)
            width = max(width, column + across)
            fits(len(lines), width)
            for below in range(at, at + down):
                rows[below] |= dict.fromkeys(range(column, column + across), "")
            rows[at][column] = _said(cell)
            if down > 1 or across > 1:
                merged.append(Span(at + 1, column + 1, at + down, column + across))
            column += across
    return [[row.get(column, "") for column in range(width)] for row in rows], merged


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else 1
    return number if number or name == "rowspan" else 1


def _said(part: Any) -> str:
    """What a cell shows, blocks as lines; tables inside it speak for themselves."""
    pieces: list[str] = []
    _gather(part, pieces)
    lines = (re.sub(r"[ \t\r\f]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return seen("\n".join(line for line in lines if line))


def _gather(part: Any, pieces: list[str]) -> None:
    pieces.append(_flat(part.text))
    for child in part:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "input" and (child.get("type") or "").lower() in ("checkbox", "radio"):
            pieces.append("☐" if child.get("checked") is None else "☑")
        elif tag and tag not in _SILENT and tag != "table" and not _HIDDEN.search(child.get("style") or ""):
            pieces.append("\n" if tag in _BLOCKS else "")
            _gather(child, pieces)
            pieces.append("\n" if tag in _BLOCKS and tag != "br" else "")
        pieces.append(_flat(child.tail))


def _flat(text: str | None) -> str:
    """Line ends of the source are spaces, and none beside Chinese."""
    flat = re.sub(r"\s*\n\s*", "\n", text or "")
    return re.sub(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])", "", flat).replace("\n", " ")
