"""A table that somebody else made becomes a list, or changes one: what is said first, what is written, what stays."""

import re
from pathlib import Path
from typing import Any

import pytest

from foreign_files import Rows, Sheet, write_csv, write_docx, write_xlsx
from foreign_score import BLIND, TUNED, table_of
from helpers import name_of
from mingbai.kinds import KINDS
from mingbai.office.foreign import drafts
from mingbai.office.others import against, begun, together
from mingbai.write import canonical
from site_fixtures import AS_OF, HEAD, SMALL, put, tree
from site_pages import plain_yaml
from test_office_import import ask

DUTIES = {
    **HEAD,
    "items": [
        {"id": "fanghuo", "name": "森林防火", "role": "基本", "category": "安全", "remark": "一句话"},
        {"id": "fangxun", "name": "防汛", "role": "配合", "lead_department": ["水务局"], "lead_duty": "主责"},
    ],
}
FILE = "lists/jia/duties.yml"
HEADS = ["序号", "事项名称", "履职类型", "上级部门职责"]
DUTY_ROWS: Rows = [
    ["甲县履职事项清单", "", "", ""],
    HEADS,
    ["一、安全", "", "", ""],
    ["1", "森林防火", "基本", ""],
    ["2", "防汛", "配合", "负责调度"],
    ["合计", "2", "", ""],
]
MERGES = [(1, 1, 1, 4), (3, 1, 3, 4)]
PHONES: Rows = [["渠道名称", "受理主题", "受理机关", "电话"], ["县长热线", "综合", "甲县人民政府", "0858-8610001"]]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lists of a small site, which is where the commands run."""
    for path, content in SMALL.items():
        if path != "jia/duties.yml":
            put(tmp_path / "lists" / path, content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def taken(file: str, *more: str, code: int = 0) -> str:
    done = ask("import", file, "--as-of", AS_OF, *more)
    assert done.exit_code == code, done.output
    return done.output


def there(path: str = FILE) -> dict[str, Any]:
    return plain_yaml(Path(path).read_bytes())


def has_duties() -> None:
    put(Path(FILE), canonical(DUTIES, KINDS["duties"].key_order()))


def book(rows: Rows, merges: list[tuple[int, int, int, int]] | None = None, *more: Sheet) -> str:
    write_xlsx(Path("a.xlsx"), [Sheet("事项", rows, merges or []), *more])
    return "a.xlsx"


def test_a_table_begins_a_list_that_is_not_there() -> None:
    told = taken(book(DUTY_ROWS, MERGES), "--area", "jia")
    assert "新的清单" in told
    assert "表里有字的 4 行: 2 项,没有读 2 行" in told
    assert re.search("新增 「事项」!B4 森林防火\\(.+\\)", told)
    assert "合计行“合计 2”" in told
    found = there()
    assert (found["title"], found["status"]) == ("甲县履职事项清单", "待核实")
    assert [(item["name"], item["role"], item["category"]) for item in found["items"]] == [
        ("森林防火", "基本", "安全"),
        ("防汛", "配合", "安全"),
    ]
    assert all(item["id"] for item in found["items"])
    assert "没有要改的" in taken("a.xlsx", "--area", "lists/jia"), "the same table a second time adds nothing"


def test_what_a_dry_run_tells_is_not_written(place: Path) -> None:
    before = tree(place / "lists")
    assert "会改(--dry-run,没有写)" in taken(book(DUTY_ROWS, MERGES), "--area", "jia", "--dry-run")
    assert tree(place / "lists") == before


def test_a_table_changes_a_list_by_name_and_leaves_what_it_does_not_say() -> None:
    has_duties()
    rows: Rows = [["序号", "事项名称", "上级部门职责"], ["1", "森林防火", ""], ["2", "防汛", "负责调度"]]
    write_csv(Path("a.csv"), rows, "gb18030")
    told = taken("a.csv", "--area", "jia", "--kind", "duties")
    assert "防汛(fangxun) 上级部门职责: “主责” → “负责调度”" in told
    want = [DUTIES["items"][0], {**DUTIES["items"][1], "lead_duty": "负责调度"}]
    assert there()["items"] == want
    assert there() == {**HEAD, "items": want}


def test_a_blank_cell_takes_nothing_out_and_is_told() -> None:
    has_duties()
    rows = [["事项名称", "履职类型", "备注"], ["森林防火", "基本", ""], ["防汛", "配合", "夏天"]]
    told = taken(book(rows), "--area", "jia")
    assert "「备注」有 1 项空着,清单里原来写的没有动" in told
    assert there()["items"][0]["remark"] == "一句话"
    assert there()["items"][1]["remark"] == "夏天"


def test_what_the_table_lacks_is_deleted_only_when_it_is_named() -> None:
    has_duties()
    rows = [["事项名称", "履职类型"], ["防汛", "配合"], ["保洁", "基本"]]
    told = taken(book(rows), "--area", "jia", code=1)
    assert "没有删 森林防火(fanghuo)" in told
    assert [item["id"] for item in there()["items"]] == ["fanghuo", "fangxun", "bao-jie"]
    assert "删除 森林防火(fanghuo)" in taken("a.xlsx", "--area", "jia", "--delete", "fanghuo")
    assert [item["id"] for item in there()["items"]] == ["fangxun", "bao-jie"]


def test_a_name_that_means_several_items_is_not_guessed() -> None:
    twice = [*DUTIES["items"], {**DUTIES["items"][1], "id": "fangxun-2"}]
    put(Path(FILE), canonical({**DUTIES, "items": twice}, KINDS["duties"].key_order()))
    before = Path(FILE).read_bytes()
    told = taken(book([HEADS, ["1", "防汛", "配合", "负责调度"]]), "--area", "jia", code=1)
    assert "分不清哪一行是哪一项" in told
    assert Path(FILE).read_bytes() == before


def test_a_table_of_a_word_file_becomes_a_second_list() -> None:
    write_docx(Path("a.docx"), [Sheet("", DUTY_ROWS[1:2] + DUTY_ROWS[3:5])])
    taken("a.docx", "--area", "jia", "--kind", "duties", "--slug", "erpi")
    assert [item["name"] for item in there("lists/jia/duties.erpi.yml")["items"]] == ["森林防火", "防汛"]


def test_a_phone_that_was_held_as_a_number_is_refused_with_its_cell() -> None:
    rows = [PHONES[0], [*PHONES[1][:3], 8588610001]]
    told = taken(book(rows), "--area", "jia", "--kind", "channels", code=1)
    assert re.search("错误 「事项」!D2: .*数字", told)
    assert not Path("lists/jia/channels.yml").exists()


def test_without_a_place_the_tables_are_named_and_what_to_add(place: Path) -> None:
    before = tree(place / "lists")
    told = taken(book(DUTY_ROWS, MERGES), code=2)
    assert "加上 --area" in told
    assert "表“事项”看作「乡镇(街道)履职事项」" in told
    assert "--kind duties),2 项" in told
    assert tree(place / "lists") == before


def test_a_kind_that_is_not_certain_has_to_be_named() -> None:
    rows = [["名称", "备注"], ["甲", "乙"]]
    told = taken(book(rows), "--area", "jia", code=1)
    assert re.search("错误 .*也可能是.*--kind [a-z]+ 或 --kind [a-z]+", told)


def test_tables_of_one_kind_are_one_list_and_a_sheet_can_be_chosen() -> None:
    file = book(DUTY_ROWS, MERGES, Sheet("更多", [HEADS, ["1", "保洁", "基本", ""]]))
    assert "没有叫“别的”的表" in taken(file, "--area", "jia", "--sheet", "别的", code=2)
    taken(file, "--area", "jia", "--kind", "duties")
    assert [item["name"] for item in there()["items"]] == ["森林防火", "防汛", "保洁"]
    taken(file, "--area", "jia", "--kind", "duties", "--slug", "b", "--sheet", "更多")
    assert [item["name"] for item in there("lists/jia/duties.b.yml")["items"]] == ["保洁"]


def test_options_for_foreign_tables_need_a_place_that_is_there() -> None:
    assert "要和 --area 一起用" in taken(book(DUTY_ROWS), "--kind", "duties", code=2)
    assert "没有 bing 这个地方" in taken(book(DUTY_ROWS), "--area", "bing", code=2)


def test_a_folder_of_tables_is_taken_with_its_word_files() -> None:
    Path("in").mkdir()
    write_docx(Path("in/a.docx"), [Sheet("", DUTY_ROWS[1:2] + DUTY_ROWS[3:5])])
    write_xlsx(Path("in/b.xlsx"), [Sheet("渠道", PHONES)])
    taken("in", "--area", "jia", "--dry-run")


@pytest.mark.parametrize("case", [*TUNED, *BLIND], ids=name_of)
def test_nothing_is_lost_between_the_tables_of_a_file_and_its_lists(case: Path) -> None:
    found = drafts(table_of(case))
    lists = together(found)
    assert [item for one in lists for item in one.items] == [item for one in found for item in one.items]
    assert sorted(row for one in lists for row in one.skipped) == sorted(row for one in found for row in one.skipped)
    assert {doubt for one in found for doubt in one.doubts} <= {doubt for one in lists for doubt in one.doubts}
    assert all(one.rows == len(one.items) + len(one.skipped) + one.joined for one in lists)


@pytest.mark.parametrize("case", [*TUNED, *BLIND], ids=name_of)
def test_a_table_that_became_a_list_changes_nothing_in_it(case: Path) -> None:
    for draft in together(drafts(table_of(case))):
        items = [{"id": f"n{at}", **item} for at, item in enumerate(draft.items)]
        data = {**begun(draft, "甲县").header, "items": items}
        again = against(draft, data)
        assert {**again.header, "items": list(again.items)} == data
