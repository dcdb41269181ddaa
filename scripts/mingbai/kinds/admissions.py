"""Admissions: which outside task was let into a village, on whose decision, with what money."""

from typing import Literal

from .base import Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Date, Model, Text, Texts, field


class Guarantee(Model):
    """What comes with an admitted task."""

    staff: Text | None = field("人员", "", Danger.FACT)
    funds: Text | None = field("经费", "", Danger.FACT)
    materials: Text | None = field("物资", "", Danger.FACT)


class AdmissionFields(Item):
    """One admitted task, or the rule by which tasks are admitted."""

    urgency: Literal["一般", "特殊紧急"] = field("缓急", "", Danger.ROLE, required=True)
    applicant: Text | None = field("申请单位", "", Danger.BODY)
    steps: Texts | None = field("程序", "申请、核准、退出、监督管理,一步一条", Danger.ROLE)
    approver: Text | None = field("批准机关", "", Danger.BODY)
    guarantee: Guarantee | None = field("保障", "人员、经费、物资", Danger.FACT)
    start: Date | None = field("准入日期", "", Danger.DATE)
    exit: Date | None = field("退出日期", "", Danger.DATE)
    exit_reason: Text | None = field("退出原因", "", Danger.BASIS)


class Admission(ItemEnd, AdmissionFields):
    """One admission with the fields that all items share."""


KIND = Kind(
    key="admissions",
    label="村级事务准入",
    question="派给村里的事要谁批准",
    about="哪些事经批准可以交给村里协助,谁批准的,给了什么保障",
    rank=7,
    reach=Reach.ADD,
    flow="steps",
    header=Header,
    item=Admission,
    topic="事务下派",
    facet="urgency",
)
