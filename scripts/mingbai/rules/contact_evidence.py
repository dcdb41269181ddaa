"""联系方式没有来源或核对过期:没有来源、没有核对日期,或上次核对已超过 180 天。

一个打不通或换了主人的号码,会让求助的人落空,甚至有危险。核对一次,就更新 verified_on。

反例:
    - id: "12345"
      phones: [12345]

正例:
    - id: "12345"
      phones: [12345]
      verified_on: 2026-11-01
      sources:
        - title: 公告
          form: 原文
"""

from collections.abc import Iterator
from datetime import date, timedelta

from ..catalog import ListFile, day
from ..problems import Level, Problem

CODE = "C308"
LEVEL = Level.WARNING
SCOPE = "list"

FRESH = timedelta(days=180)


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Contacts in use without a source, a check date, or with an old one."""
    if file.kind.topics is None:
        return
    for number, item in enumerate(file.items):
        if not file.kind.topics(item):
            continue
        if not (item.sources or file.header.sources):
            yield file.problem(number, (), CODE, f"“{item.name}”没有来源", "补 sources", LEVEL)
        checked = day(item.verified_on or file.header.verified_on)
        if not checked:
            yield file.problem(number, (), CODE, f"“{item.name}”没有核对日期", "拨打核对后写 verified_on", LEVEL)
        elif date.fromisoformat(checked) < as_of - FRESH:
            message = f"“{item.name}”上次核对是 {checked},已超过 180 天"
            yield file.problem(number, "verified_on", CODE, message, "重新核对并更新 verified_on", LEVEL)
