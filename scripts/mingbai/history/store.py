"""What was read of the past, kept in a file: trusted only where it is whole and of this very code."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ..cache_file import folder_of, keep
from .events import Line, line_of


class Kept(NamedTuple):
    """The past of a folder of lists as far as a branch had come."""

    head: str  # the commit that was read last
    root: str  # the branch's first commit that was here
    renamed: str  # what the recorded addresses came to
    lines: dict[str, tuple[str, Line]]  # by file: what its recorded moves came to, and its past


def file_of(root: Path, under: str) -> Path:
    """Where the past of a repository's folder is kept."""
    name = hashlib.sha256(f"{root}\n{under}".encode(errors="surrogateescape")).hexdigest()[:12]
    return folder_of(root) / f"history-{name}.json"


def load(file: Path) -> Kept | None:
    """What is kept; None where nothing is, or it is damaged, or other code wrote it."""
    try:
        head, _, body = file.read_text("utf-8").partition("\n")
        if head != _seal(body):
            return None
        kept = json.loads(body)
        lines = {name: (moves, line_of(line)) for name, (moves, line) in kept["lines"].items()}
        return Kept(kept["head"], kept["root"], kept["renamed"], lines)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def save(file: Path, kept: Kept) -> None:
    """Keep it, in one step; where that cannot be, the next run reads the past again."""
    body = json.dumps(kept._asdict(), ensure_ascii=False, separators=(",", ":"))
    keep(file, f"{_seal(body)}\n{body}".encode())


def _seal(body: str) -> str:
    return hashlib.sha256(f"{_code()}\n{body}".encode()).hexdigest()


@cache
def _code() -> str:
    """The code that reads, compares and words; another one may see the same versions otherwise."""
    package = Path(__file__).parent.parent
    seen: Any = hashlib.sha256()
    for file in sorted([*package.glob("*.py"), *(f for room in _ROOMS for f in (package / room).glob("*.py"))]):
        seen.update(file.read_bytes())
    return str(seen.hexdigest())


_ROOMS = ("diff", "history", "kinds", "review", "rules")
