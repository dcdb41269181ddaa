"""A review as one self-contained page: read on a phone, side by side where there is room."""

import re
from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from ..review import Review
from . import telling

Rows = Mapping[tuple[str, str], tuple[str, str]]  # file and id → the item's row before and after, as HTML

_OF_ITS_PAGE = re.compile(r'<a class="anchor"[^>]*>#</a>| (?:id="[^"]*"|href="(?!https?:|tel:|mailto:)[^"]*")')


@cache
def _template() -> Template:
    loader = PackageLoader("mingbai.report", ".")
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.get_template("page.html")


def page(review: Review, rows: Rows | None = None, style: str = "") -> str:
    """The whole page; ``rows`` are shown before and after, drawn with ``style`` as on the site itself."""
    shown = {key: (_row(old), _row(new)) for key, (old, new) in (rows or {}).items()}
    return _template().render(review=review, rows=shown, style=Markup(style), telling=telling, words=telling.WORDS)


def _row(html: str) -> Markup:
    """A row unfolded and by itself: without ids that stand on this page twice, without links that lead nowhere here."""
    bare = _OF_ITS_PAGE.sub("", html).replace("<details", "<details open")
    list_of = "ul" if bare.startswith("<li") else "div"
    return Markup(f'<{list_of} class="rows">{bare}</{list_of}>' if bare else "")
