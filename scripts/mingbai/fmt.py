"""Bring list files into the canonical form; nothing but their writing changes, unless mending is asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .areas import AreaFile, ListRef, scan
from .fix import Declared, declared, fix, opened
from .kinds import KINDS
from .kinds.shape import order
from .neighbours import Neighbours
from .problems import Level, Problem, told
from .read import read
from .site_files import SITE_FILES
from .write import canonical


class Mended(NamedTuple):
    """One value that differs from the one before: lists/a/b.yml:12:9, and 电话 "旧" → "新" (字段 phones)."""

    place: str
    what: str


@dataclass(frozen=True)
class Formatted:
    """One file: its canonical text, or why it has none; ``mended`` tells every value that differs."""

    file: Path
    shown: str
    text: str | None
    changed: bool
    problems: tuple[Problem, ...] = ()
    mended: tuple[Mended, ...] = ()


@dataclass(frozen=True)
class _File:
    """A file to be formatted, and what it may hold."""

    file: Path
    shown: str
    order: dict[str, Any]
    known: Declared
    ref: ListRef | None = None


def format_text(shown: str, raw: bytes, keys: dict[str, Any]) -> tuple[str | None, list[Problem]]:
    """The canonical text of a file, or the problems for which it is left alone; comments are never dropped."""
    source, problems = read(shown, raw)
    if source is None or _comments(problems):
        return None, problems
    return canonical(source.data, keys), []


def format_lists(
    root: Path, shown: str = "lists", mend: bool = False, wanted: Callable[[str], bool] = lambda shown: True
) -> Iterator[Formatted]:
    """Every wanted file under ``root`` as it should be written; ``write`` puts it there."""
    tree = scan(root, shown)
    neighbours = Neighbours(tree, root)
    for one in _files(root, shown, [ref for area in tree for ref in area.lists]):
        if not wanted(one.shown):
            continue
        raw = one.file.read_bytes()
        said: list[Mended] = []
        if mend:
            text, problems = _mended(one, raw, neighbours, said)
        else:
            text, problems = format_text(one.shown, raw, one.order)
        changed = text is not None and text.encode() != raw
        yield Formatted(one.file, one.shown, text, changed, tuple(problems), tuple(said))


def write(formatted: Formatted) -> None:
    """Put the canonical text in the file's place, whole or not at all."""
    assert formatted.text is not None
    beside = formatted.file.with_name(f".{formatted.file.name}.new")
    beside.write_text(formatted.text, encoding="utf-8")
    beside.replace(formatted.file)


def _mended(one: _File, raw: bytes, neighbours: Neighbours, said: list[Mended]) -> tuple[str | None, list[Problem]]:
    source, problems, swaps = opened(one.shown, raw, one.known)
    if source is None or _comments(problems):
        return None, problems
    ids = neighbours.ids(one.ref) if one.ref and _lacks_ids(source.data) else None
    data, fixes = fix(source.data, one.known, ids)
    if one.ref:
        neighbours.mended(one.ref, data)
    every = [(swap.mark, swap.what, swap.old, swap.new, swap.path) for swap in swaps]
    every += [(source.where(found.path), found.what, found.old, found.new, found.path) for found in fixes]
    for mark, what, old, new, path in sorted(every, key=lambda found: found[0]):
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        place = f"{one.shown}:{mark.line}:{mark.column}"
        said.append(Mended(place, f'{what} "{told(old)}" → "{told(new)}" (字段 {told(key)})'))
    return canonical(data, one.order), []


def _lacks_ids(data: dict[str, Any]) -> bool:
    items = data.get("items")
    return isinstance(items, list) and any(isinstance(row, dict) and not row.get("id") for row in items)


def _comments(problems: list[Problem]) -> bool:
    return any(problem.code == "C011" and problem.level is Level.WARNING for problem in problems)


def _files(root: Path, shown: str, refs: list[ListRef]) -> Iterator[_File]:
    for file in sorted(root.rglob("area.yml")):
        yield _File(file, f"{shown}/{file.relative_to(root).as_posix()}", order(AreaFile), Declared(AreaFile))
    for ref in refs:
        kind = KINDS[ref.kind]
        yield _File(root / ref.area / f"{ref.page}.yml", ref.shown, kind.key_order(), declared(kind), ref)
    for name, (model, _) in SITE_FILES.items():
        if (root / name).is_file():
            yield _File(root / name, f"{shown}/{name}", order(model), Declared(model))
