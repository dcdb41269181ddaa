"""Which figures share a picture, what it says in words, and what its legend names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from .charts import CROWD, Plot, draw, sample
from .shapes import Strip

TOGETHER = 4  # lines or columns that an eye can tell apart
COMPARABLE = 20  # how often the smallest peak goes into the largest; a smaller one would lie flat on the ground
ACTUAL, GOAL = "实际", "目标"


@dataclass(frozen=True)
class Picture:
    """One drawing: the rows it shows, and its legend, a sample beside each name; none where there is but one strip."""

    rows: Sequence[Any]
    svg: Markup
    unit: str
    legend: Sequence[tuple[Markup, str]]


def over_time(rows: Iterable[Any]) -> list[Picture]:
    """The series of a group, each in one picture with those it can be compared with."""
    return [_series(found) for found in _sorted((row for row in rows if len(row.item.points) > 1), _beside)]


def against(rows: Iterable[Any]) -> list[Picture]:
    """The single figures of a group that have a target, each beside it."""
    single = (row for row in rows if len(row.item.points) == 1 and row.item.points[0].target)
    return [_aims(found) for found in _sorted(single, _alike)]


# ── which ────────────────────────────────────────────────────────────────────


def _sorted(rows: Iterable[Any], fits: Callable[[list[Any]], bool]) -> list[list[Any]]:
    """The rows, each with the first that it fits to."""
    pictures: list[list[Any]] = []
    for row in rows:
        found = next((picture for picture in pictures if fits([*picture, row])), None)
        if found is None:
            pictures.append([row])
        else:
            found.append(row)
    return pictures


def _alike(rows: list[Any]) -> bool:
    """Whether figures have one unit and are of one size."""
    peaks = [max(abs(float(number)) for point in row.item.points for number in _numbers(point)) for row in rows]
    return len({row.item.unit for row in rows}) == 1 and max(peaks) <= COMPARABLE * min(peaks)


def _beside(rows: list[Any]) -> bool:
    """Whether series are alike, of the same periods and few enough; one with a target has its picture for itself."""
    periods = {_periods(row.item) for row in rows}
    few = len(rows) <= TOGETHER and (_plot([rows[0].item]).years or len(rows) * len(rows[0].item.points) <= CROWD)
    aims = any(point.target for row in rows for point in row.item.points)
    return len(periods) == 1 and bool(few) and not aims and _alike(rows)


def _numbers(point: Any) -> list[str]:
    return [point.value, point.target] if point.target else [point.value]


def _periods(item: Any) -> tuple[str, ...]:
    return tuple(point.period for point in item.points)


# ── what ─────────────────────────────────────────────────────────────────────


def _series(rows: list[Any]) -> Picture:
    items = [row.item for row in rows]
    plot = _plot(items)
    names = [item.name for item in items] if len(items) > 1 else [ACTUAL, GOAL]
    return _picture(rows, plot, names, draw(plot, _told(items)))


def _aims(rows: list[Any]) -> Picture:
    items = [row.item for row in rows]
    points = [item.points[0] for item in items]
    plot = Plot([item.name for item in items], [_strip("0", points), _goals(points)])
    return _picture(rows, plot, [ACTUAL, GOAL], draw(plot, _told(items), across=True))


def _picture(rows: list[Any], plot: Plot, names: list[str], svg: Markup) -> Picture:
    several = plot.strips if len(plot.strips) > 1 else []
    legend = [(sample(plot, strip.style), name) for strip, name in zip(several, names, strict=bool(several))]
    return Picture(rows, svg, rows[0].item.unit, legend)


def _plot(items: list[Any]) -> Plot:
    """Series as strips over their periods, and the targets of one that stands alone."""
    strips = [_strip(str(place), item.points) for place, item in enumerate(items)]
    if len(items) == 1 and any(point.target for point in items[0].points):
        strips.append(_goals(items[0].points))
    return Plot(_periods(items[0]), strips)


def _strip(style: str, points: list[Any]) -> Strip:
    return Strip(style, [float(point.value) for point in points], [_figure(point) for point in points])


def _goals(points: list[Any]) -> Strip:
    numbers = [float(point.target) if point.target else None for point in points]
    return Strip("goal", numbers, [point.target or "" for point in points])


def _figure(point: Any, unit: str = "") -> str:
    """A value as its source hedges it: 近50项, 3700余项, 3700项以上."""
    before = point.qualifier if point.qualifier in ("近", "约", "超") else ""
    after = "余" if point.qualifier == "余" else ""
    return f"{before}{point.value}{after}{unit}{'以上' if point.qualifier == '以上' else ''}"


def _told(items: list[Any]) -> str:
    """All that a picture shows, in words."""
    return ";".join(f"{item.name}:" + ",".join(_said(point, item.unit) for point in item.points) for item in items)


def _said(point: Any, unit: str) -> str:
    aim = f",{GOAL} {point.target}{unit}" if point.target else ""
    return f"{point.period} {_figure(point, unit)}{aim}"
