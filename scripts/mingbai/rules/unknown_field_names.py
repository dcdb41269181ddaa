"""待核实字段写错:unverified 里的名字不是这一项的字段,或者这个字段没有值。

页面靠它在对应的内容旁边标“待核实”,写错就标不出来。

反例:
    unverified: [发证机关]

正例:
    issuing_body: [公安派出所]
    unverified: [issuing_body]
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C310"
LEVEL = Level.ERROR
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Names in ``unverified`` that mark nothing."""
    for number, item in enumerate(file.items):
        for index, name in enumerate(item.unverified or ()):
            if name not in type(item).model_fields or getattr(item, name) is None:
                message = f"unverified 里的 {name} 不是这一项已有的字段"
                yield file.problem(number, ("unverified", index), CODE, message, "写英文字段名,如 issuing_body", LEVEL)
