"""What changes elsewhere: answers, report pages, problems, and old numbers that other lists still name."""

from collections.abc import Iterator
from typing import Literal

from ..areas import ListRef, Tree, address_of
from ..kinds import KINDS
from ..moved import Moves
from ..problems import Problem
from ..read import read
from ..revisions import Side, holding
from .compare import Part, Turned
from .model import Effect

MOST = 12  # places that a line names


def effects(
    new: Side, before: Tree, after: Tree, lists: list[ListRef], parts: list[Part], others: list[str]
) -> Iterator[Effect]:
    """All that follows, the answers that residents get first."""
    yield from turned_answers([turned for part in parts for turned in part.answers], before, after)
    yield from _report(lists, before, after)
    yield from _still(new, sorted({value for part in parts for value in part.gone}))
    yield from _problems("problem", "新问题", [problem for part in parts for problem in part.appeared])
    yield from _problems("solved", "解决的问题", [problem for part in parts for problem in part.solved])
    for tree, other, word in ((after, before, "新地方"), (before, after, "去掉的地方")):
        names = tuple(area.name for area in tree if area.path not in other.areas)
        if names:
            yield Effect("place", word, names)
    if others:
        yield Effect("file", "其他文件", tuple(f"lists/{path}" for path in others))


def turned_answers(turned: list[Turned], before: Tree, after: Tree) -> Iterator[Effect]:
    """One line for all items that turn the same way in the same places."""
    places: dict[tuple[str, str, str, str], dict[str, list[str]]] = {}
    for one in turned:
        area = after.areas.get(one.area) or before.areas[one.area]
        places.setdefault((one.kind, one.old, one.new, one.id), {}).setdefault(one.name, []).append(area.short)
    alike: dict[tuple[str, str, str, tuple[str, ...]], list[str]] = {}
    for (kind, old, new, _), named in places.items():
        name = next(iter(named))
        where = tuple(place for found in named.values() for place in found)
        alike.setdefault((kind, old, new, where), []).append(name)
    for (kind, old, new, where), names in alike.items():
        told = "".join(f"“{name}”" for name in names[:6]) + (f"等 {len(names)} 项" if len(names) > 6 else "")
        yield Effect("answer", f"{KINDS[kind].label}{told}:{old or '(没有)'} → {new or '(没有)'}", _few(where))


def readdressed(before: Moves, after: Moves, tree: Tree) -> Iterator[Effect]:
    """Old ids and addresses of which it is newly recorded where they lead."""
    places: dict[str, list[str]] = {}
    for move in after.moves:
        if move not in before.moves:
            way = f"转到 {move.new}" if move.new else "写明已经取消"
            area = tree.areas.get(move.area or "")
            text = f"旧编号 {move.old}({KINDS[move.kind].label})的网页{way}"
            places.setdefault(text, []).append(area.short if area else move.area or "")
    for record in after.addresses.records:
        if record not in before.addresses.records:
            places.setdefault(f"旧地址 /{record.old}/ 的网页转到 /{record.new}/", [])
    for text, where in places.items():
        yield Effect("address", text, tuple(where))


def _report(lists: list[ListRef], *trees: Tree) -> Iterator[Effect]:
    for path in dict.fromkeys(ref.area for ref in lists if KINDS[ref.kind].topics):
        head = address_of(path)
        below = {a.path for tree in trees for a in tree if a.path != path and a.path.startswith(head)}
        area = next(tree.areas[path] for tree in reversed(trees) if path in tree.areas)
        also = (f"和下面 {len(below)} 个地方",) if below else ()
        yield Effect("report", "举报页和页脚上的联系方式跟着变", (area.short, *also))


def _still(new: Side, values: list[str]) -> Iterator[Effect]:
    """Where the new version still names a phone or mailbox that some list has just given up."""
    if new.root is None or not values:
        return
    where: dict[str, list[str]] = {}
    for path in holding(new, values):
        source, _ = read(f"lists/{path}", (new.root / path).read_bytes())
        for number, line in enumerate(source.text.splitlines() if source else (), 1):
            for value in values:
                if value in line:
                    where.setdefault(value, []).append(f"lists/{path}:{number}")
    for value, found in where.items():
        yield Effect("phone", f"改掉的 {value} 在别处还写着", _few(tuple(found)))


def _problems(about: Literal["problem", "solved"], word: str, problems: list[Problem]) -> Iterator[Effect]:
    places: dict[str, list[str]] = {}
    for problem in sorted(set(problems)):
        places.setdefault(f"{problem.code} {problem.message}", []).append(f"{problem.file}:{problem.line}")
    for told, found in places.items():
        yield Effect(about, f"{word} {told}", _few(tuple(found)))


def _few(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) <= MOST else (*names[:MOST], f"等 {len(names)} 处")
