"""Two versions of a list → changes, and back: no output, no git."""

from .lists import Added, Edited, Key, ListDiff, Moved, Removed, Renamed, apply, blank, diff_lists, keyed, normal
from .values import Data, Edit, Path, Value, edits, put

__all__ = [
    "Added", "Data", "Edit", "Edited", "Key", "ListDiff", "Moved", "Path", "Removed", "Renamed", "Value",
    "apply", "blank", "diff_lists", "edits", "keyed", "normal", "put",
]  # fmt: skip
