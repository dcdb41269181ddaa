"""Screenshots as small pictures: a palette of sixteen colours, and a note of what they show."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

COLOURS = 16
NOTE = b"Source"
_SIGN = b"\x89PNG\r\n\x1a\n"

Colour = tuple[int, int, int]


class Header(NamedTuple):
    """How large a picture is, and how its pixels are written."""

    width: int
    height: int
    depth: int
    sort: int


def header(data: bytes) -> Header:
    """What the picture says of itself."""
    return Header(*struct.unpack(">IIBB", dict(_chunks(data))[b"IHDR"][:10]))


def note(data: bytes) -> str:
    """What ``small`` noted; '' for other pictures."""
    return dict(_chunks(data)).get(b"tEXt", b"").partition(b"\0")[2].decode("latin-1")


def small(data: bytes, told: str, border: int | None = None) -> bytes:
    """A screenshot in sixteen colours that carries a note; with a border, the white around it is cut down to that."""
    rows = list(_rows(data))
    if border is not None:
        rows = _trimmed(rows, border)
    counts = Counter(colour for row in rows for colour in row)
    palette = _palette(counts)
    index = {colour: min(range(len(palette)), key=lambda i: _far(colour, palette[i])) for colour in counts}
    packed = b"".join(b"\0" + _packed([index[colour] for colour in row]) for row in rows)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 4, 3, 0, 0, 0)),
        (b"PLTE", bytes(value for colour in palette for value in colour)),
        (b"tEXt", NOTE + b"\0" + told.encode("latin-1")),
        (b"IDAT", zlib.compress(packed, 9)),
        (b"IEND", b""),
    ]
    return _SIGN + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGN)
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += size + 12


def _rows(data: bytes) -> Iterator[list[Colour]]:
    """The pixels of a screenshot: eight bits a channel, with or without alpha, not interlaced."""
    head = header(data)
    step = {2: 3, 6: 4}[head.sort]
    raw = zlib.decompress(b"".join(body for name, body in _chunks(data) if name == b"IDAT"))
    size = head.width * step
    above = bytearray(size)
    for start in range(0, len(raw), size + 1):
        line = bytearray(raw[start + 1 : start + 1 + size])
        _unfilter(raw[start], line, above, step)
        yield list(zip(line[0::step], line[1::step], line[2::step], strict=True))
        above = line


def _unfilter(way: int, line: bytearray, above: bytearray, step: int) -> None:
    for i in range(len(line)):
        left, up, corner = (line[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
        guess = left + up - corner
        near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
        line[i] = (line[i] + (0, left, up, (left + up) // 2, near)[way]) & 255


def _trimmed(rows: list[list[Colour]], border: int) -> list[list[Colour]]:
    """The pixels from the first to the last that is not like the corner's, and some around them."""
    empty = rows[0][0]
    down = [at for at, row in enumerate(rows) if set(row) != {empty}]
    across = [at for at, column in enumerate(zip(*rows, strict=True)) if set(column) != {empty}]
    top, left = max(down[0] - border, 0), max(across[0] - border, 0)
    return [row[left : across[-1] + border + 1] for row in rows[top : down[-1] + border + 1]]


def _far(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _palette(counts: Counter[Colour]) -> list[Colour]:
    """The commonest colour, then again and again the one that is missed most."""
    found = [counts.most_common(1)[0][0]]
    misses = {colour: _far(colour, found[0]) for colour in counts}
    while len(found) < COLOURS and any(misses.values()):
        found.append(max(counts, key=lambda colour: (misses[colour] * counts[colour] ** 0.75, colour)))
        misses = {colour: min(miss, _far(colour, found[-1])) for colour, miss in misses.items()}
    return found


def _packed(values: list[int]) -> bytes:
    pairs = zip(values[0::2], [*values[1::2], *([0] * (len(values) % 2))], strict=True)
    return bytes(first << 4 | second for first, second in pairs)
