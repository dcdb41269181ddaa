"""What every list shares: its header, its items, and how a kind is declared."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from .fields import Codes, Count, Danger, Date, DocNumber, Id, Model, Number, Sha256, Text, Texts, Url, field
from .shape import order

IN_FORCE = ("现行", "试行")
OVER = ("废止", "已修改")


class Source(Model):
    """Where a list or an item was taken from."""

    title: Text = field("来源标题", "网页、文件或报道的标题", Danger.BASIS, required=True)
    url: Url | None = field("网址", "能打开来源的网址;没有就省略", Danger.BASIS)
    publisher: Text | None = field("发布者", "谁发布或转载了它", Danger.BASIS)
    form: Literal["原文", "转载", "报道", "整理"] = field(
        "形式", "原文:发布机关自己的文本;转载:他处照录;报道:新闻;整理:据法规或材料汇编", Danger.BASIS, required=True
    )
    date: Date | None = field("来源日期", "来源自己标的日期", Danger.DATE)
    accessed: Date | None = field("查看日期", "本站最后一次看到它的日期", Danger.DATE)
    rows: Codes | None = field("资料条目", "对应 lists/_site/inventory.yml 里的条目号,如 0.6", Danger.BASIS)
    license: Text | None = field("许可", "来源要求标明的许可", Danger.BASIS)
    sha256: Sha256 | None = field("存档校验值", "存档副本的 SHA-256", Danger.BASIS)
    remark: Text | None = field("备注", "看到了多少、哪里有疑问", Danger.PROSE)


class LegalBasis(Model):
    """The rule that an item rests on."""

    level: Text | None = field("层级", "法律、行政法规、地方性法规、规章、规范性文件", Danger.BASIS)
    title: Text = field("依据名称", "法律、法规或文件的全名", Danger.BASIS, required=True)
    doc_no: DocNumber | None = field("文号", "如 民发〔2020〕20号", Danger.BASIS)
    article: Text | None = field("条款", "如 第十条第二款", Danger.BASIS)
    version: Text | None = field("版本", "所据文本的日期", Danger.BASIS)
    url: Url | None = field("网址", "能看到条文的网址", Danger.BASIS)


class Change(Model):
    """Why an item differs from the version before."""

    type: Literal["新增", "修改", "删除", "合并", "拆分", "更名"] = field("变更类型", "", Danger.BASIS, required=True)
    reason: Text | None = field("变更原因", "", Danger.BASIS)
    decision_doc: Text | None = field("决定文件", "作出变更决定的文件", Danger.BASIS)


class Quantity(Model):
    """A reported number with its hedge and unit, kept apart: 15.6 万块, 余."""

    value: Number = field("数值", "只写数字", Danger.FACT, required=True)
    qualifier: Literal["余", "近", "约", "超", "以上"] | None = field("修饰", "余、近、约、超、以上", Danger.FACT)
    unit: Text = field("单位", "如 万块、件", Danger.FACT, required=True)

    def __str__(self) -> str:
        before = self.qualifier if self.qualifier in ("近", "约", "超") else ""
        scale = self.unit[0] if self.unit[:1] in "十百千万亿" else ""
        after = "余" if self.qualifier == "余" else ""
        over = "以上" if self.qualifier == "以上" else ""
        return f"{before}{self.value}{scale}{after}{self.unit[len(scale) :]}{over}"


class HeaderStart(Model):
    """What comes first in every list."""

    title: Text = field("清单名称", "发布时的全名", Danger.FACT, required=True)


class Header(HeaderStart):
    """What a whole list says of itself; a kind's own header fields follow the title."""

    issuer: Texts | None = field("发布机关", "一个或几个机关", Danger.BODY)
    doc_no: DocNumber | None = field("文号", "规范写法,如 民发〔2020〕20号", Danger.BASIS)
    doc_no_raw: Text | None = field("文号原文", "来源的写法与规范写法不同时照录", Danger.BASIS)
    batch: Text | None = field("批次", "如 第一批", Danger.FACT)
    version: Text | None = field("版本", "如 2025年版", Danger.FACT)
    status: Literal["现行", "试行", "已修改", "废止", "待核实"] = field(
        "状态", "只有现行、试行且在有效期内的清单决定答案", Danger.DATE, required=True
    )
    completeness: Literal["完整", "节录", "仅目录", "仅统计"] = field(
        "完整程度", "完整:条目齐全;节录:只有一部分;仅目录:只有名称;仅统计:只有数字", Danger.FACT, required=True
    )
    open_ended: Literal["是", "否", "待核实"] | None = field("以“等”结尾", "来源是否没有列完", Danger.FACT)
    declared_total: Count | None = field("公布总数", "发布时写明的条数", Danger.FACT)
    declared_by_category: dict[Text, Count] | None = field("分类公布数", "发布时写明的各类条数", Danger.FACT)
    date_written: Date | None = field("成文日期", "", Danger.DATE)
    date_published: Date | None = field("发布日期", "", Danger.DATE)
    effective_from: Date | None = field("施行日期", "从这一天起管用", Danger.DATE)
    effective_to: Date | None = field("失效日期", "到这一天为止管用", Danger.DATE)
    verified_on: Date | None = field("核对日期", "最后一次与来源核对的日期", Danger.DATE)
    sources: list[Source] | None = field("来源", "每份清单至少一个", Danger.BASIS)
    remark: Text | None = field("备注", "读者应当知道的疑问和说明", Danger.PROSE)


