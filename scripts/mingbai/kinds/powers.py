"""Powers: what a township may decide, punish or check by law, or was handed down."""

from typing import Literal

from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Date, Text, Texts, field


class PowerFields(Item):
    """One power and where it comes from."""

    mode: Literal["法定", "下放", "委托"] = field(
        "来源方式", "法定:法律法规直接给乡镇;下放:上级交给乡镇;委托:替上级行使", Danger.ROLE, required=True
    )
    power_type: Text | None = field("权力类型", "行政许可、行政处罚、行政检查、行政强制等", Danger.FACT)
    body: Texts | None = field("行使主体", "乡镇人民政府、街道办事处", Danger.BODY)
    shared: Literal["是", "否", "待核实"] | None = field("与部门共有", "条文写“部门或者乡镇”的为是", Danger.BODY)
    violates: Text | None = field("违反条款", "处罚、责令改正所针对的条款", Danger.BASIS)
    applies_in: Text | None = field("适用范围", "只在所辖某地适用的", Danger.FACT)
    empowered_by: Text | None = field("赋权机关", "谁下放或委托", Danger.BODY)
    recalled_on: Date | None = field("收回日期", "已经收回的", Danger.DATE)


class Power(ItemEnd, PowerFields):
    """One power with the fields that all items share."""


def answer(item: Power) -> Answer:
    """Whether a township has the power."""
    if item.recalled_on:
        return Answer("已收回", "no", f"乡镇(街道)的这项权力已于 {item.recalled_on} 收回")
    word = {"法定": "乡镇有这项权", "下放": "已下放给乡镇", "委托": "委托乡镇行使"}[item.mode]
    return Answer(word, "yes" if item.mode != "委托" else "maybe", word)


KIND = Kind(
    key="powers",
    label="权力与赋权事项",
    question="乡镇有哪些权力",
    about="法律法规给乡镇(街道)的权力,以及上级下放、委托、收回的权力",
    rank=4,
    reach=Reach.ADD,
    header=Header,
    item=Power,
    topic="事务下派",
    facet="mode",
    answer=answer,
)
