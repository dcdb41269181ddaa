"""The past of the lists out of git: what changed when and why, and earlier versions."""

from .events import Change, Event, Field, History, Line, Place, Version, as_data, newest, parse_place
from .follow import NOTHING, Recorded, compare
from .items import by_item
from .past import moves_of, read_history
from .words import safe, summarized, summary, words_of

__all__ = [
    "NOTHING", "Change", "Event", "Field", "History", "Line", "Place", "Recorded", "Version",
    "as_data", "by_item", "compare", "moves_of", "newest", "parse_place", "read_history", "safe",
    "summarized", "summary", "words_of",
]  # fmt: skip
