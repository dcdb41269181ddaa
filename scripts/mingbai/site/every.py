"""/all/: every name by kind and letter, on pages of bounded weight whatever the size of the site.

What a page below /all/ holds depends on the names near it alone: where one page ends and the next begins is a matter
of single names, so that with a name that comes or goes one page or two are made anew.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from ..kinds import KINDS
from .book import Book, Changes
from .frame import Site, Step
from .letters import Letter, Listed, Shown, shown
from .names import Lines, Told, packed, told_of, unpacked
from .situations import KEY, LABEL

FOLDER = "all/"
_LABELS = {KEY: LABEL, **{kind.key: kind.label for kind in KINDS.values()}}


Pages = tuple[tuple[str, str], ...]
"""Of every page of a letter what its first name begins with, and its address below /all/."""


class Filed(NamedTuple):
    """The names of a kind under one letter, on a page of their own where ``page`` says so, and further such pages."""

    name: str
    names: list[Shown]
    page: str = ""
    pages: Pages = ()


class Section(NamedTuple):
    """One kind, or the situations."""

    key: str
    label: str
    total: int
    letters: list[Filed]


@dataclass(frozen=True)
class Sheet:
    """A page of a letter, to be made."""

    file: str
    kind: str
    letter: str
    page: str  # below /all/
    pages: Pages
    made: str  # a sum of all that it depends on
    lines: Lines

    @cached_property
    def names(self) -> list[tuple[str, Told]]:
        """What stands on it."""
        return _names(self.lines)

    def leads(self, site: Site) -> set[str]:
        """The files that show its items, and where on them, as links tell: pages that were looked at with theirs."""
        if self.kind not in KINDS:
            return set()
        found = (site.real[number].address + tail for _, told in self.names for number, tail, _ in told.places)
        return {"/index.html#".join(one.split("/#")) if "#" in one else f"{one}index.html" for one in found}

    def text(self, site: Site) -> str:
        """The page."""
        label = _LABELS[self.kind]
        filed = Filed(self.letter, _shown(site, self.names), self.page, self.pages)
        section = Section(self.kind, label, len(self.names), [filed])
        return _page(site, FOLDER + self.page, [section], f"{label} {self.letter}")


class Front(NamedTuple):
    """/all/ itself, to be made."""

    sections: list[tuple[str, int, list[tuple[str, Lines, str]]]]  # kind, names, letters: theirs or their page

    @property
    def file(self) -> str:
        """Its address."""
        return f"{FOLDER}index.html"

    @property
    def made(self) -> str:
        """A sum of all that it depends on."""
        return _sum(self.sections)

    def leads(self, site: Site) -> set[str]:
        """Nothing: all that it leads to is looked at again."""
        return set()

    def text(self, site: Site) -> str:
        """The page."""
        sections = [
            Section(
                kind,
                _LABELS[kind],
                total,
                [Filed(name, _shown(site, _names(lines)), page) for name, lines, page in letters],
            )
            for kind, total, letters in self.sections
        ]
        return _page(site, FOLDER, sections, "")


def all_pages(book: Book, changes: Changes) -> Iterator[Front | Sheet]:
    """/all/ and, for kinds with many names, a page a letter below it, or several: those that changed."""
    kinds = {kind: list(letters) for kind, letters in groupby(book.letters(), key=lambda one: one.kind)}
    kinds = {kind: kinds[kind] for kind in _LABELS if kind in kinds}
    apart = _apart(book, kinds)
    stood = book.files(FOLDER)
    there = {"/".join(file.split("/")[:3]) for file in stood if file.count("/") > 1}  # all/duties/z
    stand: set[str] = set()
    for kind, letters in kinds.items():
        for one in letters if kind in apart else ():
            folder = FOLDER + _folder(kind, one.letter)
            if folder.rstrip("/") in there and (kind, one.letter) not in changes.letters:
                stand |= {file for file in stood if file.startswith(folder)}
                continue
            for page, pages, made, ids in _sheets(book, kind, one.letter):
                file = f"{FOLDER}{page}index.html"
                stand.add(file)
                if stood.get(file) != made:
                    yield Sheet(file, kind, one.letter, page, pages, made, book.lines(ids))
    front = Front(
        [(kind, sum(one.names for one in some), _front(book, some, kind in apart)) for kind, some in kinds.items()]
    )
    stand.add(front.file)
    if stood.get(front.file) != front.made:
        yield front
    book.drop(stood.keys() - stand)


def _apart(book: Book, kinds: Mapping[str, list[Letter]]) -> set[str]:
    """The kinds that stand on pages of their own: those of many names, then the heaviest until the rest fits."""
    weights = {kind: sum(one.weight for one in letters) for kind, letters in kinds.items()}
    apart = {kind for kind, letters in kinds.items() if sum(one.names for one in letters) > book.sizes.full}
    for kind in sorted(weights, key=lambda kind: -weights[kind]):
        if sum(weight for other, weight in weights.items() if other not in apart) > book.sizes.front:
            apart.add(kind)
    return apart


def _front(book: Book, letters: list[Letter], apart: bool) -> list[tuple[str, Lines, str]]:
    if apart:
        return [(one.letter, packed([]), _folder(one.kind, one.letter)) for one in letters]
    return [(one.letter, book.lines(row.number for row in book.under(one.kind, one.letter)), "") for one in letters]


def _sum(*made_of: object) -> str:
    return hashlib.blake2b(json.dumps(made_of).encode(), digest_size=16).hexdigest()


def _folder(kind: str, letter: str) -> str:
    return f"{kind}/{letter.lower().replace('#', '0')}/"


def _sheets(book: Book, kind: str, letter: str) -> Iterator[tuple[str, Pages, str, list[int]]]:
    """A letter's pages, each of which links to all of them: what is to be made of each, and its names."""
    rows = list(_cut(book.under(kind, letter), book.sizes.piece))
    folder = _folder(kind, letter)
    pages = [folder, *(f"{folder}{number}/" for number in range(2, len(rows) + 1))]
    begins = tuple(zip((names[0].name[:4] for names in rows), pages, strict=True)) if len(rows) > 1 else ()
    for names, page in zip(rows, pages, strict=True):
        yield page, begins, _sum(begins, page, [one.mark for one in names]), [one.number for one in names]


def _cut(names: list[Listed], room: int) -> Iterator[list[Listed]]:
    """Names by page. Of those that could begin the next page, in the latter half of one, the least by number does.

    So a name that comes or goes seldom moves where a page ends.
    """
    start = 0
    while start < len(names):
        held, end = 0, 0
        for at in range(start, len(names)):
            if at > start and held * 2 >= room and (not end or names[at].number < names[end].number):
                end = at
            held += names[at].weight
            if at > start and held > room:
                end = end or at
                break
        else:
            end = len(names)
        yield names[start:end]
        start = end


def _names(lines: Lines) -> list[tuple[str, Told]]:
    return [(name, told_of(said)) for _, name, _, _, _, said in unpacked(lines)]


def _shown(site: Site, names: list[tuple[str, Told]]) -> list[Shown]:
    return [shown(name, told, site.labels) for name, told in names]


def _page(site: Site, address: str, sections: list[Section], only: str) -> str:
    nation = site.tree.areas[""]
    content = site.render("all.html", address, nation, sections=sections, only=only)
    trail = [Step("首页", ""), *([Step("全部事项", "all/")] if only else [])]
    about = "所有清单里的事项,按种类和拼音排列,别名写在旁边。"
    return site.page(address, nation, f"全部事项 {only}".strip(), about, content, trail)
