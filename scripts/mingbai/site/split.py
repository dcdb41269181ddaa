"""Changes on pages of bounded weight: alike ones folded into one, long ones cut into pieces, months apart."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..history import Change, Event, Field

ROOM = 16_000  # characters of changes that a page holds
PIECE = 4_000  # characters above which one commit's changes are cut
ROW = 90  # what a row weighs besides its words
WORDS = {"added": "增", "removed": "删", "renamed": "改号", "edited": "改"}


class Told(NamedTuple):
    """Items to which the same happened for the same reason."""

    word: str
    items: tuple[tuple[str, str], ...]  # id and name
    was: tuple[str, ...]
    fields: tuple[Field, ...]
    type: str
    reason: str
    decision: str


class Piece(NamedTuple):
    """One event as a page tells it, or a part of it."""

    event: Event
    told: tuple[Told, ...]
    going_on: bool = False  # its beginning stands above
    weight: int = ROW

    @property
    def month(self) -> str:
        """2026-11."""
        return self.event.day[:7]


class Part(NamedTuple):
    """One page of changes; ``tail`` is its folder below the first one: '', '2026-11/', '2026-11/1/'."""

    tail: str
    pieces: tuple[Piece, ...]


def fold(changes: Iterable[Change]) -> list[Told]:
    """Changes in their order, those that say the same of several items in one."""
    found: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    for change in changes:
        alone = change.id if change.what == "renamed" or change.was else ""
        key = (change.what, alone, change.was, change.fields, change.type, change.reason, change.decision)
        found.setdefault(key, []).append((change.id, change.name))
    return [
        Told(WORDS[what], tuple(items[at : at + 100]), was, fields, *why)  # type: ignore[arg-type, index]
        for (what, _, was, fields, *why), items in found.items()
        for at in range(0, len(items), 100)
    ]


def pieces(event: Event) -> Iterator[Piece]:
    """An event in pieces that a page can hold, in order."""
    head = sum(map(_weight, event.header)) + len(event.title) + len(event.subject) + 2 * ROW
    rows: list[Told] = []
    weight, begun = head, False
    for told in fold(event.changes):
        size = weigh(told)
        if rows and weight + size > PIECE:
            yield Piece(event, tuple(rows), begun, weight)
            rows, weight, begun = [], 2 * ROW, True
        rows.append(told)
        weight += size
    yield Piece(event, tuple(rows), begun, weight)


def weigh(told: Told) -> int:
    """About how many characters a row of a page takes."""
    names = sum(len(key) + len(name) + 12 for key, name in told.items)
    return ROW + names + sum(map(_weight, told.fields)) + len(told.reason) + len(told.decision)


def _weight(one: Field) -> int:
    return ROW // 2 + len(one.label) + len(one.old or "") + len(one.new or "")


def split(every: list[Piece]) -> list[Part]:
    """Pieces, newest first, on pages: the latest ones, then a page or more for each month that the first one cuts off.

    Older pages of a month keep their address and what they say when newer changes come.
    """
    front = _fitting(every)
    parts = [Part("", tuple(every[:front]))]
    cut = {piece.month for piece in every[front:]}
    for month in sorted(cut, reverse=True):
        rows = [piece for piece in reversed(every) if piece.month == month]  # oldest first
        pages: list[list[Piece]] = []
        while rows:
            size = _fitting(rows)
            pages.append(rows[:size])
            rows = rows[size:]
        tails = [*(f"{month}/{number}/" for number in range(1, len(pages))), f"{month}/"]
        parts += [Part(tail, tuple(reversed(page))) for tail, page in reversed(list(zip(tails, pages, strict=True)))]
    return parts


def _fitting(rows: list[Piece]) -> int:
    """How many of the first pieces one page holds, one at least."""
    room = ROOM
    for at, piece in enumerate(rows):
        room -= piece.weight
        if room < 0 and at:
            return at
    return len(rows)
