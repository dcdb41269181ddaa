"""What lies in inbox/ of a commit: what each file would change, in words for who has no terminal; what is refused."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from books import Book
from foreign_files import Sheet, write_docx, write_xlsx
from helpers import ROOT
from mingbai.areas import scan
from mingbai.forge.parcel import FILE, BadParcel, Parcel, Proposal, Refusal, read, write
from mingbai.inbox.places import Nowhere, place_of
from mingbai.inbox.words import plainer
from mingbai.kinds import KINDS
from mingbai.write import canonical
from site_fixtures import AS_OF, HEAD, SMALL, put, tree
from site_pages import plain_yaml
from test_office_import import CALLS, CHANNELS, DUTIES, SHEET, ask

LISTS = {
    **SMALL,
    "jia/duties.yml": DUTIES,
    "channels.yml": CHANNELS,
    "jia/yi/area.yml": {"name": "乙镇", "level": "乡"},
    "bing/area.yml": {"name": "丙县", "level": "县"},
    "bing/yi/area.yml": {"name": "乙镇", "level": "乡"},
}
QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
WHO = ("-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "init.defaultBranch=main")
TABLE = [["名称", "履职类型"], ["保洁", "基本"]]


def git(*words: str) -> str:
    done = subprocess.run(
        ["git", *WHO, *words], capture_output=True, check=True, encoding="utf-8", env={**os.environ, **QUIET}
    )
    return done.stdout.strip()


def commit(message: str = "x") -> str:
    git("add", "-A", "-f")
    git("commit", "-q", "--allow-empty", "-m", message)
    return git("rev-parse", "HEAD")


@pytest.fixture(autouse=True)
def place(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the lists of a small site, which is where the commands run."""
    folder = tmp_path_factory.mktemp("site")
    for path, content in LISTS.items():
        kind = path.rpartition("/")[2].removesuffix(".yml")
        put(folder / "lists" / path, canonical(content, KINDS[kind].key_order()) if kind in KINDS else content)
    (folder / "inbox").mkdir()
    (folder / "inbox/README.md").write_text("怎么交", "utf-8")
    monkeypatch.chdir(folder)
    git("init", "-q")
    commit()
    return folder


def sent(change: Callable[[Book], Any], name: str = "a.xlsx", lists: str = "lists/jia/duties.yml") -> Book:
    """A workbook of ours, changed by somebody and put into the inbox."""
    assert ask("export", lists, "-o", f"inbox/{name}", "--force").exit_code == 0
    book = Book(Path(f"inbox/{name}"))
    change(book)
    book.save()
    return book


def looked(*more: str, code: int = 0) -> Parcel:
    """What a look into the inbox finds."""
    shutil.rmtree("out", ignore_errors=True)
    head = commit()
    before = tree(Path())
    done = ask("inbox", head, "--to", "out", "--as-of", AS_OF, *more)
    assert done.exit_code == code, done.output
    found = read(Path("out"))
    shutil.rmtree("out")
    assert {name: sha for name, sha in tree(Path()).items() if not name.startswith(".git/")} == {
        name: sha for name, sha in before.items() if not name.startswith(".git/")
    }, "nothing here is touched"
    return found


def refused(words: str) -> Refusal:
    """The one file that was not taken, and that these words say why."""
    (one,) = looked(code=1).refused
    assert words in one.text, one.text
    return one


def items(text: str) -> list[dict[str, Any]]:
    return plain_yaml(text.encode())["items"]


# ── what is taken ────────────────────────────────────────────────────────────


def test_an_empty_inbox_has_nothing_to_say() -> None:
    assert looked() == Parcel()


def test_a_workbook_is_told_in_words_with_its_cells_and_is_canonical() -> None:
    cells = []
    sent(lambda book: cells.append(book.put(SHEET, "fangxun", "lead_duty", "负责调度")))
    (one,) = looked().proposals
    assert one.files == ("inbox/a.xlsx",)
    assert one.title == f"甲县 {SHEET}: 修改 1 项"
    assert f"- **修改** `{cells[0]} 防汛(fangxun) 上级部门职责: “主责” → “负责调度”`" in one.text
    before = Path("lists/jia/duties.yml").read_text("utf-8")
    assert one.lists == {"lists/jia/duties.yml": before.replace("lead_duty: 主责", "lead_duty: 负责调度")}


