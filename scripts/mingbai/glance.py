"""Where a value stands in a file written as usual, without the careful pass over the whole of it."""

import re

from .marks import Mark, Path

_ITEMS = "\nitems:\n  - "
_ITEM = re.compile("^  - ", re.MULTILINE)
_OPEN = set("\"'[{")  # what begins a value that may run over lines however they are indented


class Glance:
    """The places of a file's plain header fields and of everything in its items; None for all others.

    Once the first item is indented by two all are, so that as many such lines as there
    are items are the items and nothing else. An item is read with care by itself.
    """

    def __init__(self, text: str, items: int) -> None:
        self.text = text
        head = text.find(_ITEMS)
        starts = [found.start() for found in _ITEM.finditer(text, head + 1)] if head >= 0 else []
        self.starts = starts if len(starts) == items else []
        self._read: dict[int, dict[Path, Mark]] = {}

    def where(self, path: Path) -> Mark | None:
        """Where the value at ``path`` begins; in an item, its nearest container where it is missing."""
        if len(path) == 1:
            return self._inline("", path[0], 0, len(self.text))
        if path[:1] != ("items",) or path[1] not in range(len(self.starts)):
            return None
        start, end = self._span(int(path[1]))
        plain = len(path) == 3 and _OPEN.isdisjoint(self.text[start:end])
        if plain and (found := self._inline("(?:  - |    )", path[2], start, end)):
            return found
        marks, inner = self._item(int(path[1])), ("items", 0, *path[2:])
        while inner not in marks and len(inner) > 2:
            inner = inner[:-1]
        line, column = marks[inner]
        return Mark(self.text.count("\n", 0, start) + line - 1, column)

    def _span(self, index: int) -> tuple[int, int]:
        """Where an item begins and ends."""
        return self.starts[index], self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    def _inline(self, lead: str, key: str | int, start: int, end: int) -> Mark | None:
        """Where the value of a key begins that a stretch of the text holds, if it is plain text on the key's line."""
        key_line = re.compile(rf"^{lead}{re.escape(str(key))}: +(?=[^\s\"'~|>&*!\[{{])", re.MULTILINE)
        found = list(key_line.finditer(self.text, start, end))
        if len(found) != 1:
            return None
        return Mark(self.text.count("\n", 0, found[0].start()) + 1, len(found[0][0]) + 1)

    def _item(self, index: int) -> dict[Path, Mark]:
        if index not in self._read:
            from .careful import Careful  # which takes a while to load

            start, end = self._span(index)
            self._read[index] = Careful("", "items:\n" + self.text[start:end]).marks
        return self._read[index]
