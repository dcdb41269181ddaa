"""Checks that look across items and lists: one rule a file, its docstring its manual page.

A rule module has CODE, LEVEL, SCOPE and check(). By SCOPE, check is called with
- "source": a file as it was read, and its kind (None for area.yml and moved.yml);
- "list": a list and the day;
- "place": the catalog, entered, and a place of it; a rule may ask for that place and those above it, not for what lies
  beside or below, since what it found is kept for as long as these stay as they are (``checked``);
- "change": a list on both sides of a change (only where there is an earlier version to compare with), and the day;
- "site": the notes that ``note(list)`` of the same module made of every list; NOTE is their type, a NamedTuple of texts
  and numbers.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from inspect import getdoc
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from ..areas import Area
from ..catalog import Catalog, ListFile
from ..changes import Change
from ..kinds import Kind
from ..problems import Problem
from ..read import Source

RULES: dict[str, ModuleType] = {
    module.CODE: module
    for module in sorted(
        (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)),
        key=lambda module: str(getattr(module, "CODE", "")),
    )
    if hasattr(module, "CODE")
}


def of_scope(scope: str) -> list[ModuleType]:
    """The rules of one scope, by code."""
    return [module for module in RULES.values() if scope == module.SCOPE]


def check_source(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """What the source rules say of one file, whether or not it could be typed."""
    for module in of_scope("source"):
        yield from module.check(source, kind)


def check_list(file: ListFile, as_of: date) -> Iterator[Problem]:
    """What the list rules say of one list."""
    for module in of_scope("list"):
        yield from module.check(file, as_of)


def check_place(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """What the place rules say of a place with all that holds there."""
    for module in of_scope("place"):
        yield from module.check(catalog, area)


def check_change(change: Change, as_of: date) -> Iterator[Problem]:
    """What the change rules say of one list that differs from its earlier version."""
    for module in of_scope("change"):
        yield from module.check(change, as_of)


def notes_of(file: ListFile) -> dict[str, list[Any]]:
    """What the site rules want to remember of one list, by code; small and picklable."""
    return {module.CODE: noted for module in of_scope("site") if (noted := list(module.note(file)))}


def check_site(notes: Iterable[dict[str, list[Any]]]) -> Iterator[Problem]:
    """What the site rules say when every list has been noted."""
    gathered: dict[str, list[Any]] = {}
    for note in notes:
        for code, rows in note.items():
            gathered.setdefault(code, []).extend(rows)
    for code, rows in gathered.items():
        yield from RULES[code].check(rows)


def manual(module: ModuleType) -> str:
    """The rule's manual page: its docstring."""
    return getdoc(module) or ""
