"""The written site is looked at: private data is found wherever it came from, what is published on purpose is not."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import private_rates
from helpers import many
from mingbai.private import find
from mingbai.private.leaks import UNSEEN, Leak, Watch, leaks, published, unwanted
from mingbai.private.sieve import may_hold
from numbers_made import (
    CARD,
    FORMS,
    IDENTITY,
    MAILBOX,
    MOBILE,
    OLD_IDENTITY,
    PLATE,
    chinese,
    fullwidth,
    identities,
    mailboxes,
    mobiles,
    plates,
    spaced,
)
from site_fixtures import CALL, HEAD, ROOT, build, built, put, said, small, tree

PAGE = """<!doctype html><html lang="zh-Hans">
<head><title>某证明</title><meta name="description" content="{meta}">
<script src="a.js" integrity="sha384-13800138000abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJ"></script></head>
<body><p>依据〔2020〕20号,2026-11-22 查看。</p><!-- {comment} -->
<p>{text}</p><table><tr><td>138</td><td>0013</td><td>8000</td></tr></table>
<svg viewBox="0 0 45 45"><path d="M4 4.5h7m1 0h4m2 0h1M4 5.5h1 13800 138.5h7"/></svg>
<p>sha256 a13800138000b0000000000000000000000000000000000000000000000000000</p>
<a href="https://example.org/13800138000/x">别处</a></body></html>
"""
CODES = "credit codes of offices"  # of which one in tens of thousands is an identity number as well
CLEAN = PAGE.format(meta="", comment="", text="")


def page(**where: str) -> bytes:
    return PAGE.format(**{"meta": "", "comment": "", "text": "", **where}).encode()


def whats(address: str, data: bytes) -> set[str]:
    return {leak.what for leak in leaks(address, data)}


def test_a_clean_page_says_nothing() -> None:
    assert not list(leaks("a/index.html", CLEAN.encode()))


PLANTED = {
    "identity": ("身份证号", IDENTITY),
    "old identity": ("身份证号(15 位)", f"身份证 {OLD_IDENTITY}"),
    "mobile": ("手机号", MOBILE),
    "mobile parted": ("手机号", spaced(MOBILE, (3, 7), " ")),
    "mobile in Chinese": ("手机号", chinese(MOBILE)),
    "mobile in full width": ("手机号", fullwidth(MOBILE)),
    "card": ("银行卡号", f"卡号{CARD}"),
    "plate": ("车牌号", PLATE),
    "plate with a dot": ("车牌号", f"{PLATE[:2]}·{PLATE[2:]}"),
    "plate in full width": ("车牌号", PLATE[0] + fullwidth(PLATE[1:])),
    "mailbox": ("邮箱", MAILBOX),
}


@pytest.mark.parametrize("where", ["meta", "comment", "text"])
@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_in_a_page_is_found_where_it_stands(planted: str, where: str) -> None:
    what, words = PLANTED[planted]
    data = page(**{where: f"某某{words}某"})
    found = list(leaks("a/index.html", data))
    assert [leak.what for leak in found] == [what]
    lines = data.decode().split("\n")
    line = next(number for number, text in enumerate(lines, 1) if f"某某{words}" in text)
    column = (
        lines[line - 1].index(f"某某{words}") + 2 + words.index(words.removeprefix("身份证 ").removeprefix("卡号")) + 1
    )
    assert (found[0].line, found[0].column) == (line, column)
    assert found[0].bare not in found[0].masked


@pytest.mark.parametrize(
    "words",
    [
        *("138<b>0013</b>8000", "138<wbr>0013<wbr>8000", "<b>138</b>00138000", "13800<!-- x -->138000"),
        *(
            "138<span class='a'>0013</span><i>8000</i>",
            "138&nbsp;0013&nbsp;8000",
            "&#49;3800138000",
            "1380013&#x38;000",
        ),
        *("138&shy;0013&#8203;8000", "138<em> 0013 </em>8000", "138\u00a00013\u00a08000", "138\u200b00138000"),
        *("138\n0013\n8000", "138\n   0013\n   8000"),
    ],
)
def test_tags_entities_and_hidden_signs_hide_no_number(words: str) -> None:
    found = list(leaks("a/index.html", page(text=f"找{words}谈")))
    assert [leak.what for leak in found] == ["手机号"]
    assert (found[0].line, found[0].masked) == (5, "138******00")


@pytest.mark.parametrize(
    "words", ["<td>138</td><td>00138000</td>", "<li>13800</li><li>138000</li>", "<p>138</p>00138000"]
)
def test_neighbouring_cells_and_paragraphs_are_no_number(words: str) -> None:
    assert not list(leaks("a/index.html", page(text=words)))


@many(300)
@given(identities, st.sampled_from([*FORMS]), st.sampled_from(["{}", "身份证{}号", "a{}b", "第1项 {},", "“{}”"]))
def test_every_identity_number_in_a_page_is_found(number: str, form: str, around: str) -> None:
    assert "身份证号" in whats("a/index.html", page(text=around.replace("{}", FORMS[form](number))))


@many(300)
@given(
    mobiles,
    st.sampled_from([str, fullwidth, chinese, "\u200b".join, lambda one: spaced(one, (3, 7), "-")]),
    st.sampled_from(["{}", "电话{}", "2026-11-22 {}", "+86{}", "甲{}乙", "<dd>{}</dd>", '<a href="tel:{}">打</a>']),
)
def test_every_mobile_in_a_page_is_found(number: str, form: Any, around: str) -> None:
    assert "手机号" in whats("a/index.html", page(text=around.replace("{}", form(number))))


@many(200)
@given(plates | mailboxes, st.sampled_from(["{}", "写{}的", "甲{}", "({})", "<b>{}</b>"]))
def test_every_plate_and_mailbox_in_a_page_is_found(words: str, around: str) -> None:
    assert len(whats("a/index.html", page(text=around.replace("{}", words)))) == 1


@many(300)
@given(st.text(st.sampled_from("0123456789 -.()xX粤BK·@a一二三零〇，。＠１２３\u200b\n"), max_size=40))
def test_the_sieve_lets_nothing_pass_that_a_careful_look_would_find(text: str) -> None:
    assert may_hold(text) or not list(find(text))


@pytest.mark.parametrize(
    "address", ["data.json", "data.csv", "feed.xml", "a.svg", "search.json", "a.txt", "a.js", "a.css"]
)
def test_every_kind_of_text_is_looked_at(address: str) -> None:
    assert whats(address, f'{{"a":"找{MOBILE}"}}'.encode()) == {"手机号"}


@pytest.mark.parametrize("address", ["a.png", "a.pdf", "LICENSE"])
def test_pictures_are_not_looked_at(address: str) -> None:
    assert not whats(address, MOBILE.encode())


def workbook(name: str, text: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, text)
    return data.getvalue()


@pytest.mark.parametrize(
    ("address", "part", "text"),
    [
        ("list.xlsx", "xl/sharedStrings.xml", f"<si><t>找{MOBILE}</t></si>"),
        ("list.xlsx", "xl/sharedStrings.xml", "<si><r><t>138</t></r><r><rPr/><t>00138000</t></r></si>"),
        ("form.docx", "word/document.xml", "<w:p><w:r><w:t>138</w:t></w:r><w:r><w:t>00138000</w:t></w:r></w:p>"),
        ("list.xlsx", "docProps/core.xml", f"<dc:creator>{MOBILE}</dc:creator>"),
    ],
)
def test_the_parts_of_workbooks_and_documents_are_looked_at(address: str, part: str, text: str) -> None:
    found = list(leaks(address, workbook(part, text)))
    assert [(leak.address, leak.what) for leak in found] == [(f"{address} {part}", "手机号")]


def test_a_part_that_cannot_be_opened_is_told_and_the_others_are_looked_at() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        book.writestr("word/document.xml", "<w:t>什么也没有</w:t>")
        book.writestr("word/footer.xml", "<w:t>电话 13912345678</w:t>")
    locked = bytearray(data.getvalue())
    locked[locked.index(b"PK\1\2") + 8] |= 1  # the first part is said to be encrypted
    first, second = leaks("a.docx", bytes(locked))
    assert (first.what, first.masked) == (UNSEEN, "word/document.xml")
    assert second.what == "手机号"
    assert len(unwanted([first, second], {first.bare, second.bare})) == 1, (
        "nobody publishes on purpose what none can see"
    )


def test_cells_of_a_workbook_are_not_joined_and_a_broken_one_is_no_accident() -> None:
    assert not list(leaks("a.xlsx", workbook("xl/sharedStrings.xml", "<si><t>138</t></si><si><t>00138000</t></si>")))
    assert not list(leaks("a.xlsx", b"PK broken"))


def test_kept_documents_of_offices_may_name_whom_to_call() -> None:
    words = f"联系人电话{MOBILE},{MAILBOX}".encode()
    assert not list(leaks("archive/a.html.txt", words))
    assert whats("archive/a.html.txt", words + IDENTITY.encode()) == {"身份证号"}


def test_what_is_published_on_purpose_is_told_apart() -> None:
    allowed = published([MOBILE, f"运营:某中心 {MAILBOX.upper()}", "12345"])
    found = [*leaks("a.html", f"打{spaced(MOBILE, (3, 7), ' ')},写{MAILBOX},或13900139000".encode())]
    assert len(found) == 3
    assert ["139******00" in problem.message for problem in unwanted(found, allowed)] == [True]
    assert unwanted([*leaks("a.html", IDENTITY.encode())], {IDENTITY}), "nobody publishes that on purpose"


def test_one_number_on_a_thousand_pages_is_told_three_times() -> None:
    watch = Watch()
    for number in range(1000):
        watch.look(f"{number:04}/index.html", page(text=MOBILE))
    problems = unwanted([*watch.taken(), Leak("z", "手机号", "138******00", MOBILE, 1, 1)], ())
    assert [problem.file for problem in problems] == [f"{number:04}/index.html" for number in range(3)]
    assert "别的文件里还有" in problems[-1].message
    assert not watch.taken()


def test_the_real_site_says_nothing_private(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = built(tmp_path_factory)
    watch = Watch()
    for file in site.rglob("*"):
        if file.is_file():
            watch.look(file.relative_to(site).as_posix(), file.read_bytes())
    found = watch.taken()
    lists = "".join(file.read_text("utf-8") for file in (ROOT / "lists").rglob("channels*.yml"))
    assert not unwanted(found, published(lists.split("\n")))


def test_the_rates_are_as_the_docs_say() -> None:
    rows = list(private_rates.planted(each=20))
    assert len(rows) == 59
    assert not [row for row in rows if row[2] != row[3] or row[4] != row[5]]
    assert sum(row[4] for row in rows) == 58 * 20, "of mailboxes with (at) only texts are searched"
    wrong = {name: private_rates.alarms(texts) for name, texts in private_rates.harmless() if name != CODES}
    assert not [name for name, texts in wrong.items() if texts]


# ── in a build ───────────────────────────────────────────────────────────────

SITUATION = {"id": "a", "name": "某事", "about": f"找老李{MOBILE}", "questions": []}
PARTED = f"{MOBILE[:3]}<b>{MOBILE[3:7]}</b>{MOBILE[7:]}"
SPOTS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "template": ({}, {"overrides/partials/footer.html": f"<p>{MOBILE}</p>"}, "手机号"),
    "site_name": ({"site_name": f"小站 {MOBILE}"}, {}, "手机号"),
    "operator": ({"extra": {"operator": f"某某 {IDENTITY}"}}, {}, "身份证号"),
    "static file": ({}, {"content/files/table.csv": f"姓名,车\n张某,{PLATE}\n"}, "车牌号"),
    "workbook": ({}, {"content/files/form.xlsx": workbook("xl/sharedStrings.xml", f"<t>{IDENTITY}</t>")}, "身份证号"),
    "hand-written page": ({}, {"content/about/index.md": f"# 关于\n\n写信到 {MAILBOX}\n"}, "邮箱"),
    "parted by tags": (
        {},
        {"content/about/index.md": f"# 关于\n\n找 {MOBILE[:3]}**{MOBILE[3:7]}**{MOBILE[7:]}\n"},
        "手机号",
    ),
    "area name": ({}, {"lists/jia/area.yml": {"name": f"甲县{MOBILE}", "level": "县"}}, "手机号"),
    "situation": ({}, {"lists/_site/situations.yml": {"situations": [SITUATION]}}, "手机号"),
}


@pytest.mark.parametrize("spot", SPOTS)
def test_a_site_with_private_data_is_not_published_wherever_it_came_from(tmp_path: Path, spot: str) -> None:
    folder = small(tmp_path)
    assert build(folder).returncode == 0
    before = tree(folder / "site")
    config, files, what = SPOTS[spot]
    small(folder, **config)
    for path, content in files.items():
        if path.startswith("overrides/"):
            spoil_template(folder, content)
        else:
            put(folder / path, content)
    done = build(folder)
    assert done.returncode == 1, said(done)
    assert "error C401 " in said(done) and f"有{what} " in said(done)
    assert not [number for number in (MOBILE, IDENTITY, PLATE, MAILBOX) if number in said(done)]
    assert "Traceback" not in said(done)
    assert tree(folder / "site") == before


def spoil_template(folder: Path, words: str) -> None:
    """A template of the site's own that says more than the package's."""
    own = (ROOT / "overrides/partials/footer.html").read_text("utf-8")
    put(folder / "overrides/partials/footer.html", own.replace("</footer>", f"{words}</footer>"))
    small(folder, theme={"name": "material", "language": "zh", "font": False, "custom_dir": "overrides"})


def test_all_is_told_at_once_and_what_is_published_on_purpose_is_no_leak(tmp_path: Path) -> None:
    phones = {**CALL, "phones": ["12345", MOBILE], "emails": [MAILBOX]}
    files = {"jia/channels.yml": {**HEAD, "items": [phones]}}
    extra = {"mailbox": "operator@example.org", "operator": "某中心 13900139000"}
    folder = small(tmp_path, files, extra=extra)
    put(folder / "content/about/index.md", f"# 关于\n\n写信到 {MAILBOX} 或 operator@example.org\n")
    done = build(folder)
    assert done.returncode == 0, said(done)
    put(folder / "content/a.txt", f"{IDENTITY}\n\n  {PLATE}")
    put(folder / "content/b.json", f'["private@example.org", "{MOBILE}"]')
    done = build(folder)
    assert done.returncode == 1
    for words in ("a.txt:1:1: error C401", "a.txt:3:3: error C401", "b.json:1:3: error C401", "旧网站没有动"):
        assert words in said(done)
    assert said(done).count("error C401") == 3
