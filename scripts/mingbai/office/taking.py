"""A draft of a list against the list as it is now: what would change, what stands in the way, the text to write."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ..areas import ListRef
from ..catalog import type_list
from ..diff import Conflict, Data, ListDiff, Merged, diff_lists, merge
from ..fix import Ids, declared, fix
from ..kinds import KINDS, Kind
from ..problems import Level, Problem
from ..progress import stage
from ..read import Source, reread
from ..rules import check_list, check_source
from ..write import canonical
from .grid import Cell, Draft
from .own import HEAD

_IN_HEAD = re.compile(r"([a-z_]+):")
_IN_ITEM = re.compile(r"(?:  - |    )([a-z_]+):")

LIST = ""
"""What a list's own header is known by."""

NOTHING: Data = {"items": []}
"""What a list says that does not exist yet."""

Steps = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """A problem of the list as it would be, and the cell that it comes from, where one does."""

    problem: Problem
    cell: Cell | None


@dataclass(frozen=True)
class Taken:
    """One list out of a workbook: ``text`` is to be written; None where nothing changes, or nothing may."""

    ref: ListRef
    draft: Draft
    diff: ListDiff = field(default_factory=ListDiff)
    now: Data | None = None
    after: Data | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)  # ``key_of`` (LIST for the header) → item of the draft
    kept: tuple[tuple[str, str], ...] = ()  # id and name of items that are gone from the sheet but not named
    gone: frozenset[str] = frozenset()  # ids that were named, and are gone
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Found, ...] = ()
    refused: str = ""  # why the list was left alone altogether
    text: str | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        return KINDS[self.ref.kind]

    def cell(self, name: str, field: str) -> Cell | None:
        """Where a field of an item stands, by ``key_of``, or of the header (LIST)."""
        at = self.numbers.get(name)
        return None if at is None else self.draft.cells.get((at, field))

    @property
    def errors(self) -> bool:
        """Whether something has to be mended before the list may be written."""
        wrong = any(found.problem.level is Level.ERROR for found in self.problems)
        return bool(wrong or self.refused or self.conflicts or any(doubt.error for doubt in self.draft.doubts))

    @property
    def clean(self) -> bool:
        """Whether nothing is left to be decided."""
        return not self.errors and not self.kept


@dataclass(frozen=True)
class Around:
    """What a list is taken in with: ids of the neighbours, recorded moves, the day, deletions that were named."""

    ids: Ids | None
    steps: Steps
    as_of: date
    delete: Collection[str] = ()
    delete_all: bool = False


def take(draft: Draft, base: Data, now: Source | None, ref: ListRef, around: Around) -> Taken:
    """Put a draft of a list, made from ``base``, into the list as it is ``now``; None where it is to begin."""
    work = _Work(draft, base, now, ref, around)
    return work.taken()