def test_a_workbook_that_says_nothing_new_is_only_taken_away() -> None:
    sent(lambda book: None)
    (one,) = looked().proposals
    assert one.lists == {}
    assert "没有变" in one.title


def test_several_files_are_several_proposals_and_one_that_is_bad_stops_no_other() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"))
    sent(lambda book: book.put(CALLS, "rexian", "phones", "12388"), "b.xlsx", "lists/channels.yml")
    Path("inbox/坏.xlsx").write_bytes(b"PK\x03\x04")
    found = looked(code=1)
    assert [one.files for one in found.proposals] == [("inbox/a.xlsx",), ("inbox/b.xlsx",)]
    assert [one.file for one in found.refused] == ["inbox/坏.xlsx"]
    assert "文件坏了" in found.refused[0].text


def test_each_file_is_set_against_the_lists_as_they_are_and_not_against_the_others() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"))
    sent(lambda book: book.put(SHEET, "fanghuo", "remark", "冬天"), "b.xlsx")
    first, second = (items(one.lists["lists/jia/duties.yml"]) for one in looked().proposals)
    assert (first[2]["remark"], "remark" in first[0]) == ("两句话", False)
    assert (second[2]["remark"], second[0]["remark"]) == ("一句话", "冬天")


def test_a_workbook_made_before_the_list_moved_on_is_merged() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"))
    moved = {**DUTIES, "items": [{**DUTIES["items"][0], "category": "应急"}, *DUTIES["items"][1:]]}
    put(Path("lists/jia/duties.yml"), canonical(moved, KINDS["duties"].key_order()))
    (one,) = looked().proposals
    found = items(one.lists["lists/jia/duties.yml"])
    assert (found[0]["category"], found[2]["remark"]) == ("应急", "两句话")
    assert "应急" not in one.text


def test_an_empty_workbook_that_was_filled_in_becomes_a_list() -> None:
    assert ask("new", "duties", "bing", "--workbook", "-o", "inbox/新.xlsx").exit_code == 0
    book = Book(Path("inbox/新.xlsx"))
    book.add(SHEET, name="保洁", role="基本")
    book.save()
    (one,) = looked().proposals
    assert [item["name"] for item in items(one.lists["lists/bing/duties.yml"])] == ["保洁"]
    assert "新的清单" in one.text


# ── deletions ────────────────────────────────────────────────────────────────


def test_a_row_that_is_gone_is_told_first_and_recorded() -> None:
    def change(book: Book) -> None:
        book.drop(SHEET, "fangxun")
        book.put(SHEET, "dengji", "remark", "两句话")

    sent(change)
    (one,) = looked().proposals
    assert "**要删去 1 项**" in one.text
    assert one.text.index("- **删除** `防汛(fangxun)`") < one.text.index("- **修改**")
    assert [item["id"] for item in items(one.lists["lists/jia/duties.yml"])] == ["fanghuo", "dengji"]
    (record,) = plain_yaml(one.lists["lists/_site/moved.yml"].encode())["moved"]
    assert (record["kind"], record["area"], record["old"], "new" in record) == ("duties", "jia", "fangxun", False)


def test_a_proposal_with_a_deletion_passes_the_review_that_it_will_get() -> None:
    before = commit()
    sent(lambda book: book.drop(SHEET, "fangxun"))
    (one,) = looked().proposals
    for path, text in one.lists.items():
        put(Path(path), text)
    done = ask("review", before, commit(), "--to", "review", "--as-of", AS_OF)
    assert done.exit_code == 0, done.output
    assert ask("fmt", "--check").exit_code == 0


def test_records_that_are_there_stay(place: Path) -> None:
    old = {"kind": "duties", "area": "jia", "old": "zao", "reason": "取消"}
    put(place / "lists/_site/moved.yml", {"moved": [old]})
    sent(lambda book: book.drop(SHEET, "fangxun"))
    (one,) = looked().proposals
    assert plain_yaml(one.lists["lists/_site/moved.yml"].encode())["moved"][0] == old


def test_where_more_than_half_is_gone_it_is_an_accident() -> None:
    rows = [{"id": f"n{n}", "name": f"事项{n}", "role": "基本"} for n in range(9)]
    put(Path("lists/jia/duties.yml"), canonical({**DUTIES, "items": rows}, KINDS["duties"].key_order()))

    def change(book: Book) -> None:
        for n in range(5):
            book.drop(SHEET, f"n{n}")

    sent(change)
    refused("有 9 项,表里少了 5 项,超过一半")


