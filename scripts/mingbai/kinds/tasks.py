"""Tasks: measures broken down to units and deadlines."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Date, Text, Texts, field


class TaskFields(Item):
    """One task of a measure."""

    measure_no: Text | None = field("措施序号", "", Danger.FACT)
    task_no: Text | None = field("任务序号", "", Danger.FACT)
    text: Text | None = field("任务内容", "", Danger.FACT)
    lead_unit: Texts | None = field("牵头单位", "", Danger.BODY)
    responsible_units: Texts | None = field("责任单位", "", Danger.BODY)
    deadline: Date | None = field("完成期限", "", Danger.DATE)
    progress: Literal["未开始", "进行中", "已完成", "待核实"] | None = field("进展", "", Danger.FACT)


class Task(ItemEnd, TaskFields):
    """One task with the fields that all items share."""


def answer(item: Task) -> Answer:
    """How far it is."""
    tone = {"已完成": "yes", "进行中": "maybe", "未开始": "maybe"}.get(item.progress or "", "plain")
    return Answer(item.progress or "进展待核实", tone)


KIND = Kind(
    key="tasks",
    label="任务分解",
    question="谁负责、什么时候完成",
    about="措施分解成的任务,牵头和责任单位、期限、进展",
    rank=11,
    reach=Reach.LOCAL,
    header=Header,
    item=Task,
    topic="事务下派",
    facet="progress",
    answer=answer,
)
