"""Township duties: what a township must do, what it helps with, what it no longer does."""

from typing import Literal

from ..memo import per_object
from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Text, Texts, field


class DutyFields(Item):
    """One duty in one of the three lists of a township."""

    role: Literal["基本", "配合", "收回"] = field(
        "履职类型", "基本:乡镇负责;配合:上级部门主责、乡镇协助;收回:不再由乡镇承担", Danger.ROLE, required=True
    )
    lead_department: Texts | None = field("对应上级部门", "配合事项的主责部门", Danger.BODY)
    lead_duty: Text | None = field("上级部门职责", "配合事项中上级部门做什么", Danger.BODY)
    township_duty: Text | None = field("乡镇(街道)职责", "配合事项中乡镇做什么", Danger.BODY)
    receiving_department: Texts | None = field("承接部门", "收回事项今后归谁", Danger.BODY)
    work_method: Text | None = field("工作方式", "承接部门怎么办这件事", Danger.FACT)
    withdraw_reason: Text | None = field("收回原因", "", Danger.BASIS)


class Duty(ItemEnd, DutyFields):
    """One duty with the fields that all items share."""


@per_object
def answer(item: Duty) -> Answer:
    """Whose matter it is, in a word."""
    if item.role == "基本":
        return Answer("乡镇负责", "yes", "由乡镇(街道)负责", "找乡镇(街道)")
    if item.role == "配合":
        lead = "、".join(item.lead_department or ["上级部门(待核实)"])
        return Answer(f"配合{lead}", "maybe", f"{lead}主责,乡镇(街道)配合", f"找{lead}")
    new = "、".join(item.receiving_department or ["上级部门(待核实)"])
    return Answer(f"已收回,找{new}", "no", f"不再由乡镇(街道)承担,由{new}承接", f"找{new}")


KIND = Kind(
    key="duties",
    label="乡镇(街道)履职事项",
    question="乡镇管什么、不管什么",
    about="乡镇(街道)必须做的、配合做的、已经收回不再做的",
    rank=2,
    reach=Reach.LOCAL,
    front=True,
    header=Header,
    item=Duty,
    topic="事务下派",
    facet="role",
    compare=True,
    answer=answer,
)
