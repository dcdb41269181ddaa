"""How values read on a page: filters for the templates, each escaping what it is given."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape
from pydantic import BaseModel

from ..catalog import Holding, Statement
from ..kinds import UNKNOWN
from ..kinds.base import LegalBasis, Source
from .copies import Kept

WAIT = Markup('<em class="m wait">待核实</em>')
_LINK = Markup('<a href="{}" rel="noreferrer noopener">{}</a>')


def said(value: Any, apart: str = "、", kept: Kept | None = None) -> Markup:
    """Any value of a list as HTML: lists joined, bases, sources and their ``kept`` copies linked, 待核实 marked."""
    if isinstance(value, str):
        return WAIT if value == UNKNOWN else escape(value)
    if value is None:
        return Markup("")
    if isinstance(value, (list, tuple)):
        if len(value) == 1:
            return said(value[0], kept=kept)
        between = Markup("<br>") if value and isinstance(value[0], BaseModel) else Markup(escape(apart))
        return between.join(said(part, kept=kept) for part in value)
    if isinstance(value, dict):
        return Markup(" · ").join(escape(f"{key} {number}") for key, number in value.items())
    if isinstance(value, LegalBasis):
        return basis(value)
    if isinstance(value, Source):
        return source(value, kept)
    if isinstance(value, BaseModel) and type(value).__str__ is BaseModel.__str__:
        return Markup(";").join(Markup(escape(f"{label}:")) + html for label, html in facts(value))
    return Markup(escape(value))


def basis(value: LegalBasis) -> Markup:
    """A legal basis in one line: 《…》(文号)第十条."""
    title = Markup(escape(f"《{value.title}》"))
    head = _LINK.format(value.url, title) if value.url and value.url != UNKNOWN else title
    number = Markup(f" {said(value.doc_no)}") if value.doc_no else Markup("")
    version = Markup(escape(f"({value.version} 版)")) if value.version else Markup("")
    return head + number + Markup(" ") + said(value.article) + version


def source(value: Source, kept: Kept | None = None) -> Markup:
    """A source in one line: linked title, publisher, form, dates, and the copy of it that the site keeps."""
    head = _LINK.format(value.url, value.title) if value.url and value.url != UNKNOWN else escape(value.title)
    told = [
        value.publisher,
        value.form,
        value.date and f"{value.date} 发布",
        value.accessed and f"{value.accessed} 查看",
    ]
    told += [value.license and f"许可 {value.license}", value.remark]
    copy = kept.link(value.sha256) if kept else Markup("")
    line = Markup(head) + Markup(escape("(" + ",".join(part for part in told if part) + ")"))
    return line + Markup(" ") + copy if copy else line


def facts(item: BaseModel, skip: Iterable[str] = (), kept: Kept | None = None) -> list[tuple[str, Markup]]:
    """Every field that an item has under its label, in declared order, without its name and ``skip``."""
    left_out = {"id", "name", "aliases", "category", "unverified", *skip}
    doubtful = getattr(item, "unverified", None) or ()
    found = []
    for key, info in type(item).model_fields.items():
        value = getattr(item, key)
        if value is not None and key not in left_out:
            html = said(value, kept=kept) + (Markup(" ") + WAIT if key in doubtful and value != [UNKNOWN] else "")
            found.append((info.title or key, html))
    return found


def tel(phone: str) -> Markup:
    """A phone as a link that dials; 待核实 as a mark."""
    if phone == UNKNOWN:
        return WAIT
    number = "".join(char for char in phone.split("转")[0] if char.isdigit() or char == "+")
    return Markup('<a class="tel" href="tel:{}">{}</a>').format(number, phone)


def mail(mailbox: str) -> Markup:
    """A mailbox as a link; 待核实 as a mark."""
    return WAIT if mailbox == UNKNOWN else Markup('<a href="mailto:{0}">{0}</a>').format(mailbox)


def letter(mailbox: str, subject: str, body: str, label: str = "") -> Markup:
    """A link that begins a letter: who gets it, about what, with what already written."""
    lines = body.replace("\n", "\r\n")  # as RFC 6068 asks
    asked = f"{mailbox}?subject={quote(subject)}&body={quote(lines)}"
    return Markup('<a href="mailto:{}">{}</a>').format(asked, label or f"写邮件给 {mailbox}(已填好内容)")


def known(value: Any) -> bool:
    """Whether a list says something: neither nothing nor 待核实."""
    return bool(value) and value not in (UNKNOWN, [UNKNOWN])


def first(holding: Holding, field: str) -> Statement | None:
    """The nearest statement that has a field, the deciding one first."""
    return next((s for s in holding.every if getattr(s.item, field, None)), None)
