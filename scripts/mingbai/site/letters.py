"""Where a name stands on /all/, and what stands there: its letter, its place in the order, its answers, its weight."""

import json
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from ..kinds import KINDS
from .names import Told
from .situations import KEY

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
        weight = ROW + len(self.name) + sum(map(len, self.aliases))
        for _, _, places, _ in self.answers:
            for short, address in places:
                weight += LINK + len(short) + len(address)
        return weight


class Letter(NamedTuple):
    """The names of a kind under one letter, counted; ``weight`` is about how many characters they take on /all/."""

    kind: str
    letter: str
    names: int
    weight: int


class Listed(NamedTuple):
    """A name on /all/."""

    number: int
    name: str
    weight: int
    mark: int  # of all that is said of it


def listed(kind: str) -> bool:
    """Whether /all/ lists names of a kind: items and situations; neither places nor lists."""
    return kind == KEY or kind in KINDS


class Sounds(dict[str, str]):
    """How characters sound by themselves; what was not known is from now on."""

    def __missing__(self, char: str) -> str:
        first = _readings().get(str(ord(char)), "").split(",")[0]
        self[char] = normalize("NFC", normalize("NFD", first).translate(_TONES)).replace("ü", "v") or char
        return self[char]


_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0304\u030c"))


@cache
def _readings() -> dict[str, str]:
    """The readings of characters by their numbers: pypinyin's own table, for with all its words it takes 50 MB."""
    package = find_spec("pypinyin")
    assert package and package.origin
    found: dict[str, str] = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_text("utf-8"))
    return found


def initial(name: str, sounds: Sequence[str]) -> str:
    """The letter a name is filed under: that of its first character's pinyin, or '#'."""
    for char, sound in zip(name, sounds, strict=True):
        letter = sound[:1].upper()
        if letter.isascii() and letter.isalpha():
            return letter
        if char.isdigit():
            return "#"
    return "#"


def shown(name: str, told: Told, areas: Sequence[tuple[str, str]]) -> Shown:
    """A name as /all/ shows it; ``areas`` are the places' short names and addresses, by their numbers."""
    if len(told.places) == 1:
        ((number, tail, (word, tone, _)),) = told.places
        return Shown(name, told.others, [(word, tone, [(areas[number][0], areas[number][1] + tail)], 0)])
    answers: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, tail, (word, tone, _) in told.places:
        answers.setdefault((word, tone), []).append((number, tail))
    rows = []
    for (word, tone), places in answers.items():
        some = places[: MANY if len(places) <= MANY else FEW]
        named = [(areas[number][0], areas[number][1] + tail) for number, tail in some]
        rows.append((word, tone, named, len(places) - len(some)))
    return Shown(name, told.others, rows)
