"""编号是网站自用的名字:changes 是变更记录的地址,不能用作有单独页面的事项的编号。

反例:
    id: changes

正例:
    id: bianhua
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C327"
LEVEL = Level.ERROR
SCOPE = "list"

RESERVED = ("changes",)


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Items whose page would lie where the changes of their list are read."""
    for number, item in enumerate(file.items if file.kind.item_pages else ()):
        if item.id in RESERVED:
            yield file.problem(number, "id", CODE, f"编号不能叫 {item.id}", "换一个拼音编号", LEVEL)
