"""渠道没有写清:几时有人接、录不录音、可否匿名、多久答复、怎样保密,举报之前都要知道。

不知道的也要写:hours、time_limit、confidentiality 写 待核实,recorded、anonymous 写 未知。停用的不用写。

反例:
    - id: rexian
      phones: [12345]

正例:
    - id: rexian
      phones: [12345]
      hours: 7×24小时
      recorded: 未知
      anonymous: 可以
      time_limit: 待核实
      confidentiality: 待核实
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C331"
LEVEL = Level.WARNING
SCOPE = "list"

ASKED = ("hours", "recorded", "anonymous", "time_limit", "confidentiality")


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Channels in use that leave out what people have to know before they report."""
    fields = file.kind.item.model_fields
    if file.kind.topics is None or not set(ASKED) <= set(fields):
        return
    for number, item in enumerate(file.items):
        left = [name for name in ASKED if getattr(item, name) is None]
        if file.kind.topics(item) and left:
            said = "、".join(str(fields[name].title) for name in left)
            fix = f"补 {'、'.join(left)};不知道写 待核实 或 未知"
            yield file.problem(number, (), CODE, f"“{item.name}”没有写{said}", fix, LEVEL)
