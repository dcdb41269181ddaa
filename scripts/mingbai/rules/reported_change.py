"""来源所称的变化与数字不符:来源印的增减百分比,和它自己的数字算出来的不一样。

两个都照录,页面上同时显示,不替来源改。

反例:
    points:
      - period: 2020
        value: 2482
      - period: 2021
        value: 2031
        reported_change: -16

正例:
    points:
      - period: 2020
        value: 2482
      - period: 2021
        value: 2031
        reported_change: -18.2
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C326"
LEVEL = Level.WARNING
SCOPE = "list"


def change(before: str, after: str) -> Decimal | None:
    """The change from one value to the next in percent, to one decimal; None from zero."""
    old, new = Decimal(before), Decimal(after)
    return None if old == 0 else ((new - old) / abs(old) * 100).quantize(Decimal("0.1"))


def differs(reported: str, computed: Decimal) -> bool:
    """Whether a printed percentage is not the computed one, at the precision it is printed with."""
    said = Decimal(reported)
    unit = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
    return abs(said - computed) >= max(unit, Decimal("0.1"))


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Points whose printed change is not what their values give."""
    if file.kind.key != "statistics":
        return
    for number, item in enumerate(file.items):
        for index, (before, point) in enumerate(zip(item.points, item.points[1:], strict=False), start=1):
            computed = change(before.value, point.value)
            if point.reported_change and computed is not None and differs(point.reported_change, computed):
                message = f"“{item.name}”{point.period} 来源写 {point.reported_change}%,按数字是 {computed}%"
                path = ("points", index, "reported_change")
                yield file.problem(number, path, CODE, message, "核对来源;确实如此就保留", LEVEL)
