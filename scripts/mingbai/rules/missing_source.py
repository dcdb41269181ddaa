"""清单没有来源:整份清单没有写 sources。

每一个公布的事实都要能追到出处。各项自己都写了来源的,清单可以不写。

反例:
    title: 某清单
    items: …

正例:
    sources:
      - title: 某通知
        publisher: 某市人民政府
        form: 原文
        accessed: 2026-11-21
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C311"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """A list that neither as a whole nor in each item says where it is from."""
    if not file.header.sources and not (file.items and all(item.sources for item in file.items)):
        yield file.source.problem(("title",), CODE, "这份清单没有写来源", "补 sources", LEVEL)
