"""The fields of a kind as columns may name them: by their labels and by what offices call them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..kinds import KINDS, UNKNOWN
from ..kinds.base import Item, ItemEnd
from ..kinds.forms import Form
from ..kinds.shape import choices, form_of, inner, plain
from .folding import REFUSED, bare, folded
from .usual import LABELS, NO, WORDS, YES

GIVEN = {"id", "unverified", "change"}  # never taken from a table of somebody else


@dataclass(frozen=True)
class Target:
    """One field that a cell may fill; the path has two names for a field inside of another."""

    path: tuple[str, ...]
    label: str
    within: str
    within_many: bool
    many: bool
    model: type[BaseModel] | None
    choices: tuple[str, ...]
    form: Form | None
    required: bool
    own: bool

    @property
    def key(self) -> str:
        """The path as one word: legal_basis.title."""
        return ".".join(self.path)

    def choice(self, text: str) -> str:
        """The choice that a text means: its word, or a usual other one; '' where none."""
        return self._meanings().get(folded(text)) or self._meanings().get(bare(text), "")

    def contained(self, text: str) -> frozenset[str]:
        """The choices whose words a longer text holds, the longest word at a place counting alone."""
        return _contained(self.label, self.choices, folded(text))

    def _meanings(self) -> dict[str, str]:
        return _meanings(self.label, self.choices)


@cache
def _meanings(label: str, words: tuple[str, ...]) -> dict[str, str]:
    usual = WORDS.get(label, {})
    found: dict[str, str] = {}
    for word in words:
        for other in usual.get(word, "").split():
            found.setdefault(folded(other), word)
    for group in (YES, NO):
        meant = next((word for word in words if word in group), "")
        found |= {folded(other): meant for other in group if meant and folded(other) not in found}
    return found | {folded(word): word for word in words}


@cache
def _contained(label: str, words: tuple[str, ...], text: str) -> frozenset[str]:
    hits: list[tuple[int, int, str]] = []
    for other, word in _meanings(label, words).items():
        before, gap, after = other.partition("…")
        start = text.find(before)
        end = text.find(after, start + len(before)) + len(after) if start >= 0 and gap else start + len(before)
        if start < 0 or end < start + len(other) - 1 or len(before) < 2 or (gap and end - start > 40):
            continue
        if text[max(0, start - 1) : start] in REFUSED and start:
            continue
        hits.append((start, end, word))
    return frozenset(
        word
        for start, end, word in hits
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in hits)
    )


@cache
def targets(kind: str) -> tuple[Target, ...]:
    """All fields of a kind's items that a column may fill, its own before those that all kinds share."""
    model = KINDS[kind].item
    return tuple(_targets(model, {*Item.model_fields, *ItemEnd.model_fields}))


@cache
def needed(kind: str) -> tuple[Target, ...]:
    """The fields among them that must be there."""
    return tuple(target for target in targets(kind) if target.required)


@cache
def head_targets(kind: str) -> tuple[Target, ...]:
    """All fields of a kind's header."""
    return tuple(target for target in _targets(KINDS[kind].header, set()) if len(target.path) == 1)


def _targets(model: type[BaseModel], shared: set[str]) -> Iterator[Target]:
    for name, info in model.model_fields.items():
        if name in GIVEN:
            continue
        yield _target((name,), info, "", False, name not in shared)
        below = inner(info.annotation)
        if below and name != "sources":
            for part, detail in below.model_fields.items():
                several = get_origin(plain(info.annotation)) is list
                yield _target((name, part), detail, info.title or "", several, name not in shared)


def _target(path: tuple[str, ...], info: FieldInfo, within: str, within_many: bool, own: bool) -> Target:
    annotation: Any = plain(info.annotation)
    return Target(
        path,
        info.title or path[-1],
        within,
        within_many,
        get_origin(annotation) is list,
        inner(info.annotation),
        choices(info.annotation),
        form_of(info),
        info.is_required(),
        own,
    )


@cache
def names(target: Target) -> dict[str, int]:
    """What a column of a field may be called, folded, and how sure each is: 3 its label, 2 a usual word."""
    found = {folded(other): 2 for other in LABELS.get(target.label, "").split()}
    found |= {bare(other): 2 for other in found if bare(other)}
    found |= {bare(target.label): 3, folded(target.label): 3}
    if target.within:
        outer = [target.within, *LABELS.get(target.within, "").split()]
        mine = list(found)
        found = {folded(over) + name: 3 for over in outer for name in mine} | dict.fromkeys(mine, 1)
    return {name: level for name, level in found.items() if name}


@cache
def index(kind: str) -> dict[str, tuple[tuple[int, Target], ...]]:
    """The fields that a folded column name may mean, the surest first; fields of the kind itself before shared ones."""
    found: dict[str, list[tuple[int, Target]]] = {}
    for target in targets(kind):
        for name, level in names(target).items():
            found.setdefault(name, []).append((level, target))
    return {
        name: tuple(sorted(hits, key=lambda hit: (-hit[0], len(hit[1].path), not hit[1].own)))
        for name, hits in found.items()
    }


def unknown_allowed(target: Target) -> bool:
    """Whether 待核实 may stand in a field."""
    if target.choices:
        return UNKNOWN in target.choices
    return not target.many and not target.model and (not target.form or target.form.tidy(UNKNOWN) == UNKNOWN)
