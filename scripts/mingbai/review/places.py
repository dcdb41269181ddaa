"""In which line a value stands: at a glance where a file is written as usual, else by reading it with care."""

import re

from ..diff import Path
from ..diff.lists import rows
from ..read import Source

_ITEM = re.compile("^  - ", re.MULTILINE)


class Places:
    """The lines of one file's items and of their fields."""

    def __init__(self, source: Source) -> None:
        self.source = source
        text = source.text
        head = text.find("\nitems:\n")
        starts = [found.start() for found in _ITEM.finditer(text, head)] if head >= 0 else []
        self.starts = starts if len(starts) == len(rows(source.data)) else []

    def line(self, item: int, path: Path = ()) -> int:
        """The line of an item, or of a value in it, from 1."""
        if not self.starts or len(path) > 1:
            return self.source.where(("items", item, *path))[0]
        start = self.starts[item]
        before = self.source.text.count("\n", 0, start) + 1
        if not path:
            return before
        end = self.starts[item + 1] if item + 1 < len(self.starts) else len(self.source.text)
        block = self.source.text[start:end].split("\n")
        asked = (f"  - {path[0]}:", f"    {path[0]}:")
        return before + next((number for number, line in enumerate(block) if line.startswith(asked)), 0)
