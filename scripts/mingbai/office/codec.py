"""What a list holds as the text of one cell, and back: the only place that knows how.

- A text is itself. A line break in the cell is a line break of the text.
- A list of texts is one entry a line (Alt+Enter).
- A mapping (变更, 数量) is ``标签:值;标签:值`` with the labels of its kind; a list of mappings
  (来源, 依据, 数据) is one such entry a line. Inside an entry a list of texts is joined by ``、``.
- A mapping with free keys (分类公布数) is ``名称:值``, one a line.
- ``\\n`` is a line break inside an entry, ``\\`` before a sign takes it as a sign. Needed only
  where a value holds what would otherwise be taken for the next entry or field.
- ``[]`` and ``{}`` stand for a list and a mapping with nothing in them; an empty cell is no value.

``decode(encode(value))`` is ``value`` for whatever a list may hold. ``typed`` takes what a
person wrote: spaces around, full-width signs, several phones or choices on one line.
"""

import json
import re
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from ..kinds.forms import Form
from ..kinds.shape import choices, form_of, inner, plain

LONGEST = 32_767  # what a cell of a spreadsheet holds, in units of UTF-16

FORMULA = ("=", "+", "-", "@", "\t", "'")
"""What a spreadsheet program would run, or take for a mark, at the beginning of a cell of a CSV file."""

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_JOINT = re.compile(r"(?<!\\)((?:\\\\)*)、")
_COLON = re.compile(r"(?<!\\)((?:\\\\)*)[:\uff1a]")
_COLONS = re.compile("[:\uff1a]")
_SEVERAL = re.compile(r"[\n、,;\uff0c\uff1b]+")


class NotUnderstood(ValueError):
    """A cell does not say what its field wants; the message says what is wrong."""


def encode(value: Any, annotation: Any) -> str:
    """A value of a field as the text of a cell."""
    if isinstance(value, str):
        return value
    if not value:
        return "[]" if isinstance(value, list) else "{}"
    if isinstance(value, dict):
        below = inner(annotation)
        return _fields(value, below) if below else "\n".join(_pair(key, part) for key, part in value.items())
    below = inner(annotation)
    text = "\n".join(_fields(part, below) if below else _line(part) for part in value)
    return "\\" + text if text == "[]" else text


def decode(text: str, annotation: Any) -> Any:
    """The value that ``encode`` made a text of. NotUnderstood where it made none such."""
    return _decode(text, annotation, loose=False)


def typed(text: str, annotation: Any, form: Form | None = None) -> Any:
    """The value that a person meant; identifiers in their right form, entries without the spaces around them."""
    text = _clean(text)
    if _is_list(annotation) and not inner(annotation) and text != "[]" and _closed(annotation, form):
        entries = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
        return [form.tidy(part) if form else part for part in entries]
    value = _decode(text, annotation, loose=True)
    return _tidied(value, annotation, form)


def guarded(text: str) -> str:
    """A text as it stands in a CSV file: no spreadsheet program runs it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` made safe."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def units(text: str) -> int:
    """How long a spreadsheet takes a text to be."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def _closed(annotation: Any, form: Form | None) -> bool:
    """Whether no entry of a list can hold the signs that people put between entries."""
    return bool(choices(annotation)) or (form is not None and not re.fullmatch(form.right, "甲、乙"))


def _is_list(annotation: Any) -> bool:
    return get_origin(plain(annotation)) is list


# ── out ──────────────────────────────────────────────────────────────────────


@cache
def labels(model: type[BaseModel]) -> dict[str, str]:
    """What each field of a model is called in a cell: its label, or its name where two have one label."""
    titles = [info.title for info in model.model_fields.values()]
    fields = model.model_fields.items()
    return {key: info.title if info.title and titles.count(info.title) == 1 else key for key, info in fields}


@cache
def _next(model: type[BaseModel]) -> re.Pattern[str]:
    """Where a field of an entry begins."""
    names = {*labels(model).values(), *model.model_fields}
    words = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?:^|(?<!\\)(?P<before>(?:\\\\)*)[;\uff1b\n])\s*(?P<name>{words})\s*[:\uff1a]")


