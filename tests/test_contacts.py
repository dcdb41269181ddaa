"""Checking contacts by phone: every number once, the results back in the lists, a checksum for each contact."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from helpers import contact, header, proof, site
from mingbai.cli import main
from mingbai.contacts import RESULTS, checksum
from mingbai.office.calls import HEAD
from site_fixtures import built

DAY = "2026-11-22"
OWN = contact(id="zhen", name="镇里", authority="镇政府", phones=["0858-8610001"], state="待核实")
del OWN["verified_on"]
TWO = contact(id="xian", name="县里", phones=["0858-8610002", "12345"], verified_on="2026-01-05", unverified=["phones"])
LISTS = {
    "jia/area.yml": {"name": "甲县", "level": "省"},
    "jia/channels.yml": {**header(), "items": [OWN, TWO]},
    "jia/certificates.yml": {**header(body="村(居)委会"), "items": [proof(phones=["0858-8610001"])]},
    "channels.yml": {
        **header(),
        "items": [contact(id="12345", name="12345热线"), contact(id="old", name="旧", state="停用")],
    },
    "demo/channels.yml": {**header(), "items": [contact(phones=["0000-1234567"])]},
}


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return site(tmp_path, LISTS)


def ask(lists: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["contacts", *words, "--lists", str(lists), "--as-of", DAY])


def filled(path: Path, rows: list[tuple[Any, ...]], head: tuple[str, ...] = HEAD) -> Path:
    """A sheet as somebody hands it in: number, result, day."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("电话核对")
        sheet.write_row(0, 0, head)
        for row, (number, result, day, *remark) in enumerate(rows, 1):
            sheet.write_row(row, 6, remark)
            sheet.write(row, 0, number)
            sheet.write_string(row, 4, result)
            sheet.write_string(row, 5, day)
    return path


def test_every_number_is_listed_once_with_whom_it_should_reach_and_where_it_stands(lists: Path) -> None:
    told = ask(lists)
    assert told.exit_code == 0
    assert told.output == (
        "0858-8610001  上次核对 从来没有\n    亲属关系证明\n    镇里(镇政府)\n"
        "    甲县 lists/jia/certificates.yml\n    甲县 lists/jia/channels.yml\n"
        "0858-8610002  上次核对 2026-01-05\n    县里(某局)\n    甲县 lists/jia/channels.yml\n"
        "12345  上次核对 2026-01-05\n    12345热线(某局)\n    县里(某局)\n"
        "    全国 lists/channels.yml\n    甲县 lists/jia/channels.yml\n"
        "3 个号码\n"
    )


def test_a_place_and_what_is_due_can_be_asked_for(lists: Path) -> None:
    assert "12345热线" not in ask(lists, "jia").output
    assert "0000-1234567" in ask(lists, "demo").output
    due = ask(lists, "--due").output
    assert "3 个号码" in due
    shutil.rmtree(lists / "jia")
    assert ask(lists, "--due").output == "没有要核对的号码\n"


def test_the_sheet_holds_the_calls_as_text_and_comes_back(lists: Path, tmp_path: Path) -> None:
    book = tmp_path / "calls.xlsx"
    assert ask(lists, "-o", str(book)).output == f"写好了 {book}:3 个号码\n"
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name("电话核对").to_python()
    assert tuple(rows[0]) == HEAD
    assert [row[0] for row in rows[1:]] == ["0858-8610001", "0858-8610002", "12345"]
    taken = ask(lists, "--take", str(book))
    assert (taken.exit_code, taken.output) == (0, "打了 0 个号码:改好 0 项,要人看的 0 处\n")
    assert ask(lists, "-o", str(book)).exit_code == 2


def test_an_answered_call_gives_its_items_a_day_and_makes_them_valid(lists: Path, tmp_path: Path) -> None:
    book = filled(tmp_path / "b.xlsx", [("0858-8610001", "对", "2026年11月20日"), ("12345", "对", "2026-11-21")])
    before = (lists / "jia/channels.yml").read_text("utf-8")
    dry = ask(lists, "--take", str(book), "--dry-run")
    assert "会改 lists/jia/channels.yml:8: 镇里: 核对结果 待核实 → 有效,核对日期 2026-11-20(打通核对过)" in dry.output
    assert (lists / "jia/channels.yml").read_text("utf-8") == before
    told = ask(lists, "--take", str(book))
    assert told.exit_code == 1
    assert "要看 lists/jia/channels.yml:14: 县里: 还没有打通:0858-8610002" in told.output
    text = (lists / "jia/channels.yml").read_text("utf-8")
    assert "state: 有效" in text.split("id: xian")[0]
    assert "verified_on: 2026-11-20" in text
    assert "reason: 打通核对过" in text
    assert "verified_on: 2026-01-05" in text
    assert "verified_on: 2026-11-21" in (lists / "channels.yml").read_text("utf-8")
    assert "verified_on: 2026-11-20" in (lists / "jia/certificates.yml").read_text("utf-8")
    rest = filled(tmp_path / "c.xlsx", [("0858-8610002", "对", "2026-11-22"), ("12345", "对", "2026-11-21")])
    assert ask(lists, "--take", str(rest)).exit_code == 0
    text = (lists / "jia/channels.yml").read_text("utf-8")
    assert "unverified" not in text
    assert text.count("verified_on: 2026-11-21") == 1
    assert ask(lists, "--due").output == "没有要核对的号码\n"


