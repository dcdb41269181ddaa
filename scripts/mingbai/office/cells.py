"""What the readers of tables share: the text of a cell as a person sees it, and a grid made of ragged rows."""

import re
from collections.abc import Iterable, Sequence

from .grid import Grid, Span
from .limits import CELLS, CannotRead

_UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]")
_ESCAPED = re.compile(r"_x00(0[0-9A-Fa-f]|1[0-9A-Fa-f])_")


def seen(text: str) -> str:
    """The text without signs that nobody sees, lines ended alike, no space around."""
    if text.isprintable() and "_x00" not in text:
        return text.strip()
    text = _ESCAPED.sub(lambda found: "\n" if found[1].upper() in ("0A", "0D") else "", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\xa0", " ")
    return "\n".join(line.strip() for line in _UNSEEN.sub("", text).strip(" \u3000\n\t").split("\n"))


def grid(
    name: str,
    rows: Iterable[Sequence[str]],
    merged: Iterable[Span] = (),
    numbers: Iterable[tuple[int, int]] = (),
    *,
    hidden: bool = False,
    above: Sequence[str] = (),
) -> Grid:
    """A grid whose rows are of one length, the blank end of the sheet left out."""
    lines = [tuple(row) for row in rows]
    while lines and not any(lines[-1]):
        lines.pop()
    width = max((max((at for at, text in enumerate(line, 1) if text), default=0) for line in lines), default=0)
    whole = tuple(line[:width] + ("",) * (width - len(line)) for line in lines)
    spans = tuple(
        Span(span.top, span.left, min(span.bottom, len(whole)), min(span.right, max(width, span.left)))
        for span in merged
        if span.top <= len(whole) and span.left <= width and (span.bottom > span.top or span.right > span.left)
    )
    if sum((span.bottom - span.top + 1) * (span.right - span.left + 1) for span in spans) > CELLS:
        raise CannotRead("合并的单元格太多了。请取消合并,只留有内容的行列,再另存")
    return Grid(name, whole, spans, frozenset(numbers), hidden, tuple(above))
