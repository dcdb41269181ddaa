"""Workbooks as they leave: what a clerk sees in them, what a spreadsheet program may do to them."""

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from books import Book, rows_of
from helpers import TRAPS
from mingbai.cli import main
from mingbai.kinds import KINDS
from mingbai.kinds.shape import choices
from mingbai.office.book import sheet_names
from mingbai.office.codec import LONGEST
from mingbai.write import canonical
from site_fixtures import AS_OF, HEAD, PROOF, ROOT, SMALL, Done, build, mingbai, put, said, small, tree

PROOFS = {**HEAD, "body": "村(居)委会"}


def ask(*words: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lists of a small site, which is where the commands run."""
    for path, content in SMALL.items():
        put(tmp_path / "lists" / path, content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def parts(file: Path) -> dict[str, str]:
    """The XML files of a workbook."""
    with zipfile.ZipFile(file) as book:
        return {name: book.read(name).decode("utf-8", "replace") for name in book.namelist()}


def test_a_workbook_has_a_sheet_a_list_and_says_how_to_fill_it_in(place: Path) -> None:
    assert ask("export", "lists/jia", "-o", "book.xlsx").exit_code == 0
    names = list(rows_of(place / "book.xlsx"))
    assert names[-3:] == ["清单信息", "说明", "_mingbai"]
    assert len(names) == 3 + sum(path.startswith("jia/") and "area" not in path for path in SMALL)
    told = "\n".join(str(cell) for row in rows_of(place / "book.xlsx")["说明"] for cell in row)
    assert "Alt+Enter" in told
    for path in SMALL:
        if path.startswith("jia/") and "area" not in path:
            kind = KINDS[path.removeprefix("jia/").removesuffix(".yml")]
            assert not [
                info.title for key, info in kind.item.model_fields.items() if key != "id" and info.title not in told
            ]


def test_what_a_program_needs_is_hidden_and_titles_stand_still(place: Path) -> None:
    ask("export", "lists/certificates.yml", "-o", "book.xlsx")
    sheet, book = parts(place / "book.xlsx")["xl/worksheets/sheet1.xml"], parts(place / "book.xlsx")["xl/workbook.xml"]
    assert re.search('<col min="1" max="1"[^>]* hidden="1"', sheet)
    assert re.search('<row r="1"[^>]* hidden="1"', sheet)
    assert 'state="frozen"' in sheet
    assert 'name="_mingbai" sheetId="4" state="veryHidden"' in book


def test_every_cell_is_text_and_choices_are_dropdowns(place: Path) -> None:
    ask("export", "lists/certificates.yml", "-o", "book.xlsx")
    found = parts(place / "book.xlsx")
    sheet, styles = found["xl/worksheets/sheet1.xml"], found["xl/styles.xml"]
    assert not re.findall('<c r="[A-Z]+[0-9]+"(?![^>]*t="s")', sheet), "no number, no formula"
    formats = re.findall('<xf numFmtId="([0-9]+)"', styles.partition("<cellXfs")[2])
    for style in set(re.findall('<col [^>]*style="([0-9]+)"', sheet)):
        assert formats[int(style)] == "49", "the format of text, in empty cells as well"
    model = KINDS["certificates"].item
    words = [choices(info.annotation) for info in model.model_fields.values() if choices(info.annotation)]
    for offered in words:
        assert f'<formula1>"{",".join(offered)}"</formula1>' in sheet.replace("&quot;", '"')
    assert "结论*" in rows_of(place / "book.xlsx")["证明事项"][1]


def test_the_same_lists_are_the_same_bytes(place: Path) -> None:
    ask("export", "lists/jia", "-o", "a.xlsx")
    ask("export", "lists/jia", "-o", "b.xlsx")
    assert Path("a.xlsx").read_bytes() == Path("b.xlsx").read_bytes()


def test_nothing_is_overwritten_unasked(place: Path) -> None:
    Path("book.xlsx").write_bytes(b"mine")
    assert ask("export", "lists/jia", "-o", "book.xlsx").exit_code == 2
    assert Path("book.xlsx").read_bytes() == b"mine"
    assert ask("export", "lists/jia", "-o", "book.xlsx", "--force").exit_code == 0


def test_what_no_cell_can_hold_is_said_and_never_cut(place: Path) -> None:
    long = {**PROOF, "materials": ["甲" * 19_000, "乙" * 19_000]}
    put(place / "lists/certificates.yml", {**PROOFS, "items": [long]})
    done = ask("export", "lists/certificates.yml", "-o", "book.xlsx")
    assert done.exit_code == 2
    assert "qinshu 的“要带什么”" in done.output
    assert str(LONGEST) in done.output
    assert not Path("book.xlsx").exists()


def test_a_list_with_errors_is_mended_first(place: Path) -> None:
    put(place / "lists/certificates.yml", {**PROOFS, "items": [{**PROOF, "decision": "也许"}]})
    done = ask("export", "lists/certificates.yml", "-o", "book.xlsx")
    assert (done.exit_code, "C103" in done.output) == (2, True)


@pytest.mark.parametrize("words", [["lists/nowhere.yml"], ["lists/jia/area.yml"], [], ["lists/_site"], ["--all", "x"]])
def test_what_cannot_be_exported(place: Path, words: list[str]) -> None:
    done = ask("export", *words, "-o", "book.xlsx")
    assert done.exit_code == 2
    assert re.search("[\u4e00-\u9fff]{2}", done.stderr)


def test_names_of_sheets_are_such_as_spreadsheets_take() -> None:
    found = sheet_names(["a/b:c[d]*?\\", "a b c d", "A B C D", "'甲'", "甲" * 40, "甲" * 41, "𠮷" * 20, ""])
    assert len({name.casefold() for name in found}) == len(found)
    for name in found:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'")
    assert found[4].endswith("…"), "it is seen that it is cut"


def test_places_of_one_name_get_files_of_their_own(place: Path) -> None:
    for path in ("yi", "bing"):
        put(place / f"lists/jia/{path}/area.yml", {"name": "城关镇", "level": "乡"})
        put(place / f"lists/jia/{path}/duties.yml", SMALL["jia/duties.yml"])
    assert ask("export", "--all", "lists/jia", "-o", "out").exit_code == 0
    names = sorted(file.name for file in Path("out").iterdir())
    assert names == ["城关镇(jia-bing).xlsx", "城关镇(jia-yi).xlsx", "甲县.xlsx"]


# ── through LibreOffice ──────────────────────────────────────────────────────


def full(kind: str) -> dict[str, Any]:
    """A list of a kind with all that spreadsheet programs like to take for something else, in every free text."""
    head = {**SMALL.get(f"jia/{kind}.yml", SMALL.get(f"{kind}.yml", {}))}
    first = head["items"][0]
    traps = [trap for trap in TRAPS if trap.strip() and trap == trap.strip() and trap not in ("~", "null")]
    rows = [
        {**first, "id": f"x{at}", "name": f"名称{at}", "remark": trap, "aliases": [trap, "甲、乙"], "category": trap}
        | {
            "sources": [
                {"title": trap, "form": "原文", "url": "https://a.cn/?a=1;b=2"},
                {"title": "乙", "form": "报道"},
            ]
        }
        for at, trap in enumerate(traps)
    ]
    return {**head, "items": [first, *rows], "declared_by_category": {"甲:乙": "1", "丙": "2"}, "remark": "甲\n乙\n"}


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with lists of every kind, and their workbooks as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("resaved")
    lists = folder / "lists"
    shutil.copytree(ROOT / "lists", lists)
    for kind in KINDS:
        put(lists / "demo/bianhao/area.yml", {"name": "编号县", "level": "县"})
        put(lists / f"demo/bianhao/{kind}.yml", canonical(full(kind), KINDS[kind].key_order()))
    for words in (["lists/demo/bianhao"], ["lists/demo"], ["lists"], ["lists/hubei"], ["lists/guizhou/qianxinan"]):
        done = CliRunner().invoke(
            main, ["export", *(str(folder / word) for word in words), "--lists", str(lists), "-o",
                   str(folder / "out" / f"{words[0].replace('/', '-')}.xlsx")],
        )  # fmt: skip
        assert done.exit_code == 0, done.output
    books = [str(file) for file in sorted((folder / "out").iterdir())]
    convert(folder, "xlsx", books)
    convert(folder, "xls", books[:1])
    sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    convert(folder, sheets, books[:1])
    return folder


def convert(folder: Path, kind: str, books: list[str]) -> None:
    profile, out = f"-env:UserInstallation=file://{folder}/profile", folder / kind.partition(":")[0]
    done = subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(out), *books],
        capture_output=True, text=True, timeout=170, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert list(out.iterdir()), done.stderr


@pytest.mark.parametrize("form", ["out", "xlsx", "xls", "csv"])
def test_what_libreoffice_opened_and_saved_is_unchanged_for_every_kind(resaved: Path, form: str) -> None:
    before = tree(resaved / "lists")
    if form == "csv":
        for file in (resaved / form).iterdir():
            if file.stem.endswith(("-说明", "-清单信息", "-_mingbai")):
                file.unlink()
    done = ask("import", str(resaved / form), "--lists", str(resaved / "lists"), "--as-of", AS_OF)
    assert done.exit_code == 0, done.output
    ends = {line.strip() for line in done.output.splitlines() if line.startswith("  ")}
    assert ends == {"没有要改的"}, done.output
    assert done.output.count("没有要改的\n") >= len(KINDS)
    assert tree(resaved / "lists") == before


# ── beside the pages of a site ───────────────────────────────────────────────


def pack(folder: Path) -> Done:
    """``mingbai pack`` in a site's folder."""
    return mingbai("pack", "--as-of", AS_OF, cwd=folder)


def test_pack_puts_a_workbook_beside_every_list_page_which_then_offers_it(tmp_path: Path) -> None:
    folder = small(tmp_path)
    done = pack(folder)
    assert done.returncode == 0, said(done)
    pages = [file.parent for file in (folder / "site").rglob("data.csv")]
    assert pages
    for page in pages:
        assert "没有要改的" in ask("import", str(page / "list.xlsx"), "--lists", str(folder / "lists")).output
        assert 'href="list.xlsx" download>下载 Excel<' in (page / "index.html").read_text("utf-8")
    before = tree(folder / "site")
    assert pack(folder).returncode == 0
    assert tree(folder / "site") == before, "the same lists, the same site"
    assert build(folder).returncode == 0
    assert not list((folder / "site").rglob("list.xlsx"))
    assert not [file for file in (folder / "site").rglob("*.html") if "list.xlsx" in file.read_text("utf-8")]


def test_where_a_workbook_cannot_be_made_the_old_site_stays(tmp_path: Path) -> None:
    folder = small(tmp_path)
    assert pack(folder).returncode == 0
    before = tree(folder / "site")
    put(
        folder / "lists/certificates.yml", {**PROOFS, "items": [{**PROOF, "materials": ["甲" * 19_000, "乙" * 19_000]}]}
    )
    done = pack(folder)
    assert done.returncode == 2
    assert "旧网站没有动" in said(done)
    assert str(LONGEST) in said(done)
    assert tree(folder / "site") == before


def test_a_workbook_can_be_edited_by_its_hidden_keys(place: Path) -> None:
    """The tool that the tests of import edit with finds what it looks for."""
    ask("export", "lists/certificates.yml", "-o", "book.xlsx")
    assert Book(place / "book.xlsx").put("证明事项", "qinshu", "name", "亲属证明") == "「证明事项」!B3"
