"""What a rule can mend without judgement: identifiers in a careless form, missing ids, full-width signs of YAML."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from .fullwidth import Swap, punctuate
from .kinds import Kind
from .kinds.forms import ID, Form
from .kinds.shape import field_at, form_of, inner
from .marks import Path
from .problems import Problem
from .read import Source, read

LONGEST = 60  # characters of a new id, so that a number can follow


class Fix(NamedTuple):
    """One value that was mended; ``old`` is '' where there was none."""

    path: Path
    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Declared:
    """What a file may hold: the model of its head, and that of its items where it is a list."""

    head: type[BaseModel]
    item: type[BaseModel] | None = None

    def knows(self, path: Path) -> bool:
        """Whether the last key of a path is a declared field of the mapping that it stands in."""
        model = self.head
        if self.item and path[:1] == ("items",):
            if len(path) < 3:
                return len(path) == 1
            model, path = self.item, path[2:]
        *above, key = path
        if any(isinstance(part, str) for part in above):
            info = field_at(model, tuple(above))
            below = inner(info.annotation) if info else None
            return below is not None and key in below.model_fields
        return key in model.model_fields


@dataclass(frozen=True)
class Ids:
    """What the neighbours of a list say of ids: which must not be given again, and which a name already has."""

    taken: frozenset[str] = frozenset()
    lent: Mapping[str, str] = field(default_factory=dict)  # name → the id it has elsewhere; '' where it has several


def declared(kind: Kind) -> Declared:
    """What a list of a kind may hold."""
    return Declared(kind.header, kind.item)


def opened(shown: str, raw: bytes, known: Declared) -> tuple[Source | None, list[Problem], list[Swap]]:
    """A file as read; full-width signs are mended first where only they stand in the way."""
    source, problems = read(shown, raw)
    if source or not any(problem.code == "C009" for problem in problems):
        return source, problems, []
    text, swaps = punctuate(raw.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n"))
    if not swaps or not all(known.knows(swap.path) for swap in swaps if swap.old == "\uff1a"):
        return None, problems, []
    source, left = read(shown, text.encode())
    return (source, left, swaps) if source else (None, problems, [])


def fix(data: dict[str, Any], known: Declared, ids: Ids | None = None) -> tuple[dict[str, Any], list[Fix]]:
    """The data with every identifier in its right form, and each value that differs; prose is never touched.

    Items get ids only where ``ids`` tells what the neighbours have.
    """
    found: list[Fix] = []
    items = data.get("items") if known.item else None
    mended = _mapping(data, known.head, (), found)
    if known.item and isinstance(items, list):
        used = {row["id"] for row in items if isinstance(row, dict) and isinstance(row.get("id"), str)}
        rows = [_item(row, known.item, ("items", index), used, found) for index, row in enumerate(items)]
        mended["items"] = [
            _named(row, ("items", index), used, ids, found) if ids and isinstance(row, dict) else row
            for index, row in enumerate(rows)
        ]
    return mended, found


def _item(row: Any, model: type[BaseModel], path: Path, used: set[str], found: list[Fix]) -> Any:
    """An item with its values mended; its id only where no other item has the mended one."""
    mine: list[Fix] = []
    mended = _value(row, model, None, path, mine)
    for one in mine:
        if one.path == (*path, "id") and one.new in used:
            mended["id"] = one.old
        else:
            found.append(one)
            used.update([one.new] if one.path == (*path, "id") else [])
    return mended


def _mapping(data: dict[str, Any], model: type[BaseModel], path: Path, found: list[Fix]) -> dict[str, Any]:
    mended = {}
    for key, value in data.items():
        below, form = _fields(model).get(key, (None, None))
        mended[key] = _value(value, below, form, (*path, key), found)
    return mended


@cache
def _fields(model: type[BaseModel]) -> dict[str, tuple[type[BaseModel] | None, Form | None]]:
    """What stands in each field of a model: a model of its own, texts in one form, or neither."""
    return {key: (inner(info.annotation), form_of(info)) for key, info in model.model_fields.items()}


def _value(value: Any, model: type[BaseModel] | None, form: Form | None, path: Path, found: list[Fix]) -> Any:
    if isinstance(value, str):
        new = form.tidy(value) if form else value
        if form and new != value:
            found.append(Fix(path, form.label, value, new))
        return new
    if isinstance(value, list):
        return [_value(part, model, form, (*path, index), found) for index, part in enumerate(value)]
    if model:
        return _mapping(value, model, path, found)
    return {key: _value(part, None, form, (*path, key), found) for key, part in value.items()}


def _named(row: dict[str, Any], path: Path, used: set[str], ids: Ids, found: list[Fix]) -> dict[str, Any]:
    """An item with an id; as it stands where it has one, or where none can be given without judgement."""
    name = row.get("name")
    if row.get("id") or not isinstance(name, str):
        return row
    new = ids.lent[name] if name in ids.lent else next(_slugs(name, used, ids.taken), "")
    if not new or new in used:
        return row
    used.add(new)
    found.append(Fix((*path, "id"), f"缺少的{ID.label}", "", new))
    return {**row, "id": new}


def _slugs(name: str, used: set[str], taken: frozenset[str]) -> Iterator[str]:
    """Ids that a name may have, the plain one first: its words in pinyin, 亲属关系 → qinshu-guanxi."""
    from pypinyin.seg.mmseg import seg  # here: few runs need it, and it takes a while to load

    parts = re.findall("[a-z0-9]+|[^\x00-\x7f]+", name.lower())
    spoken = [_spoken(word) for part in parts for word in ([part] if part.isascii() else seg.cut(part))]
    words = [word for word in spoken if re.fullmatch("[a-z0-9]+", word)]
    plain = ""
    for word in words:
        if len(plain) + len(word) >= LONGEST:
            break
        plain = f"{plain}-{word}" if plain else word
    numbered = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(used) + len(taken) + 2))
    yield from (slug for slug in numbered if plain and slug not in used and slug not in taken)


@lru_cache(10_000)
def _spoken(word: str) -> str:
    """A word in pinyin; names of one list share most of theirs."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word))
