"""Old ids and where they went: lists/_site/moved.yml keeps old addresses alive."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from .areas import Tree
from .catalog import Catalog
from .kinds import KINDS
from .kinds.fields import Danger, Date, Id, Model, Text
from .kinds.fields import field as declare
from .problems import Problem
from .read import Source
from .renamed import Addresses, Renamed

FILE = "_site/moved.yml"

Steps = dict[str, tuple[str, ...]]
"""Old id → new ones; several where an item was split."""


class Move(Model):
    """One renamed item; several with one old id say that the item was split; without a new one it is gone for good."""

    kind: Literal[tuple(KINDS)] = declare("清单种类", "如 certificates", required=True)  # type: ignore[valid-type]
    area: Text | None = declare("地方", "文件夹路径,如 hubei/jingmen;全国清单和通用编号省略", Danger.FACT)
    old: Id = declare("旧编号", "", Danger.FACT, required=True)
    new: Id | None = declare("新编号", "这一项取消了、没有谁接替的,不写", Danger.FACT)
    reason: Text = declare("原因", "为什么改号、取消", Danger.PROSE, required=True)
    date: Date | None = declare("日期", "", Danger.DATE)


class MovedFile(Model):
    """lists/_site/moved.yml."""

    moved: list[Move] | None = declare("改号记录", "旧编号 → 新编号;一个旧编号写几条就是拆成几项", Danger.FACT)
    addresses: list[Renamed] | None = declare("换地址记录", "旧地址 → 新地址:地方改了名,清单换了文件名", Danger.FACT)


class Way(NamedTuple):
    """Where an old id leads: the ids at its ends in the order of the records, and whether some way is a circle."""

    ends: tuple[str, ...]
    circle: bool


@dataclass(frozen=True)
class Moves:
    """All recorded moves; where an id is shared by the whole tree, a move without area holds everywhere."""

    moves: tuple[Move, ...] = ()
    addresses: Addresses = field(default_factory=Addresses)

    @cached_property
    def _by_scope(self) -> dict[tuple[str, str], dict[str, list[Move]]]:
        found: dict[tuple[str, str], dict[str, list[Move]]] = {}
        for move in self.moves:
            found.setdefault((move.kind, scope_of(move)), {}).setdefault(move.old, []).append(move)
        return found

    @cached_property
    def _ends(self) -> dict[tuple[str, str], Steps]:
        return {}

    def records(self, kind: str, area: str) -> dict[str, list[Move]]:
        """The records of a kind that hold in one place, by old id."""
        everywhere, here = self._by_scope.get((kind, "*"), {}), self._by_scope.get((kind, area), {})
        if not (everywhere and here) or area == "*":
            return everywhere or here
        return {old: [*everywhere.get(old, ()), *here.get(old, ())] for old in (*everywhere, *here)}

    def steps(self, kind: str, area: str) -> Steps:
        """Every recorded step of a kind's ids in one place: old → new; several new ones where an item was split."""
        return {old: tuple(move.new for move in moves if move.new) for old, moves in self.records(kind, area).items()}

    def reasons(self, kind: str, area: str) -> dict[str, str]:
        """Old id → why it is no longer used, in one place."""
        return {old: ";".join(move.reason for move in moves) for old, moves in self.records(kind, area).items()}

    def ends(self, kind: str, area: str, used: AbstractSet[str] = frozenset()) -> Steps:
        """Every old id of a kind in one place → the ids that it leads to today.

        ``used`` are ids that hold there, by a list from above: what was recorded of them
        was said of the place's own item.
        """
        scope = (kind, area if (kind, area) in self._by_scope else "*")
        if scope not in self._ends:
            self._ends[scope] = _ends_of(self.steps(kind, area))
        if used.isdisjoint(self._ends[scope]):
            return self._ends[scope]
        return _ends_of({old: new for old, new in self.steps(kind, area).items() if old not in used})


def follow(steps: Steps, start: str, before: Iterable[str] = ()) -> Way:
    """Every way from an id to its ends; ``before`` are ids that it came from: whoever meets them goes in a circle."""
    ends: list[str] = []
    circle, done, passed = False, set[str](), set(before)
    pending = [(start, False)]
    while pending:
        here, left = pending.pop()
        if left:
            passed.discard(here)
            done.add(here)
        elif here in passed:
            circle = True
        elif here not in done and here not in steps:
            done.add(here)
            ends.append(here)
        elif here not in done:
            passed.add(here)
            pending += [(here, True), *((new, False) for new in reversed(steps[here]))]
    return Way(tuple(ends), circle)


def _ends_of(steps: Steps) -> Steps:
    return {old: found for old in steps if (found := follow(steps, old).ends)}


def scope_of(move: Move) -> str:
    """The place that a move holds in: '*' where the kind's ids are shared by the whole tree."""
    return "*" if move.area is None and KINDS[move.kind].shared_ids else move.area or ""


def check_moves(moves: Moves, source: Source | None, catalog: Catalog) -> Iterator[Problem]:
    """Moves that lead nowhere or in a circle, that are told twice, or whose old id is still in use."""
    if source is None:
        return
    known: dict[tuple[str, str], set[str]] = {}
    steps: dict[tuple[str, str], Steps] = {}
    told: set[tuple[str, str, str, str | None]] = set()
    for index, move in enumerate(moves.moves):
        scope = (move.kind, scope_of(move))
        if scope not in known:
            known[scope], steps[scope] = _ids(catalog, *scope), moves.steps(*scope)
        way, at = follow(steps[scope], move.new, [move.old]) if move.new else Way((), False), ("moved", index)
        lost = [end for end in way.ends if end not in known[scope]]
        if way.circle:
            yield source.problem((*at, "new"), "C205", f"从 {move.old} 改号绕了一圈", "改正新编号")
        elif lost:
            message = f"新编号 {'、'.join(lost)} 在清单里找不到"
            yield source.problem((*at, "new"), "C205", message, _remedy(moves, scope[1], catalog.tree))
        if move.old in known[scope]:
            yield source.problem(
                (*at, "old"), "C205", f"旧编号 {move.old} 还在清单里用着", "清单里换成新编号,或删去这条记录"
            )
        if {(move.kind, place, move.old, move.new) for place in ("*", scope[1])} & told:
            message = f"{move.old} 改成 {move.new} 写了两次" if move.new else f"{move.old} 取消写了两次"
            yield source.problem((*at, "old"), "C205", message, "删去一条")
        told.add((*scope, move.old, move.new))


def _remedy(moves: Moves, area: str, tree: Tree) -> str:
    """What to do about an id that is not found: its place may have another address by now."""
    end = moves.addresses.end(area) if area not in tree.areas else None
    return f"这个地方换了地址,area 写 {end}" if end in tree.areas else "核对编号和 area"


def _ids(catalog: Catalog, kind: str, scope: str) -> set[str]:
    tree: Tree = catalog.tree
    areas = [area.path for area in tree] if scope == "*" else [scope] if scope in tree.areas else []
    found: set[str] = set()
    for path in areas:
        if any(ref.kind == kind for ref in tree.areas[path].lists):
            catalog.enter(path)
            found.update(item.id for file in catalog.lists(path, kind) for item in file.items)
    return found
