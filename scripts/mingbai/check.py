"""Everything that is wrong with a folder of lists, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .areas import Area, Tree, scan
from .catalog import Catalog
from .inventory import read_inventory
from .kinds import KINDS
from .moved import check_moves, read_moves
from .pool import PAYS, chunks, cores, spread
from .problems import Problem
from .rules import check_list, check_place, check_site, check_source, notes_of
from .situations import Target, Wanted, check_situations, read_situations, wanted

CHUNK = 12  # areas a worker takes at a time


@dataclass(frozen=True)
class Findings:
    """What was found in one place; ``notes`` and ``met`` are for the checks that see the whole site."""

    problems: tuple[Problem, ...]
    notes: tuple[dict[str, list[Any]], ...]
    met: tuple[Target, ...] = ()


def check_area(catalog: Catalog, area: Area, sought: Wanted) -> Findings:
    """Read, type and check the lists of one place; ``sought`` items are noted where a real place has them."""
    catalog.enter(area.path)
    reading = catalog.reading(area.path)
    problems = list(reading.problems)
    for ref, source in reading.sources:
        problems.extend(check_source(source, KINDS[ref.kind]))
    for file in reading.lists:
        problems.extend(check_list(file, catalog.as_of))
    problems.extend(check_place(catalog, area))
    kinds = {kind for kind, _ in sought if not area.demo}
    met = {
        Target(file.kind.key, item.id, area.path)
        for file in reading.lists
        if file.kind.key in kinds
        for item in file.items
        if (file.kind.key, item.id) in sought
    }
    return Findings(tuple(problems), tuple(notes_of(file) for file in reading.lists), tuple(sorted(met)))


def check_whole(tree: Tree, root: Path, as_of: date, findings: Iterable[Findings]) -> list[Problem]:
    """All problems of a site, sorted: those of its places and those that only the whole shows."""
    problems = list(tree.problems)
    for source in tree.sources:
        problems.extend(check_source(source, None))
    notes: list[dict[str, list[Any]]] = []
    met: list[Target] = []
    for found in findings:
        problems.extend(found.problems)
        notes.extend(found.notes)
        met.extend(found.met)
    problems.extend(check_site(notes))
    moves, moved, said = read_moves(root)
    problems.extend(said)
    problems.extend(check_source(moved, None) if moved else ())
    problems.extend(check_moves(moves, moved, Catalog(tree, as_of)))
    _, listed, said = read_inventory(root)
    problems.extend(said)
    problems.extend(check_source(listed, None) if listed else ())
    situations, kept, said = read_situations(root)
    problems.extend(said)
    problems.extend(check_source(kept, None) if kept else ())
    problems.extend(check_situations(situations, kept, tree, met, moves))
    return sorted(set(problems))


def check(root: Path, as_of: date, jobs: int | None = None) -> tuple[Tree, list[Problem]]:
    """Check all lists under ``root``; the tree of places comes with the problems."""
    tree = scan(root)
    sought = wanted(read_situations(root)[0])
    found = [
        findings
        for part in spread(
            _work, chunks([area.path for area in tree], CHUNK), _start, (tree, as_of, sought), jobs or worth(tree)
        )
        for findings in part
    ]
    return tree, check_whole(tree, root, as_of, found)


def worth(tree: Tree) -> int:
    """How many processes pay for this many bytes of lists."""
    size = 0
    for area in tree:
        for ref in area.lists:
            size += ref.file.stat().st_size
            if size > PAYS:
                return cores()
    return 1


_catalog: Catalog
_sought: Wanted


def _start(tree: Tree, as_of: date, sought: Wanted) -> None:
    global _catalog, _sought
    _catalog, _sought = Catalog(tree, as_of), sought


def _work(paths: list[str]) -> list[Findings]:
    return [check_area(_catalog, _catalog.tree.areas[path], _sought) for path in paths]
