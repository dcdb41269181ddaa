"""Pictures of numbers: SVG made at build time, with no script and no style of its own.

Drawn by leather; colours are the page's (classes and currentColor), so that dark
mode and print work, and no two strips differ by colour alone: lines by their dashes,
columns and bars by how they are filled.
"""

import math
import re
from collections.abc import Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

import leather
from markupsafe import Markup

from .shapes import DASHES, Bar, Chart, Column, Labels, Line, NoAxis, Strip, wide

WIDTH, HEIGHT = 328, 240  # a phone of 360 px without its margins: 18 px text is 18 px there
ROW = 22  # of a bar, of a line of words
CROWD = 12  # columns; of more than these only some are labelled
MARGIN = 0.06

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:E[-+]?\d+)?")
_PLACES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "width", "height", "d", "transform")


class Plot(NamedTuple):
    """What is drawn: one to four strips over the same labels."""

    labels: Sequence[str]
    strips: Sequence[Strip]

    @property
    def years(self) -> list[int]:
        """The labels as years, where three and more of them are years in order; else nothing."""
        years = [int(label) for label in self.labels if re.fullmatch(r"(19|20)[0-9]{2}", label)]
        return years if len(self.labels) == len(years) > 2 and years == sorted(set(years)) else []

    @property
    def span(self) -> tuple[float, float]:
        """The lowest and the highest value, zero among them."""
        values = [value for strip in self.strips for value in strip.values if value is not None]
        low, high = min(0.0, *values), max(0.0, *values)
        return low, high if high > low else 1.0


def draw(plot: Plot, told: str, across: bool = False) -> Markup:
    """Lines over years, columns else; bars where ``across`` is wanted or the labels are too long for columns."""
    if plot.years:
        chart, height = _lines(plot), HEIGHT
    elif across or not _room(plot):
        chart, height = _bars(plot)
    else:
        chart, height = _columns(plot), HEIGHT
    group = chart.to_svg_group(WIDTH, height)
    group.remove(group[0])  # the ground
    svg = ElementTree.Element("svg", {"viewBox": f"0 0 {WIDTH} {height}", "role": "img", "class": "chart"})
    svg.set("aria-label", " ".join(told.split()))
    svg.append(group)
    return _clean(svg)


def sample(plot: Plot, style: str) -> Markup:
    """A bit of a strip, to stand beside its name in the legend."""
    svg = ElementTree.Element("svg", {"viewBox": "0 0 44 18", "class": "sample", "aria-hidden": "true"})
    scale = leather.Linear(0, 2)
    if plot.years:
        line = leather.Series([(0, 1), (2, 1)])
        svg.append(leather.Line.to_svg(Line(style), 44, 18, scale, scale, line, None))
    else:
        svg.append(ElementTree.Element("rect", {"x": "4", "y": "2", "width": "36", "height": "14", "fill": style}))
    return _clean(svg)


# ── the three sorts ──────────────────────────────────────────────────────────


def _lines(plot: Plot) -> Any:
    chart, left = _upright(plot)
    years = plot.years
    scale = leather.Linear(years[0], years[-1])
    shown: list[int] = []
    for year in reversed(years):  # the newest is always told
        if not shown or scale.project(shown[-1], 0, left) - scale.project(year, 0, left) > wide("2000 "):
            shown.append(year)
    chart.set_x_scale(scale)
    chart.add_x_axis(ticks=shown[::-1], tick_formatter=lambda year, index, count: str(int(year)))
    for strip in plot.strips:
        chart.add_series(leather.Series(list(zip(years, strip.values, strict=True))), Line(strip.style))
    return chart


def _columns(plot: Plot) -> Any:
    chart, left = _upright(plot)
    keys = [str(index) for index in range(len(plot.labels))]  # a period may stand twice
    every = math.ceil(max(map(wide, plot.labels)) * len(keys) / left)
    chart.set_x_scale(leather.Ordinal(keys))
    chart.add_x_axis(tick_formatter=lambda key, index, count: "" if index % every else plot.labels[index])
    for place, strip in enumerate(plot.strips):
        chart.add_series(
            leather.Series(list(zip(keys, strip.values, strict=True))), Column(strip, place, len(plot.strips))
        )
    return chart


def _bars(plot: Plot) -> tuple[Any, int]:
    """Every label on lines of its own above its bars, every number behind its bar; so there is no axis."""
    rows: list[tuple[str, int | None]] = []
    for index, label in enumerate(plot.labels):
        rows += [("", None)] * (index > 0 and len(plot.strips) > 1)
        rows += [(line, None) for line in _broken(label)]
        rows += [("", index)] * len(plot.strips)
    keys = [str(row) for row in range(len(rows))]
    low, high = plot.span
    room = max(wide(text) for strip in plot.strips for text in strip.written) + 12
    chart = Chart()
    chart.set_x_scale(leather.Linear(low, high + (high - low) * room / (WIDTH - room)))
    chart.set_y_scale(leather.Ordinal(keys[::-1]))
    chart.set_x_axis(NoAxis())
    chart.set_y_axis(NoAxis())
    chart.add_series(leather.Series([(0.0, key) for key in keys]), Labels([line for line, _ in rows]))
    first = {index: row for row, (_, index) in reversed(list(enumerate(rows))) if index is not None}
    for place, strip in enumerate(plot.strips):
        data = [(value, keys[first[index] + place]) for index, value in enumerate(strip.values)]
        chart.add_series(leather.Series(data), Bar(strip))
    return chart, ROW * len(rows)


def _upright(plot: Plot) -> tuple[Any, float]:
    """A chart with its axis of values, and the width that this axis leaves."""
    chart = Chart(MARGIN)
    low, high = plot.span
    scale = leather.Linear(low, high)
    chart.set_y_scale(scale)
    return chart, WIDTH * (1 - 2 * MARGIN) - leather.Axis().estimate_label_margin(scale, "left")


def _room(plot: Plot) -> bool:
    """Whether the labels can stand below columns; of many columns only some need to be labelled."""
    _, left = _upright(plot)
    widest, count = max(map(wide, plot.labels)), len(plot.labels)
    return widest * count <= left or (count * len(plot.strips) > CROWD and widest <= left / 2)


# ── letters and bytes ────────────────────────────────────────────────────────


def _broken(text: str) -> list[str]:
    """A label in lines that fit into the picture."""
    lines, line = [], ""
    for letter in " ".join(text.split()):
        if wide(line + letter) > WIDTH:
            lines.append(line)
            line = ""
        line += letter
    return [*lines, line]


def _clean(svg: ElementTree.Element) -> Markup:
    """Without what the style sheet decides: colours become classes, letters have no font; numbers are short."""
    for node in svg.iter():
        for name in ("fill", "stroke"):
            style = node.attrib.pop(name, "")
            if style in DASHES:
                node.set("class", f"{name}-{style}")
            elif style == "none":
                node.set(name, style)
        for name in ("font-family", "font-size"):
            node.attrib.pop(name, None)
        if node.get("stroke-width") == "1":
            del node.attrib["stroke-width"]
        for name in _PLACES:
            if name in node.attrib:
                node.set(name, _NUMBER.sub(lambda number: f"{round(float(number[0]), 1) + 0:g}", node.attrib[name]))
    return Markup(ElementTree.tostring(svg, encoding="unicode"))
