"""有个人隐私:身份证号、银行卡号、车牌号,还有联系方式以外的手机号、邮箱。

清单是公开的,写进去就收不回来。公务值班手机只能写在渠道清单的 phones、sms 里,单位邮箱只能写在 emails 里。
全角数字、汉字数字、中间有空格或横线、夹在汉字里的,都认得出。15 位的旧身份证号、银行卡号,旁边有“身份证”
“卡”“账号”这样的字才算。提示里只显示打了星号的号码。
手写的网页和建成的网站也这样检查:网站里有一处,就不替换旧网站。

反例:
    remark: 经办人身份证 110101********003X

正例:
    remark: 经办人信息不公开
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..kinds import Kind
from ..marks import KEY
from ..memo import Passed
from ..private import find
from ..private.sieve import may_hold
from ..private.signs import MAILBOX
from ..problems import Level, Problem
from ..read import Source

CODE = "C401"
LEVEL = Level.ERROR
SCOPE = "source"

CONTACT = ("phones", "sms", "emails")
CODES = ("url", "sha256")  # long numbers in these are addresses and sums, not mobiles
_ADDRESS = re.compile(r"https?://[^\s<>\"')]+")


def check(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """Every text of the file, wherever it stands; a look at the file in large parts spares most of them."""
    if _HARMLESS.all(source.parts) and "\\" not in source.text:
        return
    for path, text in _texts(source.data):
        contact = len(path) > 1 and path[-2] in CONTACT and kind is not None and kind.topics is not None
        for found in find(text, contacts=not contact and path[-1] not in CODES):
            fix = "单位的邮箱写进渠道清单的 emails,个人的删去" if found.what == MAILBOX else ""
            fix = fix or "删去它,或改写成不涉及个人的说法"
            yield source.problem(path, CODE, f"有{found.what} {found.masked}", fix, LEVEL)


_HARMLESS = Passed(may_hold)


def in_page(shown: str, text: str) -> Iterator[Problem]:
    """The same in a hand-written page, line by line; what belongs to an address is no number.

    Mailboxes wait until all lists are read, which may publish them on purpose: the site is looked at as well.
    """
    for number, line in enumerate(text.split("\n"), 1):
        bare = _ADDRESS.sub(lambda match: " " * len(match[0]), line)
        for found in find(bare) if may_hold(bare) else ():
            if found.what != MAILBOX:
                message = f"有{found.what} {found.masked}"
                yield Problem(shown, number, found.at + 1, CODE, message, "删去它,网页是公开的", level=LEVEL)


def _texts(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Every text of a file that could hold something, with its path; a key stands for all of its name."""
    found: list[tuple[tuple[str | int, ...], str]] = []
    keys: set[str] = set()

    def look(node: dict[str, Any] | list[Any], path: tuple[str | int, ...]) -> None:
        if isinstance(node, dict):
            for key in node:
                if key not in keys:
                    keys.add(key)
                    if may_hold(key):
                        found.append(((*path, key, KEY), key))
        parts: Iterable[tuple[str | int, Any]] = node.items() if isinstance(node, dict) else enumerate(node)
        for part, value in parts:
            if not isinstance(value, str):
                look(value, (*path, part))
            elif len(value) > 2 and may_hold(value):
                found.append(((*path, part), value))

    look(data, ())
    return found
