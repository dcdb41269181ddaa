"""Tables that others made, set against a list: which row is which item, what stays as it was, how a list begins."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..diff import Data
from ..kinds import KINDS, Kind
from ..kinds.shape import field_at
from ..new import skeleton
from .foreign import HEADER
from .grid import Cell, Doubt, Draft

TOTAL = "declared_total"


def told(drafts: Iterable[Draft]) -> str:
    """The tables of a file and what each was read as, in a line."""
    return ";".join(_told(draft) for draft in drafts)


def _told(draft: Draft) -> str:
    said = draft.doubts[0].message if draft.doubts else f"看作「{KINDS[draft.kind].label}」"
    return f"表“{draft.grid}”{said}" + (f"(--kind {draft.kind}),{len(draft.items)} 项" if draft.kind else "")


def together(drafts: Sequence[Draft]) -> list[Draft]:
    """One draft a kind: several tables of a kind are parts of one list; tables that were not read go with the first."""
    kinds = list(dict.fromkeys(draft.kind for draft in drafts if draft.kind))
    first = kinds[0] if kinds else ""
    return [
        _joined([draft for draft in drafts if draft.kind == kind or (kind == first and not draft.kind)])
        for kind in kinds
    ]


def _joined(parts: list[Draft]) -> Draft:
    if len(parts) == 1:
        return parts[0]
    header: dict[str, object] = {}
    items: list[dict[str, object]] = []
    cells: dict[tuple[int, str], Cell] = {}
    doubts: list[Doubt] = []
    for part in parts:
        below = len(items)
        for key, value in part.header.items():
            if key == TOTAL:
                continue
            if header.setdefault(key, value) != value:
                where = part.cells.get((HEADER, key), Cell(part.grid, 1, 1))
                doubts.append(Doubt(where, f"「{value}」没有取:前面的表写的是「{header[key]}」", "请核对"))
        for (at, key), cell in part.cells.items():
            cells.setdefault((at if at == HEADER else at + below, key), cell)
        items.extend(part.items)
        doubts.extend(part.doubts)
    if totals := _total(parts):
        header[TOTAL] = totals
    return Draft(
        "”“".join(part.grid for part in parts),
        header,
        tuple(items),
        cells,
        tuple(doubts),
        tuple(row for part in parts for row in part.skipped),
        sum(part.rows for part in parts),
        sum(part.joined for part in parts),
        next((part.kind for part in parts if part.kind), ""),
    )


def _total(parts: list[Draft]) -> str:
    """The total of all tables, where each of them says its own; '' where one does not."""
    said = [str(part.header.get(TOTAL, "")) for part in parts if part.items]
    return str(sum(map(int, said))) if said and all(map(str.isdecimal, said)) else ""


def begun(draft: Draft, place: str) -> Draft:
    """The draft of a list that does not exist yet: what its header has to say and the table does not is 待核实."""
    started = skeleton(KINDS[draft.kind], place)
    return replace(draft, header={key: value for key, value in {**started, **draft.header}.items() if key != "items"})


def against(draft: Draft, data: Data) -> Draft:
    """The draft with every item that the list has under the same name; what the table does not say stays as it was."""
    return _Match(draft, data).draft_of()


@dataclass
class _Match:
    """A table and the list that it belongs to."""

    draft: Draft
    data: Data

    def draft_of(self) -> Draft:
        pairs, doubts = self.pairs()
        items = [self.over(at, item, pairs.get(at)) for at, item in enumerate(self.draft.items)]
        kept = [doubt for doubt in self.draft.doubts if not self.answered(doubt, pairs)]
        header = {**{key: value for key, value in self.data.items() if key != "items"}, **self.draft.header}
        doubts += self.left_blank(pairs)
        return replace(self.draft, header=header, items=tuple(items), doubts=(*kept, *doubts))

    def pairs(self) -> tuple[dict[int, Data], list[Doubt]]:
        """Which item of the list a row is, by its exact name; several of one name in their order."""
        before: dict[str, list[Data]] = {}
        for item in self.data.get("items") or ():
            before.setdefault(str(item.get("name", "")), []).append(item)
        rows: dict[str, list[int]] = {}
        for at, item in enumerate(self.draft.items):
            rows.setdefault(str(item.get("name", "")), []).append(at)
        pairs: dict[int, Data] = {}
        doubts: list[Doubt] = []
        for name, here in rows.items():
            there = before.get(name, [])
            if not there:
                continue
            if len(here) == len(there):
                pairs.update(zip(here, there, strict=True))
            if len(here) > 1 or len(there) > 1:
                same = len(here) == len(there)
                message = f"名称「{name}」清单里有 {len(there)} 项,表里有 {len(here)} 行"
                fix = "按先后一一对上了,请核对" if same else "分不清哪一行是哪一项,先用 export 导出再改"
                doubts.append(Doubt(self.at(here[0], "name"), message, fix, not same))
        return pairs, doubts

    def over(self, at: int, item: dict[str, object], before: Data | None) -> dict[str, object]:
        """The item with what its row says; what only stands in for nothing changes nothing."""
        if before is None:
            return item
        return {**before, **{key: value for key, value in item.items() if (at, key) in self.draft.cells}}

    def answered(self, doubt: Doubt, pairs: dict[int, Data]) -> bool:
        """Whether something that the table lacks is in the list already."""
        if not doubt.lacks:
            return False
        sheet, row, _ = doubt.cell
        mine = self.rows.get((sheet, row)) or self.rows.get((sheet, 0), [])
        return all(doubt.lacks in pairs.get(at, {}) for at in mine)

    @cached_property
    def rows(self) -> dict[tuple[str, int], list[int]]:
        """The items of each row, and (row 0) of each table."""
        found: dict[tuple[str, int], list[int]] = {}
        for at in range(len(self.draft.items)):
            sheet, row, _ = self.at(at, "name")
            found.setdefault((sheet, row), []).append(at)
            found.setdefault((sheet, 0), []).append(at)
        return found

    def left_blank(self, pairs: dict[int, Data]) -> list[Doubt]:
        """Cells that are blank where the list says something: a column of the table at a time."""
        columns = {(cell.sheet, key): cell for (at, key), cell in self.draft.cells.items() if at != HEADER}
        blank: Counter[tuple[str, str]] = Counter()
        for at, before in pairs.items():
            sheet = self.at(at, "name").sheet
            blank.update(
                (sheet, key) for key in before if (sheet, key) in columns and (at, key) not in self.draft.cells
            )
        kind = KINDS[self.draft.kind]
        return [
            Doubt(columns[where], f"「{_label(kind, where[1])}」有 {times} 项空着,清单里原来写的没有动")
            for where, times in blank.items()
        ]

    def at(self, item: int, key: str) -> Cell:
        """Where a field of an item stands; the top of the table where it has no cell."""
        return self.draft.cells.get((item, key), Cell(self.draft.grid, 1, 1))


def _label(kind: Kind, key: str) -> str:
    info: Any = field_at(kind.item, (key,))
    return (info.title if info else "") or key
