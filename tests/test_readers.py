"""Files that offices send: every format gives the same grid, and no broken one gives more than a sentence."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_files import Sheet, write_csv, write_docx, write_html, write_xls, write_xlsx
from foreign_score import BLIND, TUNED, table_of
from helpers import many, name_of
from mingbai.office.grid import Grid, Span
from mingbai.office.readers import CannotRead, read_grids

ROWS = [["名称", "数量", "备注"], ["甲", "5", "第一行\n第二行"], ["乙", "", "(某)"]]


def read(path: Path) -> list[Grid]:
    return read_grids(path)


def refusal(path: Path) -> str:
    with pytest.raises(CannotRead) as caught:
        read_grids(path)
    return str(caught.value)


def written(path: Path, rows: list[list[object]]) -> Path:
    """The rows in the format that the name says."""
    if path.suffix == ".xlsx":
        write_xlsx(path, [Sheet("表", rows)])
    elif path.suffix in (".xls", ".ods"):
        write_xls(path, [Sheet("表", rows)], path.suffix[1:])
    elif path.suffix == ".csv":
        write_csv(path, rows)
    elif path.suffix == ".docx":
        write_docx(path, [Sheet("表", rows)])
    else:
        cells = ("".join(f"<td>{str(text).replace(chr(10), '<br>')}</td>" for text in row) for row in rows)
        write_html(path, "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv", ".docx", ".html"])
def test_the_same_table_in_every_format_is_the_same_grid(tmp_path: Path, suffix: str) -> None:
    (table,) = read(written(tmp_path / f"表{suffix}", ROWS))
    assert [list(row) for row in table.rows] == ROWS
    assert not table.numbers


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods"])
def test_numbers_dates_and_truth_values_are_what_a_person_sees_and_are_marked(tmp_path: Path, suffix: str) -> None:
    from datetime import date

    rows = [["名称"], [5], [0.5], [date(2026, 1, 5)], [True], [5.12023377001511602e17], ["007"]]
    (table,) = read(written(tmp_path / f"表{suffix}", rows))
    truth = "1" if suffix == ".ods" else "TRUE"
    texts = [row[0] for row in table.rows]
    assert texts[1:4] == ["5", "0.5", "2026-01-05"]
    assert texts[4] in ("TRUE", truth)
    assert texts[5].startswith("5.12023377001") and texts[5].endswith("E+17")
    assert texts[6] == "007"
    assert table.numbers == {(row, 1) for row in range(2, 7)}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_merged_ranges_hidden_sheets_and_errors_are_told(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"表.{suffix}"
    sheets = [Sheet("表", [["甲", ""], ["", ""], ["#N/A", "乙"]], [(1, 1, 2, 2)]), Sheet("藏", [["丙"]], hidden=True)]
    write_xlsx(path, sheets) if suffix == "xlsx" else write_xls(path, sheets, suffix)
    first, second = read(path)
    assert first.merged == (Span(1, 1, 2, 2),)
    assert first.rows[2] == ("#N/A", "乙")
    assert (first.hidden, second.hidden) == (False, True)


def test_a_formula_that_failed_is_seen(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    book.add_worksheet("表").write_formula("A1", "=1/0", None, "#DIV/0!")
    book.close()
    assert read(tmp_path / "表.xlsx")[0].rows == (("#DIV/0!",),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_plain_text_is_read_in_its_encoding_and_cut_at_its_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    write_csv(tmp_path / "表.csv", [["名称", "备注"], ["甲", "a,b;c"], ["乙", "丙\n丁"]], encoding, delimiter)
    (table,) = read(tmp_path / "表.csv")
    assert table.rows == (("名称", "备注"), ("甲", "a,b;c"), ("乙", "丙\n丁"))


def test_a_lone_quotation_mark_does_not_swallow_the_rest(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text('名称,备注\n甲,"乙\n丙,丁\n', "utf-8")
    assert len(read(tmp_path / "表.csv")[0].rows) == 3


def test_a_page_that_bears_the_name_of_a_workbook_is_read_as_a_page(tmp_path: Path) -> None:
    write_html(tmp_path / "表.xls", "<table><tr><td>甲</td></tr></table>", "gb18030", "gb2312")
    assert read(tmp_path / "表.xls")[0].rows == (("甲",),)


def test_spans_of_a_page_are_merged_ranges_and_stay_inside(tmp_path: Path) -> None:
    body = "<table><tr><td rowspan=9>甲</td><td colspan=2>乙</td></tr><tr><td>丙<td>丁</table>"
    write_html(tmp_path / "表.html", body)
    (table,) = read(tmp_path / "表.html")
    assert table.rows == (("甲", "乙", ""), ("", "丙", "丁"))
    assert table.merged == (Span(1, 1, 2, 1), Span(1, 2, 1, 3))


def test_nothing_of_a_page_is_run_fetched_or_taken_from_what_is_hidden(tmp_path: Path) -> None:
    body = (
        '<!DOCTYPE html [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;"> <!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<table><tr><td>乙<script>丙</script><span style="display: none">丁</span></td>'
        '<td><input type="checkbox" checked>保留<input type="checkbox">摘除</td><td>&x;</td></tr></table>'
    )
    write_html(tmp_path / "表.html", body)
    assert read(tmp_path / "表.html")[0].rows[0][:2] == ("乙", "☑保留☐摘除")
    assert "root" not in str(read(tmp_path / "表.html"))


def test_a_word_table_that_goes_on_over_pages_is_one_and_its_title_is_the_paragraph_before(tmp_path: Path) -> None:
    first, second = Sheet("", [["名称", "备注"], ["甲", ""]]), Sheet("", [["乙", ""]])
    write_docx(tmp_path / "表.docx", ["某镇清单", first, "", second, "别的", Sheet("", [["丙"]])])
    one, other = read(tmp_path / "表.docx")
    assert (one.name, len(one.rows), one.above) == ("某镇清单", 3, ("某镇清单",))
    assert (other.name, other.rows) == ("别的", (("丙",),))


def test_boxes_that_word_draws_with_a_symbol_font_are_signs(tmp_path: Path) -> None:
    write_docx(tmp_path / "表.docx", [Sheet("", [["保留X"]])])
    with zipfile.ZipFile(tmp_path / "表.docx") as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    symbol = b'</w:t><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>'
    files["word/document.xml"] = files["word/document.xml"].replace(b"X</w:t>", symbol + b"</w:t>")
    with zipfile.ZipFile(tmp_path / "表.docx", "w") as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    assert read(tmp_path / "表.docx")[0].rows == (("保留☑",),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7 ...", "另存为 docx 或 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "另存为 docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"\x89PNG\r\n\x1a\n0000", "图片"),
        (b"{\\rtf1 a}", "docx"),
        (b"Rar!\x1a\x07\x00", "解压"),
        (b"PK\x03\x04abc", "坏了"),
        (b"\x00\x01\x02\x03" * 9, "看不懂"),
        (b"<html><body><p>\xe7\x94\xb2</p></body></html>", "没有表格"),
        (b"<?xml version='1.0'?><Workbook/>", "xlsx"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "文件.xlsx").write_bytes(content)
    assert words in refusal(tmp_path / "文件.xlsx")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "打不开" in refusal(tmp_path / "没有.xlsx")
    assert "打不开" in refusal(tmp_path)


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        for name, content in files.items():
            parts.writestr(name, content)
    return path


def test_a_zip_that_would_unpack_to_too_much_is_not_unpacked(tmp_path: Path) -> None:
    path = packed(tmp_path / "表.xlsx", {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(310 * 2**20)})
    assert "没有打开" in refusal(path)
    raw = path.read_bytes()
    lie = raw.replace((310 * 2**20).to_bytes(4, "little"), (99).to_bytes(4, "little"))
    path.write_bytes(lie)
    assert "坏了" in refusal(path)


def test_a_cell_at_the_far_end_of_a_sheet_is_refused_before_the_sheet_is_read(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "表.xlsx")
    sheet = book.add_worksheet()
    sheet.write(0, 0, "甲")
    sheet.write(1048575, 16383, "乙")
    book.close()
    assert "空白行列" in refusal(tmp_path / "表.xlsx")


def test_rows_that_an_ods_repeats_without_end_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "表.ods", [["甲"]])
    with zipfile.ZipFile(path) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    bomb = (
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="900"'
    )
    files["content.xml"] = files["content.xml"].replace(
        b"<table:table-row ",
        bomb + b' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row><table:table-row ',
        1,
    )
    assert "太大" in refusal(packed(path, files))


def test_spans_of_a_page_without_end_are_refused(tmp_path: Path) -> None:
    row = "<tr>" + "<td rowspan=60000 colspan=1000>x</td>" * 50 + "</tr>"
    write_html(tmp_path / "表.html", f"<table>{row * 200}</table>")
    assert "太大" in refusal(tmp_path / "表.html")


def test_entities_that_grow_without_end_are_harmless(tmp_path: Path) -> None:
    path = written(tmp_path / "表.docx", [["甲"]])
    with zipfile.ZipFile(path) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    body = files["word/document.xml"].partition(b"?>")[2].replace("甲".encode(), b"&l9;")
    files["word/document.xml"] = b'<!DOCTYPE w [<!ENTITY l0 "ha">' + laughs + b"]>" + body
    packed(path, files)
    with suppress(CannotRead):
        assert sum(len(text) for row in read(path)[0].rows for text in row) < 100


SAMPLES = {}
for _case in [*TUNED, *BLIND]:
    SAMPLES.setdefault(table_of(_case).suffix, table_of(_case).read_bytes())


def harmless(path: Path) -> None:
    """A file is read or refused in a sentence; nothing else may happen."""
    try:
        assert isinstance(read_grids(path), list)
    except CannotRead as refused:
        assert len(str(refused)) < 200


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_cut_and_damaged_files_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, suffix: str) -> None:
    path = tmp_path_factory.mktemp("bad") / f"表{suffix}"
    whole = SAMPLES[suffix]

    @many(60)
    @given(
        st.integers(0, len(whole)),
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=20),
    )
    def damage(length: int, changes: list[tuple[int, int]]) -> None:
        broken = bytearray(whole)
        for place, value in changes:
            broken[place] = value
        path.write_bytes(bytes(broken[:length] if length % 3 else broken))
        harmless(path)

    damage()


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_damage_inside_a_workbook_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, part: str) -> None:
    path = tmp_path_factory.mktemp("bad") / "表.xlsx"
    with zipfile.ZipFile(io.BytesIO(SAMPLES[".xlsx"])) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    whole = files[part]

    @many(60)
    @given(
        st.lists(st.tuples(st.integers(0, len(whole) - 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8)
    )
    def damage(changes: list[tuple[int, bytes]]) -> None:
        broken = bytearray(whole)
        for place, value in changes:
            broken[place : place + len(value)] = value
        harmless(packed(path, {**files, part: bytes(broken)}))

    damage()


@many(150)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<table>", b"<?xml "]),
)
def test_random_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.bin"
    path.write_bytes(start + content)
    harmless(path)


@pytest.mark.parametrize("case", [*TUNED, *BLIND], ids=name_of)
def test_every_table_is_a_rectangle(case: Path) -> None:
    for table in read_grids(table_of(case)):
        assert len({len(row) for row in table.rows}) <= 1


def test_blanks_and_line_ends_of_an_ods_are_kept(tmp_path: Path) -> None:
    names = ["office:1.0", "table:1.0", "text:1.0"]
    spaces = " ".join(f'xmlns:{name.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for name in names)
    cell = "<text:p>甲 <text:s text:c='2'/>乙<text:line-break/>丙<text:span>丁</text:span></text:p>"
    xml = (
        f"<office:document-content {spaces}><table:table table:name='表'><table:table-row><table:table-cell>{cell}"
        "</table:table-cell></table:table-row></table:table></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", xml)
    assert read_grids(tmp_path / "a.ods")[0].rows == (("甲   乙\n丙丁",),)