def test_what_a_table_of_somebody_else_lacks_is_never_deleted() -> None:
    write_xlsx(Path("inbox/甲县.xlsx"), [Sheet("事项", [["名称", "履职类型"], ["防汛", "配合"]])])
    (one,) = looked().proposals
    assert one.lists == {}
    assert "一律不删" in one.text


# ── what is refused ──────────────────────────────────────────────────────────


def test_what_is_wrong_is_told_by_its_cell_and_the_file_is_not_taken_at_all() -> None:
    def change(book: Book) -> None:
        book.put(CALLS, "rexian", "phones", 8588610001)
        book.put(CALLS, "wangzhan", "name", "网站二")

    sent(change, lists="lists/channels.yml")
    one = refused("电话存成了数字 8588610001")
    assert re.search("- \\*\\*错误\\*\\* `「.*」![A-Z]+[0-9]+: ", one.text)
    assert one.text.index("- **错误**") < one.text.index("- **修改**")


def test_what_two_changed_differently_is_told_with_all_three_values() -> None:
    sent(lambda book: book.put(SHEET, "fanghuo", "category", "消防"))
    moved = {**DUTIES, "items": [{**DUTIES["items"][0], "category": "应急"}, *DUTIES["items"][1:]]}
    put(Path("lists/jia/duties.yml"), canonical(moved, KINDS["duties"].key_order()))
    one = refused("清单现在 “应急”;表里 “消防”")
    assert "- **冲突**" in one.text
    assert "从本站重新下载一份 Excel" in one.text


def test_what_only_all_lists_together_show_is_told_before_it_is_merged() -> None:
    """A situation that leads to an item would lead nowhere."""
    asked = {"ask": "要办什么", "items": [{"kind": "duties", "area": "jia", "id": "fangxun"}]}
    found = {"id": "shui", "name": "发大水", "about": "防汛。", "questions": [asked]}
    put(Path("lists/_site/situations.yml"), {"situations": [found]})
    assert ask("check", "--as-of", AS_OF).exit_code == 0
    sent(lambda book: book.drop(SHEET, "fangxun"))
    refused("C206")


def test_a_file_with_macros_is_refused() -> None:
    sent(lambda book: None, "宏.xlsm")
    with zipfile.ZipFile("inbox/宏.xlsm", "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    refused("带宏")


def test_an_old_workbook_with_macros_is_refused() -> None:
    Path("inbox/a.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"))
    refused("带宏")


def test_a_formula_is_the_text_that_it_showed_and_nothing_more() -> None:
    with xlsxwriter.Workbook("inbox/甲县.xlsx") as book:
        sheet = book.add_worksheet("事项")
        for column, text in enumerate(("名称", "履职类型", "备注")):
            sheet.write_string(0, column, text)
        for column, text in enumerate(("保洁", "基本", "=cmd|'/c calc'!A0")):
            sheet.write_formula(1, column, '=WEBSERVICE("http://127.0.0.1:9/")', None, text)
    (one,) = looked().proposals
    assert "`备注: =cmd|'/c calc'!A0`" in one.text
    assert items(one.lists["lists/jia/duties.yml"])[-1]["remark"] == "=cmd|'/c calc'!A0"


def test_a_huge_file_is_refused_by_its_size() -> None:
    with Path("inbox/a.xlsx").open("wb") as file:
        file.truncate(31 * 1024 * 1024)
    refused("文件超过 30 MB")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"%PDF-1.7", "这是 PDF"),
        ("a.zip", b"PK\x05\x06" + b"\0" * 18, "收"),
        ("a.xlsx", b"", "文件是空的"),
        ("a.txt", b"\x89PNG\r\n", "这是图片"),
    ],
)
def test_what_is_no_table_is_told_by_what_it_is(name: str, data: bytes, words: str) -> None:
    Path(f"inbox/{name}").write_bytes(data)
    if words == "收":
        assert looked(code=1).refused[0].text
    else:
        refused(words)


def test_a_workbook_of_another_format_is_refused_without_a_command() -> None:
    def change(book: Book) -> None:
        book.sheets["_mingbai"][0][2] = "99"

    sent(change)
    refused("从本站重新下载一份 Excel")


