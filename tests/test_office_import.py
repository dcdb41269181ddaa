"""A workbook goes out, is changed by somebody, comes back: what is said first, and what is written."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from books import Book, rows_of, save
from mingbai.cli import main
from mingbai.kinds import KINDS
from mingbai.office.manifest import Origin, hashed, key_cell, rows
from mingbai.write import canonical
from site_fixtures import AS_OF, CALL, HEAD, SMALL, put, tree
from site_pages import plain_yaml

DUTIES = {
    **HEAD,
    "items": [
        {"id": "fanghuo", "name": "森林防火", "role": "基本", "category": "安全"},
        {"id": "fangxun", "name": "防汛", "role": "配合", "lead_department": ["水务局"], "lead_duty": "主责"},
        {"id": "dengji", "name": "登记", "role": "基本", "remark": "一句话"},
    ],
}
CHANNELS = {**HEAD, "items": [{**CALL, "phones": ["0858-8610001"]}, {**CALL, "id": "wangzhan", "name": "网站"}]}
SHEET = "乡镇(街道)履职事项"
CALLS = "举报与咨询渠道"
FILE = "lists/jia/duties.yml"


def ask(*words: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lists of a small site, which is where the commands run."""
    for path, content in {**SMALL, "jia/duties.yml": DUTIES, "channels.yml": CHANNELS}.items():
        kind = path.rpartition("/")[2].removesuffix(".yml")
        text = canonical(content, KINDS[kind].key_order()) if kind in KINDS else content
        put(tmp_path / "lists" / path, text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def book(place: Path) -> Book:
    """The workbook of the county's duties, as it went out."""
    assert ask("export", FILE, "-o", "book.xlsx").exit_code == 0
    return Book(place / "book.xlsx")


def taken(*more: str, code: int = 0, file: str = "book.xlsx") -> str:
    done = ask("import", file, "--as-of", AS_OF, *more)
    assert done.exit_code == code, done.output
    return done.output


def items(path: str = FILE) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in plain_yaml(Path(path).read_bytes())["items"]}


def test_what_was_not_touched_is_not_changed(place: Path, book: Book) -> None:
    before = tree(place / "lists")
    book.save()
    assert "没有要改的" in taken()
    assert tree(place / "lists") == before


def test_a_changed_cell_is_told_with_both_values_and_is_one_line_in_git(place: Path, book: Book) -> None:
    cell = book.put(SHEET, "fangxun", "lead_duty", "负责调度")
    book.save()
    before = Path(FILE).read_text("utf-8")
    told = taken("--dry-run")
    assert f"修改 {cell} 防汛(fangxun) 上级部门职责: “主责” → “负责调度”" in told
    assert Path(FILE).read_text("utf-8") == before
    assert "写好了" in taken()
    assert Path(FILE).read_text("utf-8") == before.replace("lead_duty: 主责", "lead_duty: 负责调度")
    assert "没有要改的" in taken()


def test_a_new_row_gets_an_id_of_its_own_and_keeps_it(book: Book) -> None:
    put(
        Path("lists/_site/moved.yml"),
        {"moved": [{"kind": "duties", "area": "jia", "old": "bao-jie", "reason": "取消"}]},
    )
    book.add(SHEET, name="保洁", role="基本")
    book.save()
    told = taken()
    assert re.search("新增 「.*」!B6 保洁\\(bao-jie-2\\)", told)
    assert items()["bao-jie-2"] == {"id": "bao-jie-2", "name": "保洁", "role": "基本"}
    assert "没有要改的" in taken(), "the same workbook a second time adds nothing"


def test_a_copied_row_is_a_new_item(book: Book) -> None:
    row = [*book.sheets[SHEET][book.row(SHEET, "fanghuo")]]
    row[1] = "草原防火"
    book.sheets[SHEET].insert(3, row)
    book.save()
    told = taken()
    assert "复制来的" in told
    assert [item["name"] for item in items().values()] == ["森林防火", "草原防火", "防汛", "登记"]
    assert items()["fanghuo"]["name"] == "森林防火"


