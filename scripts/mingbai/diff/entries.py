"""Lists inside a field: two sides' entries put together where none is lost, doubled or made up."""

import json
from collections import Counter
from functools import cache

from pydantic import BaseModel

from ..kinds.fields import UNKNOWN
from ..kinds.shape import choices, plain
from .lists import Key
from .values import Value
from .weave import weave


def merge_entries(
    base: list[Value], ours: list[Value], theirs: list[Value], model: type[BaseModel] | None
) -> list[Value] | None:
    """The entries that both kept or one added; None where somebody has to decide.

    An entry is one value: a text, a source, a point. Somebody decides where both took out the
    same entry and one put something in, where both added entries of one name, where nothing
    would be left, where a known value would come to stand beside 待核实, or where both put
    entries in another order.
    """
    old, mine, yours = (contents(entries, model) for entries in (base, ours, theirs))
    come = (mine.keys() ^ yours.keys()) - old.keys()
    gone = old.keys() - mine.keys() - yours.keys()
    kept = (mine.keys() & yours.keys()) | come
    orders = [[key for key in side if key in old and key in mine and key in yours] for side in (old, mine, yours)]
    turned = orders[0] not in orders[1:] and orders[1] != orders[2]
    order, torn = weave(list(old), list(mine), list(yours), kept)
    every = {**mine, **yours}
    merged = [every[key] for key in order]
    if (gone and come) or turned or torn or (ours and theirs and not merged) or _clash(merged, ours, theirs, model):
        return None
    return merged


def contents(entries: list[Value], model: type[BaseModel] | None) -> dict[Key, Value]:
    """Entries by what they say; of several that say the same, which one."""
    seen: Counter[str] = Counter()
    found: dict[Key, Value] = {}
    for entry in entries:
        said = "\0" + json.dumps(entry, ensure_ascii=False, sort_keys=model is not None)
        found[Key(said, seen[said])] = entry
        seen[said] += 1
    return found


@cache
def name_field(model: type[BaseModel]) -> str | None:
    """The field that names an entry: the first required text, else the first text that is not a choice of words."""
    texts = [
        (not info.is_required(), at, key)
        for at, (key, info) in enumerate(model.model_fields.items())
        if plain(info.annotation) is str and not choices(info.annotation)
    ]
    return min(texts)[2] if texts else None


def name_of(entry: Value, model: type[BaseModel] | None) -> str:
    """What an entry is called; '' where it says nothing of the sort."""
    field = name_field(model) if model else None
    name = entry.get(field) if field and isinstance(entry, dict) else None
    return name if isinstance(name, str) else ""


def _clash(merged: list[Value], ours: list[Value], theirs: list[Value], model: type[BaseModel] | None) -> bool:
    """Whether two entries of one name, or 待核实 and a known value, stand together that nobody put together."""
    if any(_unsure(entries) for entries in (ours, theirs)) < _unsure(merged):
        return True
    now, mine, yours = (Counter(name_of(entry, model) for entry in entries) for entries in (merged, ours, theirs))
    return any(name and number > max(mine[name], yours[name]) for name, number in now.items())


def _unsure(entries: list[Value]) -> bool:
    return UNKNOWN in entries and len(entries) > 1
