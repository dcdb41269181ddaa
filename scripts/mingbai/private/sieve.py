"""Which stretches of a file may hold something private: looked for in its bytes, at the speed of C.

Every byte is mapped to a class (a digit or what may stand within a number: 0; a capital: A; the rest of
Chinese: z), then long runs and a few patterns are searched. What is harmless by itself is remembered, so
that a code that stands on a thousand pages is judged once.
"""

import re
from collections.abc import Iterator

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
_LEAST = b"0" * 11  # as many digits as a mobile has, the shortest of all
_KNOWN: set[bytes] = set()  # runs that were judged harmless
_MOST = 200_000  # of them


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
_LOCAL = b" _+.-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"  # before the sign of a mailbox
_LOCAL_CLOSE = _LOCAL[1:]
_DOMAIN = re.compile(rb" ?[A-Za-z0-9\xc2\xe2\xef][A-Za-z0-9.-]*")
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
    yield from ((max(0, start - _PLATE_BEFORE), end) for start, end in _runs(data))
    shapes = data.translate(_SHAPES)
    for plate in _PLATE.finditer(shapes):
        start = plate.start()
        if _PROVINCE.search(data[max(0, start - 2) : start + 2].decode("utf-8", "ignore")):
            yield max(0, start - 2), plate.end()
    at = data.find(b"@")
    while at >= 0:
        if at and data[at - 1] in _LOCAL and (domain := _DOMAIN.match(data, at + 1)):
            start = at - 1
            while start and data[start - 1] in _LOCAL_CLOSE and at - start < _AROUND:
                start -= 1
            yield start, domain.end()
        at = data.find(b"@", at + 1)
    if b"\xf0" in data and _MATHEMATICAL in data:
        yield 0, len(data)
    if markup and (_ENTITY.search(data) or _parted(data, shapes)):
        yield 0, len(data)


def _runs(data: bytes) -> Iterator[tuple[int, int]]:
    """Every long run of digits and what parts them that may hold a number."""
    classes = data.translate(_RUNS)
    at = classes.find(_LEAST)
    while at >= 0:
        end = classes.find(b" ", at)
        end = len(data) if end < 0 else end
        run = data[at:end]
        if run not in _KNOWN and not _harmless(run):
            yield at, end
        at = classes.find(_LEAST, end)


def _parted(data: bytes, shapes: bytes) -> bool:
    """Whether a number may go on behind tags that leave it in one piece."""
    for tag in _BEFORE_TAG.finditer(shapes):
        at = tag.start()
        if _PARTED.match(data, at - (data[at] == 32)):
            near = _TAGS.sub(b"", data[max(0, at - _AROUND) : at + 4 * _AROUND])
            if any(_runs(near)):
                return True
    return False


def may_hold(text: str) -> bool:
    """Whether a careful look at a text is worth its while."""
    if next(stretches(text.encode("utf-8", "surrogatepass")), None) is not None:
        return True
    return any(sign in text for sign in _OTHER_AT) or bool(_OTHER_DIGITS.search(text))


def _harmless(run: bytes) -> bool:
    """Whether nothing private is in a run, whatever stands beside it; plates may be full width or hold hidden signs."""
    text = run.decode("utf-8", "ignore")
    if any(numbers(plain(text), anywhere=True)) or run.count(_FULL) > 4 or sum(map(text.count, _HIDDEN)) > 3:
        return False
    if len(_KNOWN) > _MOST:
        _KNOWN.clear()
    _KNOWN.add(run)
    return True
