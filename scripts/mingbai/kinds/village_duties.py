"""Village duties: what a village must do, may help with, and must not be asked to do."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Text, Texts, field

Help = Literal["协调联络", "组织动员", "宣传教育", "诉求反映"]


class VillageDutyFields(Item):
    """One matter in one of the three lists of a village."""

    role: Literal["主体责任", "协办", "负面"] = field(
        "责任类型", "主体责任:村里自己负责;协办:只协助;负面:不该派给村里", Danger.ROLE, required=True
    )
    help: list[Help] | None = field("协助方式", "协办事项里村里只做这些", Danger.ROLE)
    department: Texts | None = field("主责部门", "协办事项由哪个部门负责", Danger.BODY)
    funding: Text | None = field("经费", "协办的经费从哪里来", Danger.FACT)
    applies_in: Text | None = field("适用范围", "只在所辖某地适用的", Danger.FACT)


class VillageDuty(ItemEnd, VillageDutyFields):
    """One matter with the fields that all items share."""


def answer(item: VillageDuty) -> Answer:
    """Whether the village has to do it."""
    if item.role == "主体责任":
        return Answer("村里负责", "yes", "由村(居)委会负责")
    if item.role == "负面":
        return Answer("不该派给村里", "no", "不得要求村(居)委会承担")
    who = "、".join(item.department or [])
    helps = "、".join(item.help or [])
    sentence = f"村(居)委会只协助{f'({helps})' if helps else ''}" + (f",由{who}负责" if who else "")
    return Answer("村里只协助", "maybe", sentence, f"找{who}" if who else "")


KIND = Kind(
    key="village-duties",
    label="村级三张清单",
    question="村里该干什么、不该干什么",
    about="村(居)委会必须做的、只协助的、不该派给村里的",
    rank=5,
    reach=Reach.OVERRIDE,
    front=True,
    header=Header,
    item=VillageDuty,
    shared_ids=True,
    topic="事务下派",
    facet="role",
    group="role",
    answer=answer,
)
