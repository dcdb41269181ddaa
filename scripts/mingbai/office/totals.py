"""What total rows say against what was counted."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..kinds.base import Quantity
from ..kinds.forms import COUNT, NUMBER
from .columns import Column
from .grid import Doubt, Grid

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


class Tally:
    """Counts items as they come: all, since the last subtotal, under each heading, ticks by column, sums by field."""

    def __init__(self) -> None:
        self.all = self.part = 0
        self.heading = ""
        self.under: Counter[str] = Counter()
        self.ticks: Counter[int] = Counter()
        self.sums: dict[str, Decimal] = {}
        self.declared = ""

    def begin(self, heading: str) -> None:
        """A heading: what follows stands under it."""
        self.heading = heading
        self.part = 0

    def add(self, item: Mapping[str, Any], ticked: set[int]) -> None:
        """One more item."""
        self.all += 1
        self.part += 1
        if self.heading:
            self.under[self.heading] += 1
        self.ticks.update(ticked)
        for key, value in item.items():
            text = value.get("value") if isinstance(value, dict) else value
            if isinstance(text, str) and _NUMBER.fullmatch(text) and len(text) < 12:
                self.sums[key] = self.sums.get(key, Decimal(0)) + Decimal(text)

    def check(
        self, grid: Grid, row: int, others: list[tuple[int, str]], columns: Mapping[int, Column], *, part: bool
    ) -> Iterator[Doubt]:
        """Doubts about a total row, where its numbers are not those of the items."""
        for column, text in others:
            found = _NUMBER.search(text)
            if not found:
                continue
            here = columns.get(column)
            target = here.target if here else None
            if here and here.choice:
                real, what = Decimal(self.ticks[column]), f"「{here.name}」打了勾的"
            elif target and (target.model is Quantity or target.form in (COUNT, NUMBER)):
                real, what = self.sums.get(target.path[0], Decimal(0)), f"「{here.name if here else ''}」加起来"
            else:
                real, what = Decimal(self.part if part else self.all), "表里的条目"
                if not part:
                    self.declared = found[0]
            if Decimal(found[0]) != real:
                message = f"{'小计' if part else '合计'}写着 {found[0]},{what}是 {real}"
                yield Doubt(grid.cell(row, column), message, "请核对是表里漏了,还是合计错了")
        if part:
            self.part = 0
