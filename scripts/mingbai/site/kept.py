"""The file in which a build tells the next one what it made: one for every folder that a site is built into."""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..cache_file import PLACE, folder_of, keep


def kept_in(home: Path, live: Path) -> Path:
    """Where what is built into ``live`` is kept, for a site whose mkdocs.yml lies in ``home``."""
    return folder_of(home.resolve()) / f"site-{hashlib.sha256(os.fsencode(live)).hexdigest()[:12]}.json"


def all_of(home: Path, lives: Iterable[Path]) -> list[Path]:
    """Every such file of a site that is built into ``lives``, and what was left half-written.

    In a folder that other sites share no more than these is known to be its own.
    """
    folder = folder_of(home.resolve())
    names = [kept_in(home, live).name for live in lives] if os.environ.get(PLACE) else ["site-*.json"]
    return sorted({file for name in names for file in (*folder.glob(name), *folder.glob(f".{name}.*"))})


def live_of(file: Path) -> Path | None:
    """The site that a file tells of; None where it does not say."""
    try:
        with file.open("rb") as lines:
            said = json.loads(lines.readline())
    except (OSError, ValueError):
        return None
    return Path(said) if isinstance(said, str) else None


def load(file: Path, live: Path, made: str) -> tuple[dict[str, Any], bytes]:
    """What is kept of ``live``, and of its places; nothing where it is damaged, or where all has to be made again.

    ``made`` is the sum of what all pages share.
    """
    try:
        head, _, rest = file.read_bytes().partition(b"\n")
        sums, _, rest = rest.partition(b"\n")
        if json.loads(head) != str(live) or sums.decode() != _sums(made, rest):
            return {}, b""
        body, _, places = rest.partition(b"\n")
        told: dict[str, Any] = json.loads(body)
    except (OSError, ValueError):
        return {}, b""
    return told, places


def save(file: Path, live: Path, made: str, told: dict[str, Any], places: bytes) -> None:
    """Keep it, in one step; what is kept of sites that are gone goes. Where that cannot be, nothing is kept."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    rest = body + b"\n" + places
    for left in file.parent.glob(f".{file.name}.*"):
        forget(left)
    if not keep(file, f"{json.dumps(str(live))}\n{_sums(made, rest)}\n".encode() + rest):
        forget(file)
        return
    for other in file.parent.glob("site-*.json"):
        if not (there := live_of(other)) or not there.is_dir():
            forget(other)


def forget(file: Path) -> None:
    """Remove what is kept, as far as that can be."""
    with suppress(OSError):
        file.unlink()


def _sums(made: str, rest: bytes) -> str:
    return f"{made} {hashlib.sha256(rest).hexdigest()}"
