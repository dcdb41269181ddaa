"""编号重复:同一份清单里两个事项用了同一个编号。

编号是一个事项的永久地址。两个事项同号,链接、历史和更新就会张冠李戴。

反例:
    items:
      - id: qinshu-guanxi
        name: 亲属关系证明
      - id: qinshu-guanxi
        name: 婚姻状况证明

正例:
    items:
      - id: qinshu-guanxi
        name: 亲属关系证明
      - id: hunyin-zhuangkuang
        name: 婚姻状况证明
"""

from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C301"
LEVEL = Level.ERROR
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Every item whose id an earlier item of the list has."""
    first: dict[str, str] = {}
    for number, item in enumerate(file.items):
        if item.id in first:
            message = f"编号 {item.id} 已经是“{first[item.id]}”的"
            yield file.problem(number, "id", CODE, message, "给这一项另起一个编号", LEVEL)
        first.setdefault(item.id, item.name)
