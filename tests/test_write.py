"""Writing: the canonical form says the same, says it one way, and no reader takes it for something else."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers import ROOT, TRAPS, data, header, lines, many, proof
from mingbai.kinds import KINDS
from mingbai.read import read
from mingbai.write import WIDTH, canonical, width
from strategies import keys, texts, trees, yamlish

LISTS = sorted(file for file in (ROOT / "lists").rglob("*.yml") if file.name.split(".")[0] in KINDS)


def again(text: str) -> dict[str, Any]:
    source, problems = read("list.yml", text.encode())
    assert source, f"cannot read what was written:\n{text}\n{lines(problems)}"
    assert not problems, f"trouble with what was written:\n{text}\n{lines(problems)}"
    return source.data


@pytest.mark.parametrize("trap", TRAPS, ids=ascii)
def test_a_text_survives_wherever_it_stands(trap):
    tree = {
        "a": trap,
        "b": [trap],
        "c": [{"d": trap, "e": [trap, "乙"]}],
        trap: "f",
        "g": {trap: [trap]},
        "h": [[trap]],
    }
    assert again(canonical(tree, {})) == tree


@many(250)
@given(trees)
def test_data_survives(tree):
    assert again(canonical(tree, {})) == tree


@many(150)
@given(trees, st.lists(keys, max_size=6))
def test_written_twice_it_is_the_same(tree, first):
    order: dict[str, Any] = {key: {} for key in (*first, *reversed(tree))}
    text = canonical(tree, order)
    found = again(text)
    assert found == tree
    assert list(found) == [key for key in order if key in tree]
    assert canonical(found, order) == text


@many(200)
@given(yamlish)
def test_formatting_keeps_every_value(text):
    source, _ = read("list.yml", text.encode())
    if source and source.data:
        assert again(canonical(source.data, {})) == source.data


@pytest.mark.parametrize("file", LISTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_formatting_keeps_the_lists_of_this_site(file: Path):
    found = data(file.read_text("utf-8"))
    text = canonical(found, KINDS[file.name.split(".")[0]].key_order())
    assert again(text) == found
    assert canonical(again(text), KINDS[file.name.split(".")[0]].key_order()) == text


NUMBER = re.compile(r"(0|-?[1-9]\d*)\Z")
DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def check_untyped(text: str, value: str) -> None:
    typed = yaml.safe_load(text)["a"]
    typed = typed[0] if isinstance(typed, list) else typed
    if type(typed) is int:
        assert NUMBER.match(value) and str(typed) == value
    elif type(typed) is date:
        assert DAY.match(value)
    else:
        assert typed == value, f"{value!r} is read as {typed!r} out of {text!r}"


@pytest.mark.parametrize("trap", TRAPS, ids=ascii)
def test_a_typing_reader_finds_the_text(trap):
    check_untyped(canonical({"a": trap}, {}), trap)
    check_untyped(canonical({"a": [trap]}, {}), trap)


looks_typed = st.from_regex(
    r"[-+]?[0-9][0-9_:.eE+-]{0,8}|0[xob][0-9a-f]{1,4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True
)


@many(300)
@given(looks_typed | texts)
def test_a_typing_reader_finds_any_text(value):
    check_untyped(canonical({"a": value}, {}), value)
    check_untyped(canonical({"a": [value]}, {}), value)


@pytest.mark.parametrize(
    "value", ["12345", "0", "2024-09-14", "甲：乙", "甲，乙", "0858-8610001", "it's", "a#b", "民发〔2020〕20号"]
)
def test_quotes_stand_only_where_they_must(value):
    assert canonical({"a": value}, {}) == f"a: {value}\n"


@pytest.mark.parametrize(
    "value", ["0858", "8:30", "no", "1.10", "~", "null", "12345678901234567890", "a: b", "a #b", " a", "*a", ""]
)
def test_quotes_stand_where_they_must(value):
    assert canonical({"a": value}, {}) == f'a: "{value}"\n'


FORM = """\
title: 某清单
status: 现行
completeness: 完整
sources:
  - title: 某通知
    form: 原文
remark: |
  第一行

  第二行
items:
  - id: qinshu
    name: 亲属关系证明
    aliases: [甲, "0858", 丙]
    decision: 不应出具
    issuing_body: [公安派出所]
    substitute: "“甲”: 乙"
    procedure:
      - 到公安派出所说明用途,带上户口簿和身份证,一次说清要证明的是什么关系
      - 当场办好
    legal_basis:
      - title: 户口登记条例
        article: 第三条
"""


def test_the_form():
    item = proof(
        legal_basis=[{"article": "第三条", "title": "户口登记条例"}],
        procedure=["到公安派出所说明用途,带上户口簿和身份证,一次说清要证明的是什么关系", "当场办好"],
        aliases=["甲", "0858", "丙"],
        substitute="“甲”: 乙",
    )
    shuffled = dict(reversed(header(remark="第一行\n\n第二行\n", items=[dict(reversed(item.items()))]).items()))
    assert canonical(shuffled, KINDS["certificates"].key_order()) == FORM


def test_unknown_fields_are_kept_behind_the_known_ones():
    assert canonical({"b": "1", "a": "2", "title": "甲"}, {"title": {}}) == "title: 甲\nb: 1\na: 2\n"


def test_a_line_of_eighty_columns_is_the_longest():
    fits, wide = ["甲" * 36, "b"], ["甲" * 36, "bc"]
    assert canonical({"a": fits}, {}) == f"a: [{fits[0]}, b]\n" and width(f"a: [{fits[0]}, b]") == 80
    assert canonical({"a": wide}, {}) == f"a:\n  - {wide[0]}\n  - bc\n"


@many(100)
@given(st.lists(texts, min_size=1, max_size=6))
def test_a_list_on_one_line_is_short(values):
    text = canonical({"a": values}, {})
    if text.startswith("a: ["):
        assert text.count("\n") == 1 and width(text.rstrip("\n")) <= WIDTH
