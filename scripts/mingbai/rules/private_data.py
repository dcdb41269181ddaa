"""有个人隐私:身份证号、联系方式以外的手机号、银行卡号。

清单是公开的,写进去就收不回来。公务值班手机只能写在 phones、sms 里。提示里只显示打了星号的号码。

反例:
    remark: 经办人身份证 110101********003X

正例:
    remark: 经办人信息不公开
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ..careful import KEY
from ..kinds import Kind
from ..problems import Level, Problem
from ..read import Source

CODE = "C401"
LEVEL = Level.ERROR
SCOPE = "source"

CONTACT = ("phones", "sms")
CODES = ("url", "sha256")  # long numbers in these are addresses and sums, not mobiles
_HAN = "〇零一二三四五六七八九"
_MAYBE = re.compile(rf"[\d{_HAN}](?:[\s-]*[\dXx{_HAN}]){{10}}")
_ADDRESS = re.compile(r"https?://[^\s<>\"')]+")
_CHINESE = str.maketrans(_HAN, "00123456789")
_CHINESE_RUN = re.compile(rf"[{_HAN}](?:[ -]?[{_HAN}Xx]){{10,}}")
_RUN = re.compile(r"(?<!\d)\d+[Xx]?(?:[ -]\d+[Xx]?)*")
_RESIDENT = re.compile(r"\d{17}[\dXx]$")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}$")
_MOBILE_SHAPES = {(3, 4, 4), (5, 4, 4)}  # as people part it; 1998-2003 120 is no mobile
_CARD = re.compile(r"(?:62|4|5[1-5])\d{14,17}$")
_CARD_WORDS = re.compile(r"卡|账号|帐号|账户|开户|银行")
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


def resident_id(number: str) -> bool:
    """Whether 18 characters are an identity number: province, real date, GB 11643 checksum."""
    if int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return 1900 <= born.year <= 2100 and "10X98765432"[total % 11] == number[17].upper()


def find(text: str, mobiles: bool = True) -> Iterator[tuple[str, str]]:
    """Kinds of private data in a text, each with its number masked.

    Groups of digits parted by one space or hyphen are joined in every way that gives a
    whole number, so that neither 1101 0119 49… nor a date in front hides one.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = _CHINESE_RUN.sub(lambda match: match[0].translate(_CHINESE), plain)
    card = bool(_CARD_WORDS.search(plain))
    for run in _RUN.finditer(plain):
        groups = re.split("[ -]", run[0])
        first = 0
        while first < len(groups):
            what, last = _number(groups, first, mobiles, card)
            if what:
                yield what, _masked("".join(groups[first:last]))
            first = last


def _number(groups: list[str], first: int, mobiles: bool, card: bool) -> tuple[str, int]:
    """What the groups from ``first`` on spell, and where to go on."""
    joined = ""
    for last in range(first, len(groups)):
        joined += groups[last]
        if len(joined) > _LONGEST:
            break
        if _RESIDENT.match(joined) and resident_id(joined):
            return "身份证号", last + 1
        shape = tuple(len(group) for group in groups[first : last + 1])
        if mobiles and (len(shape) < 3 or shape in _MOBILE_SHAPES) and _MOBILE.match(joined):
            return "手机号", last + 1
        if card and _CARD.match(joined) and _luhn(joined):
            return "银行卡号", last + 1
    return "", first + 1


def _masked(number: str) -> str:
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def check(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """Every text of the file, wherever it stands; one look at the whole file spares most of them."""
    if not _may_hold(source.text) and "\\" not in source.text:
        return
    for path, text in _texts(source.data):
        contact = len(path) > 1 and path[-2] in CONTACT and kind is not None and kind.topics is not None
        for what, masked in find(text, mobiles=not contact and path[-1] not in CODES):
            yield source.problem(path, CODE, f"有{what} {masked}", "删去它,或改写成不涉及个人的说法", LEVEL)


def in_page(shown: str, text: str) -> Iterator[Problem]:
    """The same in a hand-written page, line by line; what belongs to an address is no number."""
    for number, line in enumerate(text.split("\n"), 1):
        bare = _ADDRESS.sub(lambda match: " " * len(match[0]), line)
        for what, masked in find(bare):
            start = _MAYBE.search(bare)
            column = start.start() + 1 if start else 1
            yield Problem(shown, number, column, CODE, f"有{what} {masked}", "删去它,网页是公开的", level=LEVEL)


def _may_hold(text: str) -> bool:
    return bool(_MAYBE.search(text if text.isascii() else unicodedata.normalize("NFKC", text)))


def _texts(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Every text of a file that could hold a number, with its path; a key stands for all of its name."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    keys: set[str] = set()

    def look(node: dict[str, Any] | list[Any], path: tuple[str | int, ...]) -> None:
        if isinstance(node, dict):
            for key in node:
                if key not in keys:
                    keys.add(key)
                    if _may_hold(key):
                        found.append(((*path, key, KEY), key))
        parts: Iterable[tuple[str | int, Any]] = node.items() if isinstance(node, dict) else enumerate(node)
        for part, value in parts:
            if not isinstance(value, str):
                look(value, (*path, part))
            elif len(value) > 2 and _may_hold(value):
                found.append(((*path, part), value))

    look(data, ())
    return found


def _luhn(number: str) -> bool:
    from stdnum import luhn  # here, since hardly a list holds a card

    return bool(luhn.is_valid(number))
