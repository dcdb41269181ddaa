"""Codes that a phone reads off paper: QR as small SVG, thousands of them in the time of a few.

With version, error level and mask given, a bit of the message turns over the same modules
whatever the other bits are: error correction and masking are sums modulo 2 (ISO/IEC 18004,
7.5 and 7.8). So a code that is the sum of codes made before is added up, and only one that
says something new is asked of segno; the addresses of a site are much alike. What was asked
once is known to the next build, too.
"""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

MASK = 2  # one and the same for all; readers do not mind
QUIET = 4  # light modules around a code

_RUNS = re.compile("(0*)(1+)")
_DIGITS = bytes([ord("0"), ord("1")] * 128)  # light, dark


class Grid(NamedTuple):
    """A code's modules as the bits of one number, row by row, dark ones 1."""

    version: int
    width: int
    bits: int


@lru_cache(maxsize=64)  # several sheets lead to one page
def code(url: str) -> Markup:
    """The QR code of an address, with its quiet zone; its size is the style sheet's."""
    grid = modules(url.encode())
    digits = f"{grid.bits:0{grid.width**2}b}"
    rows = [digits[at : at + grid.width] for at in range(0, len(digits), grid.width)]
    path = "".join([f"M{QUIET} {at}.5{_dashes(row)}" for at, row in enumerate(rows, QUIET)])
    side = grid.width + 2 * QUIET
    return Markup(f'<svg viewBox="0 0 {side} {side}" class="qr"><path stroke="#000" d="{path}"/></svg>')


@lru_cache(maxsize=1_000)  # much of a code is the same in the next
def _dashes(row: str) -> str:
    return "".join([f"m{len(light)} 0h{len(dark)}" if light else f"h{len(dark)}" for light, dark in _RUNS.findall(row)])


_seen: dict[int, dict[int, tuple[int, int]]] = {}
"""Version → highest bit of a message → that message and the modules that it turns over."""

_empties: dict[int, Grid] = {}
"""The codes of nothing but zeros, by how many bytes they hold."""


def known() -> list[Any]:
    """All that was asked of segno so far, for ``learn``: numbers, and texts of digits."""
    seen = [[version, f"{said:x}", f"{turns:x}"] for version, some in _seen.items() for said, turns in some.values()]
    return [[[length, *grid[:2], f"{grid.bits:x}"] for length, grid in sorted(_empties.items())], sorted(seen)]


def learn(told: list[Any]) -> None:
    """Take up what another process of this very code has known."""
    empties, seen = told
    for length, version, width, bits in empties:
        _empties.setdefault(length, Grid(version, width, int(bits, 16)))
    for version, said, turns in seen:
        message = int(said, 16)
        _seen.setdefault(version, {}).setdefault(message.bit_length(), (message, int(turns, 16)))


def modules(message: bytes) -> Grid:
    """The smallest code that holds some bytes, by elimination over the messages seen before."""
    empty = _empty(len(message))
    rest, bits = int.from_bytes(message, "little"), empty.bits  # little: a byte has its place whatever the length
    seen = _seen.setdefault(empty.version, {})
    while rest and (known := seen.get(rest.bit_length())):
        rest ^= known[0]
        bits ^= known[1]
    if rest:
        made = _made(message).bits
        seen[rest.bit_length()] = (rest, made ^ bits)
        bits = made
    return empty._replace(bits=bits)


def _empty(length: int) -> Grid:
    if length not in _empties:
        _empties[length] = _made(bytes(length))
    return _empties[length]


def _made(message: bytes) -> Grid:
    import segno  # which takes a while to load, and need not be asked for codes like those before

    made = segno.make(message, "l", mode="byte", mask=MASK, boost_error=False, micro=False)
    return Grid(int(made.version), len(made.matrix), int(b"".join(made.matrix).translate(_DIGITS), 2))
