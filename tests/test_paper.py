"""Paper: what every page becomes when it is printed, sheets for the counter and for the wall, codes that lead there."""

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

import browser_fixtures
from browser_fixtures import ANSWER, DUTIES, FORM, LIST, NOTICE, WALL, Visitor
from mingbai.site import code as module
from mingbai.site.board import ROOM, fitting, lines
from mingbai.site.code import MASK, code
from site_fixtures import AS_OF, CALL, HEAD, PROOF, ROOT, URL, build, built, run, said, served, small
from site_pages import Page, areas, pages_of, target

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

FIGURES, REPORT, GUIDE = "hubei/statistics/", "guizhou/liupanshui/report/", "guide/report/"
SOMETIMES = "demo/certificates/shili-gongyong-shuidian/"
PRINTED = [
    "",
    "hubei/",
    LIST,
    DUTIES,
    FIGURES,
    ANSWER,
    REPORT,
    "situations/qinren-qushi/",
    "sichuan/guangan/guanganqu/services/",
    GUIDE,
]
A4, A3 = (595, 842), (842, 1191)  # points


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


def sheets(pages: dict[str, Page]) -> dict[str, Page]:
    return {address: page for address, page in pages.items() if address.endswith("/sheet/")}


def boards(pages: dict[str, Page]) -> dict[str, Page]:
    return {address: page for address, page in pages.items() if re.search(r"(^|/)noticeboard/(a3/)?$", address)}


def main_of(page: Page) -> str:
    """What stands in a page's article, as text."""
    return Page(page.address, page.html[page.html.index("<main") : page.html.index("</main>")]).text


# ── codes and addresses ──────────────────────────────────────────────────────


def modules(svg: str) -> set[tuple[int, int]]:
    """The dark modules (column, row) of a drawn code, its quiet zone taken off."""
    found, x, y = set(), 0.0, 0.0
    for step, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):  # type: ignore[index]
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if step == "h":
            found |= {(int(x) + n - 4, int(y) - 4) for n in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    return found


def wanted(url: str) -> set[tuple[int, int]]:
    """The same out of segno itself."""
    made = segno.make(url.encode(), error="l", mode="byte", mask=MASK, boost_error=False, micro=False)
    return {(x, y) for y, row in enumerate(made.matrix) for x, module in enumerate(row) if module}


def leads_to(page: Page, url: str) -> bool:
    """Whether the page has exactly one code, and it is that of an address."""
    drawn = re.findall(r"<svg[^>]* class=\"qr\".*?</svg>", page.html, re.S)
    return len(drawn) == 1 and modules(drawn[0]) == wanted(url)


@pytest.mark.parametrize("address", ["", "hubei/", LIST, ANSWER, DUTIES, "all/", "guide/", "about/sources/", "duties/"])
def test_every_page_ends_on_paper_with_its_address_code_and_day(pages: dict[str, Page], address: str) -> None:
    page = pages[address]
    assert leads_to(page, URL + address)
    assert page.text.count(f"网上看:{URL}{address}") == 1
    assert f"{AS_OF} 制作" in page.text


def test_no_page_is_left_out_but_404(pages: dict[str, Page]) -> None:
    assert [address for address, page in pages.items() if 'class="qr"' not in page.html] == ["404.html"]


def test_a_sheet_leads_to_what_can_be_read_online(pages: dict[str, Page]) -> None:
    """A form's code leads to the answer, a noticeboard's to the place."""
    for address in (FORM, NOTICE):
        assert leads_to(pages[address], URL + address.removesuffix("sheet/"))
    for address in ("noticeboard/", "hubei/noticeboard/a3/"):
        assert leads_to(pages[address], URL + address.partition("noticeboard")[0])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tail=st.text(min_size=0, max_size=120) | st.text("abz/-019", max_size=200))
def test_codes_that_are_added_up_are_those_that_segno_makes(tail: str) -> None:
    """Messages of every length and byte, one after the other, since each may be made out of those before."""
    assert modules(code(URL + tail)) == wanted(URL + tail)


