"""What leather is told: its shapes in the page's letters, with their numbers and without its legend."""

# ruff: noqa: D102 (the methods are leather's, and explained there)

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple
from unicodedata import east_asian_width
from xml.etree import ElementTree

import leather

WIDEST = 64  # of one column

DASHES = {"0": None, "1": "12 5", "2": "3 4", "3": "14 4 3 4", "goal": "7 5"}
"""The dashes of a line by its style; ``goal`` is what should be reached."""


class Strip(NamedTuple):
    """One line, or one colour of columns: its style, its numbers (None: none there), and how they are written."""

    style: str
    values: Sequence[float | None]
    written: Sequence[str]


def wide(text: str) -> int:
    """The width of a line of 18 px letters, about."""
    return sum(18 if east_asian_width(letter) in "WFA" else 10 for letter in text)


class Chart(leather.Chart):  # type: ignore[misc]
    """A chart in the page's letters."""

    def __init__(self, margin: float = 0.0) -> None:
        super().__init__()
        theme = leather.theme
        theme.margin, theme.tick_font_char_height, theme.tick_font_char_width = margin, 18, 10
        theme.legend_font_char_height = theme.legend_gap = 0


class Shape:
    """No legend inside of the picture: the page has it, in words that wrap."""

    def legend_to_svg(self, series: Any, palette: Any) -> list[Any]:
        return []


class NoAxis(leather.Axis):  # type: ignore[misc]
    """For pictures whose words and numbers stand beside what they belong to."""

    def estimate_label_margin(self, scale: Any, orient: str) -> int:
        return 0

    def to_svg(self, width: Any, height: Any, scale: Any, orient: str) -> ElementTree.Element:
        return ElementTree.Element("g")


class Line(Shape, leather.Line):  # type: ignore[misc]
    """A line with a dot at every value."""

    def __init__(self, style: str) -> None:
        super().__init__(style, 2 if style == "goal" else 3, DASHES[style])

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Any:
        group = super().to_svg(width, height, x_scale, y_scale, series, palette)
        group.extend(leather.Dots(self._stroke_color, 4).to_svg(width, height, x_scale, y_scale, series, palette))
        return group


class Column(Shape, leather.Columns):  # type: ignore[misc]
    """Columns that share the place of each label with others, their numbers above where there is room."""

    def __init__(self, strip: Strip, place: int, of: int) -> None:
        super().__init__(strip.style)
        self._strip, self._place, self._of = strip, place, of

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Any:
        share = Share(x_scale, self._place, self._of)
        group = super().to_svg(width, height, share, y_scale, series, palette)
        for datum in series.data():
            text = self._strip.written[datum.i]
            start, end = share.project_interval(datum.x, 0, width)
            room = end - start if self._of > 1 else Decimal(width) / len(x_scale.ticks())
            if datum.y is not None and wide(text) <= room:
                y = y_scale.project(max(datum.y, 0), height, 0) - 6
                group.append(_text(text, (start + end) / 2, y, "middle"))
        return group


class Share(NamedTuple):
    """One of several equal parts of an ordinal scale's intervals, none of them too wide."""

    scale: Any
    place: int
    of: int

    def project_interval(self, value: str, low: Any, high: Any) -> tuple[Decimal, Decimal]:
        start, end = self.scale.project_interval(value, low, high)
        each = min((end - start) / self.of, Decimal(WIDEST))
        first = (start + end - each * self.of) / 2 + each * self.place
        gap = min(Decimal(2), each / 8)
        return first + gap, first + each - gap


class Bar(Shape, leather.Bars):  # type: ignore[misc]
    """Bars with their numbers behind them."""

    def __init__(self, strip: Strip) -> None:
        super().__init__(strip.style)
        self._strip = strip

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Any:
        group = super().to_svg(width, height, x_scale, y_scale, series, palette)
        for datum in series.data():
            if datum.x is not None:
                x = x_scale.project(max(datum.x, 0), 0, width) + 8
                group.append(_text(self._strip.written[datum.i], x, y_scale.project(datum.y, height, 0) + 6))
        return group


class Labels(Shape, leather.Shape):  # type: ignore[misc]
    """Words that stand where bars begin."""

    def __init__(self, words: list[str]) -> None:
        self._words = words

    def validate_series(self, series: Any) -> None:
        pass

    def to_svg(self, width: Any, height: Any, x_scale: Any, y_scale: Any, series: Any, palette: Any) -> Any:
        group = ElementTree.Element("g")
        for datum in series.data():
            if self._words[datum.i]:
                group.append(_text(self._words[datum.i], 0, y_scale.project(datum.y, height, 0) + 6))
        return group


def _text(words: str, x: Any, y: Any, anchor: str = "start") -> ElementTree.Element:
    node = ElementTree.Element("text", {"x": str(x), "y": str(y), "text-anchor": anchor})
    node.text = words
    return node
