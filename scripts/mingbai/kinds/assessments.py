"""Assessments: what may be assessed, by whom, how often, with what weight."""

from .base import Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Text, field


class AssessmentFields(Item):
    """One assessment, or one rule about assessing."""

    unit: Text | None = field("考核单位", "谁来考核", Danger.BODY)
    target: Text | None = field("考核对象", "考核谁", Danger.BODY)
    frequency: Text | None = field("频次", "如 每年 1 次", Danger.ROLE)
    weight: Text | None = field("权重", "如 50%", Danger.ROLE)
    parent: Text | None = field("并入", "并入哪一项考核", Danger.BODY)
    text: Text | None = field("内容", "规定的要点", Danger.FACT)


class Assessment(ItemEnd, AssessmentFields):
    """One assessment with the fields that all items share."""


KIND = Kind(
    key="assessments",
    label="考核事项",
    question="乡镇和村里要受哪些考核",
    about="可以考核什么、多久一次、占多少,以及不许怎样考核",
    rank=12,
    reach=Reach.ADD,
    header=Header,
    item=Assessment,
    topic="文会督查",
)
