"""What a workbook would change, in words: the cell, whose it is, both values, what stands in the way."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..diff import Conflict, Data, Key
from ..problems import Level
from ..problems import told as masked
from ..wording import fields, inside, label, text
from .grid import Draft
from .taking import LIST, Taken, key_of

MOST = 400  # characters of a value: the workbook and the list have the rest


def lines(taken: Taken) -> Iterator[str]:
    """All that somebody has to know of one list, one thing a line."""
    begun = ",新的清单" if taken.now is None and not taken.refused else ""
    yield f"{taken.ref.shown}(表“{taken.draft.grid}”{begun})"
    if taken.refused:
        yield f"  没有动: {taken.refused}"
        return
    for line in (*_counted(taken.draft), *_changes(taken), *_trouble(taken)):
        yield f"  {line}"


def count(taken: Taken) -> str:
    """How much would change, in a few words."""
    diff = taken.diff
    numbers = {
        "新增": len(diff.added),
        "修改": len(diff.edited) + bool(diff.header and taken.now),
        "删除": len(diff.removed),
        "挪动": len(diff.moved),
    }
    return ",".join(f"{name} {number} 项" for name, number in numbers.items() if number) or "没有变"


def _counted(draft: Draft) -> Iterator[str]:
    """What became of every row of a table that somebody else made."""
    if draft.kind:
        joined = f",接在上一行后面 {draft.joined} 行" if draft.joined else ""
        yield f"表里有字的 {draft.rows} 行: {len(draft.items)} 项,没有读 {len(draft.skipped)} 行{joined}"


def _changes(taken: Taken) -> Iterator[str]:
    kind, diff = taken.kind, taken.diff
    for edit in diff.header:
        done = "修改" if taken.now else "新增"
        yield f"{done} {_at(taken, LIST, edit.path)}清单信息 {_edit(kind.header, edit.path, edit.old, edit.new)}"
    names = {**_names(taken.now), **_names(taken.after)}
    for edited in diff.edited:
        for edit in edited.edits:
            who = _who(edited.key.id, names)
            said = _edit(kind.item, edit.path, edit.old, edit.new)
            yield f"修改 {_at(taken, edited.key.id, edit.path)}{who} {said}"
    for added in diff.added:
        yield f"新增 {_at(taken, key_of(added.item), ('name',))}{_who(added.key.id, names)}"
        for name, value in fields(kind.item, added.item):
            yield f"     {name}: {masked(value)}"
    for removed in diff.removed:
        yield f"删除 {_who(removed.key.id, names)}"
    if diff.moved:
        shown = "、".join(_who(moved.key.id, names) for moved in diff.moved[:5])
        yield f"挪动 {len(diff.moved)} 项换了先后: {shown}{' 等' if len(diff.moved) > 5 else ''}"


def _trouble(taken: Taken) -> Iterator[str]:
    for name, called in taken.kept:
        yield f"没有删 {masked(called)}({masked(name)}): 表里没有这一项了,清单里留着。真要删,加 --delete {masked(name)}"
    for skipped in taken.draft.skipped:
        yield f"没有读 {skipped.cell}: {skipped.reason}“{masked(skipped.text)}”"
    for doubt in taken.draft.doubts:
        yield f"{'错误' if doubt.error else '注意'} {masked(str(doubt))}"
    for found in taken.problems:
        problem = found.problem
        where = f"{found.cell}" if found.cell else f"{problem.file}"
        fix = f"。{problem.fix}" if problem.fix else ""
        level = "错误" if problem.level is Level.ERROR else "提醒"
        yield f"{level} {where}: {problem.code} {problem.message}{fix}"
    for conflict in taken.conflicts:
        yield f"冲突 {_conflict(conflict, taken)}"


def _conflict(conflict: Conflict, taken: Taken) -> str:
    """What two people changed differently: whose field, what it was, what the list and the workbook say."""
    head, *rest = conflict.path
    names = {**_names(taken.now), **_names(taken.after)}
    remedy = "两边改得不一样,这份清单没有动。商量好,重新导出一份再改"
    if head != "items":
        model: type[BaseModel] = taken.kind.header
        path: tuple[str, ...]
        path, name, whose = (str(head),), LIST, "清单信息"
    else:
        model = taken.kind.item
        key = rest[0] if rest and isinstance(rest[0], Key) else Key("")
        path, name = tuple(str(part) for part in rest[1:]), key.id
        whose = _who(name, names | _named(conflict)) if name else "没有编号的事项"
    below = inside(model, path)
    said = [_value(one, below) for one in (conflict.base, conflict.ours, conflict.theirs)]
    field = f" {label(model, path)}" if path else ""
    return (
        f"{_at(taken, name, path or ('name',))}{whose}{field}: "
        f"导出时 {said[0]};清单现在 {said[1]};表里 {said[2]}。{remedy}"
    )


def _edit(model: type[BaseModel], path: tuple[str | int, ...], old: Any, new: Any) -> str:
    below = inside(model, path)
    return f"{label(model, path) if path else '整项'}: {_value(old, below)} → {_value(new, below)}"


def _value(value: Any, model: type[BaseModel] | None) -> str:
    if value is None:
        return "(空)"
    said = masked(text(value, model))
    return f"“{said}”" if len(said) <= MOST else f"“{said[:MOST]}…”(共 {len(said)} 字)"


def _at(taken: Taken, name: str, path: tuple[str | int, ...]) -> str:
    cell = taken.cell(name, str(path[0]) if path else "name")
    return f"{cell} " if cell else ""


def _names(data: Data | None) -> dict[str, str]:
    rows = (data or {}).get("items")
    return {str(row.get("id", "")): str(row.get("name", "")) for row in rows or () if isinstance(row, dict)}


def _named(conflict: Conflict) -> dict[str, str]:
    known = next((one for one in (conflict.ours, conflict.theirs, conflict.base) if isinstance(one, dict)), {})
    return _names({"items": [known]}) if "id" in known else {}


def _who(name: str, names: dict[str, str]) -> str:
    called = names.get(name, "")
    return masked(f"{called}({name})" if called and name else called or name or "没有编号的一项")
