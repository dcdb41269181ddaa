"""The search index of a large site in parts, of which a reader fetches those that sound like what is asked.

A name is filed under every pair of sounds in it (证明 → zheng ming, whoever spells it), under the first two signs
of letters and digits, under its initials and, if it is long, under how it begins: all its pairs may stand in hundreds
of names. A key's hash says in which part it is filed; parts.js finds the same keys in a question. So what is fetched
does not grow with the site: parts only become more.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from string import ascii_lowercase, digits

from ..resources import overrides

MOST = 1 << 12  # parts
LONG, BEGINNING = 5, 8  # characters of a long name, and of how it begins

_RUN = re.compile("[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")
_SIGNS = 0xE000
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Sounds:
    """What sounds.js makes of the same table: a sign for every syllable, those that southern ears hear alike in one."""

    def __init__(self, table: Path) -> None:
        signs: dict[str, str] = {}
        self.signs: defaultdict[str, list[str]] = defaultdict(list)  # of a character
        self.first = {char: char for char in ascii_lowercase + digits}  # letter of a character's first syllable
        for syllable, chars in json.loads(table.read_text(encoding="utf-8")).items():
            folded = re.sub("([aei])ng$", r"\1n", re.sub("^([zcs])h", r"\1", syllable))
            sign = signs.setdefault(folded, chr(_SIGNS + len(signs)))
            for char in chars:
                self.first.setdefault(char, syllable[0])
                if sign not in self.signs[char]:
                    self.signs[char].append(sign)
        self.signs.default_factory = None

    @cache  # noqa: B019 - there is one
    def pair(self, one: str, other: str) -> list[int]:
        """The keys of two characters: how they may sound, or themselves where the table lacks one."""
        sounds = [first + second for first in self.signs.get(one, ()) for second in self.signs.get(other, ())]
        return [number(key) for key in sounds or [one + other]]

    def keys(self, text: str) -> set[int]:
        """All that a text is filed under."""
        plain = text.translate(_WIDE).lower()
        found: set[int] = set()
        spelt = ""
        for run in _RUN.findall(plain):
            if run[0] < "\u3400":
                found.add(number(run[:2]))
            else:
                found.update(*map(self.pair, run, run[1:]))
                spelt += run
        if len(spelt) >= LONG:
            found.add(number("".join([self.signs.get(char, char)[0] for char in spelt[:BEGINNING]])))
        initials = "".join(islice(filter(None, map(self.first.get, plain)), 3))
        return found.union(map(number, (initials[:2], initials))) if len(initials) > 1 else found


@cache
def _sounds() -> Sounds:
    return Sounds(overrides() / "assets/search/syllables.json")


@lru_cache(1 << 16)
def number(key: str) -> int:
    """What a key is known by (FNV-1a); the rest that the number of parts leaves of it says in which it is filed."""
    found = 0x811C9DC5
    for char in key:
        found = (found ^ ord(char)) * 0x01000193 & 0xFFFFFFFF
    return found


def keys(words: Iterable[str]) -> set[int]:
    """All keys of a name that is called so, by their numbers."""
    sounds = _sounds()
    return set().union(*map(sounds.keys, words))
