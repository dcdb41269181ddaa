"""What a reader sees of marked-up text: tags within a line and entities that part a number are gone."""

import html
import re
from bisect import bisect_right

INLINE = (
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub"
    "|sup|time|tt|u|var|wbr"
)
"""Tags that leave a number in one piece for whoever reads the page."""

_MARK = re.compile(r"<!--.*?-->|<[^>]*>|&#?\w+;", re.DOTALL)
_WITHIN = re.compile(rf"</?(?:{INLINE})\b|<!--", re.IGNORECASE)
_OFFICE_BREAK = re.compile(r"</?(?:\w+:)?(?:p|si|c|is|row|tc|tab|br|v)\b", re.IGNORECASE)


class Bare:
    """A text without its tags and entities; ``place`` says where a character of it stood."""

    def __init__(self, text: str, office: bool = False) -> None:
        parts: list[str] = []
        self._bare: list[int] = [0]
        self._raw: list[int] = [0]
        length = last = 0
        for mark in _MARK.finditer(text):
            between = text[last : mark.start()]
            said = _said(mark[0], office)
            parts += [between, said]
            self._bare += [length + len(between), length + len(between) + len(said)]
            self._raw += [mark.start(), mark.end()]
            length, last = self._bare[-1], mark.end()
        parts.append(text[last:])
        self.text = "".join(parts)

    def place(self, at: int) -> int:
        """Where in the text that was given a character of the bare one begins."""
        index = bisect_right(self._bare, at) - 1
        return self._raw[index] + at - self._bare[index]


def _said(mark: str, office: bool) -> str:
    if mark.startswith("&"):
        return html.unescape(mark)
    within = not _OFFICE_BREAK.match(mark) if office else bool(_WITHIN.match(mark))
    return "" if within else "\0"
