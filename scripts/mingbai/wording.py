"""Values of lists as a reviewer reads them: whole and on one line, prose by what was changed in it."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from pydantic import BaseModel

from .diff import Path, Value
from .kinds import KINDS
from .kinds.fields import Danger, danger_of
from .kinds.shape import field_at, models_in
from .problems import visible

LONG = 16  # characters from which a text counts as prose that is worth marking
SHORT = 6  # entries of two lists up to which both are read whole
ALIKE = 0.3  # how much of it must have stayed

_PIECES = re.compile(r"[0-9A-Za-z〔〕.:/@%+-]+|.")  # a number, a date, a document number stays whole


def text(value: Value | None, model: type[BaseModel] | None = None) -> str:
    """A value on one line, fields of ``model`` under their labels; nothing for one that is not there."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ("; " if _nested(value) else "、").join(text(part, model) for part in value)
    if isinstance(value, dict):
        told = ((label(model, (key,)) if model else key, text(part, _below(model, key))) for key, part in value.items())
        return ", ".join(f"{name} {said}" for name, said in told)
    return visible(str(value).replace("\n", " ⏎ "))


def inside(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The model of the mappings that stand at ``path``."""
    here: type[BaseModel] | None = model
    for part in path:
        here = here if isinstance(part, int) or here is None else _below(here, part)
    return here


def _below(model: type[BaseModel] | None, key: str) -> type[BaseModel] | None:
    return models_in(model).get(key) if model else None


def _nested(value: list[Any]) -> bool:
    return any(isinstance(part, (dict, list)) for part in value)


def label(model: type[BaseModel], path: Path) -> str:
    """A value's Chinese name on its way: 来源 2 › 网址."""
    parts: list[str] = []
    for index, part in enumerate(path):
        if isinstance(part, int):
            parts[-1] += f" {part + 1}"
        else:
            found = field_at(model, path[: index + 1])
            parts.append((found.title if found else None) or part)
    return " › ".join(parts)


def danger(model: type[BaseModel], path: Path) -> Danger:
    """How dangerous a change of the value at ``path`` is: as its field was declared, if not here then elsewhere."""
    found = field_at(model, path)
    if found:
        return danger_of(found)
    names = [part for part in path if isinstance(part, str)]
    return _anywhere().get(names[-1] if names else "", Danger.FACT)


@cache
def _anywhere() -> dict[str, Danger]:
    """What a field's name stands for in any kind: a phone is a phone also where no phone belongs."""
    found: dict[str, Danger] = {}
    for kind in KINDS.values():
        for key, info in kind.item.model_fields.items():
            found[key] = max(found.get(key, Danger.PROSE), danger_of(info))
    return found


def marked(
    old: Value | None, new: Value | None, weight: Danger, model: type[BaseModel] | None = None
) -> tuple[tuple[str, str], ...]:
    """Prose by pieces that stayed, went and came, long lists by entries; nothing where both values are read whole.

    Phones, ids, numbers and dates are always read whole: one digit among many is overseen.
    """
    if isinstance(old, list) and isinstance(new, list) and (_nested([*old, *new]) or len(old) + len(new) > SHORT):
        return tuple(_entries([text(part, model) for part in old], [text(part, model) for part in new]))
    if weight is Danger.CONTACT or not isinstance(old, str) or not isinstance(new, str):
        return ()
    if min(len(old), len(new)) < LONG or old.isascii() or new.isascii():
        return ()
    before, after = _PIECES.findall(text(old)), _PIECES.findall(text(new))
    pieces = list(_pieces(before, after))
    stayed = sum(len(run) for what, run in pieces if what == " ")
    return tuple((what, "".join(run)) for what, run in pieces) if 2 * stayed >= ALIKE * len(before + after) else ()


def _entries(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """The entries that went and came; those that stayed are counted."""
    for what, run in _pieces(before, after):
        if what == " ":
            yield what, f"({len(run)} 项没有变)"
        else:
            yield from ((what, entry) for entry in run)


def _pieces(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Runs of what stayed (' '), went ('-') and came ('+')."""
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield " ", before[a:b]
        else:
            yield from ((sign, run) for sign, run in (("-", before[a:b]), ("+", after[c:d])) if run)


def fields(model: type[BaseModel], item: Value) -> tuple[tuple[str, str], ...]:
    """What an item says, by label, without its id and name."""
    if not isinstance(item, dict):
        return (("", text(item)),)
    known = _labels(model)
    names = [*(key for key in known if key in item), *(key for key in item if key not in known)]
    said = (key for key in names if key not in ("id", "name"))
    return tuple((known.get(key, key), text(item[key], _below(model, key))) for key in said)


@cache
def _labels(model: type[BaseModel]) -> dict[str, str]:
    return {key: label(model, (key,)) for key in model.model_fields}