def test_codes_of_the_last_build_are_added_up_without_asking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one build knows is told the next one as JSON; whatever else that one has asked before."""
    urls = [f"{URL}hubei/xian{number:02}/duties/" for number in range(40)]
    monkeypatch.setattr(module, "_seen", {})
    codes = {url: module.modules(url.encode()) for url in urls}
    told = json.loads(json.dumps(module.known()))
    assert 0 < len(told[1]) < 20
    for asked in ((), urls[7:9]):
        with monkeypatch.context() as patch:
            patch.setattr(module, "_seen", {})
            patch.setattr(module, "_empties", {})
            for url in asked:
                module.modules(url.encode())
            module.learn(told)
            patch.setitem(sys.modules, "segno", None)
            assert {url: module.modules(url.encode()) for url in urls} == codes


def test_a_code_is_plain_and_small() -> None:
    svg = code(f"{URL}guizhou/qianxinan/certificates/qinshu-guanxi/")
    assert len(gzip.compress(svg.encode())) < 900
    assert "<script" not in svg
    assert "style=" not in svg


def test_without_an_address_nothing_leads_nowhere(tmp_path: Path) -> None:
    done = build(small(tmp_path, site_url=""))
    assert done.returncode == 0, said(done)
    assert "SITE_URL" in said(done)
    assert "二维码" in said(done)
    for page in pages_of(tmp_path / "site").values():
        assert 'class="qr"' not in page.html
        assert "网上看" not in page.text
        assert f"{AS_OF} 制作" in page.text or page.address == "404.html"


def test_the_repository_has_no_address_of_its_own(tmp_path: Path) -> None:
    """Only who publishes knows it: SITE_URL, and no example is ever printed."""
    code = "from mkdocs.config import load_config; print(repr(load_config('mkdocs.yml').site_url))"
    assert run("-c", code, cwd=ROOT, env={"SITE_URL": ""}).stdout.strip() in ("None", "''")
    assert (
        run("-c", code, cwd=ROOT, env={"SITE_URL": "https://a.example/b/"}).stdout.strip() == "'https://a.example/b/'"
    )
    assert "SITE_URL" in (ROOT / ".github/workflows/pages.yml").read_text("utf-8")


def test_lost_readers_find_home_without_an_address(tmp_path: Path) -> None:
    assert build(small(tmp_path, site_url="")).returncode == 0
    page = pages_of(tmp_path / "site")["404.html"]
    assert {"/", "/all/"} <= {tag.attrs["href"] for tag in page.all("a")}


# ── any page in print ────────────────────────────────────────────────────────


def pdf(tab: Tab) -> tuple[int, set[tuple[int, int]]]:
    """Pages of the printed page, and their sizes in points."""
    raw = tab.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", raw)
    return len(re.findall(rb"/Type\s*/Page\b", raw)), {(round(float(w)), round(float(h))) for w, h in boxes}


SEEN = """() => [...document.querySelectorAll('body *')].filter((part) => part.checkVisibility()
    && part.getClientRects().length)"""
COLOURED = (
    SEEN
    + """.flatMap((part) => {
  const style = getComputedStyle(part);
  const grey = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number); return r === g && g === b; };
  const clear = style.backgroundColor.endsWith(', 0)') || style.backgroundColor === 'rgb(255, 255, 255)';
  return grey(style.color) && clear ? [] : [part.outerHTML.slice(0, 80)];
})"""
)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [*PRINTED, FORM, NOTICE, WALL])
def test_black_on_white_and_nothing_to_press(visit: Visitor, address: str, scheme: str) -> None:
    tab = visit(address)
    tab.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type]
    assert not tab.evaluate(COLOURED)
    for part in ("nav", "form", "button", "input", ".skip", ".trail", ".acts", ".report", "a.anchor"):
        assert tab.locator(part).locator("visible=true").count() == 0, part
    assert tab.locator(".paper").is_visible()


@pytest.mark.browser
def test_the_foot_of_paper_is_not_on_the_screen(visit: Visitor) -> None:
    for address in ("", ANSWER, GUIDE, NOTICE):
        assert not visit(address).locator(".paper").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("address", PRINTED)
def test_pages_print_on_a4_and_nothing_is_cut(visit: Visitor, address: str) -> None:
    tab = visit(address, {"width": 680, "height": 1000})
    _, sizes = pdf(tab)
    assert sizes == {A4}
    tab.emulate_media(media="print")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 680
    wide = """() => [...document.querySelectorAll('main table, main svg, main pre, main tr')]
        .filter((part) => part.getBoundingClientRect().right > 681).map((part) => part.outerHTML.slice(0, 80))"""
    assert not tab.evaluate(wide)


@pytest.mark.browser
def test_rows_stay_whole_and_headings_stay_with_them(visit: Visitor) -> None:
    for address, part in ((LIST, ".rows > li"), (DUTIES, ".rows > details"), (FIGURES, "main tr")):
        tab = visit(address)
        tab.emulate_media(media="print")
        assert tab.locator(part).first.evaluate("(row) => getComputedStyle(row).breakInside") == "avoid"
        assert tab.locator("main h2").first.evaluate("(head) => getComputedStyle(head).breakAfter") == "avoid"
    assert tab.locator("main table").first.evaluate("(table) => getComputedStyle(table).display") == "table"


@pytest.mark.browser
def test_folded_parts_come_out_without_script(visit: Visitor) -> None:
    tab = visit(DUTIES, script=False)
    folded = tab.locator("main details:not([open]) .two").first
    assert not folded.is_visible()
    before, _ = pdf(tab)
    tab.emulate_media(media="print")
    assert folded.evaluate("(part) => part.getBoundingClientRect().height") > 20
    assert before > 20


@pytest.mark.browser
def test_addresses_of_other_hosts_are_spelt_out(visit: Visitor) -> None:
    tab = visit(ANSWER)
    tab.emulate_media(media="print")
    link = tab.locator("main a[href^='http']").first
    assert link.evaluate("(link) => getComputedStyle(link, '::after').content.includes(link.href)")
    shown = "(link) => getComputedStyle(link, '::after').content"
    tab = visit("channels/")
    tab.emulate_media(media="print")
    assert tab.locator("main a.bare").first.evaluate(shown) == "none"


# ── sheets for the counter ───────────────────────────────────────────────────


def test_every_answer_has_its_sheet_and_leads_to_it(pages: dict[str, Page]) -> None:
    answers = [page for page in pages if re.search(r"(^|/)certificates/(?!changes/)[a-z0-9-]+/$", page)]
    assert len(answers) > 700
    for address in answers:
        linked = {target(address, link)[0] for _, link in pages[address].links()}
        assert f"{address}sheet/" in linked, address
        assert f"{address}sheet/" in pages, address


def test_forms_where_the_village_may_issue_notices_elsewhere(pages: dict[str, Page]) -> None:
    found = sheets(pages)
    for address, page in found.items():
        answer, text = main_of(pages[address.removesuffix("sheet/")]), main_of(page)
        form = "兹证明" in text
        assert form == ("怎么开" in answer and "待核实村" not in answer), address
        assert form == ("告知单" not in text), address
        assert ("空白表(打印)" if form else "告知单(打印)") in answer, address
    assert sum("兹证明" in page.text for page in found.values()) > 20


def test_form_has_blanks_for_the_person_and_no_person(pages: dict[str, Page]) -> None:
    text, html = main_of(pages[FORM]), pages[FORM].html
    for words in ("姓名", "性别", "公民身份号码", "证明事项", "用途", "经办人", "负责人", "盖章", "年", "月", "日"):
        assert words in text, words
    for words in ("孩子入学时核对实际居住地", "有效期:3个月", "居住证明样式(示例)", "示例民〔2025〕2号", "特此证明"):
        assert words in text, words
    assert html.count('class="fill') >= 10
    assert not re.search(r"\d{17}[\dX]", text)


def test_condition_stands_before_the_form(pages: dict[str, Page]) -> None:
    for address, word in ((SOMETIMES, "视情出具"), ("demo/certificates/shili-xinjiu-dizhi/", "过渡期出具")):
        page = pages[f"{address}sheet/"]
        assert page.html.index("先看条件") < page.html.index("<h1") < page.html.index("兹证明")
        assert word in page.text


def test_notice_says_who_instead_how_and_whom_to_call(pages: dict[str, Page]) -> None:
    text = main_of(pages[NOTICE])
    for words in (
        *("您要开的「亲属关系证明」不由村(居)委会出具", "公安派出所、公证机构", "户口簿能看出关系的", "12345"),
        *("先看户口簿", "民发〔2020〕20号", "附件第1项", "不应由基层群众性自治组织出具证明事项清单", "全国"),
    ):
        assert words in text, words


def test_what_is_not_known_is_said_to_be_unknown(tmp_path: Path) -> None:
    bare = {"id": "bare", "name": "某证明", "decision": "不应出具"}
    may = {"id": "may", "name": "某某证明", "decision": "视情出具"}
    village = {**HEAD, "body": "村(居)委会", "items": [PROOF, bare, may]}
    assert build(small(tmp_path, {"certificates.yml": village})).returncode == 0
    pages = pages_of(tmp_path / "site")
    text = main_of(pages["certificates/bare/sheet/"])
    for label in ("由谁出具", "用什么代替", "依据"):
        assert re.search(rf"{label}\s*待核实", text), label
    text = main_of(pages["certificates/may/sheet/"])
    for label in ("先看条件:", "有效期:", "样式", "依据"):
        assert re.search(rf"{label}\s*待核实", text), label


def test_a_notice_never_speaks_for_a_list_that_does_not_decide(tmp_path: Path) -> None:
    police = {**HEAD, "body": "公安派出所", "items": [{**PROOF, "id": "wu", "name": "无犯罪记录证明"}]}
    gone = {**HEAD, "body": "村(居)委会", "status": "废止", "items": [{**PROOF, "id": "jiu", "name": "旧证明"}]}
    files = {"certificates.gongan.yml": police, "certificates.jiu.yml": gone}
    assert build(small(tmp_path, files)).returncode == 0
    pages = pages_of(tmp_path / "site")
    for name in ("wu", "jiu"):
        text = main_of(pages[f"certificates/{name}/sheet/"])
        assert "没有作出结论" in text
        assert "不由村(居)委会出具" not in text


def test_a_form_takes_no_basis_from_a_list_that_says_otherwise(tmp_path: Path) -> None:
    basis = [{"title": "不准开的通知", "doc_no": "民发〔2020〕1号"}]
    refusing = {**HEAD, "body": "村(居)委会", "items": [{**PROOF, "legal_basis": basis}]}
    own = {**HEAD, "body": "村(居)委会", "items": [{"id": "qinshu", "name": "亲属关系证明", "decision": "可以出具"}]}
    assert build(small(tmp_path, {"certificates.yml": refusing, "jia/certificates.yml": own})).returncode == 0
    pages = pages_of(tmp_path / "site")
    assert "不准开的通知" in main_of(pages["certificates/qinshu/sheet/"])
    assert "不准开的通知" not in main_of(pages["jia/certificates/qinshu/sheet/"])


# ── sheets for the wall ──────────────────────────────────────────────────────


def test_every_place_has_its_sheet_for_the_wall(pages: dict[str, Page]) -> None:
    for area in areas():
        for size in ("", "a3/"):
            page = pages[f"{area}noticeboard/{size}"]
            assert "12345" in main_of(page)
            assert "不用村里开" in main_of(page)
        wanted = f"{area}noticeboard/"
        assert wanted in {target(f"{area}report/", link)[0] for _, link in pages[f"{area}report/"].links()}
        assert not area or wanted in {target(area, link)[0] for _, link in pages[area].links()}


def test_wall_tells_what_can_be_issued_and_what_holds(pages: dict[str, Page]) -> None:
    text = main_of(pages[WALL])
    for words in ("示例县", "村里能开", "居住证明", "看情况", "不用村里开", "村里能挂什么牌子", "0000-12345678"):
        assert words in text, words
    assert "还没有查到管到这里、能作准的清单" in main_of(pages["noticeboard/"])


def test_wall_marks_what_nobody_has_called(pages: dict[str, Page]) -> None:
    text = main_of(pages["guizhou/liupanshui/noticeboard/"])
    assert re.search(r"干扰为基层减负工作举报电话及邮箱\s*待核实", text)
    assert "12388" in text
    assert text.index("干扰为基层减负") < text.index("12388")


def test_demo_sheets_say_that_they_are_invented(pages: dict[str, Page]) -> None:
    mine = [page for address, page in (sheets(pages) | boards(pages)).items() if page.demo]
    assert len(mine) > 60
    assert all("示例数据,不作依据" in main_of(page) for page in mine)


def test_wall_shows_no_number_out_of_use(tmp_path: Path) -> None:
    gone = {**CALL, "id": "gone", "name": "旧热线", "phones": ["12388"], "state": "停用"}
    assert build(small(tmp_path, {"channels.yml": {**HEAD, "items": [CALL, gone]}})).returncode == 0
    assert "12388" not in pages_of(tmp_path / "site")["jia/noticeboard/"].text


def test_no_place_may_be_called_as_the_sheet_is(tmp_path: Path) -> None:
    done = build(small(tmp_path, {"noticeboard/area.yml": {"name": "某县", "level": "县"}}))
    assert done.returncode == 1
    assert "C202" in said(done)


def test_what_does_not_fit_leaves_its_room_to_the_next() -> None:
    assert fitting(["aaa", "bbbbb", "cc"], 5, len) == ["aaa", "cc"]
    assert fitting(["aaa"], 2, len) == []
    assert (lines("", 15), lines("一", 15), lines("一" * 15, 15), lines("一" * 16, 15)) == (0, 1, 1, 2)
    assert lines("0000-12345678 0000-1", 15) == 1
    assert ROOM > 0


CROWDED = {
    "jia/area.yml": {"name": "甲县某某经济技术开发区管理委员会代管的镇", "short": "甲", "level": "县"},
    "jia/certificates.yml": {
        **{**HEAD, "body": "村(居)委会"},
        "items": [
            {**PROOF, "id": f"z{n}", "name": f"第{n}种名字很长很长很长很长的情况证明", "decision": decision}
            for n, decision in enumerate(["可以出具", "不应出具", "视情出具"] * 20)
        ],
    },
    "jia/channels.yml": {
        **HEAD,
        "items": [
            {
                **CALL,
                "id": f"c{n}",
                "name": f"某某县某某领导小组办公室监督举报电话第{n}号",
                "phones": [f"0858-861000{n}"],
            }
            for n in range(9)
        ],
    },
}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a place of many lists, long names and many contacts."""
    folder = small(tmp_path_factory.mktemp("crowded"), CROWDED)
    done = build(folder)
    assert done.returncode == 0, said(done)
    with served(folder / "site") as address:
        yield address


