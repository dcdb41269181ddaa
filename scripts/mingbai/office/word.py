"""An annex as a Word file, set as official documents are (GB/T 9704): fonts, three-line tables, page numbers."""

import io
import zipfile
from datetime import UTC, datetime
from math import sqrt
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .annex import Annex, Section

TITLE, HEAD, BODY, PAGE = "方正小标宋简体", "黑体", "仿宋_GB2312", "宋体"
INSTEAD = {TITLE: "宋体", HEAD: "SimHei", BODY: "仿宋", PAGE: "SimSun"}
"""What a machine without the fonts of official documents takes in their place."""

SIZE_TITLE, SIZE_TEXT, SIZE_SMALL, SIZE_PAGE = 22, 16, 12, 14  # 二号, 三号, 小四, 四号
NARROW = 10.5  # 五号: tables on a page on its side
LATIN = "Times New Roman"
MARGINS = (37, 26, 35, 28)  # mm: top, right, bottom, left of an upright page
LONG_SIDE, SHORT_SIDE = 297, 210
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP file knows: the same list gives the same bytes
SHORT = 6  # characters up to which a column is as wide as what stands in it
TALL = 7  # lines of a row from which it may be parted by the end of a page
PADDING = 1.2  # mm at either side of a cell


def word(annex: Annex) -> bytes:
    """The file's bytes."""
    document = Document()
    _fonts(document)
    _styles(document)
    width = _page(document, annex)
    _line(document, "附件", HEAD, SIZE_TEXT)
    title = document.add_paragraph(style="Title")
    _run(title, annex.title, TITLE, SIZE_TITLE)
    for text in annex.under:
        _line(document, text, BODY, SIZE_PAGE, WD_ALIGN_PARAGRAPH.CENTER)
    document.paragraphs[-1].paragraph_format.space_after = Pt(10)
    size = NARROW if annex.wide else SIZE_SMALL
    widths = _widths(annex, width, size)
    for section in annex.sections:
        if section.heading:
            _run(document.add_paragraph(style="Heading 1"), section.heading, HEAD, SIZE_TEXT)
        _table(document, annex.columns, section, widths, size)
    _run(document.add_paragraph(style="Heading 1"), "来源", HEAD, SIZE_TEXT)
    for number, text in enumerate(annex.sources, 1):
        _line(document, f"{number}. {text}" if len(annex.sources) > 1 else text, BODY, SIZE_SMALL)
    for text in ([] if annex.sources else ["待核实"]) + list(annex.after):
        _line(document, text, BODY, SIZE_SMALL)
    return _same_bytes(document, annex)


# ── the page ─────────────────────────────────────────────────────────────────


