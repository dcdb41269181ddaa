"""现行清单已过失效日期:状态写着现行或试行,失效日期却已经过去。

过期的清单不再决定答案,页面上会写“已于…失效”。状态应当一起改。

反例:
    status: 现行
    effective_to: 2024-12-31

正例:
    status: 废止
    effective_to: 2024-12-31
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile, day
from ..kinds import IN_FORCE
from ..problems import Level, Problem

CODE = "C304"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """The header's end before the day asked for."""
    end = day(file.header.effective_to, last=True)
    if file.header.status in IN_FORCE and end and end < as_of.isoformat():
        message = f"状态是“{file.header.status}”,但已于 {file.header.effective_to} 失效"
        yield file.source.problem(("effective_to",), CODE, message, "状态改为 废止 或 已修改,或更正日期", LEVEL)