@dataclass
class _Work:
    """One list being taken in."""

    draft: Draft
    base: Data
    now: Source | None
    ref: ListRef
    around: Around

    @property
    def today(self) -> Data:
        """What the list says now."""
        return self.now.data if self.now else NOTHING

    def taken(self) -> Taken:
        said = self.matched()
        if not said.diff:
            return said
        with stage("检查"):
            text = canonical(said.after or {}, said.kind.key_order())
            said = replace(said, problems=tuple(self.problems(text, said)))
        return said if said.errors else replace(said, text=text)

    @stage("和清单对上")
    def matched(self) -> Taken:
        """What would change."""
        kind = KINDS[self.ref.kind]
        rows = self.named(list(self.draft.items))
        whole, kept, gone = self.restored(rows)
        theirs = {**self.draft.header, **({"items": whole} if whole or "items" in self.base else {})}
        merged = Merged(theirs, theirs)
        if self.base != self.today:
            merged = merge(self.base, self.today, theirs, kind, self.around.steps)
        numbers = self.numbers(rows)
        diff = diff_lists(self.today, merged.data, kind, self.around.steps)
        before = self.now.data if self.now else None
        return Taken(self.ref, self.draft, diff, before, merged.data, numbers, kept, gone, merged.conflicts)

    def named(self, rows: list[Data]) -> list[Data]:
        """The rows with an id each: one that the list got meanwhile for the same name, else a new one."""
        if all(row.get("id") for row in rows):
            return rows
        base, taken = _ids(self.base), {row.get("id") for row in rows}
        come = {item.get("name"): item["id"] for item in _items(self.today) if item.get("id") not in base}
        rows = [
            {"id": come[row.get("name")], **row}
            if not row.get("id") and row.get("name") in come and come[row["name"]] not in taken
            else row
            for row in rows
        ]
        if self.around.ids is None:
            return rows
        known = {*_ids(self.base), *_ids(self.today), *(str(row["id"]) for row in rows if row.get("id"))}
        lent = {name: "" if other in known else other for name, other in self.around.ids.lent.items()}
        new = [{"name": row.get("name", "")} for row in rows if not row.get("id")]
        ids = Ids(self.around.ids.taken | known, lent)
        found, _ = fix({"items": new}, declared(KINDS[self.ref.kind]), ids)
        names = iter(row.get("id") for row in found["items"])
        return [row if row.get("id") else _with_id(row, next(names)) for row in rows]

    def restored(self, rows: list[Data]) -> tuple[list[Data], tuple[tuple[str, str], ...], frozenset[str]]:
        """The rows, with those items back in their places that are gone but were not named."""
        here, now = {row.get("id") for row in rows}, _ids(self.today)
        lost = [item for item in _items(self.base) if item.get("id") not in here]
        named = {item.get("id") for item in lost if self.around.delete_all or item.get("id") in self.around.delete}
        kept = [item for item in lost if item.get("id") not in named]
        if kept:
            rows = _put_back(rows, kept, _items(self.base))
        told = tuple((str(item.get("id")), str(item.get("name"))) for item in kept if item.get("id") in now)
        return rows, told, frozenset(str(name) for name in named)

    def numbers(self, rows: list[Data]) -> dict[str, int]:
        """Which item of the draft has an id; the new one as well where it was renamed meanwhile."""
        numbers = {key_of(row): at for at, row in enumerate(rows)}
        renamed = {new[0]: numbers[old] for old, new in self.around.steps.items() if len(new) == 1 and old in numbers}
        return {**renamed, **numbers, LIST: HEAD}

    def problems(self, text: str, said: Taken) -> Iterator[Found]:
        """What is wrong with the list as it would be and was not before."""
        source, found = reread(self.ref.shown, text, said.after or {})
        found = sorted({*found, *self.checked(source)})
        if not found:
            return
        before = Counter(_said(problem) for problem in self.checked(self.now))
        after = Counter[tuple[str, str, str]]()
        places = _Places(text, source.data if source else {}, said)
        for problem in found:
            after[_said(problem)] += 1
            if after[_said(problem)] > before[_said(problem)]:
                yield Found(_plainer(problem), places.cell(problem))

    def checked(self, source: Source | None) -> Iterator[Problem]:
        """What the fields and the rules say of one list by itself."""
        if source:
            file, told = type_list(self.ref, source)
            yield from (*told, *check_source(source, KINDS[self.ref.kind]))
            yield from check_list(file, self.around.as_of) if file else ()


def _with_id(row: Data, name: str | None) -> Data:
    return {"id": name, **row} if name else row


def key_of(item: Data) -> str:
    """What an item is known by in a draft: its id, its name where it has none."""
    return str(item.get("id") or f"?{item.get('name', '')}")


def _plainer(problem: Problem) -> Problem:
    """What is said of a missing id to somebody who cannot see ids."""
    if problem.code != "C101" or problem.field != "id":
        return problem
    fix = "写上名称;别处叫这个名称的有几个编号时,取消隐藏 A 列,写上要用的那个"
    return replace(problem, message="这一行取不出编号", fix=fix)


def _said(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.message, problem.field


def _items(data: Data) -> list[dict[str, Any]]:
    rows = data.get("items")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _ids(data: Data) -> set[str]:
    return {str(row["id"]) for row in _items(data) if row.get("id")}


def _put_back(rows: list[Data], kept: list[Data], base: list[Data]) -> list[Data]:
    """Each kept item behind the one that it followed."""
    order = [item.get("id") for item in base]
    before = {name: order[at - 1] if at else None for at, name in enumerate(order)}
    found = list(rows)
    for item in kept:
        above = before[item.get("id")]
        at = next((index + 1 for index, row in enumerate(found) if row.get("id") == above), None)
        found.insert(0 if above is None else len(found) if at is None else at, item)
    return found


class _Places:
    """From a line of a list's canonical text to the cell that it came from."""

    def __init__(self, text: str, data: Data, said: Taken) -> None:
        self.lines = text.split("\n")
        self.said = said
        self.rows = _items(data)
        top = self.lines.index("items:") if "items:" in self.lines else len(self.lines)
        self.starts = [at for at, line in enumerate(self.lines, 1) if at > top and line.startswith("  - ")]

    def cell(self, problem: Problem) -> Cell | None:
        """The cell of the field that a problem stands in, else that of its item's name."""
        at = bisect_right(self.starts, problem.line) - 1
        start, shape = (self.starts[at], _IN_ITEM) if at >= 0 else (1, _IN_HEAD)
        name = key_of(self.rows[at]) if 0 <= at < len(self.rows) else LIST
        keys = [found[1] for line in self.lines[start - 1 : problem.line] if (found := shape.match(line))]
        return next(filter(None, (self.said.cell(name, key) for key in (problem.field, *keys[-1:], "name"))), None)


def refused(ref: ListRef, draft: Draft, message: str) -> Taken:
    """A list that was left alone."""
    return Taken(ref, draft, refused=message)
