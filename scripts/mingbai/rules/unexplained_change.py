"""危险的改动没有说明:改了结论、归属、责任单位、日期、依据或联系方式,没有写 change。

审阅的人要为改动负责,得知道为什么改、谁决定的。写一个 change:类型、原因、决定文件。
只在与旧版比较时检查(mingbai check --base)。

反例:
    - id: qinshu-guanxi
      decision: 可以出具

正例:
    - id: qinshu-guanxi
      decision: 可以出具
      change:
        type: 修改
        reason: 省里的新清单改为可以出具
        decision_doc: 某政办发〔2026〕1号
"""

from collections.abc import Iterator
from datetime import date

from ..changes import Change
from ..kinds import Danger
from ..problems import Level, Problem

CODE = "C502"
LEVEL = Level.WARNING
SCOPE = "change"

_PROOF = ("change", "sources", "verified_on", "unverified")  # they explain, and need no explanation


def check(change: Change, as_of: date) -> Iterator[Problem]:
    """Items in which a dangerous field changed while what they say of the change did not."""
    for one, edits in change.edited():
        said = edits.get("change")
        if said and said.new is not None:
            continue
        weights = {name: change.danger(edit) for name, edit in edits.items() if name not in _PROOF}
        worst = sorted((name for name in weights if weights[name] >= Danger.BASIS), key=lambda name: -weights[name])
        if worst and one.key.id:
            fields = change.kind.item.model_fields
            labels = "、".join(fields[name].title or name for name in worst if name in fields)
            message = f"“{change.name(one.key.id)}”改了{labels},没有写为什么改"
            yield change.problem(one.key.id, worst[0], CODE, message, "写 change:type、reason、decision_doc", LEVEL)
