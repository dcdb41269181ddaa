"""改了结论没有写从哪天起:结论、归属或责任单位改了,施行日期没有跟着写。

今天办事的人和明天办事的人可能答案不同,得写明从哪一天起。
只在与旧版比较时检查(mingbai check --base)。

反例:
    - id: qinshu-guanxi
      decision: 可以出具

正例:
    - id: qinshu-guanxi
      decision: 可以出具
      effective_from: 2026-12-01
"""

from collections.abc import Iterator
from datetime import date

from ..changes import Change
from ..kinds import Danger
from ..problems import Level, Problem

CODE = "C503"
LEVEL = Level.WARNING
SCOPE = "change"

_TURNS = (Danger.BODY, Danger.ROLE, Danger.DECISION)


def check(change: Change, as_of: date) -> Iterator[Problem]:
    """Items that say something else from no day on."""
    if change.says_anew("effective_from"):
        return
    for one, edits in change.edited():
        turned = [name for name, edit in edits.items() if change.danger(edit) in _TURNS]
        dated = edits.get("effective_from")
        if turned and one.key.id and not (dated and dated.new is not None):
            label = change.kind.item.model_fields[turned[0]].title
            message = f"“{change.name(one.key.id)}”的{label}改了,没有写从哪天起"
            yield change.problem(one.key.id, turned[0], CODE, message, "写 effective_from", LEVEL)
