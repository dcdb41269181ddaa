"""名称重复:同一份清单里两个事项的名称实际相同。

比较时不看空格、全角半角、书名号和括号样式。履职事项在不同类型(基本、配合、收回)里各写一次不算重复。

反例:
    items:
      - id: a
        name: 亲属关系证明
      - id: b
        name: 亲属 关系证明

正例:
    items:
      - id: a
        name: 亲属关系证明
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C302"
LEVEL = Level.WARNING
SCOPE = "list"

_IGNORED = str.maketrans("", "", " \u3000《》“”\"'·、,。")


@lru_cache(20_000)  # neighbours name their items alike
def normal(name: str) -> str:
    """A name without what people write in different ways."""
    return unicodedata.normalize("NFKC", name).translate(_IGNORED).casefold()


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Every item named like an earlier one of the same facet."""
    facet = file.kind.facet
    first: dict[tuple[str, str], str] = {}
    for number, item in enumerate(file.items):
        key = (normal(item.name), str(getattr(item, facet)) if facet else "")
        if key in first and first[key] != item.id:
            message = f"“{item.name}”和编号 {first[key]} 的事项同名"
            yield file.problem(number, "name", CODE, message, "合并成一项,或把名称写得能分清", LEVEL)
        first.setdefault(key, item.id)
