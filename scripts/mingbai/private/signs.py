"""Licence plates (GA 36) and mailboxes in a plain text."""

import re
from collections.abc import Iterator

from .numbers import Number

PLATE, MAILBOX = "车牌号", "邮箱"
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_LETTER = "A-HJ-NP-Z"  # I and O are in no plate
_PLATE = re.compile(
    rf"[{PROVINCES}][{_LETTER}][ \xb7.-]?"
    rf"(?:[DFABCEGHJK][{_LETTER}0-9]\d{{4}}|\d{{5}}[DFABCEGHJK]"  # of cars with a battery
    rf"|(?=(?:[A-Z]*\d){{3}})[{_LETTER}0-9]{{5}}|[{_LETTER}0-9]\d{{3}}[学挂警港澳领])"
    r"(?![A-Za-z0-9]|[-/]\d)",
    re.IGNORECASE,
)
_PLACES = {  # words that end in the sign of a province: 北京A12345 is a code of Beijing
    *("北京", "南京", "东京", "天津", "四川", "银川", "永川", "铜川", "吴川", "合川", "西宁", "南宁", "济宁", "咸宁"),
    *("遂宁", "海宁", "普宁", "江宁", "永宁", "长宁", "高新", "创新", "更新", "最新", "全新", "西藏", "白云", "江苏"),
}
_MAILBOX = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+-]*(?: ?@ ?| ?[(\[]at[)\]] ?)(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
_NOBODYS = (".invalid", ".example", ".test")  # reserved by RFC 2606: they lead nowhere
_AT = re.compile(r" ?(?:@|[(\[]at[)\]]) ?", re.IGNORECASE)


def plates(plain: str) -> Iterator[Number]:
    """Every licence plate: province, letter, five or six characters, with a dot, blank or dash or without."""
    for found in _PLATE.finditer(plain):
        if plain[max(0, found.start() - 1) : found.start() + 1] not in _PLACES:
            yield Number(PLATE, re.sub(r"[ \xb7.-]", "", found[0]).upper(), found.start(), found.end())


def mailboxes(plain: str) -> Iterator[Number]:
    """Every mailbox, with blanks around its sign or (at) in its place as well."""
    for found in _MAILBOX.finditer(plain):
        if found[0].lower().endswith(_NOBODYS):
            continue
        yield Number(MAILBOX, _AT.sub("@", found[0], count=1).lower(), found.start(), found.end())
