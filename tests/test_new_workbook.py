"""``mingbai new --workbook``: an empty workbook goes out, is filled in, and becomes the list that was not there."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

import test_new
from books import Book, rows_of
from mingbai.kinds import KINDS
from site_fixtures import AS_OF, put, tree
from site_pages import plain_yaml
from test_new import ask, refused
from test_office_import import taken

SHEET = KINDS["duties"].label
FILE = Path("lists/hubei/duties.yml")
BOOK = f"湖北省 {SHEET}.xlsx"


place = test_new.place


def empty(*more: str) -> Book:
    done = ask("new", "duties", "hubei", "--workbook", *more)
    assert done.exit_code == 0, done.output
    assert "mingbai import" in done.output
    return Book(Path(more[-1] if more else BOOK))


def filled() -> Book:
    book = empty()
    book.add(SHEET, name="森林防火", role="基本", category="安全")
    book.add(SHEET, name="防汛", role="配合", lead_department="水务局")
    head = next(row for row in book.sheets["清单信息"] if row[0] == "status")
    head[2] = "现行"
    book.save()
    return book


def test_it_looks_like_an_export_and_no_list_is_written(place: Path) -> None:
    before = tree(place / "lists")
    book = empty()
    assert tree(place / "lists") == before
    assert list(book.sheets) == [SHEET, "清单信息", "说明", "_mingbai"]
    assert len(book.sheets[SHEET]) == 2, "names of fields and titles, no item to overwrite"


@pytest.mark.parametrize("kind", KINDS)
def test_of_every_kind_it_is_empty_and_says_so(place: Path, kind: str) -> None:
    assert ask("new", kind, "hubei/jingmen", "--workbook", "-o", "a.xlsx").exit_code == 0
    before = tree(place / "lists")
    assert "还没有填" in taken(file="a.xlsx", code=1)
    assert tree(place / "lists") == before


def test_filled_in_it_becomes_the_list(place: Path) -> None:
    filled()
    told = taken(file=BOOK)
    assert "新的清单" in told
    assert "新增 2 项" in told
    found = plain_yaml(FILE.read_bytes())
    assert (found["title"], found["status"]) == (f"湖北省{SHEET}清单", "现行")
    assert [(item["name"], item["role"]) for item in found["items"]] == [("森林防火", "基本"), ("防汛", "配合")]
    assert all(item["id"] for item in found["items"])
    for words in (("check", "--as-of", AS_OF), ("fmt", "--check")):
        assert ask(*words).exit_code == 0
    assert "没有要改的" in taken(file=BOOK), "the same workbook a second time adds nothing"


def test_a_dry_run_writes_nothing(place: Path) -> None:
    filled()
    before = tree(place / "lists")
    assert "会改(--dry-run,没有写)" in taken("--dry-run", file=BOOK)
    assert tree(place / "lists") == before


def test_more_rows_of_the_same_workbook_are_added_later() -> None:
    book = filled()
    taken(file=BOOK)
    book.add(SHEET, name="保洁", role="基本")
    book.save()
    assert "新增 1 项" in taken(file=BOOK)
    assert [item["name"] for item in plain_yaml(FILE.read_bytes())["items"]] == ["森林防火", "防汛", "保洁"]


def test_what_is_wrong_is_told_by_its_cell_and_there_is_no_list() -> None:
    book = empty()
    book.add(SHEET, name="森林防火", role="协助")
    book.save()
    assert f"错误 「{SHEET}」!E3: C103" in taken(file=BOOK, code=1)
    assert not FILE.exists()


def test_without_its_hidden_sheet_it_is_known_by_its_key_row() -> None:
    book = filled()
    del book.sheets["_mingbai"]
    book.save()
    taken(file=BOOK)
    assert len(plain_yaml(FILE.read_bytes())["items"]) == 2


def test_a_second_list_of_the_kind() -> None:
    book = empty("--slug", "dierpi", "-o", "b.xlsx")
    book.add(SHEET, name="森林防火", role="基本")
    book.save()
    taken(file="b.xlsx")
    assert Path("lists/hubei/duties.dierpi.yml").is_file()


def test_a_place_that_is_gone_is_said(place: Path) -> None:
    filled()
    shutil.rmtree(place / "lists/hubei")
    assert "已经不在了" in taken(file=BOOK, code=2)


def test_the_workbook_of_a_list_that_was_taken_away_does_not_bring_it_back() -> None:
    filled()
    taken(file=BOOK)
    assert ask("export", str(FILE), "-o", "c.xlsx").exit_code == 0
    FILE.unlink()
    assert "已经不在了" in taken(file="c.xlsx", code=2)


def test_saved_by_libreoffice_it_is_the_same(place: Path) -> None:
    filled()
    (place / "out").mkdir()
    asked = ["soffice", f"-env:UserInstallation={(place / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run([*asked, "--outdir", "out", BOOK], cwd=place, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr
    taken(file=f"out/{BOOK}")
    assert [item["name"] for item in plain_yaml(FILE.read_bytes())["items"]] == ["森林防火", "防汛"]


def test_choices_are_offered_in_rows_that_are_still_empty(place: Path) -> None:
    empty()
    with zipfile.ZipFile(place / BOOK) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'sqref="E3:E1002"' in xml
    assert "基本" in xml


# ── what is refused ──────────────────────────────────────────────────────────


def test_a_workbook_or_list_that_is_there_is_not_overwritten(place: Path) -> None:
    filled()
    before = tree(place)
    refused(done := ask("new", "duties", "hubei", "--workbook"))
    assert "--output" in done.stderr
    assert tree(place) == before
    taken(file=BOOK)
    refused(done := ask("new", "duties", "hubei", "--workbook", "-o", "d.xlsx"))
    assert "已经有了" in done.stderr
    assert not Path("d.xlsx").exists()


def test_where_nothing_can_be_written_it_is_said(place: Path) -> None:
    put(place / "file", "x")
    refused(ask("new", "duties", "hubei", "--workbook", "-o", "file/a.xlsx"))


@pytest.mark.parametrize(
    "words",
    [
        ("duties", "hunan", "--workbook"),
        ("duties", "hubei", "--workbook", "--slug", "第二批"),
        ("duties", "hubei", "-o", "a.xlsx"),
    ],
    ids=" ".join,
)
def test_a_place_or_name_that_is_none(place: Path, words: tuple[str, ...]) -> None:
    before = tree(place)
    refused(ask("new", *words))
    assert tree(place) == before


def test_every_cell_of_it_is_text(place: Path) -> None:
    empty()
    assert all(isinstance(cell, str) for rows in rows_of(place / BOOK).values() for row in rows for cell in row)