def test_a_deletion_has_to_be_named(book: Book) -> None:
    book.drop(SHEET, "fangxun")
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    told = taken(code=1)
    assert "没有删 防汛(fangxun)" in told
    assert "--delete fangxun" in told
    assert list(items()) == ["fanghuo", "fangxun", "dengji"]
    assert items()["dengji"]["remark"] == "两句话", "what is no deletion is written"
    assert "删除 防汛(fangxun)" in taken("--delete", "fangxun")
    assert list(items()) == ["fanghuo", "dengji"]


def test_all_that_is_missing_can_be_deleted_at_once(book: Book) -> None:
    book.drop(SHEET, "fangxun")
    book.drop(SHEET, "dengji")
    book.save()
    taken("--delete-all-missing")
    assert list(items()) == ["fanghuo"]


def test_a_deletion_of_what_is_still_there_is_no_deletion(book: Book) -> None:
    book.save()
    assert "没有要删的 fanghuo" in taken("--delete", "fanghuo", code=1)
    assert "fanghuo" in items()


def test_rows_in_another_order_are_moved(book: Book) -> None:
    rows = book.sheets[SHEET]
    rows[2], rows[3] = rows[3], rows[2]
    book.save()
    assert "挪动 1 项" in taken()
    assert list(items()) == ["fangxun", "fanghuo", "dengji"]


def test_an_emptied_cell_takes_the_value_away(book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "")
    book.save()
    assert "“一句话” → (空)" in taken()
    assert "remark" not in items()["dengji"]


def test_what_a_list_says_of_itself_comes_back_too(book: Book) -> None:
    rows = book.sheets["清单信息"]
    row = next(row for row in rows if row[0] == "declared_total")
    row[2] = "３"
    book.save()
    assert "清单信息 公布总数: (空) → “3”" in taken()
    assert plain_yaml(Path(FILE).read_bytes())["declared_total"] == "3"


def test_a_phone_stored_as_a_number_is_refused_with_its_cell(place: Path) -> None:
    ask("export", "lists/channels.yml", "-o", "book.xlsx")
    book = Book(place / "book.xlsx")
    cell = book.put(CALLS, "rexian", "phones", 8588610001)
    book.save()
    before = tree(place / "lists")
    told = taken(code=1)
    assert f"错误 {cell}: 电话存成了数字 8588610001" in told
    assert tree(place / "lists") == before


def test_a_number_that_was_one_before_is_no_change(place: Path) -> None:
    ask("export", "lists/channels.yml", "-o", "book.xlsx")
    book = Book(place / "book.xlsx")
    book.put(CALLS, "wangzhan", "phones", 12345)
    book.save()
    assert "没有要改的" in taken()


def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_written(place: Path, book: Book) -> None:
    role = book.put(SHEET, "fangxun", "role", "协助")
    source = book.put(SHEET, "dengji", "sources", "某通知")
    book.add(SHEET, role="基本", category="没有名称")
    book.save()
    before = tree(place / "lists")
    told = taken(code=1)
    assert f"错误 {role}: C103" in told
    assert f"错误 {source}: 来源: “某通知”" in told
    assert re.search("错误 「.*」!.6: C101 缺少字段", told)
    assert "没有写" in told
    assert tree(place / "lists") == before


def test_hidden_signs_never_reach_a_list(book: Book) -> None:
    book.put(SHEET, "fangxun", "lead_duty", "负\u202e责")
    book.save()
    taken()
    assert items()["fangxun"]["lead_duty"] == "负责"


def test_old_warnings_are_not_told_again(book: Book) -> None:
    head = next(row for row in book.sheets["清单信息"] if row[0] == "declared_total")
    head[2] = "9"
    book.save()
    assert "C303" in taken()
    again = Book(Path("book.xlsx"))
    again.put(SHEET, "dengji", "remark", "另一句")
    again.save()
    assert "C303" not in taken()


