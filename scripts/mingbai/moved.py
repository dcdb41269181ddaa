"""Old ids and where they went: lists/_site/moved.yml keeps old addresses alive."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .areas import Tree
from .catalog import Catalog
from .kinds import KINDS
from .kinds.fields import Danger, Date, Id, Model, Text
from .kinds.fields import field as declare
from .problems import Problem
from .read import Source

FILE = "_site/moved.yml"


class Move(Model):
    """One renamed item."""

    kind: Literal[tuple(KINDS)] = declare("清单种类", "如 certificates", required=True)  # type: ignore[valid-type]
    area: Text | None = declare("地方", "文件夹路径,如 hubei/jingmen;全国清单和通用编号省略", Danger.FACT)
    old: Id = declare("旧编号", "", Danger.FACT, required=True)
    new: Id = declare("新编号", "", Danger.FACT, required=True)
    reason: Text = declare("原因", "为什么改号", Danger.PROSE, required=True)
    date: Date | None = declare("日期", "", Danger.DATE)


class MovedFile(Model):
    """lists/_site/moved.yml."""

    moved: list[Move] | None = declare("改号记录", "旧编号 → 新编号", Danger.FACT)


@dataclass(frozen=True)
class Moves:
    """All recorded moves; where an id is shared by the whole tree, a move without area holds everywhere."""

    moves: tuple[Move, ...] = ()

    def steps(self, kind: str, area: str) -> dict[str, tuple[str, ...]]:
        """Every recorded step of a kind's ids in one place: old → new; several new ones where an item was split."""
        found: dict[str, tuple[str, ...]] = {}
        for move in self.moves:
            if move.kind == kind and _scope(move) in ("*", area):
                found[move.old] = (*found.get(move.old, ()), move.new)
        return found

    def old_ids(self, kind: str, area: str) -> dict[str, list[str]]:
        """Id in use → every old one that led to it, for the lists of a kind in one place."""
        found: dict[str, list[str]] = {}
        steps = {move.old: move.new for move in self.moves if move.kind == kind and _scope(move) in ("*", area)}
        for old in steps:
            end = follow(steps, old)
            if end:
                found.setdefault(end, []).append(old)
        return found


def follow(steps: dict[str, str], old: str) -> str:
    """The id that an old one leads to in the end; '' where the way runs in a circle."""
    seen = {old}
    while old in steps:
        old = steps[old]
        if old in seen:
            return ""
        seen.add(old)
    return old


def _scope(move: Move) -> str:
    """The place that a move holds in: '*' where the kind's ids are shared by the whole tree."""
    return "*" if move.area is None and KINDS[move.kind].shared_ids else move.area or ""


def check_moves(moves: Moves, source: Source | None, catalog: Catalog) -> Iterator[Problem]:
    """Moves whose new id does not exist, or whose old one is still in use."""
    if source is None:
        return
    known: dict[tuple[str, str], set[str]] = {}
    steps: dict[tuple[str, str], dict[str, str]] = {}
    for move in moves.moves:
        steps.setdefault((move.kind, _scope(move)), {})[move.old] = move.new
    for index, move in enumerate(moves.moves):
        scope = (move.kind, _scope(move))
        if scope not in known:
            known[scope] = _ids(catalog, *scope)
        end, at = follow(steps[scope], move.old), ("moved", index)
        if not end:
            yield source.problem((*at, "new"), "C205", f"从 {move.old} 改号绕了一圈", "改正新编号")
        elif end not in known[scope]:
            yield source.problem((*at, "new"), "C205", f"新编号 {end} 在清单里找不到", "核对编号和 area")
        if move.old in known[scope]:
            yield source.problem(
                (*at, "old"), "C205", f"旧编号 {move.old} 还在清单里用着", "清单里换成新编号,或删去这条记录"
            )


def _ids(catalog: Catalog, kind: str, scope: str) -> set[str]:
    tree: Tree = catalog.tree
    areas = [area.path for area in tree] if scope == "*" else [scope] if scope in tree.areas else []
    found: set[str] = set()
    for path in areas:
        if any(ref.kind == kind for ref in tree.areas[path].lists):
            catalog.enter(path)
            found.update(item.id for file in catalog.lists(path, kind) for item in file.items)
    return found
