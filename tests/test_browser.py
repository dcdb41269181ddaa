"""Every kind of page in Chromium: paper, no script needed, little asked for, nothing kept."""

import re

import pytest
from playwright.sync_api import Page, expect

import browser_fixtures
from browser_fixtures import ANSWER, DUTIES, LIST, PAGES, PHONE, Visitor, opened

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("address", PAGES)
def test_first_view_asks_little_and_keeps_nothing(visit: Visitor, address: str) -> None:
    page = visit(address)
    page.wait_for_load_state("networkidle")
    assert len(visit.paths()) <= 6, visit.paths()
    assert not [path for path in visit.paths() if path.startswith("search/") or "minisearch" in path]
    assert page.context.cookies() == []
    kept = """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length, document.cookie]"""
    assert page.evaluate(kept) == [0, 0, 0, 0, 0, ""]


def words_of(page: Page) -> list[str]:
    """What can be read in the body of a page, and in its rows, contacts and headings."""
    opened(page)
    parts = "[data-row], main h1, main h2, main h3, aside, main p, main dd, main li"
    return page.evaluate(
        """(parts) => [...document.querySelectorAll(parts)]
            .filter((part) => part.checkVisibility() && !part.closest('form, [data-made], .js-only, .paper-only'))
            .map((part) => part.innerText.trim())""",
        parts,
    )


def without_buttons(words: list[str]) -> list[str]:
    return [re.sub("复制这段话|打印(这一张)?|被要求违规办理\\?", "", text).strip() for text in words]


@pytest.mark.parametrize("address", PAGES)
def test_everything_is_there_without_script(visit: Visitor, address: str) -> None:
    plain, lively = visit(address, script=False), visit(address)
    read = without_buttons(words_of(plain))
    assert len(read) > 3
    assert read == without_buttons(words_of(lively))
    idle = plain.locator("button:visible").evaluate_all(
        "(all) => all.filter((one) => !one.closest('form[action]')).length"
    )
    assert idle == 0


@pytest.mark.parametrize("address", [LIST, ANSWER, DUTIES, "report/", "channels/", "demo/"])
def test_paper_keeps_phones_and_drops_the_frame(visit: Visitor, address: str) -> None:
    page = visit(address)
    page.emulate_media(media="print")
    for part in ("header nav", "header form", "nav[aria-label]", "main form", "button"):
        assert page.locator(part).locator("visible=true").count() == 0, part
    phones = page.locator("main a[href^='tel:']")
    assert phones.count() > 0
    expect(phones.first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if address == ANSWER:
        expect(page.get_by_text("不用村里开", exact=True)).to_be_visible()


def test_folded_parts_come_out_on_paper(visit: Visitor) -> None:
    page = visit(DUTIES)
    folded = page.locator("main details:not([open]):not(.asked)")
    before = folded.count()
    assert before > 50
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before
