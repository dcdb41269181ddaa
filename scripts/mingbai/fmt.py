"""Bring list files into the canonical form; nothing but their writing changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .areas import AreaFile, scan
from .kinds import KINDS
from .kinds.shape import order
from .problems import Level, Problem
from .read import read
from .site_files import SITE_FILES
from .write import canonical


@dataclass(frozen=True)
class Formatted:
    """One file: its canonical text, or why it has none."""

    file: Path
    shown: str
    text: str | None
    changed: bool
    problems: tuple[Problem, ...] = ()


def format_text(shown: str, raw: bytes, keys: dict[str, Any]) -> tuple[str | None, list[Problem]]:
    """The canonical text of a file, or the problems for which it is left alone; comments are never dropped."""
    source, problems = read(shown, raw)
    comments = [p for p in problems if p.code == "C011" and p.level is Level.WARNING]
    if source is None or comments:
        return None, problems
    return canonical(source.data, keys), []


def format_lists(root: Path, shown: str = "lists") -> Iterator[Formatted]:
    """Every file under ``root`` as it should be written; ``write`` puts it there."""
    for file, label, keys in _files(root, shown):
        raw = file.read_bytes()
        text, problems = format_text(label, raw, keys)
        yield Formatted(file, label, text, text is not None and text.encode() != raw, tuple(problems))


def write(formatted: Formatted) -> None:
    """Put the canonical text in the file's place, whole or not at all."""
    assert formatted.text is not None
    beside = formatted.file.with_name(f".{formatted.file.name}.new")
    beside.write_text(formatted.text, encoding="utf-8")
    beside.replace(formatted.file)


def _files(root: Path, shown: str) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    for file in sorted(root.rglob("area.yml")):
        yield file, f"{shown}/{file.relative_to(root).as_posix()}", order(AreaFile)
    for area in scan(root, shown):
        for ref in area.lists:
            yield root / ref.area / f"{ref.page}.yml", ref.shown, KINDS[ref.kind].key_order()
    for name, (model, _) in SITE_FILES.items():
        if (root / name).is_file():
            yield root / name, f"{shown}/{name}", order(model)
