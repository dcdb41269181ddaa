"""准入事项没有批准或保障:交给村里协助的事,没写谁批准的,或没写人员、经费、物资保障。

没有批准和保障的事,村里可以不接。

反例:
    - id: a
      name: 入户调查
      urgency: 一般

正例:
    - id: a
      name: 入户调查
      urgency: 一般
      approver: 县联席会议
      guarantee:
        funds: 按户补助
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C320"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Admitted tasks without an approver or without any guarantee."""
    if file.kind.key != "admissions":
        return
    for number, item in enumerate(file.items):
        if not item.approver:
            yield file.problem(number, (), CODE, f"“{item.name}”没写谁批准", "补 approver;不知道写 待核实", LEVEL)
        if not item.guarantee:
            yield file.problem(number, (), CODE, f"“{item.name}”没写人员、经费、物资保障", "补 guarantee", LEVEL)
