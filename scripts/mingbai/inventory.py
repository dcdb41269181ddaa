"""The inventory of source documents: what each holds, and where it is published or why not."""

from pathlib import Path
from typing import Literal

from .kinds.fields import Danger, Date, Model, Text
from .kinds.fields import field as declare
from .kinds.load import model_of
from .problems import Problem
from .read import Source, read

FILE = "_site/inventory.yml"


class Row(Model):
    """One thing that a document speaks of."""

    no: Text = declare("条目号", "如 0.6;清单来源里的 rows 用它", required=True)
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


def read_inventory(root: Path, shown: str = "lists") -> tuple[Inventory, Source | None, list[Problem]]:
    """The inventory of a site; empty where the file is missing."""
    file = root / FILE
    if not file.is_file():
        return Inventory(documents=None), None, []
    source, problems = read(f"{shown}/{FILE}", file.read_bytes())
    if source is None:
        return Inventory(documents=None), None, problems
    found = model_of(Inventory, source.data, source, (), problems)
    return found or Inventory(documents=None), source, problems
