"""What rules promise and ask of people who report: lists/_site/rights.yml, each with where it was read."""

from typing import Literal

from .kinds.base import LegalBasis, Source
from .kinds.fields import Danger, Date, Id, Model, Text
from .kinds.fields import field as declare

FILE = "_site/rights.yml"

About = Literal["署名", "处理", "保密", "报复", "如实"]


class Right(Model):
    """One promise or demand, in a sentence of plain words."""

    id: Id = declare("编号", "永久编号(拼音)", Danger.FACT, required=True)
    about: About = declare(
        "说的是什么",
        "署名:实名和匿名;处理:怎么办、多久;保密;报复:打击报复怎么办;如实:记错和诬告",
        Danger.FACT,
        required=True,
    )
    whom: Text = declare("管哪些机关", "这条规定管谁,如 纪检监察机关", Danger.BODY, required=True)
    says: Text = declare("规定说什么", "一句家常话,不增不减", Danger.FACT, required=True)
    legal_basis: list[LegalBasis] = declare("依据", "法律、法规、文件", Danger.BASIS, required=True)
    sources: list[Source] = declare("来源", "在哪里看到的", Danger.BASIS, required=True)
    verified_on: Date | None = declare("核对日期", "与原文核对的日期;没有核对过就省略,网页上标“待核实”", Danger.DATE)


class RightsFile(Model):
    """lists/_site/rights.yml."""

    rights: list[Right] | None = declare("举报的规定", "举报页上写的保密、答复、保护")
