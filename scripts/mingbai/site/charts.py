"""Charts out of number series: SVG made at build time, with no script and no style of its own.

Drawn by leather; colours are the page's (currentColor and classes), so that dark
mode and print work. A chart never stands alone: its table is beside it.
"""

import re
from typing import Any

import leather
from markupsafe import Markup, escape

WIDTH, HEIGHT = 340, 240  # a phone: its 18 px text is 18 px there

_YEAR = re.compile(r"(19|20)[0-9]{2}")
_SIZE = re.compile(r'<svg width="\d+" height="\d+" version="1.1" xmlns="http://www.w3.org/2000/svg">')
_NUMBER = re.compile(r'="(-?\d+\.\d{2})\d+"')


def chart(item: Any) -> Markup:
    """One series as a picture: a line over three years and more, columns else; nothing for a single value."""
    points = item.points
    if len(points) < 2:
        return Markup("")
    _theme()
    picture = leather.Chart()
    values = [float(point.value) for point in points]
    years = [int(point.period) if _YEAR.fullmatch(point.period) else 0 for point in points]
    if len(points) > 2 and all(years) and years == sorted(set(years)):
        data = list(zip(years, values, strict=True))
        picture.add_line(data, stroke_color="series-0", width=3)
        picture.add_x_scale(min(years), max(years))
        picture.add_x_axis(ticks=years, tick_formatter=lambda value, index, ticks: str(int(value)))
    else:
        data = [(point.period, value) for point, value in zip(points, values, strict=True)]
        picture.add_columns(data, fill_color="series-0")
    low, high = min(0.0, *values) * 1.1, max(0.0, *values) * 1.1
    picture.add_y_scale(low, high if high > low else 1.0)
    svg = picture.to_svg(width=WIDTH, height=HEIGHT)
    told = f"{item.name}:" + ",".join(f"{point.period} {point.value}{item.unit}" for point in points)
    head = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(" ".join(told.split()))}" class="chart">'
    )
    return Markup(_NUMBER.sub(r'="\1"', _coloured(_SIZE.sub(lambda _: head, svg))))


def _coloured(svg: str) -> str:
    """Named colours become classes, so that the style sheet decides."""
    return re.sub(r'(fill|stroke)="series-(\d)"', r'class="\1-\2"', svg)


def _theme() -> None:
    theme = leather.theme
    theme.background_color = "none"
    theme.margin = 0.06
    theme.tick_color = theme.axis_title_color = theme.label_color = "currentColor"
    theme.title_color = theme.legend_color = "currentColor"
    theme.zero_color = "currentColor"
    theme.tick_font_family = theme.legend_font_family = theme.title_font_family = "inherit"
    theme.tick_font_size = theme.legend_font_size = 18
    theme.tick_font_char_height, theme.tick_font_char_width = 18, 10
    theme.legend_font_char_height, theme.legend_font_char_width = 20, 18
