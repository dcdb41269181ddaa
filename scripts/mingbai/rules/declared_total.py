"""条数与公布的不符:写明“完整”的清单,条数或分类条数与公布的总数对不上。

少一条可能是漏录,多一条可能是重复。确实不符时两个数字都保留,这个提醒也会给读者看到。

反例:
    completeness: 完整
    declared_total: 20
    items: (只有 19 项)

正例:
    completeness: 完整
    declared_total: 20
    items: (20 项)
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..problems import Level, Problem

CODE = "C303"
LEVEL = Level.WARNING
SCOPE = "list"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """The whole against declared_total, and each category against its own number."""
    header = file.header
    rows = file.source.data.get("items", [])
    if header.completeness != "完整":
        return
    if header.declared_total and header.declared_total.isdigit() and int(header.declared_total) != len(rows):
        message = f"公布 {header.declared_total} 项,这里有 {len(rows)} 项"
        yield file.source.problem(("declared_total",), CODE, message, "核对漏录和重复;确实不符就保留", LEVEL)
    counts = Counter(item.category for item in file.items)
    for category, declared in (header.declared_by_category or {}).items():
        if declared.isdigit() and int(declared) != counts[category]:
            message = f"“{category}”公布 {declared} 项,这里有 {counts[category]} 项"
            path = ("declared_by_category", category)
            yield file.source.problem(path, CODE, message, "核对漏录和类别名称;确实不符就保留", LEVEL)
