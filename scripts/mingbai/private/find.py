"""Everything private in a text, masked, with where it stands."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .numbers import MOBILE, Number, numbers
from .plain import place, plain
from .signs import MAILBOX, PLATE, mailboxes, plates

PUBLISHED = (MOBILE, MAILBOX)  # what an office may publish on purpose


class Found(NamedTuple):
    """One thing that is private: what, masked for messages, bare for comparing, and where in the text it begins."""

    what: str
    masked: str
    bare: str
    at: int


def find(text: str, contacts: bool = True) -> Iterator[Found]:
    """Everything private in a text, in order; ``contacts=False`` where mobiles and mailboxes may stand.

    Seen through: full-width and other Unicode digits, hidden characters, Chinese digits, blanks, dashes,
    dots and brackets within a number, letters and Chinese beside it. Not seen: a number spelt otherwise
    than digit by digit (一百三十八), or with letters in the place of digits.
    """
    bare = plain(text)
    seen: set[tuple[str, int]] = set()
    for number in sorted(_all(bare), key=lambda one: (one.start, one.what)):
        if (number.what, number.start) not in seen and (contacts or number.what not in PUBLISHED):
            seen.add((number.what, number.start))
            yield Found(number.what, masked(number), number.digits, place(text, number.start))


def _all(bare: str) -> Iterator[Number]:
    yield from numbers(bare)
    yield from plates(bare)
    if "@" in bare or "at" in bare or "AT" in bare:
        yield from mailboxes(bare)


def masked(number: Number) -> str:
    """As a message may show it: enough to find it, too little to use it."""
    said = number.digits
    if number.what == MAILBOX:
        return re.sub(r"^(.)[^@]*", r"\1***", said)
    if number.what == PLATE:
        return said[:2] + "*" * (len(said) - 3) + said[-1]
    return said[:3] + "*" * (len(said) - 5) + said[-2:]
