"""任务过期没有进展:任务的完成期限已过,却没有写进展。

过了期限的任务,读者要知道完成没有。

反例:
    - id: a
      name: 清理牌子
      deadline: 2024-12-31

正例:
    - id: a
      name: 清理牌子
      deadline: 2024-12-31
      progress: 已完成
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile, day
from ..problems import Level, Problem

CODE = "C321"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Tasks past their deadline without a state."""
    if file.kind.key != "tasks":
        return
    for number, item in enumerate(file.items):
        end = day(item.deadline, last=True)
        if end and end < as_of.isoformat() and item.progress is None:
            message = f"“{item.name}”的期限 {item.deadline} 已过,没写进展"
            yield file.problem(number, "deadline", CODE, message, "补 progress;不知道写 待核实", LEVEL)
