"""Services: what can be done at a counter, how, and with which papers."""

from .base import Answer, Header, Item, ItemEnd, Kind, Reach
from .fields import Code, Danger, Phones, Text, Texts, Url, field


class ServiceFields(Item):
    """One service of the 便民服务明白栏."""

    department: Texts | None = field("办理部门", "", Danger.BODY)
    level: Text | None = field("办理层级", "县、乡、村", Danger.FACT)
    item_code: Code | None = field("事项编码", "政务服务网的编码", Danger.FACT)
    place: Text | None = field("办理地点", "", Danger.FACT)
    hours: Text | None = field("办理时间", "", Danger.FACT)
    phones: Phones | None = field("电话", "办这件事的窗口的电话,带区号;不知道就省略", Danger.CONTACT)
    flow: Texts | None = field("办理流程", "一步一条", Danger.FACT)
    materials: Texts | None = field("所需材料", "", Danger.FACT)
    notes: Texts | None = field("注意事项", "", Danger.FACT)
    time_limit: Text | None = field("多久办好", "", Danger.FACT)
    fee: Text | None = field("收费", "", Danger.FACT)
    online_url: Url | None = field("网上办理", "", Danger.CONTACT)


class Service(ItemEnd, ServiceFields):
    """One service with the fields that all items share."""


def answer(item: Service) -> Answer:
    """Who does it."""
    who = "、".join(item.department or ["待核实"])
    return Answer(f"找{who}", "plain", f"由{who}办理", f"找{who}")


KIND = Kind(
    key="services",
    label="便民服务事项",
    question="到哪里办事、带什么",
    about="村、乡镇、县里能办的事,怎么办、带什么",
    rank=6,
    reach=Reach.ADD,
    flow="flow",
    header=Header,
    item=Service,
    item_pages=True,
    topic="综合",
    answer=answer,
)