def test_a_file_that_came_back_by_a_revert_is_not_taken_twice() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"))
    before = commit()
    Path("inbox/a.xlsx").unlink()
    commit("收下了")
    git("revert", "--no-edit", "HEAD")
    refused("又原样回来了")
    Path("inbox/a.xlsx").rename("inbox/b.xlsx")
    assert len(looked().proposals) == 1
    git("reset", "-q", "--hard", before)
    assert len(looked().proposals) == 1


def test_a_link_is_not_followed() -> None:
    Path("inbox/a.xlsx").symlink_to("/etc/passwd")
    refused("这是链接")


def test_private_numbers_are_not_repeated() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "找张三 13812345678"))
    (one,) = looked(code=1).refused
    assert "13812345678" not in one.text


# ── names of files ───────────────────────────────────────────────────────────

NAMES = [
    "-rf.xlsx", "--delete.xlsx", "$(touch x).xlsx", "`touch x`.xlsx", "a b  c.xlsx", "乡镇 (1)(终稿).xlsx", "'\".xlsx",
    "a\\b.xlsx", "::error::x.xlsx", "@all.xlsx", "<b>.xlsx", "x;y&z|.xlsx", "*?[].xlsx", ":(top)x.xlsx", "a.xlsx.xlsx",
    "%0a.xlsx",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name(name: str) -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"), name)
    (one,) = looked().proposals
    assert one.files == (f"inbox/{name}",)
    assert not Path("x").exists()


@pytest.mark.parametrize("name", ["a\nb.xlsx", "a\x1b[31m.xlsx", "\u202eab.xlsx"])
def test_a_name_with_signs_that_nobody_sees_is_refused(name: str) -> None:
    sent(lambda book: None)
    Path("inbox/a.xlsx").rename(f"inbox/{name}")
    refused("看不见的字符")


def test_a_name_that_is_no_text_is_refused() -> None:
    sent(lambda book: None)
    Path("inbox/a.xlsx").rename(os.fsdecode(b"inbox/\xff\xfe.xlsx"))
    refused("看不见的字符")


def test_what_office_programs_leave_beside_a_file_is_passed_over() -> None:
    for name in ("~$a.xlsx", ".DS_Store", ".gitkeep"):
        Path(f"inbox/{name}").write_bytes(b"x")
    assert looked() == Parcel()


# ── whose table it is ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "area", "kind", "slug"),
    [
        ("inbox/jia/duties.xlsx", "jia", "duties", ""),
        ("inbox/jia/duties.erpi.docx", "jia", "duties", "erpi"),
        ("inbox/jia/duties.erpi (2).xlsx", "jia", "duties", "erpi"),
        ("inbox/jia/yi/随便.xlsx", "jia/yi", None, ""),
        ("inbox/甲县履职.xlsx", "jia", None, ""),
        ("inbox/甲县乙镇清单 - 副本.xlsx", "jia/yi", None, ""),
        ("inbox/丙县/乙镇.xlsx", "bing/yi", None, ""),
        ("inbox/2026-11/甲县的表.xlsx", "jia", None, ""),
        (f"inbox/甲县{KINDS['duties'].label}.xlsx", "jia", "duties", ""),
        ("inbox/全国的.xlsx", "", None, ""),
    ],
)
def test_folder_and_name_say_whose_table_it_is(place: Path, path: str, area: str, kind: str | None, slug: str) -> None:
    found = place_of(path, scan(place / "lists"))
    assert (found.area, found.kind, found.slug) == (area, kind, slug)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("inbox/表.xlsx", "看不出这张表归哪个地方"),
        ("inbox/乙镇.xlsx", "inbox/jia/yi/"),
        ("inbox/甲县和丙县.xlsx", "说了几个地方"),
        ("inbox/nowhere/duties.xlsx", "看不出"),
        ("inbox/jia/duties.第二批.xlsx", "小写字母"),
    ],
)
def test_what_cannot_be_told_is_asked_with_what_to_do(place: Path, path: str, words: str) -> None:
    with pytest.raises(Nowhere, match=re.escape(words)):
        place_of(path, scan(place / "lists"))


def test_a_table_of_a_word_file_becomes_a_list_of_the_place_in_its_name() -> None:
    write_docx(Path("inbox/丙县履职事项.docx"), [Sheet("", TABLE)])
    (one,) = looked().proposals
    assert [item["name"] for item in items(one.lists["lists/bing/duties.yml"])] == ["保洁"]


