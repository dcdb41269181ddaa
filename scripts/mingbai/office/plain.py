"""Tables in plain text: CSV and its relatives, as Excel, WPS and portals write them."""

import csv
import io
import re
from collections import Counter

from .cells import grid, seen
from .grid import Grid
from .limits import CannotRead, fits

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = ",\t;"
_LOOKED_AT = 60  # lines
_CONTROL = re.compile("[\0-\x08\x0e-\x1f]")


def decoded(data: bytes) -> str:
    """The text: by its byte order mark, else strict UTF-8, else GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            tries: tuple[str, ...] = (encoding,)
            data = data.removeprefix(mark)
            break
    else:
        tries = ("utf-8", "gb18030")
    for encoding in tries:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
        break
    raise CannotRead("看不懂文件里的字,可能坏了,或者不是表格。请在 Excel 或 WPS 里打开,另存为 xlsx 再来")


def torn(data: bytes) -> bool:
    """Whether a quotation mark is without its other half: what wrote the file did not get to its end."""
    return decoded(data).count('"') % 2 == 1


def read_plain(data: bytes, name: str) -> list[Grid]:
    """The one table of a text."""
    text = decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    quoted = text.count('"') % 2 == 0  # a lone quotation mark would swallow the rest
    delimiter = _delimiter(text, quoted)
    try:
        rows = _rows(text, delimiter, quoted)
    except csv.Error as error:
        raise CannotRead("这个 CSV 文件的格式不对。请在 Excel 或 WPS 里打开,另存为 xlsx 再来") from error
    fits(len(rows), max(map(len, rows), default=0))
    return [grid(name, ([seen(value) for value in row] for row in rows))]


def _rows(text: str, delimiter: str, quoted: bool) -> list[list[str]]:
    csv.field_size_limit(10_000_000)
    lines = io.StringIO(text, newline="")
    if quoted:
        return list(csv.reader(lines, delimiter=delimiter))
    return list(csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


def _delimiter(text: str, quoted: bool) -> str:
    """The sign that cuts most lines into the same number of columns."""
    start = "\n".join(text.split("\n")[:_LOOKED_AT])
    quoted = quoted and start.count('"') % 2 == 0
    scores = {}
    for sign in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in _rows(start, sign, quoted) if any(row))
        except csv.Error:
            continue
        scores[sign] = max(((width - 1) * count for width, count in widths.items()), default=0)
    return max(scores, key=lambda sign: scores[sign], default=",")
