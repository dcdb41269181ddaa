"""Reading: any bytes become a list or clean problems, and nothing is lost on the way."""

import json
import re
from collections import Counter
from pathlib import Path
from time import process_time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from helpers import cases, codes, lines, many, name_of
from mingbai.careful import MAX_SAME, Careful
from mingbai.libyaml import mapped
from mingbai.marks import KEY, MAX_DEPTH
from mingbai.pieces import Row, mapping, split, suspicious
from mingbai.problems import REFUSALS, Level, Problem
from mingbai.read import MAX_BYTES, Source, read, reread
from mingbai.write import canonical
from strategies import nearly_usual, raw, trees, visible, yamlish


@pytest.mark.parametrize("case", cases("read"), ids=name_of)
def test_broken_file(case, golden):
    file = case / "list.yml"
    golden(case / "expected.txt", lines(sorted(read("list.yml", file.read_bytes())[1])))


@pytest.mark.parametrize("code", [code for code in REFUSALS if code < "C1"])
def test_every_refusal_has_cases(code):
    told = [case for case in cases("read") if f" {code} " in (case / "expected.txt").read_text("utf-8")]
    assert told or code == "C010", "write a broken file into cases/read"


@pytest.mark.parametrize("code", ["C002", "C003", "C004", "C005", "C006", "C009", "C011", "C012"])
def test_the_manual_is_right(code):
    refusal = REFUSALS[code]
    assert code in codes(read("list.yml", refusal.bad.encode())[1]), "the bad example is not refused"
    assert not read("list.yml", refusal.good.encode())[1] or "\n" not in refusal.good, "the good example is refused"


