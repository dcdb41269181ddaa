"""有个人隐私:身份证号、联系方式以外的手机号、银行卡号。

清单是公开的,写进去就收不回来。公务值班手机只能写在 phones、sms 里。提示里只显示打了星号的号码。

反例:
    remark: 经办人身份证 110101********003X

正例:
    remark: 经办人信息不公开
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from stdnum import luhn

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C401"
LEVEL = Level.ERROR
SCOPE = "list"

_CONTACT = ("phones", "sms")
_DIGITS = re.compile(r"\d(?:[ -]?[\dXx]){10,18}")
_MAYBE = re.compile(r"[\d〇零一二三四五六七八九](?:[ -]?[\dXx〇零一二三四五六七八九]){10}")
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_RESIDENT = re.compile(r"(?<![\dA-Za-z])(\d{17}[\dXx])(?![\dA-Za-z])")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86)?(1[3-9]\d{9})(?!\d)")
_CARD = re.compile(r"(?<!\d)(\d{16,19})(?!\d)")
_ISSUERS = re.compile(r"62|4|5[1-5]")
_CARD_WORDS = re.compile(r"卡|账号|帐号|账户|开户|银行")
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
    """Kinds of private data in a text, each with its number masked."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub("[〇零一二三四五六七八九]{11,}", lambda m: m[0].translate(_CHINESE), plain)
    plain = _DIGITS.sub(lambda m: m[0].replace(" ", "").replace("-", "") if not m[0].startswith("0") else m[0], plain)
    for match in _RESIDENT.finditer(plain):
        if resident_id(match[1]):
            yield "身份证号", _masked(match[1])
    if mobiles:
        for match in _MOBILE.finditer(plain):
            yield "手机号", _masked(match[1])
    for match in _CARD.finditer(plain):
        if _ISSUERS.match(match[1]) and luhn.is_valid(match[1]) and _CARD_WORDS.search(plain):
            yield "银行卡号", _masked(match[1])


def _masked(number: str) -> str:
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Every text of the list, wherever it stands; one look at the whole file spares most of them."""
    if not _MAYBE.search(file.source.text) and "\\" not in file.source.text:
        return
    for path, text in _texts(file.source.data, ()):
        contact = len(path) > 1 and path[-2] in _CONTACT and file.kind.topics is not None
        for what, masked in find(text, mobiles=not contact and path[-1] != "url"):
            yield file.source.problem(path, CODE, f"有{what} {masked}", "删去它,或改写成不涉及个人的说法", LEVEL)


def _texts(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key, -1), key
            yield from _texts(value, (*path, key))
    else:
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))
