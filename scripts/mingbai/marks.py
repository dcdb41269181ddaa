"""Where values stand in a file, and how deep they may."""

from typing import NamedTuple

MAX_DEPTH = 12  # boxes in boxes
KEY = -1  # after a key on a path: the place of the key itself, not of its value

Path = tuple[str | int, ...]
"""The way to a value: fields by name, items by number from 0."""


class Mark(NamedTuple):
    """A place in a file, line and column from 1."""

    line: int
    column: int