CLIPPED = """() => {
  const box = document.querySelector('.cols').getBoundingClientRect();
  return [...document.querySelectorAll('.cols li, .cols h2, .cols p')].map((part) => part.getBoundingClientRect())
    .filter((part) => part.bottom > box.bottom + 2 || part.right > box.right + 2).length;
}"""


@pytest.mark.browser
def test_wall_fits_one_sheet_however_much_there_is(browser: Browser, crowded: str) -> None:
    visitor = Visitor(browser, crowded)
    for tail, size in (("", A4), ("a3/", A3)):
        tab = visitor(f"jia/noticeboard/{tail}", {"width": 680, "height": 1000})
        assert pdf(tab) == (1, {size})
        tab.set_viewport_size({"width": 680 if size == A4 else 962, "height": 1000})
        tab.emulate_media(media="print")
        assert tab.evaluate(CLIPPED) == 0
        tab.context.close()


@pytest.mark.browser
def test_walls_are_one_sheet_and_cut_nothing(visit: Visitor) -> None:
    for area in ("", "demo/", "demo/liuxi/", "hubei/", "guizhou/qianxinan/", "guizhou/liupanshui/"):
        tab = visit(f"{area}noticeboard/", {"width": 680, "height": 1000})
        assert pdf(tab) == (1, {A4}), area
        tab.emulate_media(media="print")
        assert tab.evaluate(CLIPPED) == 0, area
        assert pdf(visit(f"{area}noticeboard/a3/")) == (1, {A3}), area


@pytest.mark.browser
def test_numbers_on_the_wall_are_read_from_afar(visit: Visitor) -> None:
    """At least 9 mm high type on A4, a third more than the names above."""
    tab = visit(WALL)
    tab.emulate_media(media="print")
    sizes = tab.locator(".calls .tel").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 9 / 25.4 * 96


@pytest.mark.browser
def test_forms_and_notices_are_one_sheet_of_a4(visit: Visitor, pages: dict[str, Page]) -> None:
    """Every form, and the notices with the most to say."""
    found = sheets(pages)
    forms = [address for address, page in found.items() if "兹证明" in page.text]
    longest = sorted(found.keys() - set(forms), key=lambda address: len(main_of(found[address])))[-12:]
    tab = visit(FORM, script=False)
    for address in (*forms, *longest):
        tab.goto(visit.root + address)
        assert pdf(tab) == (1, {A4}), address