class Item(Model):
    """What every item of every list may say; kinds add their own fields."""

    id: Id = field("编号", "永久编号(拼音),不随顺序变化,不重复使用", Danger.FACT, required=True)
    name: Text = field("名称", "事项的规范名称", Danger.FACT, required=True)
    aliases: Texts | None = field("别名", "群众口中的叫法", Danger.PROSE)
    category: Text | None = field("类别", "来源里的分类标题", Danger.FACT)


class ItemEnd(Model):
    """The shared fields that follow a kind's own."""

    legal_basis: list[LegalBasis] | None = field("依据", "法律、法规、文件", Danger.BASIS)
    effective_from: Date | None = field("施行日期", "与整份清单不同时填写", Danger.DATE)
    effective_to: Date | None = field("失效日期", "与整份清单不同时填写", Danger.DATE)
    unverified: Texts | None = field("待核实字段", "没有可靠来源的字段名,页面上标“待核实”", Danger.BASIS)
    verified_on: Date | None = field("核对日期", "最后一次核对的日期", Danger.DATE)
    sources: list[Source] | None = field("来源", "与整份清单的来源不同时填写", Danger.BASIS)
    change: Change | None = field("变更", "与上一版不同的原因", Danger.BASIS)
    remark: Text | None = field("备注", "", Danger.PROSE)


class Reach(StrEnum):
    """How far a list speaks: design of what holds where."""

    LOCAL = "local"  # of its own place only
    ADD = "add"  # those above hold as well
    OVERRIDE = "override"  # for one item the nearest list in force wins


class Answer(NamedTuple):
    """What an item says, in a word: for results, rows and the answer page."""

    word: str  # 不用村里开
    tone: str  # yes, no, maybe, plain: a style, never the meaning alone
    sentence: str = ""  # the same as a sentence
    instead: str = ""  # whom to ask: 找公安派出所

    @property
    def mark(self) -> str:
        """The sign that goes with the word, so that colour is never needed."""
        return {"yes": "✓", "no": "✕", "maybe": "!"}.get(self.tone, "·")


def _no_answer(_: Any) -> Answer | None:
    return None


def _always(_: Any) -> bool:
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of list; everything else asks it and knows none of its fields.

    ``front`` puts its question on the home page; ``facet`` names the field that readers
    filter by, ``group`` the one that rows are put under, ``flow`` the one that holds steps
    to be drawn; ``compare`` asks for a page that sets the lists of neighbouring places side
    by side. ``answer`` says what an item means in a word; ``decides`` tells whether a list
    may answer for the place at all, ``other`` what its header and item say where it does
    not; ``sheet`` names the paper that a counter hands out for an item, given the item of
    the deciding list or None where none decides; ``topics`` (for contacts) gives the topics
    an item may be asked about, none when out of use.
    """

    key: str
    label: str
    question: str
    about: str
    rank: int
    reach: Reach
    header: type[Header]
    item: type[Item]
    front: bool = False
    shared_ids: bool = False
    item_pages: bool = False
    topic: str = "综合"
    facet: str | None = None
    group: str = "category"
    flow: str | None = None
    compare: bool = False
    answer: Callable[[Any], Answer | None] = _no_answer
    other: Callable[[Any, Any], Answer | None] = lambda header, item: None
    decides: Callable[[Any], bool] = _always
    sheet: Callable[[Any], str] | None = None
    topics: Callable[[Any], list[str]] | None = None

    def key_order(self) -> dict[str, Any]:
        """The keys of a list file of this kind in canonical order, each with the order inside it."""
        return {**order(self.header), "items": order(self.item)}
