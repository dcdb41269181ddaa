"""What the inbox holds, as a file between the job that reads what people sent and the job that may write."""

import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

FILE = "inbox.json"
LARGEST = 100_000_000  # bytes: more is not read
MOST = 2_000  # files of an inbox
TITLE = 120  # characters

_LIST = re.compile(r"lists/(?:_site/moved\.yml|(?:[a-z0-9]+/)*[a-z]+(?:-[a-z]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)?\.yml)")

T = TypeVar("T")


class BadParcel(Exception):
    """The folder does not hold what was found in an inbox; the message says what is wrong."""


@dataclass(frozen=True)
class Proposal:
    """Files of the inbox that are to go, the lists that are to be written, and what to say of it."""

    files: tuple[str, ...]
    lists: dict[str, str]
    title: str
    text: str


@dataclass(frozen=True)
class Refusal:
    """A file of the inbox that stays there, and why."""

    file: str
    title: str
    text: str


@dataclass(frozen=True)
class Parcel:
    """All that was found in an inbox."""

    proposals: tuple[Proposal, ...] = ()
    refused: tuple[Refusal, ...] = ()


def key_of(file: str) -> str:
    """A short name for a file of the inbox, whatever signs its own has; the same as long as it is called the same."""
    return sha256(file.encode()).hexdigest()[:12]


def write(parcel: Parcel, folder: Path) -> None:
    """Put it into a folder."""
    (folder / FILE).write_text(json.dumps(asdict(parcel), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(folder: Path) -> Parcel:
    """It out of a folder, trusting nothing in it: another job wrote it, from what somebody sent."""
    file = folder / FILE
    if file.is_symlink() or not file.is_file():
        raise BadParcel(f"没有 {FILE}")
    if file.stat().st_size > LARGEST:
        raise BadParcel(f"{FILE} 太大")
    try:
        told = json.loads(file.read_bytes().decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise BadParcel(f"{FILE} 读不懂") from error
    return Parcel(_several(told, "proposals", _proposal), _several(told, "refused", _refusal))


def _proposal(row: Any) -> Proposal:
    lists, files = row.get("lists") if isinstance(row, dict) else None, _several(row, "files", _file)
    if not isinstance(lists, dict) or not files or len(lists) > MOST:
        raise BadParcel(f"{FILE} 的 lists 不对")
    for path, text in lists.items():
        if not _LIST.fullmatch(path) or path.endswith("area.yml") or not isinstance(text, str):
            raise BadParcel(f"{FILE} 里有不能写的文件")
    return Proposal(files, lists, _title(row), _word(row, "text"))


def _refusal(row: Any) -> Refusal:
    return Refusal(_file(row.get("file") if isinstance(row, dict) else None), _title(row), _word(row, "text"))


def _several(told: Any, key: str, one: Callable[[Any], T]) -> tuple[T, ...]:
    rows = told.get(key) if isinstance(told, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST:
        raise BadParcel(f"{FILE} 的 {key} 不对")
    return tuple(one(row) for row in rows)


def _file(path: Any) -> str:
    parts = path.split("/") if isinstance(path, str) else []
    if len(parts) < 2 or parts[0] != "inbox" or any(part in ("", ".", "..") for part in parts):
        raise BadParcel(f"{FILE} 的文件名不对")
    return "/".join(parts)


def _title(row: Any) -> str:
    said = "".join(char if char.isprintable() else " " for char in _word(row, "title")).strip()
    return said if len(said) <= TITLE else f"{said[: TITLE - 1]}…"


def _word(row: Any, key: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, str):
        raise BadParcel(f"{FILE} 的 {key} 不对")
    return value
