"""Plans: documents, meetings and inspections of a year, and what was approved off plan."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Date, Text, field


class PlanFields(Item):
    """One planned document, meeting or inspection, or the rule of planning."""

    type: Literal["文件", "会议", "督查检查考核", "全部"] = field("类别", "", Danger.FACT, required=True)
    in_plan: Literal["计划内", "计划外", "规定"] = field(
        "计划", "规定:计划和报批的规则本身", Danger.ROLE, required=True
    )
    year: Text | None = field("年度", "", Danger.FACT)
    unit: Text | None = field("单位", "", Danger.BODY)
    planned_date: Date | None = field("计划时间", "", Danger.DATE)
    level: Text | None = field("到哪一级", "发到、开到、查到哪一级", Danger.FACT)
    reason: Text | None = field("事由", "", Danger.FACT)
    approval: Text | None = field("批准", "谁批准的;计划外必须有", Danger.BODY)


class Plan(ItemEnd, PlanFields):
    """One plan item with the fields that all items share."""


def answer(item: Plan) -> Answer:
    """Whether it is in the plan."""
    if item.in_plan == "规定":
        return Answer("规定", "plain", "计划和报批的规定")
    return Answer(item.in_plan, "yes" if item.in_plan == "计划内" else "maybe", f"{item.in_plan}{item.type}")


KIND = Kind(
    key="plans",
    label="年度计划与计划外审批",
    question="文件、会议、检查有没有计划",
    about="一年里计划发的文件、开的会议、搞的督查检查考核,以及计划外怎样报批",
    rank=10,
    reach=Reach.LOCAL,
    header=Header,
    item=Plan,
    topic="文会督查",
    facet="in_plan",
    answer=answer,
)
