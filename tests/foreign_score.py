"""Reads a foreign table and sets what came out beside what must."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from foreign_files import FOREIGN
from mingbai.office.columns import Table, heads
from mingbai.office.foreign import drafts
from mingbai.office.grid import Draft, Grid
from mingbai.office.numerals import ordinal
from mingbai.office.readers import read_grids
from mingbai.office.values import BLANKS, TICKS
from mingbai.read import read

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
BLIND = sorted(path for path in FOREIGN.iterdir() if path.name.startswith("b") and path.name[1].isdigit())
TUNED = sorted(path for path in FOREIGN.iterdir() if path not in BLIND)


@dataclass
class Score:
    """Rows and fields right of how many, and everything that is not as it must be, in words."""

    rows: int = 0
    rows_right: int = 0
    fields: int = 0
    fields_right: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.rows + other.rows,
            self.rows_right + other.rows_right,
            self.fields + other.fields,
            self.fields_right + other.fields_right,
            self.wrong + other.wrong,
        )


def table_of(case: Path) -> Path:
    """The table of a case."""
    return next(path for path in case.iterdir() if path.name != "expected.yml")


def expected(case: Path) -> dict[str, Any]:
    """What must come out of a case."""
    source, problems = read("expected.yml", (case / "expected.yml").read_bytes())
    assert source, problems
    return source.data


def scored(case: Path) -> Score:
    """One case: every field of every item, the header, the kind, the doubts and the skipped rows."""
    want = expected(case)
    found = drafts(table_of(case))
    items = [item for draft in found for item in draft.items]
    score = Score()
    for at, must in enumerate(want["items"]):
        got = items[at] if at < len(items) else {}
        keys = {*must, *got}
        right = sum(must.get(key) == got.get(key) for key in keys)
        score.rows += 1
        score.fields += len(keys)
        score.fields_right += right
        score.rows_right += right == len(keys)
        score.wrong += [
            f"{case.name} {at + 1} {key}: {got.get(key)!r}, not {must.get(key)!r}"
            for key in sorted(keys)
            if must.get(key) != got.get(key)
        ]
    score.rows += max(0, len(items) - len(want["items"]))
    score.wrong += [f"{case.name}: more: {item}" for item in items[len(want["items"]) :]]
    score.wrong += _around(case, want, found)
    return score


def _around(case: Path, want: dict[str, Any], found: list[Draft]) -> list[str]:
    header = {key: value for draft in found for key, value in draft.header.items()}
    doubts = "\n".join(str(doubt) for draft in found for doubt in draft.doubts).translate(NARROW)
    skipped = "\n".join(f"{row.text} {row.reason}" for draft in found for row in draft.skipped).translate(NARROW)
    wrong = [f"{k}: {header.get(k)!r}, not {v!r}" for k, v in want.get("header", {}).items() if header.get(k) != v]
    wrong += [f"no doubt says {words!r}" for words in want.get("doubts", []) if words.translate(NARROW) not in doubts]
    wrong += [
        f"nothing skipped says {words!r}" for words in want.get("skipped", []) if words.translate(NARROW) not in skipped
    ]
    kinds = {draft.kind for draft in found if draft.kind}
    if kinds != {want["kind"]}:
        wrong.append(f"read as {sorted(kinds)}")
    return [f"{case.name} {line}" for line in wrong]


def lost(grid: Grid, draft: Draft) -> list[str]:
    """Texts of cells that nothing of a draft holds: no value, doubt, skipped row, name of a column, number or mark."""
    if not draft.kind:
        return []
    table = Table(grid)
    head = heads(table, draft.kind)
    assert head
    numbering = {column.at for column in head.columns if column.numbering}
    told = _flat(
        "\n".join(
            [
                *(_words(draft.header)),
                *("".join(_words(item)) for item in draft.items),
                *(f"{doubt.message}{doubt.fix}" for doubt in draft.doubts),
                *(row.text for row in draft.skipped),
            ]
        )
    )
    places = {(cell.row, cell.column) for cell in draft.cells.values()}
    return [
        text
        for row in range(1, table.height + 1)
        for column, text in table.own(row)
        if not head.top <= row <= head.bottom
        and (row, column) not in places
        and not (column in numbering and ordinal(text))
        and text not in TICKS + BLANKS
        and not all(_flat(line) in told for line in text.split("\n"))
    ]


def _flat(text: str) -> str:
    """The text without space, signs and the numbers that its lines begin with."""
    lines = (
        re.sub(r"^\W*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3}|[①-⑳])[、.)\uff09\uff0e]", "", line)
        for line in text.split("\n")
    )
    return re.sub(r"[\W_]", "", "".join(lines))


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [word for part in value.values() for word in _words(part)]
    return [word for part in value for word in _words(part)] if isinstance(value, list) else []


def grids(case: Path) -> list[Grid]:
    """The tables of a case as read."""
    return [grid for grid in read_grids(table_of(case)) if any(map(any, grid.rows))]
