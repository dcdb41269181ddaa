"""/all/: every name by kind and letter, the search that needs no script."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..kinds import KINDS
from .frame import Page, Site, Step
from .names import Shelf, plain
from .situations import KEY, LABEL

FULL = 400  # names of a kind up to which /all/ itself lists them; beyond, a page a letter
LETTERS = ("#", *"ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Letter(NamedTuple):
    """The names of a kind under one letter: here, or on a page of their own."""

    name: str
    rows: str
    page: str = ""


class Part(NamedTuple):
    """One of the pages that a letter with many names takes."""

    first: str  # name
    page: str  # from the site's root


class Section(NamedTuple):
    """One kind on /all/, or the situations."""

    key: str
    label: str
    total: int
    letters: list[Letter]


def all_pages(site: Site, shelves: Mapping[str, Shelf]) -> Iterator[Page]:
    """/all/ and, for kinds with many names, a page a letter below it."""
    sections: list[Section] = []
    for key, label in ((KEY, LABEL), *((kind.key, kind.label) for kind in KINDS.values())):
        mine = [(letter, shelf) for letter in LETTERS if (shelf := shelves.get(f"{key}-{plain(letter)}"))]
        total = sum(shelf.names for _, shelf in mine)
        if total > FULL:
            letters = [Letter(letter, "", f"{key}/{plain(letter)}/") for letter, _ in mine]
            for (letter, shelf), listed in zip(mine, letters, strict=True):
                yield from _letter_pages(
                    site, Section(key, label, shelf.names, []), letter, shelf, f"all/{listed.page}"
                )
        else:
            letters = [Letter(letter, "".join(rows for _, rows in shelf.rows)) for letter, shelf in mine]
        if mine:
            sections.append(Section(key, label, total, letters))
    yield _page(site, "all/", sections, "")


def _letter_pages(site: Site, section: Section, letter: str, shelf: Shelf, address: str) -> Iterator[Page]:
    parts = [
        Part(first, f"{address}{number}/" if number > 1 else address) for number, (first, _) in enumerate(shelf.rows, 1)
    ]
    for part, (_, rows) in zip(parts, shelf.rows, strict=True):
        one = section._replace(letters=[Letter(letter, rows)])
        more = f" 从“{part.first}”起" if part is not parts[0] else ""
        yield _page(site, part.page, [one], f"{section.label} {letter}{more}", parts)


def _page(site: Site, address: str, sections: list[Section], only: str, parts: Sequence[Part] = ()) -> Page:
    nation = site.tree.areas[""]
    content = site.render("all.html", address, nation, sections=sections, only=only, parts=parts)
    trail = [Step("首页", ""), *([Step("全部事项", "all/")] if only else [])]
    about = "所有清单里的事项,按种类和拼音排列,别名写在旁边。"
    return Page(address, site.page(address, nation, f"全部事项 {only}".strip(), about, content, trail))
