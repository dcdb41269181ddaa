"""Sheets for a counter: one page of paper an item, a form to fill in or a notice of the way to go."""

from functools import partial

from ..answers import name_of, verdict
from ..areas import Area
from ..catalog import OTHER_BODY, Catalog, Holding, Statement
from ..kinds import OVER, Kind
from .frame import Contact, Page, Site, Step, trail_of

STYLE = "assets/stylesheets/sheet.css"


def sheet_of(kind: Kind, holding: Holding) -> str:
    """What a counter hands out for an item here (空白表, 告知单); '' where its kind has nothing of the sort."""
    return kind.sheet(holding.deciding.item if holding.deciding else None) if kind.sheet else ""


def sheet_page(site: Site, catalog: Catalog, area: Area, kind: Kind, holding: Holding, contacts: list[Contact]) -> Page:
    """The sheet of one item in one place; on paper its code leads to the answer."""
    answers = f"{area.address}{kind.key}/{holding.id}/"
    address, name, sheet = f"{answers}sheet/", name_of(holding), sheet_of(kind, holding)
    content = site.render(
        f"{kind.key}.sheet.html", address, area,
        kind=kind, holding=holding, item=holding.shown.item, answer=verdict(kind, holding), sheet=sheet,
        aliases=catalog.aliases(holding, kind), told=partial(told, kind, holding), contacts=contacts,
    )  # fmt: skip
    trail = [*trail_of(site, area, itself=True), Step(kind.label, f"{area.address}{kind.key}/"), Step(name, answers)]
    title, about = f"{name} {sheet} · {area.short}", f"{area.name}{name}的{sheet},一页 A4 纸,供柜台打印。"
    return Page(address, site.page(address, area, title, about, content, trail, answers, [STYLE]))


def told(kind: Kind, holding: Holding, field: str, others: bool = False) -> Statement | None:
    """Who tells a field: the nearest list that has it, may decide, and answers as the shown one does.

    With ``others`` also the lists of other bodies, which tell who does it instead.
    """
    shown = holding.shown
    alike = [s for s in holding.every if s is shown or (not s.aside and _word(kind, s) == _word(kind, shown))]
    beside = [s for s in holding.every if s.aside == OTHER_BODY and s.list.header.status not in OVER]
    said = [*alike, *(beside if others else ())]
    return next((s for s in said if getattr(s.item, field)), None)


def _word(kind: Kind, said: Statement) -> str:
    answer = kind.answer(said.item)
    return answer.word if answer else ""
