"""A page that helps to write down what happened; what is written there lives in the page alone."""

from typing import NamedTuple

from markupsafe import Markup

from ..areas import Area
from ..catalog import Catalog
from ..kinds import UNKNOWN
from ..seals import link
from .asked import CLOSING, OPENING, QUESTIONS
from .frame import Page, Site, Step, trail_of
from .reporting import in_use, levels_of
from .shell import root_of

STYLE, SCRIPT = "assets/stylesheets/draft.css", "assets/javascripts/draft.js"
HINTS = (
    "写年月日,大概几点。记不准的,写“大约”。",
    "写单位的全名。说话的人,写职务就行。",
    "照原话写。有文件的,写文件名和文号。",
    "照片、通知、聊天记录、录音,有什么写什么。别人的姓名、号码、住址,先遮住。",
    "比如:不要再要这份证明;把牌子摘下来。",
)


class Question(NamedTuple):
    """One thing that is asked for, what it begins in the text, and how to answer it."""

    label: str
    hint: str


def questions() -> list[Question]:
    """What is asked, in order: what it is about, then what the writer alone can tell."""
    about = [
        Question("事项", "一句话:是什么事。比如:要我到村里开亲属关系证明。"),
        Question("依据", "清单、文件怎么说,写名称和文号。不知道的,空着。"),
    ]
    return [*about, *(Question(label, hint) for label, hint in zip(QUESTIONS, HINTS, strict=True))]


def draft_page(site: Site, catalog: Catalog, area: Area) -> Page:
    """The questions, with room for the answers on paper, and whom to send them to."""
    address = f"{area.address}report/draft/"
    channels = in_use(levels_of(site, catalog, area))
    boxes = [(item, box) for item in channels for box in item.emails or () if box != UNKNOWN]
    content = site.render(
        "draft.html", address, area,
        questions=questions(), opening=OPENING, closing=CLOSING, boxes=boxes,
        source=Markup(link("src", root_of(address), SCRIPT, site.seals)),
    )  # fmt: skip
    about = f"{area.name}:举报以前,把事情一件一件写清楚。写的只在您自己的手机、电脑里。"
    trail = [*trail_of(site, area, itself=True), Step("我要举报", f"{area.address}report/")]
    title = f"{area.short} 举报材料整理"
    return Page(address, site.page(address, area, title, about, content, trail, styles=[STYLE]))
