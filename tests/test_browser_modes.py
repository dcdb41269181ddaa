"""Large type and reading aloud in Chromium: on, carried along, off; with a voice that the test makes."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

import browser_fixtures
from browser_fixtures import ANSWER, DUTIES, LIST, PHONE, Visitor

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

pytestmark = pytest.mark.browser

# ── large type ───────────────────────────────────────────────────────────────


def size(page: Page) -> float:
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main b')).fontSize)")


def on(page: Page) -> None:
    page.get_by_role("link", name="大字版").click()


def test_large_type_with_one_tap_and_back(visit: Visitor) -> None:
    page = visit(LIST)
    before = size(page)
    on(page)
    assert size(page) >= 24
    expect(page.get_by_role("status").filter(has_text="已换成大字")).to_have_count(1)
    expect(page.locator(":focus")).to_have_text("标准字")
    assert page.url == f"{visit.root}{LIST}?big"
    page.get_by_role("banner").get_by_role("link", name="标准字").click()
    assert size(page) == before
    expect(page.get_by_role("status").filter(has_text="已换成标准字")).to_have_count(1)
    assert page.url == f"{visit.root}{LIST}"


def test_large_type_goes_along_with_links_and_questions(visit: Visitor) -> None:
    page = visit(LIST)
    on(page)
    page.get_by_role("link", name="亲属关系证明").first.click()
    page.wait_for_url(f"{visit.root}{ANSWER}?big")
    assert size(page) >= 24
    page.locator("input[name=q]").fill("亲属")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/all/\?q=.*&big=?$"))
    assert size(page) >= 24
    page.go_back()
    assert size(page) >= 24


def test_standard_type_goes_along_after_large_type(visit: Visitor) -> None:
    page = visit(f"{LIST}?big")
    page.get_by_role("banner").get_by_role("link", name="标准字").click()
    page.get_by_role("link", name="亲属关系证明").first.click()
    page.wait_for_url(f"{visit.root}{ANSWER}")
    assert size(page) < 24


def test_large_type_in_a_new_tab(visit: Visitor) -> None:
    page = visit(f"{LIST}?big")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="亲属关系证明").first.click(button="middle")
    assert opened.value.url == f"{visit.root}{ANSWER}?big"


def test_large_type_without_script(visit: Visitor) -> None:
    page = visit(LIST, script=False)
    before = page.locator("main p").first.bounding_box()
    on(page)
    assert before
    after = page.locator("main p").first.bounding_box()
    assert after
    assert after["height"] > before["height"] * 1.3
    expect(page.get_by_text("换一页以后,请再点一次")).to_be_visible()
    page.get_by_role("banner").get_by_role("link", name="标准字").click()
    expect(page.get_by_role("link", name="大字版")).to_be_visible()
    expect(page.get_by_text("换一页以后,请再点一次")).to_be_hidden()


def test_large_type_leaves_out_what_is_secondary_and_says_so(visit: Visitor) -> None:
    page = visit(LIST)
    for part in (page.get_by_role("link", name="JSON"), page.locator(".anchor").first):
        expect(part).to_be_visible()
    on(page)
    for part in (page.get_by_role("link", name="JSON"), page.locator(".anchor").first):
        expect(part).to_be_hidden()
    page.get_by_role("link", name="看全部内容(标准字)").click()
    expect(page.get_by_role("link", name="JSON")).to_be_visible()


@pytest.mark.parametrize(("scheme", "ground", "text"), [("light", 255, 0), ("dark", 0, 255)])
def test_large_type_is_black_and_white(visit: Visitor, scheme: Any, ground: int, text: int) -> None:
    page = visit(f"{ANSWER}?big")
    page.emulate_media(color_scheme=scheme)
    body = page.evaluate("(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.body))")
    assert body == [f"rgb({ground}, {ground}, {ground})", f"rgb({text}, {text}, {text})"]


@pytest.mark.parametrize("address", ["", LIST, ANSWER, DUTIES, "guide/"])
@pytest.mark.parametrize("mode", ["", "?big"])
def test_report_is_within_reach_on_a_phone(visit: Visitor, address: str, mode: str) -> None:
    page = visit(address + mode)
    link = page.get_by_role("complementary", name="举报", exact=True).get_by_role("link")
    for spot in ("0", "document.body.scrollHeight / 2", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {spot})")
        box = link.bounding_box()
        assert box
        assert box["y"] + box["height"] <= PHONE["height"] + 1
        assert box["height"] < 90
    assert page.get_by_role("contentinfo").locator("p").last.bounding_box()["y"] < box["y"]  # type: ignore[index]


# ── reading aloud ────────────────────────────────────────────────────────────

VOICES = """(() => {
  const told = window.told = [];
  let mine = null;
  class Utterance {
    constructor(text) { this.text = text; }
  }
  Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance });
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => window.voices || %s,
    speak: (one) => { if (one.text) { told.push([one.text, one.voice.name]); mine = one; } },
    cancel: () => { const one = mine; mine = null; if (one && one.onerror) one.onerror({ error: 'interrupted' }); },
  } });
  window.finish = () => { const one = mine; mine = null; one.onend(); };
  window.speaking = () => mine !== null;
})()"""
HERE = "{ name: 'here', lang: 'zh-CN', localService: true }"
AFAR = "{ name: 'afar', lang: 'zh-CN', localService: false }"
ENGLISH = "{ name: 'english', lang: 'en-US', localService: true }"
CANTON = "{ name: 'canton', lang: 'zh-HK', localService: true }"


def heard(visit: Visitor, address: str, *voices: str, size: dict[str, int] = PHONE) -> Page:
    """A page on a device with these voices."""
    page = visit(address, size)
    page.add_init_script(VOICES % f"[{', '.join(voices)}]")
    page.reload()
    return page


def told(page: Page) -> list[str]:
    return [text for text, _ in page.evaluate("told")]


def listen(page: Page) -> None:
    page.get_by_role("button", name="朗读这一页").click()
    expect(page.locator(".aloud-now").first).to_be_visible()


@pytest.mark.parametrize("address", ["hubei/", LIST, ANSWER, "report/", "guide/", "about/"])
def test_a_voice_of_the_device_offers_to_read(visit: Visitor, address: str) -> None:
    page = heard(visit, address, HERE)
    button = page.get_by_role("button", name="朗读这一页")
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box
    assert box["height"] >= 48
    assert "assets/javascripts/aloud.js" not in visit.paths()


@pytest.mark.parametrize("voices", [[], [AFAR], [ENGLISH], [AFAR, ENGLISH]])
def test_no_button_without_a_chinese_voice_of_the_device(visit: Visitor, voices: list[str]) -> None:
    page = heard(visit, ANSWER, *voices)
    expect(page.get_by_role("button", name="复制这段话")).to_be_visible()
    expect(page.get_by_role("button", name="朗读这一页")).to_have_count(0)


def test_voices_that_come_late_are_offered(visit: Visitor) -> None:
    page = heard(visit, ANSWER)
    page.evaluate(f"() => {{ window.voices = [{HERE}]; speechSynthesis.onvoiceschanged(); }}")
    expect(page.get_by_role("button", name="朗读这一页")).to_be_visible()


def test_reads_sentence_by_sentence_in_order_and_shows_where(visit: Visitor) -> None:
    page = heard(visit, ANSWER, CANTON, AFAR, HERE)
    listen(page)
    before = page.locator("main").inner_text()
    for _ in range(12):
        last = told(page)[-1]
        shown = "".join(page.locator(".aloud-now").all_text_contents())
        assert re.sub(r"\s+", " ", shown).strip() == last
        expect(page.locator(".aloud-now").first).to_be_in_viewport()
        page.evaluate("finish()")
    said = told(page)
    assert said[:3] == ["亲属关系证明", "不用村里开", "村(居)委会不应出具这份证明"]
    spots = []
    text = page.evaluate("document.querySelector('main').textContent.replace(/\\s+/g, ' ')")
    for sentence in said[:10]:
        spots.append(text.index(sentence, spots[-1] + 1 if spots else 0))
    assert {voice for _, voice in page.evaluate("told")} == {"here"}
    assert page.locator("main").inner_text() == before


def test_pause_goes_on_with_the_same_sentence(visit: Visitor) -> None:
    page = heard(visit, ANSWER, HERE)
    listen(page)
    page.evaluate("finish()")
    page.get_by_role("button", name="暂停").click()
    assert len(told(page)) == 2
    expect(page.locator(".aloud-now").first).to_be_visible()
    page.get_by_role("button", name="继续").click()
    assert told(page)[1] == told(page)[2]


def test_stop_by_keyboard_leaves_the_page_as_it_was(visit: Visitor) -> None:
    page = heard(visit, ANSWER, HERE)
    before = page.locator("article").inner_html()
    page.get_by_role("button", name="朗读这一页").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".aloud-now").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="停止")).to_have_count(0)
    expect(page.locator(":focus")).to_have_text("朗读这一页")
    assert page.locator("article").inner_html() == before
    listen(page)
    assert told(page) == ["亲属关系证明", "亲属关系证明"]


def test_reads_to_the_end_and_stops(visit: Visitor) -> None:
    page = heard(visit, "report/", HERE)
    listen(page)
    for _ in range(400):
        if page.get_by_role("button", name="停止").count() == 0:
            break
        page.evaluate("finish()")
    expect(page.get_by_role("button", name="朗读这一页")).to_be_visible()
    assert any("12345" in sentence for sentence in told(page))
    assert not [sentence for sentence in told(page) if "复制" in sentence or sentence in ("#", "打印")]


def test_folded_parts_are_not_read(visit: Visitor) -> None:
    page = heard(visit, LIST, HERE)
    listen(page)
    for _ in range(8):
        page.evaluate("finish()")
    assert "这份清单从哪里来" in told(page)
    assert "发布机关" not in told(page)


def test_reading_ends_with_the_page(visit: Visitor) -> None:
    page = heard(visit, ANSWER, HERE)
    listen(page)
    assert page.evaluate("speaking()")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert not page.evaluate("speaking()")
    expect(page.get_by_role("button", name="停止")).to_have_count(0)
