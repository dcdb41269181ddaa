"""What somebody writes who is asked for something against a list: begun with the item, the rule and its number."""

from collections.abc import Iterable
from typing import NamedTuple

from ..areas import Area
from ..kinds import UNKNOWN, Header
from ..kinds.base import LegalBasis
from .frame import Site

OPENING = "我要反映一件事,请依法处理。"
CLOSING = "以上是我知道的情况,记不准的已经写明。"
QUESTIONS = (
    "什么时候、在哪里",
    "哪个单位、哪个窗口、哪个工作群",
    "要我办什么、怎么说的、有没有文件",
    "有什么可以作证",
    "希望怎样处理",
)
"""What the writer alone can tell."""


class Line(NamedTuple):
    """One line: its label, and what is already known ('' where the writer has to fill it in)."""

    label: str
    value: str

    def __str__(self) -> str:
        return f"{self.label}:{self.value}" if self.label else self.value


class Prepared(NamedTuple):
    """A letter already begun."""

    subject: str
    lines: list[Line]

    @property
    def text(self) -> str:
        """The whole of it."""
        return "\n".join(map(str, self.lines))


def prepared(
    site: Site, area: Area, address: str, about: str, header: Header,
    name: str = "", word: str = "", bases: Iterable[LegalBasis] = (),
) -> Prepared:  # fmt: skip
    """The letter about one item, or with no name about any item of a list; ``about`` is what its subject says."""
    number = "" if not header.doc_no else "(文号待核实)" if header.doc_no == UNKNOWN else f"({header.doc_no})"
    why = "、".join(map(_basis, bases))
    lines = [
        Line("", OPENING),
        Line("事项", name),
        *([Line("清单怎么说", word)] if word or not name else []),
        Line("地方", area.name),
        Line("清单", f"《{header.title}》{number}"),
        *([Line("依据", why)] if why else []),
        *([Line("网页", site.url + address)] if site.url else []),
        *(Line(question, "") for question in QUESTIONS),
        Line("", CLOSING),
    ]
    return Prepared(f"反映:{about}", lines)


def _basis(one: LegalBasis) -> str:
    number = "" if not one.doc_no else "(文号待核实)" if one.doc_no == UNKNOWN else f"({one.doc_no})"
    article = one.article if one.article and one.article != UNKNOWN else ""
    return f"《{one.title}》{number}{article}"
