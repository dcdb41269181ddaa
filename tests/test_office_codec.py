"""What a cell says is what the list says: any value goes into a cell and comes back the same."""

from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from helpers import TRAPS, many
from mingbai.kinds import KINDS
from mingbai.kinds.fields import Codes, Date, Model, Phones, Text, Texts, field
from mingbai.kinds.shape import choices, form_of, inner, plain
from mingbai.office.codec import NotUnderstood, decode, encode, labels, typed
from strategies import texts

SIGNS = st.lists(st.sampled_from([*";；:：、\\\n[]{}", "网址", "来源标题", "url", "甲", " ", "n"]), max_size=8).map(
    "".join
)
words = (texts | SIGNS).filter(lambda text: bool(text.strip()))
"""Any text that a list may hold, and texts made of what separates entries and fields."""


class Deep(Model):
    """What no kind has today: a mapping inside, entries of mappings inside, free keys."""

    one: Text | None = field("一")
    many: Texts | None = field("多")
    free: dict[Text, Text] | None = field("随意")
    nested: list[dict[Text, Texts]] | None = field("套")
    word: Literal["甲", "乙"] | None = field("词")


class Same(Model):
    """Two fields of one label."""

    a: Text | None = field("同名")
    b: Text | None = field("同名")


class Outer(Model):
    """Every way a field may hold another model."""

    deep: Deep | None = field("深")
    several: list[Deep] | None = field("几个")
    same: list[Same] | None = field("同名的")


def values(annotation: Any) -> st.SearchStrategy[Any]:
    """Every value that a field may hold, whatever the rules on how a date or an id is written."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        return st.lists(values(get_args(kind)[0]), max_size=3)
    if get_origin(kind) is dict:
        return st.dictionaries(words, values(get_args(kind)[1]), max_size=3)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return mappings(kind)
    return st.sampled_from(choices(annotation)) if choices(annotation) else words


def mappings(model: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    optional = {key: values(info.annotation) for key, info in model.model_fields.items()}
    return st.fixed_dictionaries({}, optional=optional)


DECLARED = {
    **{f"{kind.key}.{key}": info for kind in KINDS.values() for key, info in kind.item.model_fields.items()},
    **{f"{kind.key}/{key}": info for kind in KINDS.values() for key, info in kind.header.model_fields.items()},
    **{f"outer.{key}": info for key, info in Outer.model_fields.items()},
}
SHAPES = {str(info.annotation): (name, info) for name, info in DECLARED.items()}
"""Every shape of a field once."""


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: SHAPES[shape][0])
def test_any_value_of_any_field_comes_back_the_same(shape: str) -> None:
    _, info = SHAPES[shape]

    @many(60)
    @given(values(info.annotation))
    def check(value: Any) -> None:
        cell = encode(value, info.annotation)
        found = decode(cell, info.annotation)
        assert found == value, f"{value!r} became {found!r} out of {cell!r}"

    check()


@pytest.mark.parametrize("trap", [trap for trap in TRAPS if trap.strip()], ids=ascii)
def test_traps_come_back_wherever_they_stand(trap: str) -> None:
    info = KINDS["channels"].item.model_fields
    for key, value in {
        "remark": trap,
        "aliases": [trap, trap],
        "sources": [{"title": trap, "form": "原文", "remark": trap}, {"title": trap, "form": "转载"}],
        "redirects_to": [{"matter": trap, "to": trap}],
    }.items():
        assert decode(encode(value, info[key].annotation), info[key].annotation) == value


def test_what_a_clerk_sees_needs_no_signs_of_its_own() -> None:
    fields = KINDS["certificates"].item.model_fields
    basis = [
        {"title": "户口登记条例", "article": "第三条;第四条"},
        {"title": "网址:一种说法", "url": "https://a.cn/?a=1;b=2"},
    ]
    told = encode(basis, fields["legal_basis"].annotation)
    assert told == "依据名称:户口登记条例;条款:第三条;第四条\n依据名称:网址:一种说法;网址:https://a.cn/?a=1;b=2"
    assert encode(["户口簿", "身份证、居住证"], fields["materials"].annotation) == "户口簿\n身份证、居住证"
    assert "\\" not in told


def test_every_label_names_one_field() -> None:
    for model in {below for info in DECLARED.values() if (below := inner(info.annotation))}:
        names = labels(model)
        assert len(set(names.values())) == len(names)


def a_cell(text: str, kind: str, key: str) -> Any:
    info = KINDS[kind].item.model_fields[key]
    return typed(text, info.annotation, form_of(info))


@pytest.mark.parametrize(
    ("text", "kind", "key", "value"),
    [
        ("0858-8610001、12345", "channels", "phones", ["0858-8610001", "12345"]),
        ("０８５８－８６１０００１；12345", "channels", "phones", ["0858-8610001", "12345"]),
        ("证明;挂牌\n综合", "channels", "topics", ["证明", "挂牌", "综合"]),
        ("户口簿、身份证", "certificates", "materials", ["户口簿、身份证"]),
        (" 户口簿 \n\n 身份证 \n", "certificates", "materials", ["户口簿", "身份证"]),
        ("2026年1月5日", "signboards", "date", "2026-01-05"),
        ("  第一行 \n第二行\n\n", "certificates", "remark", "第一行\n第二行"),
        ("变更类型:修改;变更原因:上级改了", "duties", "change", {"type": "修改", "reason": "上级改了"}),
        ("变更类型：修改 ； 变更原因：上级改了；", "duties", "change", {"type": "修改", "reason": "上级改了"}),
        ("变更类型: 修改\n变更原因: 上级改了", "duties", "change", {"type": "修改", "reason": "上级改了"}),
        ("type:修改", "duties", "change", {"type": "修改"}),
        (
            "来源标题:甲；形式：原文；资料条目：0.6、0.7\n\n来源标题:乙；形式:报道",
            "duties",
            "sources",
            [{"title": "甲", "form": "原文", "rows": ["0.6", "0.7"]}, {"title": "乙", "form": "报道"}],
        ),
        ("依据名称:某法;文号:国发[2020]1号", "duties", "legal_basis", [{"title": "某法", "doc_no": "国发〔2020〕1号"}]),
    ],
)
def test_what_a_clerk_writes_is_understood(text: str, kind: str, key: str, value: Any) -> None:
    assert a_cell(text, kind, key) == value


@pytest.mark.parametrize(
    ("text", "kind", "key", "word"),
    [
        ("某通知", "duties", "sources", "来源标题:…;形式:…"),
        ("修改", "duties", "change", "变更类型"),
        ("来源标题:甲;来源标题:乙", "duties", "sources", "写了两次"),
    ],
)
def test_what_cannot_be_understood_is_said_with_an_example(text: str, kind: str, key: str, word: str) -> None:
    with pytest.raises(NotUnderstood, match=word.replace("…", ".")):
        a_cell(text, kind, key)


def test_totals_by_category_are_one_a_line() -> None:
    info = KINDS["duties"].header.model_fields["declared_by_category"]
    assert encode({"基本": "108", "配合:甲": "95"}, info.annotation) == "基本:108\n配合\\:甲:95"
    assert typed("基本：１０８\n配合: 95", info.annotation, form_of(info)) == {"基本": "108", "配合": "95"}
    with pytest.raises(NotUnderstood, match="没有冒号"):
        typed("基本 108", info.annotation, form_of(info))


def test_fields_of_the_examples_exist() -> None:
    """The annotations that the kinds build on are those that are read here."""
    assert [decode(encode(["甲"], note), note) for note in (Texts, Codes, Phones)] == [["甲"]] * 3
    assert decode("2026", Date) == "2026"
