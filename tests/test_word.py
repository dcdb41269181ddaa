"""``mingbai word``: a list as an annex that Word and LibreOffice open, complete, and the same bytes every time."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from helpers import header, proof
from helpers import site as lists_of
from mingbai.cli import main
from mingbai.kinds import KINDS
from mingbai.kinds.shape import choices
from mingbai.new import skeleton
from mingbai.office.annex import MOST, PORTRAIT, chinese, shown
from site_fixtures import AS_OF, put

SOURCE = {
    "title": "某通知",
    "publisher": "某县政府网",
    "form": "原文",
    "accessed": "2026-11-21",
    "url": "https://a.example/",
}
LIST = header(
    **{"title": "甲县村级证明事项清单", "body": "村(居)委会", "issuer": ["甲县民政局"], "doc_no": "甲民〔2026〕3号"},
    **{"declared_total": "3", "verified_on": "2026-11-20", "sources": [SOURCE]},
)
ITEMS = [
    proof(id="a", name="亲属关系证明", category="户籍类", decision="不应出具"),
    proof(id="b", name="居住证明", category="居住类", decision="可以出具", materials=["身份证", "户口簿"]),
    proof(id="c", name="死亡证明", category="户籍类", legal_basis=[{"title": "某条例", "article": "第三条"}]),
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str) -> Result:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def made(files: dict[str, Any], path: str = "lists/jia/certificates.yml") -> bytes:
    lists_of(Path(), files)
    done = ask("word", path, "-o", "out.docx", "--as-of", AS_OF)
    assert done.exit_code == 0, done.output
    return Path("out.docx").read_bytes()


def opened(raw: bytes) -> Docx:
    return Document(io.BytesIO(raw))


def certificates(**more: Any) -> Docx:
    return opened(made({"jia/certificates.yml": {**LIST, **more, "items": more.get("items", ITEMS)}}))


def texts(document: Docx) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def whole(document: Docx) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*texts(document), *cells])


# ── what it says ─────────────────────────────────────────────────────────────


def test_title_body_and_number_come_first() -> None:
    told = texts(certificates())
    assert told[:5] == [
        "附件",
        "甲县村级证明事项清单",
        "发布机关:甲县民政局",
        "文号:甲民〔2026〕3号",
        "状态:现行,共 3 项(公布 3 项)",
    ]


def test_what_a_list_does_not_say_is_unknown() -> None:
    told = texts(certificates_without())
    assert {"发布机关:待核实", "文号:待核实", "核对日期:待核实"} <= set(told)


def certificates_without() -> Docx:
    bare = {key: value for key, value in LIST.items() if key not in ("issuer", "doc_no", "verified_on")}
    return opened(made({"jia/certificates.yml": {**bare, "items": ITEMS}}))


def test_a_heading_and_a_table_for_every_category_numbered_on() -> None:
    document = certificates()
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads == ["一、户籍类", "二、居住类", "来源"]
    rows = [[row.cells[0].text, row.cells[1].text] for table in document.tables for row in table.rows[1:]]
    assert rows == [["1", "亲属关系证明"], ["2", "死亡证明"], ["3", "居住证明"]]


def test_columns_are_the_fields_that_some_item_has_under_their_labels() -> None:
    document = certificates()
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads == ["序号", "名称", "结论", "由谁出具", "要带什么", "依据"]
    assert document.tables[1].rows[1].cells[4].text == "身份证、户口簿"
    assert document.tables[0].rows[2].cells[5].text == "《某条例》第三条"


def test_sources_and_the_date_of_the_check_come_last() -> None:
    told = texts(certificates())
    at = told.index("来源")
    assert told[at + 1] == "某通知(某县政府网,原文,2026-11-21 查看) https://a.example/"
    assert "核对日期:2026-11-20" in told[at:]
    assert "以原文为准" in told[-1]


def test_a_list_that_does_not_hold_says_so() -> None:
    assert "状态:废止" in whole(certificates(status="废止"))
    assert "已于2020年失效".replace("年", "-01-01") in whole(certificates(effective_to="2020-01-01"))
    assert "完整程度:节录" in whole(certificates(completeness="节录"))


def test_doubtful_values_are_marked() -> None:
    document = certificates(items=[{**ITEMS[0], "unverified": ["issuing_body"]}])
    assert document.tables[0].rows[1].cells[3].text == "公安派出所(待核实)"


def test_invented_data_say_so_on_every_page() -> None:
    files = {"demo/certificates.yml": {**LIST, "items": ITEMS}, "demo/area.yml": {"name": "示例县", "level": "县"}}
    section = opened(made(files, "lists/demo/certificates.yml")).sections[0]
    for head in (section.header, section.even_page_header):
        assert "示例数据" in head.paragraphs[0].text
    assert certificates().sections[0].header.paragraphs[0].text == ""


def test_a_list_without_items_has_no_table() -> None:
    document = certificates(items=[], completeness="仅统计")
    assert document.tables == []
    assert "共 0 项" in whole(document)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_by_its_declaration_alone_and_nothing_lost(kind: str) -> None:
    """One item with every field filled: each value of a field that is shown can be found in the file."""
    from hostile import filled

    declared = KINDS[kind]
    item = {**filled(declared.item), "id": "a", "name": "某项", "category": "某类"}
    data = {**skeleton(declared, "甲县"), "items": [item]}
    document = opened(made({f"jia/{kind}.yml": data}, f"lists/jia/{kind}.yml"))
    told = whole(document)
    for key in shown(declared):
        info = declared.item.model_fields[key]
        assert info.title and info.title in told, key
        value = item.get(key)
        if isinstance(value, str) and not choices(info.annotation):
            assert value in told, key
    columns = len(document.tables[0].columns)
    assert columns <= MOST
    landscape = document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert landscape == (columns > PORTRAIT)


@pytest.mark.parametrize(
    ("number", "word"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (100, "100")]
)
def test_numbers_of_headings(number: int, word: str) -> None:
    assert chinese(number) == word


def test_headings_that_are_numbered_stay_as_they_are() -> None:
    items = [{**item, "category": f"{'一二三'[at]}、某类"} for at, item in enumerate(ITEMS)]
    heads = [p.text for p in certificates(items=items).paragraphs if p.style.name == "Heading 1"]
    assert heads[:3] == ["一、某类", "二、某类", "三、某类"]


# ── how it is set ────────────────────────────────────────────────────────────


def test_three_lines_and_a_head_on_every_page() -> None:
    for table in certificates().tables:
        borders = table._tbl.tblPr.find(qn("w:tblBorders"))
        assert [border.tag for border in borders] == [qn("w:top"), qn("w:bottom")]
        head, *rows = table._tbl.tr_lst
        assert head.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.tcPr.find(f"{qn('w:tcBorders')}/{qn('w:bottom')}") is not None for cell in head.tc_lst)
        assert not [row for row in rows if row.find(f".//{qn('w:tcBorders')}") is not None]


def test_what_word_insists_on_stands_in_its_order() -> None:
    order = [qn(f"w:{name}") for name in ("tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook")]
    found = [child.tag for child in certificates().tables[0]._tbl.tblPr]
    assert found == sorted(found, key=order.index)


def test_fonts_of_official_documents_each_with_another_to_take() -> None:
    raw = made({"jia/certificates.yml": {**LIST, "items": ITEMS}})
    archive = zipfile.ZipFile(io.BytesIO(raw))
    used = set(re.findall(r'w:eastAsia="([^"]+)"', archive.read("word/document.xml").decode()))
    assert used == {"方正小标宋简体", "黑体", "仿宋_GB2312"}
    table = archive.read("word/fontTable.xml").decode()
    for font in used:
        assert re.search(rf'w:name="{font}"><w:altName w:val="[^"]+"', table)


def test_pages_are_numbered_at_the_outer_edge() -> None:
    section = certificates().sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        told = footer.paragraphs[0]._p.xml
        assert 'w:instr="PAGE"' in told
        assert f'<w:jc w:val="{side}"/>' in told


def test_nothing_tells_when_or_with_what_it_was_made() -> None:
    first = made({"jia/certificates.yml": {**LIST, "items": ITEMS}})
    assert made({"jia/certificates.yml": {**LIST, "items": ITEMS}}) == first
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = archive.read("docProps/core.xml").decode()
    assert "python" not in core
    assert "甲县村级证明事项清单" in core


# ── the command ──────────────────────────────────────────────────────────────


def test_the_file_is_called_as_the_place_and_the_list() -> None:
    lists_of(Path(), {"jia/certificates.yml": {**LIST, "items": ITEMS}})
    assert "jia-certificates.docx" in ask("word", "lists/jia/certificates.yml").stdout
    assert Path("jia-certificates.docx").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("lists/jia/area.yml",),
        ("lists/jia/nothing.yml",),
        ("lists/jia",),
        ("lists/jia/signboards.yml",),
        ("lists/jia/certificates.yml", "-o", "out.pdf"),
        ("lists/jia/certificates.yml", "-o", "nowhere/out.docx"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_written_is_refused(words: tuple[str, ...]) -> None:
    """A list with an item that cannot be read would lose it on the way."""
    lists_of(Path(), {"jia/certificates.yml": {**LIST, "items": ITEMS}})
    put(Path("lists/jia/signboards.yml"), header(items=[{"id": "a", "name": "牌子", "object": "外部标牌"}]))
    done = ask("word", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.search("[\u4e00-\u9fff]{2}", done.stderr)
    assert not list(Path().glob("*.docx"))


# ── LibreOffice ──────────────────────────────────────────────────────────────


def as_pdf(raw: bytes, folder: Path) -> tuple[int, str]:
    """How many pages LibreOffice makes of a file, and all of their text."""
    (folder / "in.docx").write_bytes(raw)
    office = shutil.which("soffice")
    assert office, "sh scripts/system-packages.sh browser"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for form in ("pdf", "txt:Text (encoded):UTF8"):
        words = [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(folder / "in.docx")]
        done = subprocess.run(words, capture_output=True, text=True, timeout=150)
        assert done.returncode == 0, done.stderr
    pages = len(re.findall(rb"/Type ?/Page\b(?!s)", (folder / "in.pdf").read_bytes()))
    return pages, (folder / "in.txt").read_text("utf-8-sig")


def test_libreoffice_opens_it(place: Path) -> None:
    items = [{**ITEMS[at % 3], "id": f"i{at}", "name": f"第{at}项证明"} for at in range(60)]
    raw = made({"jia/certificates.yml": {**LIST, "declared_total": "60", "items": items}})
    pages, told = as_pdf(raw, place)
    assert 4 <= pages <= 20
    assert (
        told.index("甲县村级证明事项清单")
        < told.index("一、户籍类")
        < told.index("第59项证明")
        < told.index("核对日期")
    )
    assert not [item["name"] for item in items if item["name"] not in told]
