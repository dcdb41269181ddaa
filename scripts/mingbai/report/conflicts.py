"""What two people changed differently, in words: where, what it was, what each says, what to do."""

from typing import Any

from pydantic import BaseModel

from ..declared import Declared, label, model_under, top
from ..diff import Conflict, Key, Merged
from ..diff.entries import name_of
from ..diff.merge import Way
from .lines import one_line, whose

MOST = 200  # characters of a value: the file has the rest

REMEDY = (
    "改法:在文件里 <<<<<<< 和 >>>>>>> 之间留下对的一种,删去另一种和三种标记行,"
    "运行 mingbai fmt 和 mingbai check,再 git add。"
)


def told(merged: Merged, what: Declared, path: str) -> str:
    """All that somebody has to know of a merge; nothing where all went by itself."""
    lines = [f"{path}: {_conflict(conflict, merged, what)}" for conflict in merged.conflicts]
    if lines:
        lines += [f"{path}: {len(merged.conflicts)} 处两边改得不一样,其余都合并好了。{REMEDY}"]
    lines += [f"{path}: {_owner(way, merged, what)}: 两边挪到了不同的位置,留在原处" for way in merged.torn]
    return "\n".join(lines)


def _conflict(conflict: Conflict, merged: Merged, what: Declared) -> str:
    head, *rest = conflict.path
    model = model_under(what, str(head))
    at = _owner(conflict.path, merged, what)
    said = " → ".join(["原来 " + _shown(conflict.base), "我方 " + _shown(conflict.ours)])
    if rest[1:]:
        return f"{at}: {_label(model, str(rest[1]))}: {said} / 对方 {_shown(conflict.theirs)}"
    if not rest and not isinstance(conflict.ours, list):
        return f"{_label(top(what), str(head))}: {said} / 对方 {_shown(conflict.theirs)}"
    if not rest:
        return f"{at}: {said} / 对方 {_shown(conflict.theirs)}"
    known = next((item for item in (conflict.base, conflict.ours, conflict.theirs) if item is not None), None)
    return f"{whose(known, model) if model else at}: {_fate(conflict)}"


def _fate(conflict: Conflict) -> str:
    """What became of an item as a whole."""
    if conflict.base is None:
        return "两边都新增了这一项,内容不一样"
    if conflict.ours is None or conflict.theirs is None:
        editor, remover = ("对方", "我方") if conflict.ours is None else ("我方", "对方")
        left = conflict.theirs if conflict.ours is None else conflict.ours
        if isinstance(left, dict) and isinstance(conflict.base, dict) and left.get("id") != conflict.base.get("id"):
            return f"{remover}删去了这一项,{editor}改号为 {one_line(str(left.get('id')))}"
        return f"{remover}删去了这一项,{editor}改了它"
    return "两边给这一项改了不同的编号"


def _owner(way: Way, merged: Merged, what: Declared) -> str:
    """The item that a way leads to, by id and name, out of whichever side has it."""
    head, *rest = way
    model = model_under(what, str(head))
    if not rest or model is None:
        return _label(top(what), str(head)) if head != "items" else "没有编号的事项"
    key = rest[0]
    assert isinstance(key, Key)
    for data in (merged.data, merged.other):
        for entry in data.get(str(head)) or ():
            if name_of(entry, model) == key.id:
                return whose(entry, model)
    return "没有编号的一项" if key.id.startswith("\0") else one_line(key.id)


def _label(model: type[BaseModel] | None, key: str) -> str:
    called = label(model, key)
    return key if called == key else f"{called} {key}"


def _shown(value: Any) -> str:
    text = one_line(_flat(value)) if value is not None else "(没有)"
    return f"“{text[:MOST]}…”" if len(text) > MOST else f"“{text}”" if value is not None else text


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ";".join(f"{key}: {_flat(part)}" for key, part in value.items())
    return "、".join(_flat(part) for part in value) if isinstance(value, list) else str(value)
