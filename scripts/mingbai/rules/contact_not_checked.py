"""联系方式改了没有重新核对:电话、邮箱、地址换了,核对日期没有换。

错一个数字,求助的人就打给了别人。改完拨一次,再写 verified_on。
只在与旧版比较时检查(mingbai check --base)。

反例:
    - id: xian-xinfang
      phones: [0000-8800007]
      verified_on: 2026-01-01

正例:
    - id: xian-xinfang
      phones: [0000-8800007]
      verified_on: 2026-11-20
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..changes import Change
from ..kinds import UNKNOWN, Danger
from ..problems import Level, Problem

CODE = "C504"
LEVEL = Level.WARNING
SCOPE = "change"


def check(change: Change, as_of: date) -> Iterator[Problem]:
    """Contacts that changed to something known without a new day of checking."""
    if change.says_anew("verified_on"):
        return
    for one, edits in change.edited():
        contacts = [n for n, edit in edits.items() if change.danger(edit) is Danger.CONTACT and _known(edit.new)]
        checked = edits.get("verified_on")
        if contacts and one.key.id and not (checked and checked.new is not None):
            message = f"“{change.name(one.key.id)}”的联系方式改了,没有重新核对"
            yield change.problem(one.key.id, contacts[0], CODE, message, "拨打核对后写 verified_on", LEVEL)


def _known(value: Any) -> bool:
    """Whether something new is said that could be wrong."""
    return value is not None and value not in (UNKNOWN, [UNKNOWN])
