"""Two versions of a list → changes, and back: no output, no git."""

from .lists import Added, Edited, Key, ListDiff, Moved, Removed, Renamed, apply, blank, diff_lists, keyed, normal
from .marked import marked
from .merge import Conflict, Merged, merge
from .values import Data, Edit, Path, Value, edits, put

__all__ = [
    "Added", "Conflict", "Data", "Edit", "Edited", "Key", "ListDiff", "Merged", "Moved", "Path", "Removed", "Renamed",
    "Value", "apply", "blank", "diff_lists", "edits", "keyed", "marked", "merge", "normal", "put",
]  # fmt: skip
