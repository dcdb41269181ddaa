"""Text values into typed ones, and what pydantic says against them in plain Chinese."""

from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from ..marks import KEY, Path
from ..pieces import Row
from ..problems import Problem
from ..read import Source
from .base import Header, HeaderStart, Item, Kind
from .fields import UNKNOWN
from .shape import choices, field_at, inner

M = TypeVar("M", bound=BaseModel)

_SHAPES = {
    "string_type": "应当是一段文字",
    "list_type": "应当是列表,每项一行、以“- ”开头",
    "dict_type": "应当是“名称: 值”",
    "model_type": "应当是“字段: 值”",
    "model_attributes_type": "应当是“字段: 值”",
}
PATTERNS = {
    r"^[a-z0-9]+(-": ("C108", "编号只用小写字母、数字和连字符", "如 qinshu-guanxi"),
    r"^((19|20)": ("C105", "日期写法不对", "写成 2026-01-31、2026-01 或 2026;不知道写 待核实"),
    r"^(https?://": ("C109", "网址写法不对", "以 http:// 或 https:// 开头,不含空格"),
    r"^(0|[1-9]": ("C110", "数字写法不对", "只写半角数字,如 20;不知道写 待核实"),
    r"^-?[0-9]{1,15": ("C110", "数字写法不对", "只写半角数字,如 15.6;余、近、约写在 qualifier"),
    r"^[0-9a-f]{64}": ("C110", "校验值写法不对", "64 个小写十六进制字符"),
}
"""What is said where a text does not match a pattern, by the pattern's beginning: code, message, remedy."""


def load(kind: Kind, source: Source) -> tuple[Header | None, dict[int, Item], list[Problem]]:
    """A list's header, and its items by their place in the file; what is wrong is told and left out."""
    data = dict(source.data)
    rows = data.pop("items", [])
    problems: list[Problem] = []
    header = model_of(kind.header, data, source, (), problems)
    if not isinstance(rows, list):
        problems.append(source.problem(("items",), "C107", "items " + _SHAPES["list_type"]))
        return header, {}, problems
    items: dict[int, Item] = {}
    for index, row in enumerate(rows):
        made = row.typed if type(row) is Row else {}
        item = made.get(kind.key) or model_of(kind.item, row, source, ("items", index), problems)
        if item is not None:
            items[index] = made[kind.key] = item
    return header, items, problems


def model_of(model: type[M], data: Any, source: Source, path: Path, problems: list[Problem]) -> M | None:
    """``data`` as ``model``, or None with every reason added to ``problems``."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems.extend(_explain(model, detail, source, path) for detail in error.errors(include_url=False))
        return None


def _explain(model: type[BaseModel], detail: ErrorDetails, source: Source, path: Path) -> Problem:
    loc = tuple(part for part in detail["loc"] if part != "[key]")
    place, info = (*path, *loc), field_at(model, loc)
    name = f"{info.title} {_last(loc)}" if info and info.title else _last(loc)
    kind, value = detail["type"], detail["input"]
    if kind == "missing":
        return source.problem(place, "C101", f"缺少字段 {name}", f"补上这一行{_may_say(info)}")
    if kind == "extra_forbidden":
        known = field_at(model, loc[:-1])
        return source.problem((*place, KEY), "C102", f"不认识的字段 {_last(loc)}", _nearest(model, known, loc))
    if kind == "literal_error":
        words = choices(info.annotation) if info else ()
        return source.problem(place, "C103", f"{name} 不能是“{_shown(value)}”", "只能写 " + "、".join(words))
    if kind == "string_pattern_mismatch":
        pattern = str(detail["ctx"]["pattern"])
        code, message, fix = next(said for start, said in PATTERNS.items() if pattern.startswith(start))
        return source.problem(place, code, f"{message}: “{_shown(value)}”", fix)
    if kind == "real_date":
        return source.problem(place, "C105", f"没有这一天: “{_shown(value)}”", "对照日历改正")
    if kind in ("string_too_short", "too_short", "null_word"):
        drop = "写上内容" if info and info.is_required() else "删去这一行"
        return source.problem(place, "C106", f"{name} 是空的", drop + _may_say(info))
    if kind == "string_too_long":
        return source.problem(place, "C010", f"{name} 太长({len(value)} 字)", "长文放到来源里,这里写要点")
    return source.problem(place, "C107", f"{name or '这一项'} {_SHAPES.get(kind, '的写法不对')}")


def _may_say(info: FieldInfo | None) -> str:
    """What else may be written in a field: one of its words, or that it is unknown."""
    words = choices(info.annotation) if info else ()
    if words:
        return ",只能写 " + "、".join(words)
    patterns = [str(getattr(rule, "pattern", None) or "") for rule in (info.metadata if info else ())]
    return ";不知道写 待核实" if all(not pattern or UNKNOWN in pattern for pattern in patterns) else ""


def _last(loc: Path) -> str:
    return next((part for part in reversed(loc) if isinstance(part, str)), "")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else "(不是文字)"
    return text if len(text) <= 30 else text[:30] + "…"


def _nearest(model: type[BaseModel], within: Any, loc: Path) -> str:
    owner = inner(within.annotation) if within is not None else model
    fields = owner.model_fields if owner else {}
    labels = {key: info.title or key for key, info in fields.items()}
    if issubclass(model, HeaderStart) and within is None:
        labels["items"] = "条目"
    close = get_close_matches(str(loc[-1]), labels, n=1, cutoff=0.6)
    close = close or [key for key, label in labels.items() if label == loc[-1]]
    if close:
        return f"是不是 {close[0]}({labels[close[0]]})"
    return "删去它,或写进 remark"