def test_a_table_that_may_be_several_kinds_is_refused_with_names_to_give_it() -> None:
    write_xlsx(Path("inbox/甲县.xlsx"), [Sheet("一", [["名称", "备注"], ["甲", "乙"]])])
    one = refused("把文件名改成")
    assert re.search(r"改成 [a-z-]+\.xlsx 或 [a-z-]+\.xlsx", one.text)


def test_nobody_without_a_terminal_is_told_of_commands() -> None:
    """Every word of the office that speaks of one has another for the web page."""
    printed = "calls.py"  # what it says stands in a workbook of its own
    for file in sorted(
        set((ROOT / "scripts/mingbai/office").glob("*.py")) - {ROOT / "scripts/mingbai/office" / printed}
    ):
        for line in file.read_text("utf-8").splitlines():
            if not re.search(r"f?\"[^\"]*(--[a-z]+ |--[a-z]+\b|mingbai export|用 export|重新导出)", line):
                continue
            said = re.sub(r"\{[^}]*\}", "x", line)
            assert not re.search(r"--[a-z]|mingbai export|用 export|重新导出", plainer(said)), line


# ── a pull request that brings files ─────────────────────────────────────────


def test_with_a_base_only_what_is_new_counts_and_is_one_proposal() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "旧的"), "old.xlsx")
    base = commit()
    sent(lambda book: book.put(SHEET, "dengji", "remark", "两句话"))
    sent(lambda book: book.put(SHEET, "fanghuo", "remark", "冬天"), "b.xlsx")
    (one,) = looked("--base", base).proposals
    assert one.files == ("inbox/a.xlsx", "inbox/b.xlsx")
    found = items(one.lists["lists/jia/duties.yml"])
    assert (found[0]["remark"], found[2]["remark"]) == ("冬天", "两句话")
    assert "`inbox/a.xlsx`" in one.text


def test_what_a_pull_request_takes_away_is_nothing_to_look_at() -> None:
    sent(lambda book: book.put(SHEET, "dengji", "remark", "旧的"))
    base = commit()
    Path("inbox/a.xlsx").unlink()
    assert looked("--base", base) == Parcel()


# ── the command ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("words", [("nowhere",), ("HEAD", "--base", "nowhere"), ("HEAD", "--to", "inbox")])
def test_what_cannot_be_looked_at_is_said(words: tuple[str, ...]) -> None:
    done = ask("inbox", "--to", "out", *words)
    assert done.exit_code == 2
    assert re.search("[\u4e00-\u9fff]{2}", done.stderr)
    assert not Path("out").exists()


def test_outside_of_a_repository_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert ask("inbox", "--to", "out").exit_code == 2


# ── what is handed on ────────────────────────────────────────────────────────

GOOD = Proposal(("inbox/a.xlsx",), {"lists/jia/duties.yml": "x\n"}, "甲县", "改了")


def test_a_parcel_is_read_as_it_was_written(tmp_path: Path) -> None:
    parcel = Parcel((GOOD,), (Refusal("inbox/a\nb.xlsx", "a b.xlsx", "坏的"),))
    write(parcel, tmp_path)
    assert read(tmp_path) == parcel


@pytest.mark.parametrize(
    "change",
    [
        {"lists": {".github/workflows/x.yml": ""}}, {"lists": {"lists/../x.yml": ""}}, {"lists": {"/etc/x.yml": ""}},
        {"lists": {"lists/jia/area.yml": ""}}, {"lists": {"lists/_site/format.yml": ""}}, {"lists": {"lists/x.md": ""}},
        {"lists": {"lists/a.yml\n": ""}}, {"lists": {"lists/a.yml": 1}}, {"lists": []},
        {"files": ["lists/jia/duties.yml"]}, {"files": ["inbox/../lists/a.yml"]}, {"files": []}, {"files": "inbox/a"},
        {"files": ["inbox"]}, {"title": 1}, {"text": None},
    ],
)  # fmt: skip
def test_a_parcel_that_would_write_elsewhere_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    (tmp_path / FILE).write_text(json.dumps({"proposals": [{**asdict(GOOD), **change}], "refused": []}), "utf-8")
    with pytest.raises(BadParcel):
        read(tmp_path)


def test_the_clerk_of_a_new_site_reads_what_the_clerk_reads_here() -> None:
    here = (ROOT / "inbox/README.md").read_text("utf-8")
    assert here == (ROOT / "scripts/mingbai/starter/inbox/README.md").read_text("utf-8")
    assert HEAD["title"] not in here
