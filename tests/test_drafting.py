"""Writing a report in Chromium: from an item to a letter, and a page that keeps nothing of what is written on it."""

import random
import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import browser_fixtures
from browser_fixtures import DESK, Visitor
from mingbai.private import find
from numbers_made import FORMS, PROVINCES, checked, chinese, fullwidth, luhn, spaced
from site_fixtures import built

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

pytestmark = pytest.mark.browser

DRAFT, HUBEI = "demo/liuxi/report/draft/", "hubei/certificates/qinshu-guanxi/"
STRICT = "; ".join(
    [
        *("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'"),
        *("connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"),
    ]
)
KEPT = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
    (await caches.keys()).length, document.cookie]"""


def boxes(page: Page) -> list[str]:
    return page.locator("textarea").evaluate_all("(all) => all.map((one) => one.value)")


def write(page: Page) -> list[str]:
    """Something in every box; what was written."""
    told = [f"第{number}件:某窗口要开证明" for number in range(page.locator("textarea").count())]
    for number, words in enumerate(told):
        page.locator("textarea").nth(number).fill(words)
    return told


def left(page: Page) -> str:
    """All that a page still holds, in text, boxes and addresses."""
    return page.evaluate(
        """() => [document.documentElement.outerHTML, location.href,
            ...[...document.querySelectorAll('textarea')].map((one) => one.value)].join()"""
    )


# ── from where you stand ─────────────────────────────────────────────────────


def test_an_answer_has_a_letter_with_the_item_the_rule_and_its_number(visit: Visitor) -> None:
    page = visit(HUBEI)
    expect(page.locator("#_told")).not_to_be_visible()
    page.locator(".asked summary").click()
    for words in ("事项:亲属关系证明", "清单怎么说:不用村里开", "民发〔2020〕20号", "什么时候、在哪里:"):
        expect(page.locator("#_told")).to_contain_text(words)
    letter = page.locator(".asked a[href^='mailto:']").first
    assert unquote(letter.get_attribute("href") or "").split("body=")[1].replace("\r\n", "\n") == page.locator(
        "#_told"
    ).evaluate("(text) => text.textContent")
    expect(page.locator(".mails").first).to_contain_text("待核实")
    page.locator("[data-copy='_told']").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()


def test_without_script_the_letter_can_be_read_and_sent(visit: Visitor) -> None:
    page = visit(HUBEI, script=False)
    page.locator(".asked summary").click()
    expect(page.locator("#_told")).to_contain_text("事项:亲属关系证明")
    expect(page.locator(".asked a[href^='mailto:']").first).to_be_visible()
    expect(page.locator(".asked button").first).not_to_be_visible()


@pytest.mark.parametrize("address", ["demo/signboards/", "demo/liuxi/duties/", "shandong/village-duties.fagui/"])
def test_a_row_puts_itself_into_the_letter_of_its_list(visit: Visitor, address: str) -> None:
    page = visit(address, DESK)
    row = page.locator("[data-row]").filter(has=page.get_by_role("button", include_hidden=True)).first
    name = row.get_attribute("id") or ""
    row.evaluate("(row) => { if (row.matches('details')) row.open = true; }")
    row.get_by_role("button", name="被要求违规办理?").click()
    told = page.locator("#_told")
    item = page.evaluate(
        """(id) => [...document.getElementById(id).querySelector('strong, summary').childNodes]
            .filter((part) => part.nodeType === 3).map((part) => part.data.trim()).join('')""",
        name,
    )
    assert item
    expect(told).to_contain_text(f"事项:{item}")
    expect(told).to_contain_text("《")
    letters = page.locator(".asked a[href^='mailto:']").evaluate_all("(all) => all.map((one) => one.href)")
    assert all(f"事项:{item}\r\n" in unquote(letter) for letter in letters)
    assert not page.locator("[data-row]:has(.a.yes) button").count()
    assert address != "demo/signboards/" or letters


def test_the_letter_prints_alone_with_lines_for_the_rest(visit: Visitor) -> None:
    page = visit(HUBEI)
    page.locator(".asked summary").click()
    page.evaluate("window.print = () => { window.seen = document.documentElement.className; }")
    page.locator("[data-print='_asked']").click()
    assert "alone" in page.evaluate("window.seen")
    assert "alone" not in page.evaluate("document.documentElement.className")
    page.evaluate("document.documentElement.classList.add('alone')")
    page.emulate_media(media="print")
    expect(page.locator("#_told")).to_be_visible()
    expect(page.locator("main > article")).not_to_be_visible()
    assert (page.locator("#_told .blank").first.bounding_box() or {"height": 0})["height"] >= 60


def test_nobody_who_prints_an_answer_prints_a_complaint(visit: Visitor) -> None:
    page = visit(HUBEI)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator(".asked")).not_to_be_visible()


def test_what_is_known_goes_along_and_leaves_the_address(visit: Visitor) -> None:
    page = visit(HUBEI)
    page.locator(".asked summary").click()
    page.locator("[data-carry]").click()
    page.wait_for_url("**/hubei/report/draft/")
    assert boxes(page)[0] == "亲属关系证明"
    assert "民发〔2020〕20号" in boxes(page)[1]
    assert not [path for path in visit.paths() if "%" in path]
    assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize("hash_", ["#=%E4", "#=<img src=x onerror=alert(1)>", f"#={'a' * 9000}"])
def test_a_strange_address_fills_in_text_or_nothing(browser: Browser, root: str, hash_: str) -> None:
    page = browser.new_page()
    page.goto(f"{root}{DRAFT}{hash_}")
    expect(page.locator("textarea").first).to_be_visible()
    assert sum(map(len, boxes(page))) <= 2000
    assert not page.locator("article img").count()
    page.close()


# ── nothing leaves, nothing stays ────────────────────────────────────────────


def test_writing_asks_nothing_and_stores_nothing(visit: Visitor) -> None:
    page = visit(DRAFT)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.print = () => {}")
    visit.asked.clear()
    write(page)
    for name in ("复制", "打印", "清空"):
        page.get_by_role("button", name=name, exact=True).click()
    write(page)
    page.wait_for_load_state("networkidle")
    assert visit.asked == []
    assert page.evaluate(KEPT) == [0, 0, 0, 0, ""]
    assert not page.locator("article form, article input").count()


def test_a_strict_policy_has_nothing_to_refuse(visit: Visitor) -> None:
    page = visit(DRAFT)

    def strictly(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": STRICT})

    page.route("**/*", strictly)
    page.reload()
    told = write(page)
    expect(page.locator("#_text")).to_contain_text(told[-1])


@pytest.mark.parametrize("way", ["reload", "away and back", "pagehide"])
def test_leaving_wipes_it(visit: Visitor, way: str) -> None:
    page = visit(DRAFT)
    told = write(page)
    assert all(words in left(page) for words in told)
    if way == "reload":
        page.reload()
    elif way == "away and back":
        page.goto(visit.root)
        page.go_back()
        page.wait_for_url(f"**/{DRAFT}")
    else:
        page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    expect(page.locator("textarea").first).to_have_value("")
    assert not [words for words in told if words in left(page)]
    assert set(boxes(page)) == {""}


@pytest.mark.parametrize("way", ["click", "Escape", "without script"])
def test_the_quick_exit_leads_home_and_back_does_not_return(visit: Visitor, way: str) -> None:
    page = visit("demo/liuxi/report/", script=way != "without script")
    page.get_by_role("link", name="帮您一件一件写清楚").click()
    page.wait_for_url(f"**/{DRAFT}")
    if way == "without script":
        page.get_by_role("link", name="马上离开").click()
        page.wait_for_url(visit.root)
        return
    write(page)
    if way == "click":
        page.get_by_role("link", name="马上离开").click()
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url(visit.root)
    page.go_back()
    page.wait_for_url("**/demo/liuxi/report/")


# ── what is made of it ───────────────────────────────────────────────────────


def test_the_text_can_be_copied_and_sent(visit: Visitor) -> None:
    page = visit(DRAFT)
    assert page.locator("#_text").inner_text() == ""
    assert page.locator("[data-mail]").first.get_attribute("href") == "mailto:bianmin@liuxi.invalid"
    told = write(page)
    lines = page.locator("#_text").inner_text().split("\n")
    assert lines[0] == "我要反映一件事,请依法处理。" and lines[-1].startswith("以上是我知道的情况")
    assert [line.split(":", 1)[1] for line in lines[1:-1]] == told
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制", exact=True).click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").replace("\r", "") == "\n".join(lines)
    letter = unquote(page.locator("[data-mail]").first.get_attribute("href") or "")
    assert letter.startswith(f"mailto:bianmin@liuxi.invalid?subject=反映:{told[0]}&body=")
    assert letter.split("body=")[1].split("\r\n") == lines


def test_paper_holds_the_text_or_lines_to_write_on(visit: Visitor) -> None:
    page = visit(DRAFT)
    page.emulate_media(media="print")
    expect(page.locator(".ruled").first).to_be_visible()
    expect(page.locator("textarea").first).not_to_be_visible()
    expect(page.locator(".questions label").first).to_be_visible()
    page.emulate_media(media="screen")
    told = write(page)
    page.emulate_media(media="print")
    expect(page.locator("#_text")).to_contain_text(told[0])
    for part in ("textarea", ".ruled", ".exit", ".send", "button"):
        expect(page.locator(part).first).not_to_be_visible()


def test_without_script_the_same_questions_are_a_sheet(visit: Visitor) -> None:
    lively = visit(DRAFT).locator(".questions label").all_inner_texts()
    page = visit(DRAFT, script=False)
    assert page.locator(".questions label").all_inner_texts() == lively
    assert page.locator(".ruled:visible").count() == 3 * len(lively)
    assert not page.locator("textarea:visible, main button:visible").count()


def test_a_copy_saved_to_a_disk_works_without_a_net(
    browser: Browser, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site, beside = built(tmp_path_factory), tmp_path / "举报_files"
    beside.mkdir()
    html = (site / DRAFT / "index.html").read_text("utf-8")
    for found in dict.fromkeys(re.findall(r'(?:href|src)="([./]*assets/[^"]+)"', html)):
        file = (site / DRAFT / found).resolve()
        shutil.copy(file, beside / file.name)
        html = html.replace(f'"{found}"', f'"./{beside.name}/{file.name}"')
    (tmp_path / "举报.html").write_text(html, "utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "举报.html").as_uri())
    told = write(page)
    page.locator("textarea").nth(2).fill("身份证 11010519491231002X")
    expect(page.locator(".warn").nth(2)).to_contain_text("身份证号 110*************2X")
    expect(page.locator("#_text")).to_contain_text(told[0])
    assert not [url for url in asked if not url.startswith("file:")]
    page.get_by_role("link", name="马上离开").click()
    page.wait_for_url("about:blank")
    context.close()


# ── warnings ─────────────────────────────────────────────────────────────────


def seen(page: Page, texts: list[str]) -> list[list[list[str]]]:
    return page.evaluate("(texts) => texts.map((text) => mingbaiDraft.doubts(text))", texts)


def test_numbers_are_found_exactly_as_in_lists(visit: Visitor) -> None:
    page = visit(DRAFT)
    dice = random.Random(7)
    born = [f"{dice.randint(1915, 2025)}{dice.randint(1, 12):02}{dice.randint(1, 31):02}" for _ in range(200)]
    people = [checked(f"{dice.choice(PROVINCES)}0000{day}{dice.randint(0, 999):03}") for day in born]
    texts = [f"经办{shape(number)}说" for number in people for shape in FORMS.values()]
    calls = [f"1{dice.randint(3, 9)}{dice.randint(0, 10**9 - 1):09}" for _ in range(60)]
    forms = (str, fullwidth, chinese, lambda one: spaced(one, (3, 7), " "), lambda one: f"+86 {one}")
    texts += [f"电话{form(number)}。" for number in calls for form in forms]
    numbers = [luhn(f"62{dice.randint(0, 10**size - 1):0{size}}") for size in (13, 14, 15, 16) for _ in range(20)]
    texts += [f"{word}{number}" for number in numbers for word in ("银行卡", "文号")]
    texts += ["".join(dice.choice("0123456789 -Xx号") for _ in range(dice.randint(11, 40))) for _ in range(4000)]
    assert seen(page, texts) == [[[one.what, one.masked] for one in find(text)] for text in texts]


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "\u00ad"])
def test_signs_that_nobody_sees_hide_no_number(visit: Visitor, sign: str) -> None:
    page = visit(DRAFT)
    assert seen(page, [sign.join("11010519491231002X"), sign.join("13800138000")]) == [
        [["身份证号", "110*************2X"]],
        [["手机号", "138******00"]],
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("我叫王小明,住在村里", "王小明"),
        ("举报人:李梅", "李梅"),
        ("姓名:欧阳小红", "欧阳小红"),
        ("本人是张伟", "张伟"),
        ("我妈叫陈秀英。", "陈秀英"),
        ("我女儿刘芳去开证明", "刘芳"),
    ],
)
def test_a_name_that_need_not_be_there_is_seen(visit: Visitor, words: str, name: str) -> None:
    assert ["姓名", name] in seen(visit(DRAFT), [words])[0]


@pytest.mark.parametrize(
    "words",
    [
        "我是王家村的村民",
        "我是高塘镇的",
        "镇党委书记王某某要我们挂牌",
        "找公安派出所,民发〔2020〕20号",
        "要我到村里开亲属关系证明",
        "统一社会信用代码 11420000011043217K,热线 12345、027-12388",
        "2026年11月3日上午10点,便民服务中心3号窗口",
    ],
)
def test_what_belongs_there_raises_no_alarm(visit: Visitor, words: str) -> None:
    assert seen(visit(DRAFT), [words]) == [[]]


def test_a_warning_stands_under_its_box_and_goes_when_it_is_mended(visit: Visitor) -> None:
    page = visit(DRAFT)
    warn = page.locator(".warn").nth(3)
    expect(warn).not_to_be_visible()
    page.locator("textarea").nth(3).fill("经办人手机 138 0013 8000")
    expect(warn).to_contain_text("手机号 138******00")
    expect(warn).to_have_attribute("role", "status")
    page.locator("textarea").nth(3).fill("经办人在3号窗口")
    expect(warn).not_to_be_visible()
