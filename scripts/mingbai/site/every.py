"""/all/: every name by kind and letter, on pages of bounded weight whatever the size of the site."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ..areas import Area, Tree
from ..kinds import KINDS
from .frame import Page, Site, Step
from .search import Name
from .situations import KEY, LABEL

FULL = 400  # names of a kind up to which /all/ itself may list them; beyond, a page a letter
FRONT = 250_000  # characters that /all/ holds: 40 KB of gzip
PIECE = 120_000  # characters that any page below it holds
ROW, LINK = 120, 60  # what a name and a place weigh besides their words
MANY, FEW = 20, 3  # of so many places all are named, of more the first few


class Shown(NamedTuple):
    """One name, with its answers and the places that give them, by their short names."""

    name: str
    aliases: list[str]
    answers: list[tuple[str, str, list[tuple[str, str]], int]]  # word, tone, places with their addresses, how many more

    @property
    def weight(self) -> int:
        """About how many characters its row takes."""
        places = (place for _, _, places, _ in self.answers for place in places)
        words = len(self.name) + sum(map(len, self.aliases))
        return ROW + words + sum(LINK + len(short) + len(address) for short, address in places)


class Letter(NamedTuple):
    """The names of a kind under one letter, on a page of their own where ``page`` says so, and further such pages."""

    name: str
    names: list[Shown]
    page: str = ""
    pages: tuple[tuple[str, str], ...] = ()  # what the first name of each begins with, and its address below /all/

    @property
    def weight(self) -> int:
        """About how many characters it takes."""
        return sum(name.weight for name in self.names)


class Section(NamedTuple):
    """One kind, or the situations."""

    key: str
    label: str
    total: int
    letters: list[Letter]

    @property
    def weight(self) -> int:
        """About how many characters it takes."""
        return sum(letter.weight for letter in self.letters)


@cache
def _sound(char: str) -> str:
    """How a character sounds by itself; most names of a large site are made of the same few thousand."""
    from pypinyin import lazy_pinyin  # here: it takes a while to load, and where no name is new none is asked for

    return str(lazy_pinyin(char, errors="default")[0])


def _order(name: Name) -> tuple[list[str], str]:
    """What names are sorted by: their sounds, character by character."""
    return [_sound(char) for char in name.name], name.name


def initial(name: str) -> str:
    """The letter a name is filed under: that of its first character's pinyin, or '#'."""
    for char in name:
        letter = _sound(char)[:1].upper()
        if letter.isascii() and letter.isalpha():
            return letter
        if char.isdigit():
            return "#"
    return "#"


def all_pages(site: Site, names: list[Name]) -> Iterator[Page]:
    """/all/ and, for kinds with many names, a page a letter below it, or several."""
    nation = site.tree.areas[""]
    sections = list(_sections(site.tree, names))
    apart = {section.key for section in sections if section.total > FULL}
    for section in sorted(sections, key=lambda one: -one.weight):
        if sum(one.weight for one in sections if one.key not in apart) > FRONT:
            apart.add(section.key)
    front = []
    for section in sections:
        letters = section.letters
        if section.key in apart:
            letters = []
            for letter in section.letters:
                pieces = _pieces(section.key, letter)
                for piece in pieces:
                    one = Section(section.key, section.label, len(letter.names), [piece])
                    yield _all_page(site, nation, f"all/{piece.page}", [one], f"{section.label} {letter.name}")
                letters.append(pieces[0]._replace(names=[]))
        front.append(section._replace(letters=letters))
    yield _all_page(site, nation, "all/", front, "")


def _sections(tree: Tree, names: list[Name]) -> Iterator[Section]:
    for key, label in ((KEY, LABEL), *((kind.key, kind.label) for kind in KINDS.values())):
        filed: dict[str, list[Name]] = {}
        for name in names:
            if name.kind == key:
                filed.setdefault(initial(name.name), []).append(name)
        letters = [Letter(letter, _shown(tree, filed[letter])) for letter in sorted(filed)]
        if letters:
            yield Section(key, label, sum(len(letter.names) for letter in letters), letters)


def _pieces(key: str, letter: Letter) -> list[Letter]:
    """A letter's pages, each of which links to all of them."""
    rows: list[list[Shown]] = [[]]
    left = PIECE
    for name in letter.names:
        if rows[-1] and left < name.weight:
            rows.append([])
            left = PIECE
        rows[-1].append(name)
        left -= name.weight
    folder = f"{key}/{letter.name.lower().replace('#', '0')}/"
    pages = [folder, *(f"{folder}{number}/" for number in range(2, len(rows) + 1))]
    begins = tuple(zip((names[0].name[:4] for names in rows), pages, strict=True)) if len(rows) > 1 else ()
    return [Letter(letter.name, names, page, begins) for names, page in zip(rows, pages, strict=True)]


def _all_page(site: Site, nation: Area, address: str, sections: list[Section], only: str) -> Page:
    content = site.render("all.html", address, nation, sections=sections, only=only)
    trail = [Step("首页", ""), *([Step("全部事项", "all/")] if only else [])]
    about = "所有清单里的事项,按种类和拼音排列,别名写在旁边。"
    return Page(address, site.page(address, nation, f"全部事项 {only}".strip(), about, content, trail))


def _shown(tree: Tree, names: Iterable[Name]) -> list[Shown]:
    found = []
    for name in sorted(names, key=_order):
        answers: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for path, address, (word, tone, _) in name.places:
            answers.setdefault((word, tone), []).append((path, address))
        rows = []
        for (word, tone), places in answers.items():
            some = places[: MANY if len(places) <= MANY else FEW]
            rows.append(
                (word, tone, [(tree.areas[path].short, address) for path, address in some], len(places) - len(some))
            )
        found.append(Shown(name.name, list(name.aliases), rows))
    return found