def test_a_file_too_large():
    source, problems = read("list.yml", b"a: " + b"b" * MAX_BYTES)
    assert source is None
    assert [str(p) for p in problems] == ["list.yml:1:1: error C010 文件有 8.0 MB,超过 8 MB。拆成几份清单"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_nesting_without_end(opening):
    source, problems = read("list.yml", (opening * 20_000).encode())
    assert source is None
    assert codes(problems) == {"C010"}


def test_as_deep_as_allowed():
    inside = MAX_DEPTH - 1
    assert read("list.yml", b"a: " + b"[" * inside + b"]" * inside)[0]
    assert not read("list.yml", b"a: " + b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)[0]


def test_many_problems_are_capped():
    _, problems = read("list.yml", "".join(f"a{n}: 甲\u200b\n" for n in range(300)).encode())
    assert len(problems) == MAX_SAME + 1
    assert problems[-1].message == f"同样的问题还有 {300 - MAX_SAME} 处"


@pytest.mark.parametrize(
    "part", ['  - "a #b"\n', "  - &a b\n", "  - [甲，乙]\n", "  - 'a：b'\n", "[", "[，", "  ", "a: ", "#", "：", '"']
)
def test_work_grows_with_the_file_and_no_faster(part):
    begun = process_time()
    read("list.yml", ("items:\n" + part * (40_000 if len(part) < 5 else 15_000)).encode())
    assert process_time() - begun < 1.5


def test_crlf_is_a_line_end():
    source, problems = read("list.yml", "title: 甲\r\nremark: |\r\n  乙\r\n  丙\r\n".encode())
    assert source and not problems
    assert source.data == {"title": "甲", "remark": "乙\n丙\n"}
    assert source.where(("remark",)) == (2, 9)


def test_byte_order_mark_is_no_text():
    source, problems = read("list.yml", "\ufefftitle: 甲\n".encode())
    assert source and not problems and source.data == {"title": "甲"}


def test_nothing_is_typed():
    text = "a: 0858\nb: 12345\nc: 8:30\nd: no\ne: 2024-09-14\nf: ~\ng:\nh: [1.10, null]\ni: <<\nj: 1e3\n"
    source, _ = read("list.yml", text.encode())
    assert source and [*source.data.values()] == [
        *("0858", "12345", "8:30", "no", "2024-09-14", "~", "", ["1.10", "null"], "<<", "1e3")
    ]


HIDDEN_IN_WORDS = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def check_clean(problems: list[Problem], text: str) -> None:
    rows = len(re.split("[\n\r\x85\u2028\u2029]", text))
    for problem in problems:
        assert not HIDDEN_IN_WORDS.search(str(problem)), f"a problem is one line of visible characters: {problem!r}"
        assert problem.code in REFUSALS
        assert 1 <= problem.line <= rows and problem.column >= 1, f"{problem} stands outside the file"


SNEAKY = [
    "# \x1b[31m注\n",
    "# \u202e注\n",
    '"a\\nb": 1\n"a\\nb": 2\n',
    "a: [甲，\u202e乙]\n",
    "a: 甲 #\x1b\n",
    "a: !\u200b 甲\n",
]


@pytest.mark.parametrize("text", SNEAKY, ids=ascii)
def test_a_problem_is_one_line_of_visible_characters(text):
    _, problems = read("list.yml", text.encode())
    assert problems
    check_clean(problems, text)


@pytest.mark.parametrize("text", ["a: [", "[", "{", 'a: "', "a: '", "- [a,\n", "a: |2x", "? ["], ids=ascii)
def test_an_unfinished_file_is_told_inside_it(text):
    check_clean(read("list.yml", text.encode())[1], text)


@many(600)
@given(nearly_usual)
def test_items_read_without_a_parser_say_what_the_parser_says(text):
    """What is written as usual is taken as it stands; all else is left to libyaml and the careful pass."""
    if parts := split(text):
        head, rows = parts
        whole = None if suspicious(text) else mapped(text)
        if not suspicious(head) and (header := mapped(head)) is not None and "items" not in header:
            assert whole == {**header, "items": rows}, "the quick way reads what the parser reads, or nothing"


@many(600)
@given(nearly_usual | yamlish)
def test_a_mapping_read_without_a_parser_says_what_the_parser_says(text):
    if not suspicious(text) and (found := mapping(text)):
        assert found == mapped(text)


@pytest.mark.parametrize("file", sorted(Path("lists").rglob("*.yml")), ids=str)
def test_real_lists_read_alike_both_ways(file):
    text = file.read_text("utf-8")
    source, _ = read(str(file), file.read_bytes())
    assert source and source.data == Careful(str(file), text).data


def test_an_item_that_neighbours_share_is_read_once():
    one, other = (read("a.yml", f"title: {name}\nitems:\n  - id: a\n    name: 甲\n".encode())[0] for name in "甲乙")
    assert one and other and one.data["items"][0] is other.data["items"][0]
    assert type(one.data["items"][0]) is Row


@many(300)
@given(raw)
def test_any_bytes_give_a_list_or_clean_problems(content):
    source, problems = read("list.yml", content)
    check_clean(problems, content.decode("utf-8", "replace"))
    if source is None:
        assert any(problem.level is Level.ERROR for problem in problems)
    else:
        assert isinstance(source.data, dict)
        assert all(problem.level is Level.WARNING for problem in problems)


@many(300)
@given(yamlish)
def test_fast_and_careful_agree(text):
    quick = None if suspicious(text) else mapped(text)
    if quick is not None:
        walk = Careful("list.yml", text)
        assert walk.problems == []
        assert walk.data == quick


@many(300)
@given(yamlish)
def test_what_is_accepted_is_what_another_reader_finds(text):
    source, _ = read("list.yml", text.encode())
    if source:
        assert source.data == yaml.load(source.text, Loader=yaml.CBaseLoader)


def letters(node) -> Counter[str]:
    if isinstance(node, str):
        return Counter(re.findall(r"\w", node))
    parts = [*node.keys(), *node.values()] if isinstance(node, dict) else node
    return sum(map(letters, parts), Counter())


@many(300)
@given(yamlish)
def test_no_word_is_lost_in_silence(text):
    source, problems = read("list.yml", text.encode())
    if source and not problems and not set("\\%|>") & set(text):
        assert letters(source.data) == letters(source.text)


@many(100)
@given(yamlish)
def test_every_value_stands_somewhere(text):
    source, _ = read("list.yml", text.encode())
    if not source:
        return
    rows = source.text.split("\n")

    def visit(node, path):
        line, column = source.where(path)
        assert line <= len(rows) and column <= len(rows[line - 1]) + 1
        if isinstance(node, str) and node and node == node.strip() and "\n" not in node and '"' not in source.text:
            start = rows[line - 1][column - 1 :].lstrip("'|>-+0123456789 ")
            assert start[:1] in ("", node.lstrip("'|>-+0123456789 ")[:1]), f"{node!r} does not begin at {line}:{column}"
        inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in inside:
            visit(value, (*path, key))

    visit(source.data, ())


short = st.text(visible.filter(lambda char: char not in '"\\'), min_size=1, max_size=6)
plain_trees = st.recursive(
    short,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(short, inner, min_size=1, max_size=4),
    max_leaves=12,
)


def draw_up(node, path, indent, rows, marks):
    """A document one value a line, every text in quotes; where each value begins, counted while writing."""
    if isinstance(node, str):
        marks[path] = len(rows), len(rows[-1]) + 2
        rows[-1] += f" {json.dumps(node, ensure_ascii=False)}"
        return
    marks[path] = len(rows) + 1, indent + 1
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        rows.append(" " * indent + (f"{json.dumps(key, ensure_ascii=False)}:" if isinstance(node, dict) else "-"))
        if isinstance(node, dict):
            marks[*path, key, KEY] = len(rows), indent + 1
        draw_up(value, (*path, key), indent + 2, rows, marks)


@many(150)
@given(st.dictionaries(short, plain_trees, min_size=1, max_size=5))
def test_every_value_stands_where_it_was_written(tree):
    rows: list[str] = []
    marks: dict = {}
    draw_up(tree, (), 0, rows, marks)
    source, _ = read("list.yml", "\n".join(rows).encode())
    if source:  # deeper than allowed is not
        assert source.data == tree
        assert {path: source.where(path) for path in marks} == marks


def test_a_missing_value_is_shown_where_its_container_stands():
    source, _ = read("list.yml", "title: 甲\nitems:\n  - id: a\n    name:\n".encode())
    assert source
    assert source.where(("items", 0, "decision")) == (3, 5)
    assert source.where(("items", 0, "name")) == (4, 5)
    assert source.where(("nothing", "at", "all")) == (1, 1)


@pytest.mark.parametrize(
    "rest",
    [
        "aliases: [甲,\n    name: 乙]",
        "more: {甲: 乙,\n    name: 乙}",
        'remark: "甲\n    name: 乙"',
        "remark: '甲\n    name: 乙'",
    ],
)
def test_a_value_that_runs_over_lines_is_not_taken_for_another(rest):
    source, _ = read("list.yml", f"title: 清单\nitems:\n  - id: a\n    {rest}\n".encode())
    assert source
    assert source.where(("items", 0, "name")) == (3, 5)


@many(200)
@given(trees, st.lists(trees, max_size=4), st.booleans())
def test_the_place_of_a_value_is_the_same_at_a_glance_and_with_care(tree, items, usual):
    text = canonical({"title": "清单", **tree, "items": items}, {})
    source, _ = read("list.yml", (text if usual else text.replace("\n  - ", "\n   -  ", 1)).encode())
    if source is None:
        return
    marks = Careful(source.path, source.text).marks
    for path in (*marks, ("nothing",), ("items", 0, "nothing", "at", "all"), ("items", len(items))):
        sure = path
        while sure not in marks:
            sure = sure[:-1]
        assert Source(source.path, source.text, source.data).where(path) == marks[sure]


@many(300)
@given(trees)
def test_a_text_just_written_is_read_again_as_any_other(tree):
    text = canonical(tree, {})
    source, problems = read("list.yml", text.encode("utf-8", "surrogatepass"))
    again, told = reread("list.yml", text, tree)
    assert told == problems
    assert (again is None) == (source is None)
    assert source is None or (again and (again.data, again.text) == (source.data, source.text))
