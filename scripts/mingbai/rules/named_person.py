"""可能写了个人姓名:举报人、投诉人、信访人、户主这样的词后面跟着像姓名的字。

清单不写谁举报、谁被举报。机关和职务(某局、张书记)不算,遮住的(张某、李某某)不算。机器认姓名没有十分的把握,
所以只是提醒:不是姓名的,不用管;是姓名的,删去,或写成“某村民”。

反例:
    remark: 举报人:李小明反映要开证明

正例:
    remark: 有村民反映要开证明
"""

from collections.abc import Iterator
from typing import Any

from ..kinds import Kind
from ..memo import Passed
from ..private.persons import may_name, named
from ..problems import Level, Problem
from ..read import Source

CODE = "C402"
LEVEL = Level.WARNING
SCOPE = "source"


_NAMELESS = Passed(may_name)


def check(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """Every text of the file; most files do not speak of people who complain."""
    if not _NAMELESS.all(source.parts):
        yield from _look(source, source.data, ())


def _look(source: Source, node: Any, path: tuple[str | int, ...]) -> Iterator[Problem]:
    if isinstance(node, str):
        for name, _ in named(node) if may_name(node) else ():
            fix = "不是姓名的不用管;是姓名的删去,或写成“某村民”"
            yield source.problem(path, CODE, f"可能写了个人姓名 {name}", fix, LEVEL)
    else:
        for part, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _look(source, value, (*path, part))