def _page(document: Docx, annex: Annex) -> float:
    """Size, margins, page numbers, the warning of every page; the width for text in mm."""
    section = document.sections[0]
    top, right, bottom, left = MARGINS if not annex.wide else (MARGINS[3], MARGINS[0], MARGINS[1], MARGINS[2])
    across, down = (LONG_SIDE, SHORT_SIDE) if annex.wide else (SHORT_SIDE, LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if annex.wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = section.footer_distance = Mm(15)
    document.settings.odd_and_even_pages_header_footer = True
    _numbered(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _numbered(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        _run(header.paragraphs[0], annex.warning, HEAD, SIZE_SMALL)
    return across - left - right


def _numbered(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 3 —, at the outer edge, one character in."""
    paragraph.alignment = side
    for edge in ("left_indent", "right_indent"):
        setattr(paragraph.paragraph_format, edge, Pt(SIZE_PAGE))
    _run(paragraph, "— ", PAGE, SIZE_PAGE)
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"/>')
    paragraph._p.append(field)
    shown = _run(paragraph, "1", PAGE, SIZE_PAGE)
    field.append(shown._r)
    _run(paragraph, " —", PAGE, SIZE_PAGE)


# ── letters ──────────────────────────────────────────────────────────────────


def _styles(document: Docx) -> None:
    """Plain black styles: the template's own are coloured and Latin."""
    for name, font, size in (
        ("Normal", BODY, SIZE_TEXT),
        ("Title", TITLE, SIZE_TITLE),
        ("Heading 1", HEAD, SIZE_TEXT),
        ("Header", HEAD, SIZE_SMALL),
        ("Footer", PAGE, SIZE_PAGE),
    ):
        style: Any = document.styles[name]
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), False, RGBColor(0, 0, 0)
        _named(style.element.get_or_add_rPr(), font)
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    title: Any = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(16)
    heading: Any = document.styles["Heading 1"]
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(8)
    heading.paragraph_format.keep_with_next = True


def _named(properties: Any, font: str) -> None:
    old = properties.find(qn("w:rFonts"))
    if old is not None:
        properties.remove(old)
    names = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{font}"'
    properties.insert_element_before(parse_xml(f'<w:rFonts {nsdecls("w")} {names} w:hint="eastAsia"/>'), *_AFTER_FONTS)


_AFTER_FONTS = tuple(
    f"w:{name}" for name in ("b", "bCs", "i", "iCs", "caps", "color", "spacing", "kern", "sz", "szCs", "lang")
)


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _named(run._r.get_or_add_rPr(), font)
    return run


def _line(
    document: Docx, text: str, font: str, size: float, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = side
    _run(paragraph, text, font, size)


def _fonts(document: Docx) -> None:
    """The table of fonts: what each may be replaced by."""
    told = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"swiss" if name == HEAD else "roman"}"/><w:pitch w:val="variable"/></w:font>'
        for name, other in INSTEAD.items()
    )
    part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    part._blob = f"{head}<w:fonts {nsdecls('w')}>{told}</w:fonts>".encode()


# ── tables ───────────────────────────────────────────────────────────────────


def _table(document: Docx, columns: tuple[str, ...], section: Section, widths: list[float], size: float) -> None:
    """Three lines: above and below the head, below the last row; the head is repeated on every page."""
    table = document.add_table(rows=0, cols=len(columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    rules = "".join(f'<w:{edge} w:val="single" w:sz="12" w:color="000000"/>' for edge in ("top", "bottom"))
    told: Any = table._tbl.tblPr  # what stands in it has an order that Word insists on
    told.find(qn("w:tblLayout")).addprevious(parse_xml(f"<w:tblBorders {nsdecls('w')}>{rules}</w:tblBorders>"))
    edges = (("top", PADDING / 2), ("left", PADDING), ("bottom", PADDING / 2), ("right", PADDING))
    sides = "".join(f'<w:{edge} w:w="{Mm(mm).twips}" w:type="dxa"/>' for edge, mm in edges)
    told.find(qn("w:tblLook")).addprevious(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{sides}</w:tblCellMar>"))
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Mm(width)
    _row(table, columns, widths, HEAD, size, head=True)
    for row in section.rows:
        _row(table, row, widths, BODY, size)


def _row(table: Any, texts: tuple[str, ...], widths: list[float], font: str, size: float, head: bool = False) -> None:
    row = table.add_row()
    properties = row._tr.get_or_add_trPr()
    if head or max(_lines(text, width, size) for text, width in zip(texts, widths, strict=True)) < TALL:
        properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
    if head:
        properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for number, (cell, text, width) in enumerate(zip(row.cells, texts, widths, strict=True)):
        cell.width = Mm(width)
        if head:
            _ruled(cell)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        for at, line in enumerate(text.split("\n")):
            paragraph = cell.paragraphs[0] if not at else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if head or not number else WD_ALIGN_PARAGRAPH.LEFT
            _run(paragraph, line, font, size)


def _ruled(cell: _Cell) -> None:
    rule = '<w:bottom w:val="single" w:sz="6" w:color="000000"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {nsdecls('w')}>{rule}</w:tcBorders>"))


def _lines(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column, about."""
    fit = max(1, int((width - 2 * PADDING) / Pt(size).mm))
    return sum(-(-max(1, len(line)) // fit) for line in text.split("\n"))


def _widths(annex: Annex, width: float, size: float) -> list[float]:
    """The columns' widths in mm: short ones as they need, the others the wider the longer, by the root of it."""
    rows = [row for section in annex.sections for row in section.rows]
    needs = []
    for number, label in enumerate(annex.columns):
        lengths = sorted(max(map(len, row[number].split("\n"))) for row in rows) or [0]
        usual = lengths[len(lengths) * 9 // 10]  # not the one that is longer than all others
        needs.append(max(usual, min(len(label), SHORT), 2))
    fixed = [need * Pt(size).mm + 2 * PADDING + 1 if need <= SHORT else 0.0 for need in needs]
    weights = [0.0 if mm else sqrt(need) for mm, need in zip(fixed, needs, strict=True)]
    if not sum(weights):
        return [mm * width / sum(fixed) for mm in fixed]
    room = max(width - sum(fixed), width / 3)
    return [mm or room * weight / sum(weights) for mm, weight in zip(fixed, weights, strict=True)]


# ── the file ─────────────────────────────────────────────────────────────────


def _same_bytes(document: Docx, annex: Annex) -> bytes:
    """The document without a word on when and with what it was made."""
    package: Any = document.part.package
    for key, rel in list(package.rels.items()):
        if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the template
            del package.rels[key]
    told: Any = document.core_properties
    told.title, told.author, told.comments, told.last_modified_by = annex.title, "", "", ""
    told.created = told.modified = datetime(*EPOCH, tzinfo=UTC)
    told.revision, told.language = 1, "zh-CN"
    made = io.BytesIO()
    document.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(zipfile.ZipInfo(name, EPOCH), before.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
