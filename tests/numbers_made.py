"""Numbers that look private and belong to nobody: no person is registered in a province as such (110000 …)."""

from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

from helpers import TODAY

PROVINCES = [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)]
CHINESE = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
FULL = {chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x5B)}


def checked(digits: str) -> str:
    """Seventeen digits with the ISO 7064 MOD 11-2 sign, computed the long way."""
    rest = 0
    for digit in digits:
        rest = (rest + int(digit)) * 2 % 11
    sign = (12 - rest) % 11
    return digits + ("X" if sign == 10 else str(sign))


def luhn(digits: str) -> str:
    """Digits with their Luhn sign."""
    for sign in "0123456789":
        whole = digits + sign
        twice = [sum(divmod(int(digit) * 2, 10)) for digit in whole[-2::-2]]
        if (sum(twice) + sum(map(int, whole[::-2]))) % 10 == 0:
            return whole
    raise AssertionError


identities = st.builds(
    lambda province, born, order: checked(f"{province}0000{born:%Y%m%d}{order:03}"),
    st.sampled_from(PROVINCES),
    st.dates(min_value=date(1915, 1, 1), max_value=TODAY),
    st.integers(0, 999),
)
mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
cards = (
    st.from_regex(r"(62|4[0-9]|5[1-5])[0-9]{13,16}", fullmatch=True)
    .map(luhn)
    .filter(lambda card: 16 <= len(card) <= 19)
)

old_identities = st.builds(
    lambda province, born, order: f"{province}0000{born:%y%m%d}{order:03}",
    st.sampled_from(PROVINCES),
    st.dates(min_value=date(1915, 1, 1), max_value=date(1979, 12, 31)),
    st.integers(0, 999),
)
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
plates = st.builds(
    lambda province, letter, serial: province + letter + serial,
    st.sampled_from("京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"),
    st.sampled_from(SIGNS),
    st.from_regex(
        r"[0-9]{5}|[A-HJ-NP-Z][0-9]{4}|[0-9]{3}[A-HJ-NP-Z][0-9]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]", fullmatch=True
    ),
)
mailboxes = st.from_regex(r"[a-z][a-z0-9]{2,9}([._-][a-z0-9]{1,4})?@(qq|163|example)\.(com|cn|gov\.cn)", fullmatch=True)

IDENTITY = checked("11000019490307003")
OLD_IDENTITY = "110000490307003"
MOBILE = "13800138000"  # the operator's own sample
CARD = luhn("411111111111111")  # the makers' test number
PLATE = "粤B00000"
MAILBOX = "nobody@example.org"


def spaced(number: str, cuts: tuple[int, ...], by: str) -> str:
    edges = [0, *cuts, len(number)]
    return by.join(number[start:end] for start, end in pairwise(edges))


def chinese(number: str) -> str:
    return "".join(CHINESE.get(char, char) for char in number)


def fullwidth(number: str) -> str:
    return "".join(FULL.get(char, char) for char in number)


FORMS = {
    "as it is": str,
    "small x": str.lower,
    "full-width": fullwidth,
    "spaced": lambda number: spaced(number, (6, 14), " "),
    "dashed": lambda number: spaced(number, (6, 14), "-"),
    "dotted": lambda number: spaced(number, (6, 14), "."),
    "blanks": lambda number: spaced(number, (6, 10, 14), "  "),
    "long dashes": lambda number: spaced(number, (6, 14), "—"),
    "hidden signs": lambda number: "\u200b".join(number),
    "Chinese digits among others": lambda number: number[:6] + chinese(number[6:14]) + number[14:],
    "in fours": lambda number: spaced(number, (4, 8, 12, 16), " "),
}
PLACES = [
    *(
        "{}",
        "身份证{}",
        "身份证号:{}。",
        "(身份证{})",
        "张某某{}男",
        "证号 {} 有效",
        "联系人{},经办",
        "a {} b",
        "第1项{}",
    ),
    *(
        "1 {}",
        "1. {}",
        "1.{}",
        "2026-11-22 {}",
        "编号12 {} 3份",
        "{} 2026-11-22",
        "{}、{}",
        "{} {}",
        "{}/{}",
        "{}-1",
        "0858-8610001 {}",
    ),
]
