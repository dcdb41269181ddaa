"""A file of lists in words, a value a line, for git to compare: each line says whose it is, none where it stands."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from ..declared import Declared, declared, every, label, model_under, top
from ..diff.entries import name_of
from ..kinds import Kind
from ..kinds.shape import inner
from ..problems import visible
from ..read import read

FORM = "1"
"""To be raised when the lines are written in another way."""


def form() -> str:
    """Names the form of the lines: another one once a label changes, so that git forgets what it keeps of the old."""
    said = [FORM]
    for what in every():
        pending = [top(what), *([what.item] if isinstance(what, Kind) else [])]
        while pending:
            model = pending.pop()
            for key, info in model.model_fields.items():
                said.append(f"{model.__name__}.{key}={info.title}")
                pending += [below] if (below := inner(info.annotation)) else []
    return sha256("\n".join(said).encode()).hexdigest()[:8]


def as_lines(name: str, raw: bytes) -> bytes:
    """The text that git compares; a file that is none of ours, or that would lose something, as it is."""
    what = declared(name)
    source, problems = read(name, raw)
    if what is None or source is None or problems:
        return raw
    return "".join(f"{line}\n" for line in lines(what, source.data)).encode()


def lines(what: Declared, data: dict[str, Any]) -> Iterator[str]:
    """Every value with its label, and with the id and name of the item that it belongs to."""
    for key in _keys(data, top(what)):
        model = model_under(what, key)
        if model and isinstance(data[key], list) and (key == "items" or not isinstance(what, Kind)):
            for entry in data[key]:
                yield from _lines(whose(entry, model) + " | ", entry, model)
        else:
            yield from _value(label(top(what), key), data[key], model)


def whose(entry: Any, model: type[BaseModel]) -> str:
    """Which item, as every line of it begins: its id and its name, or what else names an entry of such a list."""
    said = entry if isinstance(entry, dict) else {}
    first = next((value[0] for value in said.values() if isinstance(value, list) and value), "")
    own = name_of(entry, model) or ("(没有编号)" if "id" in model.model_fields else first)
    return one_line(" ".join(part for part in (own, said.get("name")) if isinstance(part, str) and part))


def _lines(before: str, entry: Any, model: type[BaseModel]) -> Iterator[str]:
    if not isinstance(entry, dict):
        entry = {"值": entry}
    for key in _keys(entry, model):
        info = model.model_fields.get(key)
        below = inner(info.annotation) if info else None
        yield from (before + line for line in _value(label(model, key), entry[key], below))


def _value(called: str, value: Any, model: type[BaseModel] | None) -> Iterator[str]:
    """The lines of one value: a list's entries each, a mapping's fields each."""
    if isinstance(value, str):
        yield f"{called}: {one_line(value)}"
    elif isinstance(value, dict) and value:
        for key in _keys(value, model):
            info = model.model_fields.get(key) if model else None
            below = inner(info.annotation) if info else None
            yield from _value(f"{called} {label(model, key)}", value[key], below)
    elif isinstance(value, list) and value:
        names = [_short(name_of(entry, model)) for entry in value]
        seen: Counter[str] = Counter()
        for entry, name in zip(value, names, strict=True):
            seen[name] += 1
            which = f"之{seen[name]}" if names.count(name) > 1 and isinstance(entry, dict) else ""
            yield from _value(called + (f"“{name}”" if name else "") + which, entry, model)
    else:
        yield f"{called}: {'{}' if isinstance(value, dict) else '[]'}"


def _short(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= 24 else name[:23] + "…"


def one_line(text: str) -> str:
    """A text on one line, its line breaks shown, hidden characters spelt out."""
    return visible(text.replace("\n", "↵"))


def _keys(data: dict[str, Any], model: type[BaseModel] | None) -> list[str]:
    """Declared keys first, in their order; those of a free mapping as they come."""
    fields = model.model_fields if model else {}
    return [*(key for key in fields if key in data), *(key for key in data if key not in fields)]
