"""Certificates: may the village issue this proof, and if not, who does or what replaces it."""

from typing import Literal

from .base import Answer, Header, HeaderStart, Item, ItemEnd, Kind, Reach
from .fields import Danger, Phones, Text, Texts, field

VILLAGE = "村(居)委会"


class BodyField(HeaderStart):
    """A list of certificates says whose paper it speaks of."""

    body: Text = field("出具主体", f"这份清单说的是谁开的证明:{VILLAGE}、公安派出所……", Danger.BODY, required=True)


class CertificatesHeader(Header, BodyField):
    """The header of a list of certificates."""


class CertificateFields(Item):
    """One certificate, as one list decides on it."""

    decision: Literal["可以出具", "不应出具", "视情出具", "过渡期出具"] = field(
        "结论", "这份清单的主体能不能开这份证明", Danger.DECISION, required=True
    )
    condition: Text | None = field("条件", "视情出具的条件、过渡期的截止日期", Danger.DECISION)
    commitment: Literal["适用", "不适用", "待核实"] | None = field(
        "告知承诺制", "能否用书面承诺代替证明", Danger.DECISION
    )
    issuing_body: Texts | None = field("由谁出具", "实际负责的机构", Danger.BODY)
    substitute: Text | None = field("用什么代替", "不开证明时怎么办", Danger.BODY)
    substitute_way: Literal["凭证件", "数据共享", "部门核验", "告知承诺", "无需"] | None = field(
        "替代方式", "", Danger.BODY
    )
    demanding_units: Texts | None = field("哪些单位会要", "索要这份证明的单位", Danger.FACT)
    purpose: Texts | None = field("用途", "", Danger.FACT)
    materials: Texts | None = field("要带什么", "", Danger.FACT)
    procedure: Texts | None = field("怎么办", "一步一条", Danger.FACT)
    place: Text | None = field("到哪里办", "开这份证明的窗口地址;不由村里开的,写负责机构的", Danger.CONTACT)
    hours: Text | None = field("办理时间", "", Danger.FACT)
    phones: Phones | None = field("电话", "这个窗口的电话,带区号;不知道就省略", Danger.CONTACT)
    time_limit: Text | None = field("多久办好", "", Danger.FACT)
    fee: Text | None = field("收费", "", Danger.FACT)
    validity: Text | None = field("有效期", "", Danger.FACT)
    template: Text | None = field("样式", "规定的式样名称", Danger.FACT)


class Certificate(ItemEnd, CertificateFields):
    """One certificate with the fields that all items share."""


def instead(item: Certificate) -> str:
    """Whom to ask in a few words, or what replaces the paper."""
    if item.issuing_body and item.issuing_body != ["待核实"]:
        return "找" + "、".join(item.issuing_body[:2])
    if item.substitute_way == "无需":
        return "不需要证明"
    return "看怎么代替" if item.substitute else ""


def answer(item: Certificate) -> Answer:
    """The village's answer in the words of the street."""
    if item.decision == "不应出具":
        return Answer("不用村里开", "no", f"{VILLAGE}不应出具这份证明", instead(item))
    if item.decision == "可以出具":
        return Answer("村里能开", "yes", f"{VILLAGE}可以出具这份证明", "找村(居)委会")
    first = item.condition or "条件待核实"
    if item.decision == "过渡期出具":
        return Answer("看情况", "maybe", f"过渡期内可以出具:{first}", "先看期限")
    return Answer("看情况", "maybe", f"符合条件时可以出具:{first}", "先看条件")


def other(header: CertificatesHeader, item: Certificate) -> Answer:
    """What another body than the village says of its own paper."""
    if item.decision == "不应出具":
        return Answer(f"{header.body}不再开", "plain", f"{header.body}不再出具这份证明")
    return Answer(f"找{header.body}", "plain", f"{header.body}{item.decision};村(居)委会的清单没有说")


def sheet(item: Certificate | None) -> str:
    """What the counter hands out: a form to fill where the village may issue, else a notice of the way to go."""
    return "空白表" if item and item.decision != "不应出具" else "告知单"


KIND = Kind(
    key="certificates",
    label="证明事项",
    question="村里能开什么证明",
    about="哪些证明村(居)委会可以开,哪些不用村里开、该找谁",
    rank=1,
    reach=Reach.OVERRIDE,
    front=True,
    header=CertificatesHeader,
    item=Certificate,
    shared_ids=True,
    item_pages=True,
    topic="证明",
    facet="decision",
    answer=answer,
    other=other,
    decides=lambda header: header.body == VILLAGE,
    sheet=sheet,
)
