"""The inventory of source documents: what each holds, and where it is published or why not."""

from collections.abc import Iterator
from typing import Literal

from .catalog import ListFile
from .kinds.fields import Code, Danger, Date, Model, Text
from .kinds.fields import field as declare
from .problems import Problem

FILE = "_site/inventory.yml"


class Row(Model):
    """One thing that a document speaks of."""

    no: Code = declare("条目号", "如 0.6;清单来源里的 rows 用它", required=True)
    what: Text = declare("内容", "说了什么", Danger.PROSE, required=True)
    publish: Literal["清单", "数字", "不公布"] = declare("怎样公布", "清单、只公布数字、不公布", required=True)
    reason: Text | None = declare("没有清单的原因", "没有名称也没有数字,或属内部事项", Danger.PROSE)


class Document(Model):
    """One source document."""

    no: Text = declare("文件号", "", required=True)
    title: Text = declare("标题", "", Danger.BASIS, required=True)
    publisher: Text | None = declare("发布者", "", Danger.BASIS)
    place: Text | None = declare("地方", "", Danger.FACT)
    date: Date | None = declare("日期", "", Danger.DATE)
    rows: list[Row] = declare("条目", "逐条清点", required=True)


class Inventory(Model):
    """lists/_site/inventory.yml."""

    documents: list[Document] | None = declare("文件", "按文件清点的条目")


def check_rows(file: ListFile, known: frozenset[str]) -> Iterator[Problem]:
    """Sources of a list, or of its items, that name a row which no document has."""
    for path, source in file.sources:
        for index, row in enumerate(source.rows or ()):
            if row not in known:
                message = f"资料清点里没有条目 {row}"
                at = (*path, "rows", index)
                yield file.source.problem(at, "C208", message, f"核对条目号,或在 lists/{FILE} 里补上")
