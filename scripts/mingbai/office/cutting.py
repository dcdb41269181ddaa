"""Texts of cells cut into entries, and lines that were broken for width alone made whole."""

import re

from .numerals import numbered

_PAIRS = {"(": ")", "（": "）", "〔": "〕", "[": "]", "《": "》", "“": "”", "【": "】", "‘": "’"}
LEAD = re.compile(
    r"^(?:[0-9]{1,2}(?:[、)）]|[.．](?![0-9]))|[(（][0-9一二三四五六七八九十]{1,3}[)）]"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}、)\s*"
)


def split(text: str, *, phones: bool = False) -> list[str]:
    """The entries of a list in a cell; never cut inside brackets, nor inside of whole sentences."""
    if phones:
        return [part.strip() for part in re.split(r"[、,，;；/\n]|\s{2,}|(?<=[0-9]{7}) (?=0)", text) if part.strip()]
    parts = cut(text, "\n;；→")
    if len(parts) == 1:
        parts = cut(text, "、")
        if len(parts) > 1 and any(sign in part for part in parts for sign in ",，。:："):
            parts = [text]
        elif len(parts) == 1:
            short = cut(text, ",，")
            parts = short if len(short) > 1 and all(len(part) <= 12 for part in short) else parts
    elif not any(LEAD.match(part) for part in parts):
        parts = _rejoined(parts)
    cleaned = [LEAD.sub("", part.strip()).strip().rstrip(";；。、") for part in parts]
    return [part for part in cleaned if part]


def _rejoined(parts: list[str]) -> list[str]:
    """Lines that were broken for width alone: the next goes on where a bracket is open or a sign asks for more."""
    whole: list[str] = []
    for part in parts:
        if whole and (unclosed(whole[-1]) or whole[-1].endswith(("和", "及", "或"))):
            whole[-1] += part
        else:
            whole.append(part)
    if len(whole) > 1 and all("、" in part for part in whole):
        return [one for part in whole for one in cut(part, "、")]
    return whole


def unclosed(text: str) -> bool:
    """Whether a text asks for more: a bracket is open, or it ends with a comma."""
    return text.endswith(("、", ",", "，")) or any(
        text.count(left) > text.count(right) for left, right in _PAIRS.items()
    )


def cut(text: str, signs: str) -> list[str]:
    """The text cut at signs that stand outside of brackets; at line ends everywhere."""
    parts, waiting = [""], list[str]()
    for sign in text:
        if sign in _PAIRS:
            waiting.append(_PAIRS[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
        if sign in signs and not waiting:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part.strip()] if not waiting or len(parts) > 1 else [text]


def lines_joined(text: str) -> str:
    """A text whose lines were broken for width alone as one; lines that begin with a number stay lines."""
    if "\n" not in text:
        return text
    whole = ""
    for line in text.split("\n"):
        line = line.strip()
        if not whole or not line:
            whole += line
        elif numbered(line) or LEAD.match(line) or whole[-1] in "。;；:：":
            whole += "\n" + line
        else:
            glue = " " if whole[-1].isascii() and line[0].isascii() and whole[-1].isalnum() else ""
            whole += glue + line
    return whole


def told(pieces: list[str]) -> str:
    """Texts of several rows of one item as one text."""
    whole = lines_joined(pieces[0])
    for piece in pieces[1:]:
        whole += ("" if whole.endswith(("。", ";", "；", "!", "！")) else ";") + lines_joined(piece)
    return whole