def test_a_list_that_moved_on_is_merged_by_item_and_field(book: Book) -> None:
    changed = {
        **DUTIES,
        "items": [
            {**DUTIES["items"][0], "category": "应急"},
            *DUTIES["items"][1:],
            {**DUTIES["items"][0], "id": "xin", "name": "新的"},
        ],
    }
    put(Path(FILE), canonical(changed, KINDS["duties"].key_order()))
    book.put(SHEET, "fanghuo", "remark", "冬季重点")
    book.put(SHEET, "fangxun", "lead_duty", "负责调度")
    book.save()
    told = taken()
    assert "应急" not in told, "what others changed is not the workbook's"
    assert items()["fanghuo"] == {**DUTIES["items"][0], "category": "应急", "remark": "冬季重点"}
    assert items()["fangxun"]["lead_duty"] == "负责调度"
    assert "xin" in items()


def test_two_who_changed_one_field_have_to_agree(place: Path, book: Book) -> None:
    changed = {**DUTIES, "items": [{**DUTIES["items"][0], "category": "应急"}, *DUTIES["items"][1:]]}
    put(Path(FILE), canonical(changed, KINDS["duties"].key_order()))
    cell = book.put(SHEET, "fanghuo", "category", "消防")
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    before = tree(place / "lists")
    told = taken(code=1)
    assert f"冲突 {cell} 森林防火(fanghuo) 类别: 导出时 “安全”;清单现在 “应急”;表里 “消防”" in told
    assert tree(place / "lists") == before


def test_a_renamed_list_and_a_renamed_item_are_found(book: Book) -> None:
    rows = [{**DUTIES["items"][0], "id": "linhuo"}, *DUTIES["items"][1:]]
    Path(FILE).unlink()
    put(Path("lists/jia/duties.xin.yml"), canonical({**DUTIES, "items": rows}, KINDS["duties"].key_order()))
    put(
        Path("lists/_site/moved.yml"),
        {
            "moved": [{"kind": "duties", "area": "jia", "old": "fanghuo", "new": "linhuo", "reason": "改名"}],
            "addresses": [{"old": "jia/duties", "new": "jia/duties.xin", "reason": "改名"}],
        },
    )
    cell = book.put(SHEET, "fanghuo", "category", "消防")
    book.save()
    assert f"修改 {cell} 森林防火(linhuo) 类别" in taken()
    assert items("lists/jia/duties.xin.yml")["linhuo"]["category"] == "消防"


# ── what spreadsheet programs and people do to a workbook ────────────────────


def test_without_the_hidden_sheet_it_is_known_by_its_key_row(book: Book) -> None:
    del book.sheets["_mingbai"]
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    taken()
    assert items()["dengji"]["remark"] == "两句话"


def test_without_its_hidden_row_what_a_list_says_of_itself_is_known_by_its_title(book: Book) -> None:
    told = book.sheets["清单信息"]
    next(row for row in told if row[0] == "declared_total")[2] = "3"
    book.sheets["清单信息"] = [row[1:] for row in told[1:]]
    book.save()
    taken()
    assert plain_yaml(Path(FILE).read_bytes())["declared_total"] == "3"


def test_a_sheet_of_headers_that_is_gone_is_told_and_changes_nothing(place: Path, book: Book) -> None:
    del book.sheets["清单信息"]
    book.save()
    before = tree(place / "lists")
    assert "找不到“清单信息”" in taken()
    assert tree(place / "lists") == before


def test_what_the_hidden_sheet_keeps_is_not_trusted(place: Path, book: Book) -> None:
    """A list that no export would have let out, with a hash that fits."""
    text = canonical({**DUTIES, "items": [{"id": "a", "name": ["甲"], "sources": ["乙"]}]}, KINDS["duties"].key_order())
    row = [*rows({SHEET: Origin(FILE, hashed(text), text)})][1]
    book.sheets["_mingbai"] = [book.sheets["_mingbai"][0], row]
    book.sheets[SHEET][0][0] = key_cell(Origin(FILE, hashed(text)))
    book.save()
    before = tree(place / "lists")
    assert "重新导出" in taken(code=1)
    assert tree(place / "lists") == before


