"""What a review found, as a file between the job that reads a proposal and the job that may write to the forge."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

FILE = "review.json"
REPORT = "report.md"
LARGEST = 4_000_000  # bytes of either file: more is not read
MOST = 10_000  # findings or suggestions

T = TypeVar("T")


class BadBundle(Exception):
    """The folder does not hold a review; the message says what is wrong."""


@dataclass(frozen=True)
class Finding:
    """One problem that the proposal brings; ``seen`` says that the proposal changed its line."""

    file: str
    line: int
    code: str
    level: str
    message: str
    fix: str = ""
    seen: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Lines ``first`` to ``last`` of a file (from 1, both meant), as they were proposed and as they should be."""

    file: str
    first: int
    last: int
    was: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """A review that can be posted. ``unsaid`` counts the suggestions left out for their number."""

    report: str
    findings: tuple[Finding, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unsaid: int = 0


def write(bundle: Bundle, folder: Path) -> None:
    """Put a review into a folder."""
    told = {
        "findings": [asdict(finding) for finding in bundle.findings],
        "suggestions": [asdict(suggestion) for suggestion in bundle.suggestions],
        "unsaid": bundle.unsaid,
    }
    (folder / FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (folder / REPORT).write_text(bundle.report, "utf-8")


def read(folder: Path) -> Bundle:
    """A review out of a folder, trusting nothing in it: another job wrote it, from what a stranger proposed."""
    try:
        told = json.loads(_text(folder / FILE))
    except (ValueError, RecursionError) as error:
        raise BadBundle(f"{FILE} 读不懂") from error
    if not isinstance(told, dict):
        raise BadBundle(f"{FILE} 读不懂")
    return Bundle(
        _text(folder / REPORT),
        _several(told, "findings", _finding),
        _several(told, "suggestions", _suggestion),
        _number(told, "unsaid", 0),
    )


def _text(file: Path) -> str:
    if file.is_symlink() or not file.is_file():
        raise BadBundle(f"没有 {file.name}")
    if file.stat().st_size > LARGEST:
        raise BadBundle(f"{file.name} 太大")
    return file.read_bytes().decode("utf-8", errors="replace")


def _several(told: dict[str, Any], key: str, one: Callable[[Any], T]) -> tuple[T, ...]:
    rows = told.get(key)
    if not isinstance(rows, list) or len(rows) > MOST:
        raise BadBundle(f"{FILE} 的 {key} 不对")
    return tuple(one(row) for row in rows)


def _finding(row: Any) -> Finding:
    level = _word(row, "level")
    return Finding(
        _file(row), _number(row, "line"), _word(row, "code"), "error" if level == "error" else "warning",
        _word(row, "message"), _word(row, "fix"), row.get("seen") is True,
    )  # fmt: skip


def _suggestion(row: Any) -> Suggestion:
    found = Suggestion(
        _file(row), _number(row, "first"), _number(row, "last"), _words(row, "was"), _words(row, "lines")
    )
    if found.last < found.first or len(found.was) != found.last - found.first + 1:
        raise BadBundle(f"{FILE} 的行号不对")
    return found


def _word(row: Any, key: str) -> str:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, str):
        raise BadBundle(f"{FILE} 的 {key} 不对")
    return value


def _words(row: Any, key: str) -> tuple[str, ...]:
    value = row.get(key)
    if not isinstance(value, list) or not all(isinstance(part, str) and not _breaks(part) for part in value):
        raise BadBundle(f"{FILE} 的 {key} 不对")
    return tuple(value)


def _breaks(line: str) -> bool:
    return any(char in line for char in "\r\n\0")


def _number(row: Any, key: str, least: int = 1) -> int:
    value = row.get(key) if isinstance(row, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise BadBundle(f"{FILE} 的 {key} 不对")
    return value


def _file(row: Any) -> str:
    path = _word(row, "file")
    parts = path.split("/")
    if parts[0] != "lists" or any(part in ("", ".", "..") for part in parts) or not path.isprintable():
        raise BadBundle(f"{FILE} 的 file 不对")
    return path
