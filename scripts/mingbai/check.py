"""Everything that is wrong with a folder of lists, all at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .archive import named
from .areas import Area, Tree, scan
from .catalog import Catalog
from .folders import Node
from .kinds import KINDS
from .pool import PAYS, chunks, cores, spread
from .problems import Problem
from .rules import check_list, check_place, check_site, check_source, notes_of
from .site_files import SiteFiles, read_site_files
from .situations import Target

CHUNK = 12  # areas a worker takes at a time


@dataclass(frozen=True)
class Findings:
    """What was found in one place; ``notes``, ``met`` and ``kept`` are for the checks that see the whole site."""

    problems: tuple[Problem, ...]
    notes: tuple[dict[str, list[Any]], ...]
    met: tuple[Target, ...] = ()
    kept: frozenset[str] = frozenset()


def check_area(catalog: Catalog, area: Area, files: SiteFiles) -> Findings:
    """Read, type and check the lists of one place; note the items that situations lead to."""
    catalog.enter(area.path)
    reading = catalog.reading(area.path)
    problems = list(reading.problems)
    for ref, source in reading.sources:
        problems.extend(check_source(source, KINDS[ref.kind]))
    for file in reading.lists:
        problems.extend(check_list(file, catalog.as_of))
        problems.extend(files.check_list(file))
    problems.extend(check_place(catalog, area))
    kinds = {kind for kind, _ in files.sought if not area.demo}
    met = {
        Target(file.kind.key, item.id, area.path)
        for file in reading.lists
        if file.kind.key in kinds
        for item in file.items
        if (file.kind.key, item.id) in files.sought
    }
    kept = frozenset(copy for file in reading.lists for copy in named(file))
    return Findings(tuple(problems), tuple(notes_of(file) for file in reading.lists), tuple(sorted(met)), kept)


def check_whole(tree: Tree, files: SiteFiles, as_of: date, findings: Iterable[Findings]) -> list[Problem]:
    """All problems of a site, sorted: those of its places and those that only the whole shows."""
    if files.other_format:
        return [files.other_format]
    problems = list(tree.problems)
    for source in tree.sources:
        problems.extend(check_source(source, None))
    notes: list[dict[str, list[Any]]] = []
    met: list[Target] = []
    kept: set[str] = set()
    for found in findings:
        problems.extend(found.problems)
        notes.extend(found.notes)
        met.extend(found.met)
        kept |= found.kept
    problems.extend(check_site(notes))
    for source in files.sources.values():
        problems.extend(check_source(source, None))
    problems.extend(files.check(Catalog(tree, as_of), met, kept))
    return sorted(set(problems))


def check(root: Node, as_of: date, jobs: int | None = None) -> list[Problem]:
    """Check all lists under ``root``."""
    tree, files = scan(root), read_site_files(root)
    return check_whole(tree, files, as_of, check_areas(tree, files, as_of, list(tree), jobs))


def check_areas(
    tree: Tree, files: SiteFiles, as_of: date, areas: list[Area], jobs: int | None = None
) -> Iterator[Findings]:
    """What is found in some places, in their order."""
    parts = chunks([area.path for area in areas], CHUNK)
    for found in spread(_work, parts, _start, (tree, as_of, files), jobs or worth(areas)):
        yield from found


def worth(areas: Iterable[Area]) -> int:
    """How many processes pay for this many bytes of lists."""
    size = 0
    for area in areas:
        for ref in area.lists:
            size += ref.file.stat().st_size if isinstance(ref.file, Path) else 0
            if size > PAYS:
                return cores()
    return 1


_catalog: Catalog
_files: SiteFiles


def _start(tree: Tree, as_of: date, files: SiteFiles) -> None:
    global _catalog, _files
    _catalog, _files = Catalog(tree, as_of), files


def _work(paths: list[str]) -> list[Findings]:
    return [check_area(_catalog, _catalog.tree.areas[path], _files) for path in paths]