def test_without_the_hidden_sheet_a_list_that_moved_on_is_refused(book: Book) -> None:
    del book.sheets["_mingbai"]
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    put(Path(FILE), canonical({**DUTIES, "remark": "改过"}, KINDS["duties"].key_order()))
    assert "重新导出" in taken(code=1)


def test_without_the_key_row_it_is_known_by_its_titles(book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "两句话")
    del book.sheets[SHEET][0]
    book.save()
    taken()
    assert items()["dengji"]["remark"] == "两句话"


def test_without_the_id_column_items_are_known_by_name(book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "两句话")
    book.sheets[SHEET] = [row[1:] for row in book.sheets[SHEET]]
    book.save()
    assert "按名称认出" in taken()
    assert items()["dengji"]["remark"] == "两句话"
    assert list(items()) == ["fanghuo", "fangxun", "dengji"]


def test_columns_may_be_moved_left_out_and_added(book: Book) -> None:
    at = book.keys(SHEET).index("lead_duty")
    book.put(SHEET, "dengji", "remark", "两句话")
    book.sheets[SHEET] = [[*row[:1], *reversed([*row[1:at], *row[at + 1 :]]), ""] for row in book.sheets[SHEET]]
    book.sheets[SHEET][1][-1], book.sheets[SHEET][3][-1] = "我的备忘", "记一笔"
    book.save()
    told = taken()
    assert "没有“上级部门职责”这一列。原来的内容不动" in told
    assert "不认识的列“我的备忘”" in told
    assert items()["fangxun"] == DUTIES["items"][1]
    assert items()["dengji"]["remark"] == "两句话"


def test_merged_cells_speak_for_all_their_rows(place: Path, book: Book) -> None:
    at, first = book.keys(SHEET).index("category"), book.row(SHEET, "fanghuo")
    for row in (first, first + 1):
        book.sheets[SHEET][row][at] = "安全" if row == first else ""
    save(place / "book.xlsx", book.sheets, {SHEET: [(first, at, first + 1, at)]})
    taken()
    assert (items()["fanghuo"]["category"], items()["fangxun"]["category"]) == ("安全", "安全")


def test_two_sheets_of_one_list_are_refused(book: Book) -> None:
    book.sheets["副本"] = book.sheets[SHEET]
    book.save()
    assert "同一份清单" in taken(code=2)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", "甲,乙\n".encode(), b"\xd0\xcf\x11\xe0", b"\xff\xff"], ids=lambda raw: raw[:4].hex()
)
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_no_workbook_of_ours_is_said(place: Path, content: bytes, name: str) -> None:
    (place / name).write_bytes(content)
    done = ask("import", name)
    assert done.exit_code == 2
    assert re.search("[\u4e00-\u9fff]{2}", done.stderr)


def test_a_list_that_is_gone_is_said(book: Book) -> None:
    Path(FILE).unlink()
    assert "已经不在了" in taken(code=2)


