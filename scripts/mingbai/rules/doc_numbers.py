"""同一份文件有两个文号:名称相同的文件,在不同地方写了不同的文号。

多半有一处转载抄错了。两个都留着就说不清依据。

反例:
    某指导意见 民发〔2020〕20号
    某指导意见 民发〔2020〕2号

正例:
    两处都写 民发〔2020〕20号
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..catalog import ListFile
from ..kinds import UNKNOWN
from ..kinds.forms import DOC_NO
from ..problems import Level, Problem

CODE = "C307"
LEVEL = Level.WARNING
SCOPE = "site"


class Cited(NamedTuple):
    """A document as one place of a list cites it."""

    title: str
    number: str
    file: str
    line: int
    column: int


NOTE = Cited


def normal(number: str) -> str:
    """A document number in its right form, without any space."""
    return DOC_NO.tidy(number).replace(" ", "")


def note(file: ListFile) -> Iterator[Cited]:
    """Every titled document number of a list: its own and those of its legal bases."""
    if file.header.doc_no and file.header.doc_no != UNKNOWN and not file.ref.slug:
        yield _cited(file, (file.header.title, file.header.doc_no), ("doc_no",))
    seen: set[tuple[str, str]] = set()
    for number, item in enumerate(file.items):
        for index, basis in enumerate(item.legal_basis or ()):
            if basis.doc_no and basis.doc_no != UNKNOWN and (basis.title, basis.doc_no) not in seen:
                seen.add((basis.title, basis.doc_no))
                path = ("items", file.rows[number], "legal_basis", index, "doc_no")
                yield _cited(file, (basis.title, basis.doc_no), path)


def _cited(file: ListFile, document: tuple[str, str], path: tuple[str | int, ...]) -> Cited:
    title, number = document
    return Cited(title.strip("《》"), normal(number), file.ref.shown, *file.source.where(path))


def check(notes: list[Any]) -> Iterator[Problem]:
    """Every citation whose number differs from the first one of the same title and issuer's word."""
    first: dict[str, Cited] = {}
    for cited in sorted(notes, key=lambda c: (c.title, c.file, c.line)):
        known = first.setdefault(cited.title, cited)
        if known.number != cited.number:
            message = f"《{cited.title}》这里是 {cited.number},{known.file}:{known.line} 是 {known.number}"
            yield Problem(cited.file, cited.line, cited.column, CODE, message, "对照原文统一文号", "doc_no", LEVEL)
