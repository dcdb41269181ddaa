"""Channels: whom to call or write, about what, and what happens next."""

from typing import Literal

from .base import Header, Item, ItemEnd, Kind, Reach
from .fields import Danger, Mailboxes, Model, Phones, Text, Texts, Url, field

Topic = Literal["证明", "挂牌", "事务下派", "文会督查", "指尖负担", "作风违纪", "综合"]


class Redirect(Model):
    """A matter that is not taken here, and where it goes instead."""

    matter: Text = field("事项", "不受理的事", Danger.FACT, required=True)
    to: Text = field("去处", "应当找谁", Danger.CONTACT, required=True)


class ChannelFields(Item):
    """One way to report or ask."""

    topics: list[Topic] = field("受理主题", "这个渠道管哪些事", Danger.ROLE, required=True)
    authority: Text = field("受理机关", "谁在接听、谁在处理", Danger.BODY, required=True)
    phones: Phones | None = field("电话", "带区号;全国短号照写;不知道写 待核实", Danger.CONTACT)
    phone_note: Text | None = field("电话说明", "如 接通后拨 1", Danger.CONTACT)
    sms: Phones | None = field("短信号码", "", Danger.CONTACT)
    emails: Mailboxes | None = field("邮箱", "", Danger.CONTACT)
    url: Url | None = field("网址", "", Danger.CONTACT)
    entries: Texts | None = field("网上入口", "公众号、小程序、专栏等", Danger.CONTACT)
    post_address: Text | None = field("来信地址", "", Danger.CONTACT)
    visit_address: Text | None = field("来访地址", "", Danger.CONTACT)
    hours: Text | None = field("接听时间", "", Danger.FACT)
    recorded: Literal["是", "否", "未知"] | None = field("通话是否录音", "", Danger.FACT)
    anonymous: Literal["可以", "不可以", "未知"] | None = field("可否匿名", "", Danger.FACT)
    real_name: Text | None = field("实名说明", "如 提倡实名", Danger.FACT)
    accepts: Texts | None = field("受理什么", "", Danger.FACT)
    not_accepts: Texts | None = field("不受理什么", "", Danger.FACT)
    redirects_to: list[Redirect] | None = field("转到哪里", "不受理的事该找谁", Danger.CONTACT)
    what_to_write: Texts | None = field("要说清什么", "", Danger.FACT)
    time_limit: Text | None = field("多久答复", "", Danger.FACT)
    confidentiality: Text | None = field("怎样保密", "", Danger.FACT)
    state: Literal["有效", "待核实", "停用"] = field(
        "核对结果", "有人打通过才是有效;没打过是待核实;已不用是停用", Danger.CONTACT, required=True
    )


class Channel(ItemEnd, ChannelFields):
    """One channel with the fields that all items share."""


KIND = Kind(
    key="channels",
    label="举报与咨询渠道",
    question="打给谁、写给谁",
    about="被要求违规办理、想举报或咨询时可以找的电话、邮箱和地址",
    rank=9,
    reach=Reach.ADD,
    header=Header,
    item=Channel,
    facet="state",
    topics=lambda item: [] if item.state == "停用" else list(item.topics),
)
