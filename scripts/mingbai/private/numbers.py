"""Numbers that belong to one person: identity cards of 18 and 15 digits, mobiles, bank cards."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

RESIDENT, OLD, MOBILE, CARD = "身份证号", "身份证号(15 位)", "手机号", "银行卡号"

_CHINESE = str.maketrans("〇零○一幺二三四五六七八九", "0001123456789")
_MIXED = re.compile(r"[0-9〇零○一幺二三四五六七八九](?:[ -]?[0-9〇零○一幺二三四五六七八九Xx]){10,}")
_PARTED = r"(?:[\s.\xb7_()-]{1,3}|\s*\n\s*)"
_IN_TWO = re.compile(r"[ -]| ?\)|\s*\n\s*")  # what may part a mobile anywhere; 1.3812345678 is none
_RUN = re.compile(rf"(?<!\d)\d+[Xx]?(?:{_PARTED}\d+[Xx]?)*")
_GROUP = re.compile(r"\d+[Xx]?")
_RESIDENT = re.compile(r"\d{17}[\dXx]$")
_OLD = re.compile(r"\d{15}$")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}$")
_MOBILE_SHAPES = {(3, 4, 4), (5, 4, 4)}  # as people part it; 1998-2003 120 is no mobile
_CARD = re.compile(r"(?:62|4|5[1-5])\d{14,17}$")
_CARD_WORDS = re.compile(r"卡|账号|帐号|账户|开户|银行")
_PAPER_WORDS = re.compile(r"身份证|公民身份|身份号|证件号|证号|证件")
_NEAR = (20, 12)  # characters before and after a number that may say what it is
_LONGEST = 19  # digits of a card
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 66),
    71,
    81,
    82,
    83,
}


class Number(NamedTuple):
    """One number in a plain text: what it is, its digits, where it begins and ends."""

    what: str
    digits: str
    start: int
    end: int


def resident_id(number: str) -> bool:
    """Whether 18 characters are an identity number: province, real date, GB 11643 checksum."""
    if not _born(number[:2], number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


def old_id(number: str) -> bool:
    """Whether 15 digits may be an identity number as it was until 1999: province and a real date, no checksum."""
    return _born(number[:2], f"19{number[6:12]}")


def _born(province: str, day: str) -> bool:
    if int(province) not in _PROVINCES:
        return False
    try:
        return 1900 <= date(int(day[:4]), int(day[4:6]), int(day[6:])).year <= 2100
    except ValueError:
        return False


def numbers(plain: str, anywhere: bool = False) -> Iterator[Number]:
    """Every such number in a plain text; ``anywhere``: also those that only words beside them would give away.

    Groups of digits with up to three blanks, dashes, dots or brackets between them are joined in every
    way that gives a whole number, so that neither 1101 0119 49… nor a date in front hides one. A run
    with Chinese digits is read both as it stands and as digits.
    """
    card = anywhere or bool(_CARD_WORDS.search(plain))
    yield from _of_runs(plain, plain, 0, card, anywhere)
    for mixed in _MIXED.finditer(plain):
        digits = mixed[0].translate(_CHINESE)
        if digits != mixed[0]:
            yield from _of_runs(digits, plain, mixed.start(), card, anywhere)


def _of_runs(text: str, plain: str, offset: int, card: bool, anywhere: bool) -> Iterator[Number]:
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(run[0]))
        if sum(len(group[0]) for group in groups) < 11:
            continue
        before = offset + run.start()
        near = plain[max(0, before - _NEAR[0]) : before + len(run[0]) + _NEAR[1]]
        old = anywhere or bool(_PAPER_WORDS.search(near))
        first = 0
        while first < len(groups):
            what, digits, last = _number(groups, first, card, old)
            if what:
                yield Number(what, digits, before + groups[first].start(), before + groups[last - 1].end())
            first = last


def _number(groups: list[re.Match[str]], first: int, card: bool, old: bool) -> tuple[str, str, int]:
    """What the groups from ``first`` on spell, its digits, and where to go on."""
    joined = ""
    found = ""
    for last in range(first, len(groups)):
        joined += groups[last][0]
        if len(joined) > _LONGEST:
            break
        if _RESIDENT.match(joined) and resident_id(joined) and not _dates(groups[first : last + 1]):
            return RESIDENT, joined.upper(), last + 1
        mobile = joined.rstrip("Xx")
        if _MOBILE.match(mobile) and _parted_well(groups[first : last + 1]):
            return MOBILE, mobile[-11:], last + 1
        if card and _CARD.match(joined) and _luhn(joined):
            return CARD, joined, last + 1
        if old and _OLD.match(joined) and old_id(joined):
            found = found or f"{joined}|{last + 1}"  # unless it goes on to a longer one
    digits, _, end = found.partition("|")
    return (OLD, digits, int(end)) if found else ("", "", first + 1)


def _dates(groups: list[re.Match[str]]) -> bool:
    """Whether groups are rather the end of one date and the next ones: 12-30 2019-01-08 2018.12."""
    sizes = [len(group[0]) for group in groups]
    return sizes[0] == 2 and 4 in sizes


def _parted_well(groups: list[re.Match[str]]) -> bool:
    """Whether people write a mobile in such groups."""
    if len(groups) == 2:
        return bool(_IN_TWO.fullmatch(groups[0].string, groups[0].end(), groups[1].start()))
    return len(groups) == 1 or tuple(len(group[0].rstrip("Xx")) for group in groups) in _MOBILE_SHAPES


def _luhn(number: str) -> bool:
    twice = [sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2]]
    return (sum(twice) + sum(map(int, number[::-2]))) % 10 == 0
