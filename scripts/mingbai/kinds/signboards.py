"""Signboards: which boards may hang at a village office and which were taken down."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Quantity, Reach
from .fields import Danger, Date, Text, field


class SignboardFields(Item):
    """One board, sign, door plate or wall rule."""

    object: Literal["外部标牌", "标识", "室内门牌", "上墙制度"] = field(
        "对象", "挂在哪里的什么", Danger.ROLE, required=True
    )
    action: Literal["保留", "摘除", "合并", "门牌式"] = field(
        "处理", "保留:可以挂;摘除:不再挂;合并:并入别的牌子;门牌式:只在室内门上", Danger.ROLE, required=True
    )
    text: Text | None = field("牌面文字", "与名称不同时填写", Danger.FACT)
    position: Text | None = field("位置", "", Danger.FACT)
    demanding_unit: Text | None = field("要求挂牌的单位", "", Danger.BODY)
    quantity: Quantity | None = field("数量", "清理了多少", Danger.FACT)
    date: Date | None = field("日期", "清理或统计的日期", Danger.DATE)


class Signboard(ItemEnd, SignboardFields):
    """One board with the fields that all items share."""


_ANSWERS = {
    "保留": Answer("可以挂", "yes", "可以挂在村(社区)办公场所"),
    "摘除": Answer("不该挂", "no", "应当摘除,不再悬挂"),
    "合并": Answer("并入别的牌子", "no", "不单独挂,并入别的牌子"),
    "门牌式": Answer("只作室内门牌", "maybe", "不挂在外面,只在相应功能室用门牌"),
}


def answer(item: Signboard) -> Answer:
    """Whether the board may hang."""
    return _ANSWERS[item.action]


KIND = Kind(
    key="signboards",
    label="村级挂牌",
    question="村里能挂什么牌子",
    about="村(社区)办公场所可以挂的牌子,以及清理掉的牌子",
    rank=3,
    reach=Reach.OVERRIDE,
    front=True,
    header=Header,
    item=Signboard,
    shared_ids=True,
    topic="挂牌",
    facet="action",
    answer=answer,
)
