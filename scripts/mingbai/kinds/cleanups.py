"""Cleanups: forms, apps, groups, accounts, mechanisms, pledges and vetoes cancelled or kept."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Quantity, Reach
from .fields import Danger, Date, Text, field


class CleanupFields(Item):
    """One thing, or one sort of things, that was cleaned up, kept or banned."""

    type: Literal["报表", "应用程序", "工作群", "公众账号", "工作机制", "责任状", "一票否决", "创建示范", "其他"] = (
        field("类型", "", Danger.FACT, required=True)
    )
    action: Literal["取消", "合并", "保留", "禁止", "摸底"] = field(
        "处理", "取消、合并、保留;禁止:今后不许;摸底:只统计", Danger.ROLE, required=True
    )
    unit: Text | None = field("单位", "哪个单位的", Danger.BODY)
    level: Text | None = field("层级", "", Danger.FACT)
    exception: Text | None = field("例外", "", Danger.ROLE)
    quantity: Quantity | None = field("数量", "", Danger.FACT)
    date: Date | None = field("日期", "", Danger.DATE)


class Cleanup(ItemEnd, CleanupFields):
    """One cleanup with the fields that all items share."""


_ANSWERS = {
    "取消": Answer("已取消", "no", "已经取消"),
    "合并": Answer("已合并", "maybe", "已经并入别的"),
    "保留": Answer("保留", "yes", "可以保留"),
    "禁止": Answer("不许", "no", "不得这样做"),
    "摸底": Answer("只有统计", "plain", "只公布了数字"),
}


def answer(item: Cleanup) -> Answer:
    """What became of it."""
    return _ANSWERS[item.action]


KIND = Kind(
    key="cleanups",
    label="清理事项",
    question="哪些报表、软件、责任状取消了",
    about="报表、软件、工作群、工作机制、责任状、“一票否决”等,取消了哪些、保留了哪些",
    rank=8,
    reach=Reach.ADD,
    header=Header,
    item=Cleanup,
    topic="指尖负担",
    facet="action",
    answer=answer,
)
