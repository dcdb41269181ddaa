"""YAML text into plain text values, with every refusal in its place.

Nothing is typed here: ``0858``, ``8:30`` and ``no`` stay as written. One pass over
libyaml's events builds dicts, lists and str. Positions are computed by a second,
careful pass, only when something is wrong; of a file that is right somebody who asks
where a value stands has its item read again, and the whole only if it is written unusually:
on 250-item lists of 100 kB the fast pass reads about 20 MB/s and the careful one
about 7 MB/s (Python 3.11, one core of a small machine; ``mingbai bench`` prints both).
"""

import re
from dataclasses import dataclass, field
from typing import Any

from .glance import Glance
from .marks import MAX_DEPTH, Mark, Path
from .pieces import Row, mapping, split, suspicious
from .problems import Level, Problem

MAX_BYTES = 8_000_000
_DEEP = "\n" + "  " * (MAX_DEPTH - 2)  # a canonical line may lie as deep as the reader goes


@dataclass
class Source:
    """One file as read: ``data`` holds str, list and dict only."""

    path: str
    text: str
    data: dict[str, Any]
    _marks: "dict[Path, Mark] | None" = field(default=None, repr=False)
    _glance: Glance | None = field(default=None, repr=False)

    def where(self, path: Path) -> Mark:
        """Where the value at ``path`` begins; its nearest container where it is missing."""
        if self._marks is None:
            items = self.data.get("items")
            self._glance = self._glance or Glance(self.text, len(items) if isinstance(items, list) else 0)
            if found := self._glance.where(path):
                return found
            from .careful import Careful  # which takes a while to load, and most files are right

            self._marks = Careful(self.path, self.text).marks
        while path not in self._marks and path:
            path = path[:-1]
        return self._marks.get(path, Mark(1, 1))

    @property
    def parts(self) -> list[str]:
        """The text in parts of which nothing runs over the end; those that other files repeat are the same objects."""
        rows = self.data.get("items")
        if not isinstance(rows, list) or not rows or any(type(row) is not Row for row in rows):
            return [self.text]
        return [self.text.partition("\nitems:\n")[0], *(row.text for row in rows)]

    def problem(self, path: Path, code: str, message: str, fix: str = "", level: Level = Level.ERROR) -> Problem:
        """A problem at ``path``; the field it names is the last key on the way."""
        line, column = self.where(path)
        keys = [part for part in path if isinstance(part, str) and part != "items"]
        return Problem(self.path, line, column, code, message, fix, keys[-1] if keys else "", level)


def read(path: str, raw: bytes) -> tuple[Source | None, list[Problem]]:
    """Read one file; ``path`` is only for messages. No source means: do not go on."""
    text, problems = _decode(path, raw)
    if text is None:
        return None, problems
    data = _quick(text)
    if data is not None:
        return Source(path, text, data), []
    from .careful import Careful, capped

    walk = Careful(path, text)
    problems = capped(walk.problems)
    if walk.data is None or any(p.level is Level.ERROR for p in problems):
        return None, problems
    return Source(path, text, walk.data, walk.marks), problems


def reread(path: str, text: str, data: dict[str, Any]) -> tuple[Source | None, list[Problem]]:
    """What ``read`` makes of the canonical text of ``data`` (str, list and dict only), at less cost.

    It is the same data wherever nothing in the text can be refused: a sign, a depth, its size.
    """
    if suspicious(text) or _DEEP in text or len(text.encode()) > MAX_BYTES:
        return read(path, text.encode("utf-8", "surrogatepass"))
    return Source(path, text, data), []


def _decode(path: str, raw: bytes) -> tuple[str | None, list[Problem]]:
    if len(raw) > MAX_BYTES:
        message = f"文件有 {len(raw) / 1e6:.1f} MB,超过 {MAX_BYTES // 1_000_000} MB"
        return None, [Problem(path, 1, 1, "C010", message, "拆成几份清单")]
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode().replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode()) + 1
        message = f"文件不是 UTF-8 编码{_guess(raw, before.decode())}"
        return None, [Problem(path, line, column, "C001", message, "用记事本或 WPS 打开,另存为 UTF-8")]


def _guess(raw: bytes, before: str) -> str:
    if re.search("[\u4e00-\u9fff]", before):
        return ""  # Chinese that is UTF-8 up to here: cut or damaged, not of another encoding
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ",看起来是 UTF-16(“Unicode”)"
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return ",看起来是 GB18030(ANSI)" if re.search(r"[\u4e00-\u9fff]{2}", text) else ""


def _quick(text: str) -> dict[str, Any] | None:
    """The text's mapping, or None where the careful pass has something to say."""
    if parts := split(text):
        head, rows = parts
        data = None if suspicious(head) else _mapping(head)
        if data is not None and "items" not in data:
            return {**data, "items": rows}
    return None if suspicious(text) else _mapping(text)


def _mapping(text: str) -> dict[str, Any] | None:
    """A mapping written as usual, else as libyaml reads it."""
    if found := mapping(text):
        return found
    from .libyaml import mapped

    return mapped(text)
