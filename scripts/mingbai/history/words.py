"""Changed values as readers are told them: Chinese labels, long texts shortened, private data never."""

from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..diff import Edit, Path, Value
from ..kinds.shape import field_at, inner
from ..private import find
from ..problems import told, visible
from ..rules.private_data import CODES, CONTACT
from ..wording import label
from .events import Change, Event, Field

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
    return summarized(event.changes, event.header, event.moved)


def summarized(changes: Sequence[Change], header: Sequence[Field], moved: int) -> str:
    """Changes, counted."""
    counts = Counter(change.what for change in changes)
    parts = [words.format(counts[what]) for what, words in NAMES if counts[what]]
    parts += [f"清单说明改 {len(header)} 处"] if header else []
    parts += [f"{moved} 项换了位置"] if moved else []
    return "、".join(parts)


def shown(edit: Edit, model: type[BaseModel], contacts: bool) -> Field:
    """One edit in words; ``contacts`` where the list names offices' own mobiles."""
    mobile = contacts and any(part in CONTACT for part in edit.path)
    old, new = (
        None if value is None else safe(words_of(value, model, edit.path), edit.path, mobile)
        for value in (edit.old, edit.new)
    )
    name = safe(label(model, edit.path)) or "整项"
    if old is not None and new is not None:
        return Field(name, *apart(old, new))
    return Field(name, *(value if value is None else short(value) for value in (old, new)))


def words_of(value: Value, model: type[BaseModel], path: Path) -> str:
    """Any value of a list in one text, what lies inside it under its Chinese labels."""
    info = field_at(model, path)
    return _flat(value, inner(info.annotation) if info else None)


def _flat(value: Value, model: type[BaseModel] | None) -> str:
    if isinstance(value, list):
        between = ";" if any(isinstance(part, dict) for part in value) else "、"
        return between.join(_flat(part, model) for part in value)
    if isinstance(value, dict):
        fields: dict[str, FieldInfo] = model.model_fields if model else {}
        said = ((fields.get(key), key, part) for key, part in value.items())
        return ",".join(
            f"{(info.title if info else None) or key}:{_flat(part, inner(info.annotation) if info else None)}"
            for info, key, part in said
        )
    return str(value)


def safe(value: str, path: Path = (), mobile: bool = False) -> str:
    """A text without hidden characters, and without private numbers; ``mobile`` where an office's own may stand."""
    named = bool(path) and path[-1] in CODES
    value = value if value.isprintable() else visible(value)
    if not any(find(value, contacts=not mobile and not named)):
        return value
    masked = told(value)
    return HIDDEN if any(find(masked, contacts=not mobile and not named)) else masked


def short(value: str) -> str:
    """The beginning of a long text."""
    return value if len(value) <= LONG else f"{value[: LONG - 1]}…"


def apart(old: str, new: str) -> tuple[str, str]:
    """Two texts, cut to where they differ when they are long."""
    if len(old) <= LONG and len(new) <= LONG:
        return old, new
    least = min(len(old), len(new))
    head = next((at for at in range(least) if old[at] != new[at]), least)
    tail = next((at for at in range(least - head) if old[-1 - at] != new[-1 - at]), least - head)
    first, last = max(0, head - CONTEXT), max(0, tail - CONTEXT)
    return _cut(old, first, last), _cut(new, first, last)


def _cut(value: str, first: int, last: int) -> str:
    middle = value[first : len(value) - last]
    return f"{'…' if first else ''}{short(middle)}{'…' if last else ''}"