def _line(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _pair(key: str, value: Any) -> str:
    said = value if isinstance(value, str) else _json(value)
    name = _COLONS.sub(r"\\\g<0>", _line(key))
    return f"{name}:{_line(said)}"


def _fields(value: dict[str, Any], model: type[BaseModel]) -> str:
    if not value:
        return "{}"
    names, annotations = labels(model), {key: info.annotation for key, info in model.model_fields.items()}
    return ";".join(f"{names[key]}:{_field(part, annotations[key], model)}" for key, part in value.items())


def _field(value: Any, annotation: Any, model: type[BaseModel]) -> str:
    """One value inside an entry; what would begin the next field is marked."""
    if isinstance(value, str):
        text = _line(value)
    elif _texts(annotation):
        text = "、".join(_line(part).replace("、", "\\、") for part in value)
    else:
        text = _line(_json(value))
    return re.sub(r"[;\uff1b](?=\s*(?:" + "|".join(_names(model)) + r")\s*[:\uff1a])", r"\\\g<0>", text)


@cache
def _names(model: type[BaseModel]) -> tuple[str, ...]:
    return tuple(re.escape(name) for name in {*labels(model).values(), *model.model_fields})


def _texts(annotation: Any) -> bool:
    """Whether a field is a list of texts."""
    return _is_list(annotation) and inner(annotation) is None and not _deeper(annotation)


def _deeper(annotation: Any) -> bool:
    """Whether the entries of a list are lists or mappings themselves."""
    return get_origin(plain(get_args(plain(annotation))[0])) in (list, dict)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# ── in ───────────────────────────────────────────────────────────────────────


def _decode(text: str, annotation: Any, *, loose: bool) -> Any:
    kind, below = plain(annotation), inner(annotation)
    if get_origin(kind) is list:
        if text == "[]":
            return []
        lines = _lines(text) if loose else text.split("\n")
        return [_entry(line, below, loose) if below else _plain(line) for line in lines]
    if below:
        return _entry(text, below, loose)
    if get_origin(kind) is dict:
        lines = [line for line in text.split("\n") if line.strip() or not loose]
        return {} if text == "{}" else dict(_split(line, annotation, loose) for line in lines)
    return text


def _lines(text: str) -> list[str]:
    """The entries of a cell that a person wrote; blank lines are none."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _split(line: str, annotation: Any, loose: bool) -> tuple[str, Any]:
    found = _COLON.search(line)
    if found is None:
        raise NotUnderstood(f"“{line}” 里没有冒号;一行写一个,如 名称:值")
    key, value = line[: found.end() - 1], line[found.end() :]
    if loose:
        key, value = key.strip(), value.strip()
    whole = get_args(plain(annotation))[1]
    said = _plain(value)
    return _plain(key), said if plain(whole) is str else _parsed(said)


def _entry(line: str, model: type[BaseModel], loose: bool) -> dict[str, Any]:
    """One mapping out of ``标签:值;标签:值``."""
    if line == "{}":
        return {}
    starts = list(_next(model).finditer(line))
    if not starts or starts[0].start() != 0:
        names = labels(model)
        asked = [names[key] for key, info in model.model_fields.items() if info.is_required()] or list(names.values())
        example = ";".join(f"{name}:…" for name in asked[:2])
        raise NotUnderstood(f"“{_short(line)}” 没有写明是哪一项;写成 {example},标签有 {'、'.join(names.values())}")
    keys = {name: key for key, name in labels(model).items()} | {key: key for key in model.model_fields}
    found: dict[str, Any] = {}
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        key = keys[start["name"]]
        until = len(line) if end is None else end.start() + len(end["before"] or "")
        text = line[start.end() : until]
        if key in found:
            raise NotUnderstood(f"“{_short(line)}” 里 {start['name']} 写了两次;几条的,一条一行")
        text = text.strip().removesuffix(";").removesuffix("\uff1b").strip() if loose else text
        if text or not loose:
            found[key] = _inside(text, model.model_fields[key].annotation, loose)
    return found


def _inside(text: str, annotation: Any, loose: bool) -> Any:
    if plain(annotation) is str or (choices(annotation) and not _is_list(annotation)):
        return _plain(text)
    if _texts(annotation):
        parts = _JOINT.sub(r"\1\n", text).split("\n") if text else []
        return [_plain(part.strip() if loose else part) for part in parts if part.strip() or not loose]
    return _parsed(_plain(text))


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1], text) if "\\" in text else text


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise NotUnderstood(f"看不懂“{_short(text)}”") from None


def _clean(text: str) -> str:
    """A text as a person meant it: no blanks at the ends of lines, no empty lines around."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _tidied(value: Any, annotation: Any, form: Form | None) -> Any:
    """Identifiers in their right form, wherever they stand."""
    if isinstance(value, str):
        return form.tidy(value) if form else value
    below = inner(annotation)
    if isinstance(value, list):
        return [_tidied(part, annotation if below else None, form) for part in value]
    if below:
        infos = below.model_fields
        return {key: _tidied(part, infos[key].annotation, form_of(infos[key])) for key, part in value.items()}
    return {key: _tidied(part, None, form) for key, part in value.items()}


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:30] + "…"