def test_comments_of_a_list_are_never_dropped(book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    text = "# 周末\n" + Path(FILE).read_text("utf-8")
    put(Path(FILE), text)
    assert "C011" in taken(code=1)
    assert Path(FILE).read_text("utf-8") == text


@pytest.mark.parametrize("at", [1, 2], ids=["of workbooks", "of lists"])
def test_a_workbook_of_another_format_is_refused(book: Book, at: int) -> None:
    book.sheets["_mingbai"][0][at] = "99"
    book.save()
    assert "99" in taken(code=2)


def test_private_numbers_are_not_repeated(book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "找张三 13812345678,身份证 11010119900307109X")
    book.save()
    told = taken(code=1)
    assert "13812345678" not in told
    assert "11010119900307109X" not in told


# ── many at once ─────────────────────────────────────────────────────────────


def test_a_county_goes_out_and_comes_back_as_a_folder(place: Path) -> None:
    put(place / "lists/jia/yi/area.yml", {"name": "乙镇", "level": "乡"})
    put(place / "lists/jia/yi/duties.yml", canonical(DUTIES, KINDS["duties"].key_order()))
    done = ask("export", "--all", "lists/jia", "-o", "out")
    assert (done.exit_code, sorted(file.name for file in Path("out").iterdir())) == (0, ["乙镇.xlsx", "甲县.xlsx"])
    book = Book(Path("out/乙镇.xlsx"))
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save()
    (Path("out") / "~$乙镇.xlsx").write_bytes(b"lock")
    told = taken(file="out")
    assert "2 个文件:" in told.splitlines()[-1]
    assert "写好了 1 份" in told.splitlines()[-1]
    assert items("lists/jia/yi/duties.yml")["dengji"]["remark"] == "两句话"


def test_one_bad_workbook_does_not_hold_up_the_others(place: Path, book: Book) -> None:
    book.put(SHEET, "dengji", "remark", "两句话")
    book.save(place / "in.xlsx")
    Path("in").mkdir()
    (place / "in.xlsx").rename("in/b.xlsx")
    (place / "in/a.xlsx").write_bytes(b"PK")
    assert "读不了 1 份" in taken(file="in", code=2)
    assert items()["dengji"]["remark"] == "两句话"


def test_two_workbooks_of_one_list_are_put_together(place: Path, book: Book) -> None:
    other = Book(place / "book.xlsx")
    book.put(SHEET, "dengji", "remark", "两句话")
    other.put(SHEET, "fangxun", "remark", "夏天")
    Path("in").mkdir()
    book.save(place / "in/a.xlsx")
    other.save(place / "in/b.xlsx")
    assert "会改" in taken("--dry-run", file="in")
    taken(file="in")
    assert (items()["dengji"]["remark"], items()["fangxun"]["remark"]) == ("两句话", "夏天")


# ── CSV ──────────────────────────────────────────────────────────────────────


def test_csv_goes_out_and_comes_back(place: Path) -> None:
    assert ask("export", FILE, "--csv", "-o", "a.csv").exit_code == 0
    raw = Path("a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "没有要改的" in taken(file="a.csv")
    Path("a.csv").write_text(raw.decode("utf-8-sig").replace("一句话", "两句话"), "gb18030")
    assert "“一句话” → “两句话”" in taken(file="a.csv")
    assert items()["dengji"]["remark"] == "两句话"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@a", "'=1", "'a", "''", "a=b"])
def test_nothing_in_a_csv_is_run_and_it_comes_back_the_same(text: str) -> None:
    put(
        Path(FILE),
        canonical({**DUTIES, "items": [{**DUTIES["items"][0], "remark": text}]}, KINDS["duties"].key_order()),
    )
    ask("export", FILE, "--csv", "-o", "a.csv")
    assert not re.search('(^|,)"?[=+@-]', Path("a.csv").read_text("utf-8-sig"), re.MULTILINE)
    assert "没有要改的" in taken(file="a.csv")


def test_formulas_stay_text(place: Path) -> None:
    put(
        Path(FILE),
        canonical({**DUTIES, "items": [{**DUTIES["items"][0], "remark": "=1+1"}]}, KINDS["duties"].key_order()),
    )
    ask("export", FILE, "-o", "book.xlsx")
    assert "=1+1" in [cell for row in rows_of(place / "book.xlsx")[SHEET] for cell in row]
    assert "没有要改的" in taken()


def test_a_csv_that_was_cut_short_is_refused(place: Path) -> None:
    ask("export", FILE, "--csv", "-o", "a.csv")
    raw = Path("a.csv").read_text("utf-8-sig")
    Path("a.csv").write_text(raw.replace("一句话", '"一句话'), "utf-8")
    assert "不是完整的 CSV" in taken(file="a.csv", code=2)
