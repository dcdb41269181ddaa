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

IDENTITY = checked("11000019490307003")
MOBILE = "13800138000"  # the operator's own sample
CARD = luhn("411111111111111")  # the makers' test number


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