def test_dead_numbers_put_a_contact_out_of_use_and_no_number_is_ever_changed(lists: Path, tmp_path: Path) -> None:
    rows = [("0858-8610001", "空号", DAY), ("0858-8610002", "不对", DAY), ("12345", "没人接", "", "说是中午休息")]
    told = ask(lists, "--take", str(filled(tmp_path / "b.xlsx", rows)))
    assert told.exit_code == 1
    assert "改好 lists/jia/channels.yml:8: 镇里: 核对结果 待核实 → 停用" in told.output
    assert "备注 12345: 说是中午休息" in told.output
    assert "要看 lists/jia/channels.yml:14: 县里: 0858-8610002 不对,请改正清单" in told.output
    assert "要看 lists/jia/certificates.yml:9: 亲属关系证明: 0858-8610001 空号,请改正清单" in told.output
    text = (lists / "jia/channels.yml").read_text("utf-8")
    assert all(number in text for number in ("0858-8610001", "0858-8610002", "12345"))


def test_what_was_not_asked_or_is_out_of_use_stays(lists: Path, tmp_path: Path) -> None:
    told = ask(lists, "--take", str(filled(tmp_path / "b.xlsx", [("0851-1234567", "对", DAY)])))
    assert (told.exit_code, told.output) == (
        1,
        "要看 0851-1234567: 清单里没有这个号码\n打了 1 个号码:改好 0 项,要人看的 1 处\n",
    )


def test_a_list_with_comments_is_left_alone(lists: Path, tmp_path: Path) -> None:
    file = lists / "jia/channels.yml"
    file.write_text("# 记一下\n" + file.read_text("utf-8"), "utf-8")
    before = file.read_bytes()
    told = ask(lists, "jia", "--take", str(filled(tmp_path / "b.xlsx", [("0858-8610001", "对", DAY)])))
    assert "要看 lists/jia/channels.yml: 有注释或读不懂的地方,没有动" in told.output
    assert file.read_bytes() == before


def test_everything_wrong_with_a_sheet_is_said_at_once_and_nothing_is_taken(lists: Path, tmp_path: Path) -> None:
    rows = [
        ("0858-8610001", "行", DAY), ("0858-8610002", "对", "昨天"), (12345, "对", DAY), ("0851-1", "", DAY),
        ("0858-8610002", "对", "2027-01-01"), ("", "对", DAY), ("1", "对", "2026-02-30"),
    ]  # fmt: skip
    told = ask(lists, "--take", str(filled(tmp_path / "b.xlsx", rows)))
    assert told.exit_code == 2
    for words in (
        f"「电话核对」!E2: “行”不是结果。只能写 {'、'.join(RESULTS)}",
        "「电话核对」!F3: “昨天”不是日期",
        "「电话核对」!A4: 号码存成了数字",
        "「电话核对」!E5: 没有选结果",
        "「电话核对」!F6: 2027-01-01 还没有到",
        "「电话核对」!A6: 0858-8610002 有两行",
        "「电话核对」!A7: 没有号码",
        "「电话核对」!F8: “2026-02-30”不是日期",
    ):
        assert words in told.output
    assert "Traceback" not in told.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "没有 nowhere 这个地方"),
        (("--dry-run",), "--dry-run 要和 --take 一起用"),
        (("-o", "a.txt"), "文件名要以 .xlsx 结尾"),
        (("--take", "nothing.xlsx"), "打不开文件"),
        (("--take", "x.xlsx", "--due"), "--take 收回结果"),
    ],
)
def test_wrong_words_are_answered_in_chinese(lists: Path, words: tuple[str, ...], said: str) -> None:
    told = ask(lists, *words)
    assert told.exit_code == 2
    assert said in told.output


def test_another_table_is_no_call_sheet(lists: Path, tmp_path: Path) -> None:
    told = ask(lists, "--take", str(filled(tmp_path / "b.xlsx", [("1", "对", DAY)], ("甲", "乙"))))
    assert told.exit_code == 2
    assert "这不是电话核对表" in told.output


def test_the_site_publishes_every_real_contact_with_a_checksum(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = json.loads((built(tmp_path_factory) / "api/v1/contacts.json").read_text("utf-8"))
    rows = told["contacts"]
    assert told["sha256"] == checksum([row["sha256"] for row in rows])
    assert len({row["sha256"] for row in rows}) == len(rows)
    assert not [row for row in rows if row["area"].startswith("demo")]
    hotline = next(row for row in rows if row["id"] == "12345" and not row["area"])
    said = {key: value for key, value in hotline["contact"].items() if key != "state"}
    assert hotline["sha256"] == checksum(["", "channels", "12345", hotline["name"], said])
    assert hotline["sha256"] != checksum(["", "channels", "12345", hotline["name"], {**said, "phones": ["12346"]}])
