"""计划外没有批准:计划外的文件、会议或检查,没写谁批准的。

计划外的事要报批,没有批准的可以反映。

反例:
    - id: a
      name: 临时督查
      type: 督查检查考核
      in_plan: 计划外

正例:
    - id: a
      name: 临时督查
      type: 督查检查考核
      in_plan: 计划外
      approval: 市委办公室
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C322"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Off-plan items without an approval."""
    if file.kind.key != "plans":
        return
    for number, item in enumerate(file.items):
        if item.in_plan == "计划外" and not item.approval:
            yield file.problem(number, "in_plan", CODE, f"计划外的“{item.name}”没写谁批准", "补 approval", LEVEL)
