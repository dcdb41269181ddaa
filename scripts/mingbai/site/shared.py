"""Rows that several lists share word for word: rendered once, then placed on every page that has them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup, escape

from ..kinds import Answer
from ..memo import per_object


class _Alone(NamedTuple):
    """A row without a past."""

    item: Any
    answer: Answer | None
    aside: str
    old: tuple[Any, ...] = ()


Tags = tuple[tuple[str, Markup], ...]


def rows_html(env: Environment, template: str, rows: Iterable[Any], address: str, place: Mapping[str, str]) -> Markup:
    """The rows (pages.Row) of a page at ``address``, by a template's macro ``html`` that sees what ``place`` says.

    What differs from place to place stands in a kept row as a tag of its own name, which no text of a list can be.
    """
    parts: Any = env.get_template(template).module
    macro = parts.html
    tags = tuple((name, Markup(f"<{name}>") if text else Markup("")) for name, text in place.items())
    html = "".join([
        macro(row, address, **dict(tags)) if row.old else _once(row.item, macro, row.answer, row.aside, tags)
        for row in rows
    ])  # fmt: skip
    for name, text in place.items():
        html = html.replace(f"<{name}>", escape(text))
    return Markup(html)


@per_object
def _once(item: Any, macro: Callable[..., str], answer: Answer | None, aside: str, tags: Tags) -> str:
    return str(macro(_Alone(item, answer, aside), "", **dict(tags)))
