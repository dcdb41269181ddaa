"""A text as a reader of numbers sees it: nothing hidden, all digits and dashes those of a keyboard."""

import re
import unicodedata
from functools import lru_cache

_HIDDEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_DASH = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
_DOT = re.compile("[\u2022\u2027\u30fb]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def plain(text: str) -> str:
    """A text without hidden characters, in its plainest writing (NFKC): full width becomes half, １ becomes 1."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text))
    text = _DOT.sub("\xb7", _DASH.sub("-", text))
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def place(text: str, at: int) -> int:
    """Where in a text the character stands that became the one at ``at`` of its plain form."""
    if text.isascii():
        return at
    length = 0
    for index, char in enumerate(text):
        length += _length(char)
        if length > at:
            return index
    return len(text)


@lru_cache(maxsize=20_000)
def _length(char: str) -> int:
    return len(plain(char))
