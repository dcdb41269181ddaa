"""Guides: rules, guidelines and workflows in force, with their steps."""

from typing import Literal

from .base import Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Text, Texts, field


class GuideFields(Item):
    """One rule, guideline or workflow."""

    form: Literal["规定", "导则", "指引", "流程", "机构设置"] = field("形式", "", Danger.FACT, required=True)
    document: Text | None = field("所在文件", "", Danger.BASIS)
    scope: Text | None = field("适用范围", "", Danger.FACT)
    text: Text | None = field("要点", "", Danger.FACT)
    steps: Texts | None = field("步骤", "一步一条", Danger.ROLE)
    time_limit: Text | None = field("时限", "", Danger.FACT)


class Guide(ItemEnd, GuideFields):
    """One guide with the fields that all items share."""


KIND = Kind(
    key="guides",
    label="导则指引",
    question="办事按什么规矩和步骤",
    about="正在用的规定、导则、指引和工作流程",
    rank=13,
    reach=Reach.ADD,
    flow="steps",
    header=Header,
    item=Guide,
    facet="form",
)
