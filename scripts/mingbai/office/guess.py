"""Which kind of list a table is, and why."""

from dataclasses import dataclass
from functools import cache

from ..kinds import KINDS
from .columns import Head, Table, heads
from .folding import folded
from .targets import targets, unknown_allowed

CLEAR = 0.8  # by how much the best kind must lead


@dataclass(frozen=True)
class Guess:
    """One kind with the header read as its own: how well it fits, and what speaks for it."""

    kind: str
    score: float
    head: Head | None
    reason: str


def guesses(table: Table) -> list[Guess]:
    """All kinds, the best first."""
    return sorted((_guess(table, kind) for kind in KINDS), key=lambda guess: -guess.score)


def read_as(table: Table, kind: str) -> Guess:
    """The table as one kind."""
    return _guess(table, kind)


def _guess(table: Table, kind: str) -> Guess:
    head = heads(table, kind)
    if head is None:
        return Guess(kind, -9, None, "")
    before = [*table.grid.above, *(text for row in range(1, head.top) for _, text in table.own(row))]
    words = folded(" ".join([table.grid.name, *before]))
    score, told = 0.0, list[str]()
    for column in head.columns:
        if column.target and (column.target.own or column.target.path == ("name",)):
            weight = column.sure / 3 * (2 if column.target.own else 1)
            score += weight
            if column.target.own:
                told.append(f"「{column.name}」")
        elif not column.target and not column.numbering and column.names:
            score -= 0.5
    named = {column.target.path[0] for column in head.columns if column.target}
    lone = folded(" ".join(own[0][1] for row in _below(table, head) if len(own := table.own(row)) == 1))
    for target in targets(kind):
        if target.required and len(target.path) == 1 and target.path[0] not in named:
            if target.choices and not target.many and (target.contained(words) or target.contained(lone)):
                score += 1.5
            else:
                score -= 0.4 if unknown_allowed(target) else 1
    headings = folded("".join(column.name for column in head.columns))
    hits = [word for word in _words(kind) if word in words]
    said = "”“".join(_shared(KINDS[kind].label, words)[:3])
    score += sum(1.2 for _ in hits[:2]) + sum(0.6 for word in _words(kind) if word in headings and word not in hits)
    columns = f"有 {''.join(told[:4])} 这样的列" if told else ""
    title = f"标题里有“{said}”" if hits else ""
    reason = ";".join(part for part in (columns, title) if part)
    return Guess(kind, score, head, reason)


def _below(table: Table, head: Head) -> range:
    return range(head.bottom + 1, min(head.bottom + 300, table.height) + 1)


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Pairs of characters that the label of this kind has and no other one's."""
    mine = _pairs(KINDS[kind].label)
    others = {pair for key, other in KINDS.items() if key != kind for pair in _pairs(other.label)}
    return tuple(pair for pair in mine if pair not in others)


def _shared(label: str, words: str) -> list[str]:
    """The longest pieces of a label that stand in a text, for people to read."""
    text, found, at = folded(label), list[str](), 0
    while at < len(text) - 1:
        end = next((end for end in range(len(text), at + 1, -1) if text[at:end] in words), 0)
        found.extend([text[at:end]] if end else [])
        at = end or at + 1
    return found


def _pairs(label: str) -> list[str]:
    text = folded(label)
    return [text[at : at + 2] for at in range(len(text) - 1) if text[at : at + 2].isalpha()]
