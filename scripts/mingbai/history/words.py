"""Changed values as readers are told them: Chinese labels, long texts shortened, private data never."""

from typing import Any

from pydantic import BaseModel

from ..diff import Edit, Path
from ..kinds.shape import field_at
from ..problems import told, visible
from ..rules.private_data import CODES, CONTACT, find
from .events import Event, Field

LONG = 80  # characters up to which a value is shown whole
CONTEXT = 12  # characters shown around what differs in longer ones
HIDDEN = "***"
NAMES = (("added", "增 {} 项"), ("removed", "删 {} 项"), ("renamed", "改号 {} 项"), ("edited", "改 {} 项"))


def summary(event: Event) -> str:
    """What an event did, counted: 增 1 项、改 3 项、说明改 1 处."""
    if event.what in ("new", "start"):
        return f"首次放到本站,{event.items} 项" if event.what == "new" else f"{event.items} 项"
    if event.what != "changed":
        return {"gone": "从本站撤下", "unread": "这一版读不出来"}[event.what]
    parts = [words.format(event.count(what)) for what, words in NAMES if event.count(what)]
    parts += [f"清单说明改 {len(event.header)} 处"] if event.header else []
    parts += [f"{event.moved} 项换了位置"] if event.moved else []
    return "、".join(parts)


def shown(edit: Edit, model: type[BaseModel], contacts: bool) -> Field:
    """One edit in words; ``contacts`` where the list names offices' own mobiles."""
    mobile = contacts and any(part in CONTACT for part in edit.path)
    old, new = (None if value is None else safe(flat(value), edit.path, mobile) for value in (edit.old, edit.new))
    if old is not None and new is not None:
        return Field(label(edit.path, model), *apart(old, new))
    return Field(label(edit.path, model), *(value if value is None else short(value) for value in (old, new)))


def label(path: Path, model: type[BaseModel]) -> str:
    """What leads to a value, in Chinese: 来源 2 · 网址."""
    parts: list[str] = []
    for end, part in enumerate(path, start=1):
        if isinstance(part, int):
            parts[-1] += f" {part + 1}"
        else:
            info = field_at(model, path[:end])
            parts.append(safe((info.title if info else None) or part))
    return " · ".join(parts) or "整项"


def flat(value: Any) -> str:
    """Any value of a list in one text."""
    if isinstance(value, dict):
        return ",".join(f"{key}:{flat(part)}" for key, part in value.items())
    if isinstance(value, list):
        return (";" if any(isinstance(part, dict) for part in value) else "、").join(map(flat, value))
    return str(value)


def safe(text: str, path: Path = (), mobile: bool = False) -> str:
    """A text without hidden characters, and without private numbers; ``mobile`` where an office's own may stand."""
    named = bool(path) and path[-1] in CODES
    text = text if text.isprintable() else visible(text)
    if not any(find(text, mobiles=not mobile and not named)):
        return text
    masked = told(text)
    return HIDDEN if any(find(masked, mobiles=not mobile and not named)) else masked


def short(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def apart(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ when they are long."""
    if len(old) <= LONG and len(new) <= LONG:
        return old, new
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    first, last = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    return _cut(old, first, last), _cut(new, first, last)


def _cut(text: str, first: int, last: int) -> str:
    middle = text[first : len(text) - last]
    return f"{'…' if first else ''}{short(middle)}{'…' if last else ''}"
