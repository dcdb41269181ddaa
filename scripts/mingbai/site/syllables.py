"""The table of characters by syllable that search reads: ``python -m mingbai.site.syllables > syllables.json``.

Made once and kept among the assets, since it changes only with pypinyin; a test holds the two alike.
"""

import sys
from collections import Counter, defaultdict

from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.style import convert

from .data import dumps

SHARE = 0.1  # of the words a character stands in, for a second reading to count


def common() -> list[str]:
    """The characters of GB 2312 and those that Big5 calls common: simplified and traditional ones."""
    return [char for char in map(chr, range(0x4E00, 0xA000)) if _known(char)]


def _known(char: str) -> bool:
    try:
        return bool(char.encode("gb2312"))
    except UnicodeEncodeError:
        pass
    try:
        return char.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False


def table() -> dict[str, str]:
    """{'hun': '婚昏…'}: the usual reading first, others (重 chong) where words use them often."""
    heard: dict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in phrases_dict.items():
        for char, (reading, *_) in zip(word, readings, strict=False):
            heard[char][convert(reading, Style.NORMAL, strict=True)] += 1
    found: dict[str, list[str]] = defaultdict(list)
    others: dict[str, list[str]] = defaultdict(list)
    for char in common():
        usual = lazy_pinyin(char)[0]
        if not usual.isascii():
            continue
        found[usual].append(char)
        total = heard[char].total()
        for reading, times in heard[char].items():
            if reading != usual and reading.isascii() and times >= SHARE * total and times > 2:
                others[reading].append(char)
    return {syllable: "".join(found[syllable] + others[syllable]) for syllable in sorted({*found, *others})}


if __name__ == "__main__":
    sys.stdout.write(dumps(table()))
