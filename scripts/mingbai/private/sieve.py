"""Which stretches of a file may hold something private: looked for in its bytes, at the speed of C.

Every byte is mapped to a class (a digit or what may stand within a number: 0; a capital: A; the rest of
Chinese: z), then long runs and a few patterns are searched. What is harmless by itself is remembered, so
that a code that stands on a thousand pages is judged once.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from .bare import INLINE
from .numbers import numbers
from .plain import plain
from .signs import PROVINCES

_CHINESE = "〇零○一幺二三四五六七八九"
_FULLWIDTH = "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＬＭＮＰＱＲＳＴＵＶＷＸＹＺｘ．－（）＠"
_UNSEEN = "\xa0\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f\u20e3\u3000"
_SIGNS = "\xb7\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_WITHIN = b"0123456789Xx -._()\n\r\t" + (_CHINESE + _FULLWIDTH + _UNSEEN + _SIGNS).encode()
_RUNS = bytes(48 if byte in _WITHIN else 32 for byte in range(256))
_RUN = re.compile(b"0" * 11 + b"0*")  # as many digits as a mobile has, the shortest of all


def _shape(byte: int) -> int:
    """Digits and blanks are 0, capitals A, bytes of Chinese z; the rest is what it is."""
    return 48 if 48 <= byte < 58 or byte == 32 else 65 if 65 <= byte < 91 else 122 if byte > 127 else byte


_SHAPES = bytes(map(_shape, range(256)))
_PLATE = re.compile(rb"zA(?:[.-]|zz)?[0A]{4}")
_PROVINCE = re.compile(f"[{PROVINCES}][A-HJ-NP-Z]$")
_TAGS = re.compile(rb"(?:</?(?:%b)\b[^>]*>|<!--[^>]*>)+" % INLINE.encode())
_BEFORE_TAG = re.compile(rb"0<(?=(?:/?(?:%b)\b|!--)[^>]*>[<0\n])" % INLINE.encode())
_PARTED = re.compile(rb"[0-9] ?%b\s?[0-9]" % _TAGS.pattern)
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|#3[49];)#?\w")
_LOCAL = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+.- ")
_OTHER_AT = ("\uff20", "(at)", "[at]", "(AT)", "[AT]")
_OTHER_DIGITS = re.compile(r"(?![0-9\uff10-\uff19])\d")
_MATHEMATICAL = b"\xf0\x9d\x9f"  # 𝟎 and the like
_FULL = b"\xef\xbc"  # how full-width signs begin
_HIDDEN = "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLATE_BEFORE = 12  # bytes of a plate before its digits, if they are full-width or parted by hidden signs
_AROUND = 64  # bytes of a mailbox before its sign


def stretches(data: bytes, markup: bool = False) -> Iterator[tuple[int, int]]:
    """Where, from byte to byte, a text in UTF-8 may hold something private; nothing for most texts.

    In ``markup`` it is the whole where a tag or an entity may stand within a number.
    """
    for run in _RUN.finditer(data.translate(_RUNS)):
        start, end = run.span()
        if not _harmless(data[start:end]):
            yield max(0, start - _PLATE_BEFORE), end
    shapes = data.translate(_SHAPES)
    for plate in _PLATE.finditer(shapes):
        start = plate.start()
        if _PROVINCE.search(data[max(0, start - 2) : start + 2].decode("utf-8", "ignore")):
            yield max(0, start - 2), plate.end()
    at = data.find(b"@")
    while at >= 0:
        if at and data[at - 1] in _LOCAL:
            yield max(0, at - _AROUND), at + 2
        at = data.find(b"@", at + 1)
    if b"\xf0" in data and _MATHEMATICAL in data:
        yield 0, len(data)
    if markup and (_ENTITY.search(data) or _parted(data, shapes)):
        yield 0, len(data)


def _parted(data: bytes, shapes: bytes) -> bool:
    """Whether a number may go on behind tags that leave it in one piece."""
    for tag in _BEFORE_TAG.finditer(shapes):
        at = tag.start()
        if _PARTED.match(data, at - (data[at] == 32)):
            near = _TAGS.sub(b"", data[max(0, at - _AROUND) : at + 4 * _AROUND])
            if any(not _harmless(near[run.start() : run.end()]) for run in _RUN.finditer(near.translate(_RUNS))):
                return True
    return False


def may_hold(text: str) -> bool:
    """Whether a careful look at a text is worth its while."""
    if next(stretches(text.encode("utf-8", "surrogatepass")), None) is not None:
        return True
    return any(sign in text for sign in _OTHER_AT) or bool(_OTHER_DIGITS.search(text))


@lru_cache(maxsize=100_000)
def _harmless(run: bytes) -> bool:
    """Whether nothing private is in a run of digits and what parts them, whatever may stand beside it."""
    text = run.decode("utf-8", "ignore")
    return not any(numbers(plain(text), anywhere=True)) and run.count(_FULL) < 5 and sum(map(text.count, _HIDDEN)) < 4
