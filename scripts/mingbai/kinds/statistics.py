"""Statistics: figures over time, the value and the reported change kept apart."""

from typing import Literal

from .base import Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Model, Number, Text, field


class Point(Model):
    """One value of a series, as its source prints it."""

    period: Text = field("时期", "如 2021、2023上半年、截至2024-09-14", Danger.DATE, required=True)
    value: Number = field("数值", "只写数字", Danger.FACT, required=True)
    qualifier: Literal["余", "近", "约", "超", "以上"] | None = field(
        "修饰", "来源写的余、近、约、超、以上", Danger.FACT
    )
    reported_change: Number | None = field("来源所称变化(%)", "来源自己印出的增减百分比,减少写负数", Danger.FACT)
    target: Number | None = field("目标", "同一时期的目标值", Danger.FACT)


class SeriesFields(Item):
    """One indicator over time."""

    unit: Text = field("单位", "如 件、块、万人、%", Danger.FACT, required=True)
    points: list[Point] = field("数据", "按时间先后", Danger.FACT, required=True)
    about: Text | None = field("说明", "数字指什么", Danger.PROSE)


class Series(ItemEnd, SeriesFields):
    """One series with the fields that all items share."""


KIND = Kind(
    key="statistics",
    label="公开数据",
    question="减了多少、办了多少",
    about="公开的数字,按时间排列,数值和来源所称的变化分开",
    rank=14,
    reach=Reach.LOCAL,
    header=Header,
    item=Series,
)
