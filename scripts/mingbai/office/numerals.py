"""Numbering as tables carry it: 1, ２, 三、, (四), ①; and headings that begin with one."""

import re
from typing import NamedTuple

_ONES = "零一二三四五六七八九"
_CHINESE = "〇零一二两三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_AROUND = "()[].,、。"
_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_STYLES = (
    ("part", re.compile(rf"第([{_CHINESE}]+|[0-9]+)(?:部分|章|节|类|批)[、.:\s]*")),
    ("chinese", re.compile(rf"([{_CHINESE}]+)[、.]\s*")),
    ("chinese-bracket", re.compile(rf"\(([{_CHINESE}]+)\)[、.]?\s*")),
    ("arabic", re.compile(r"([0-9]{1,4})(?:[、)]|\.(?![0-9]))\s*")),
    ("arabic-bracket", re.compile(r"\(([0-9]{1,4})\)[、.]?\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}])\s*")),
)
_COUNT = re.compile(r"\s*[(]?\s*(?:共|计|合计)?\s*(?<![0-9第])(?<!第 )([0-9]{1,5})\s*(?:项|条|个|类|件)\s*[)]?\s*$")
CHAPTERS = ("part", "chinese", "chinese-bracket")  # what numbers headings rather than items
LEVELS = {name: level for level, (name, _) in enumerate(_STYLES)}


class Numbered(NamedTuple):
    """A text that begins with a number: in which style, which, and what follows."""

    style: str
    number: int
    rest: str


def chinese(text: str) -> int:
    """A Chinese number below a thousand, 0 where it is none: 十二, 二十, 一百零三."""
    total = unit = 0
    for sign in text.replace("两", "二").replace("〇", "零"):
        if sign in _ONES:
            unit = _ONES.index(sign)
        elif sign == "十":
            total, unit = total + (unit or 1) * 10, 0
        elif sign == "百":
            total, unit = total + (unit or 1) * 100, 0
        else:
            return 0
    return total + unit


def _value(text: str) -> int:
    if text in _CIRCLED:
        return _CIRCLED.index(text) + 1
    return int(text) if text.isascii() and text.isdecimal() else chinese(text)


def numbered(text: str) -> Numbered | None:
    """The number that a text begins with: 一、党的建设, (二)经济, 3.办理."""
    plain = text.translate(_WIDE)
    for name, style in _STYLES:
        if found := style.match(plain):
            return Numbered(name, _value(found[1]), text[found.end() :])
    return None


def ordinal(text: str) -> int:
    """The number in a cell of a numbering column, 0 where it is none: 3, ３, 3., 三, (三), ③, 第3项."""
    plain = re.sub(r"\s|^第|[项号条]$", "", text.translate(_WIDE)).strip(_AROUND)
    if re.fullmatch(r"[0-9]{1,5}", plain):
        return int(plain)
    return _value(plain) if plain and all(sign in _CHINESE + _CIRCLED for sign in plain) else 0


def counted(text: str) -> tuple[str, int | None]:
    """A heading without the count that it carries, and that count: 党的建设(7项) → 党的建设, 7."""
    found = _COUNT.search(text.translate(_WIDE))
    return (text[: found.start()].rstrip(":：,， (（") or text, int(found[1])) if found else (text, None)
