"""Old addresses in Chromium: the reader ends where the link meant, with its row, with and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import browser_fixtures
from browser_fixtures import AXE, AXE_OPTIONS, RUN_AXE, Visitor
from moved_fixtures import FILES, MOVED
from site_fixtures import build, said, served, small

browser = browser_fixtures.browser

pytestmark = pytest.mark.browser

MARKED = """(key) => getComputedStyle(document.getElementById(key)).boxShadow"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("moved"), {**FILES, "_site/moved.yml": MOVED})
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder / "site"


@pytest.fixture
def visit(browser: Browser, site: Path) -> Iterator[Visitor]:
    with served(site) as root:
        visitor = Visitor(browser, root)
        yield visitor
        for context in visitor.contexts:
            context.close()
        assert not [url for url in visitor.asked if not url.startswith(root)]
        assert not visitor.complaints


@pytest.mark.parametrize("after", ["", "#fangxun", "#zui-lao", "?big", "?big#fanghuo"])
def test_what_follows_an_old_address_is_carried_on(visit: Visitor, after: str) -> None:
    page = visit(f"jia/qing/duties/{after}")
    page.wait_for_url(f"{visit.root}jia/jing/duties/{after}")
    expect(page.get_by_role("heading", level=1)).to_have_text("某清单")
    if "#" in after:
        expect(page.locator("details[data-row]").first).to_be_visible()
        assert page.evaluate("document.querySelector(':target').closest('details').open")


def test_the_way_back_leads_past_the_old_address(visit: Visitor) -> None:
    page = visit("jia/jing/")
    page.goto(f"{visit.root}jia/qing/duties/#fanghuo")
    page.wait_for_url(f"{visit.root}jia/jing/duties/#fanghuo")
    page.go_back()
    page.wait_for_url(f"{visit.root}jia/jing/")


def test_without_script_the_reader_arrives_at_the_page(visit: Visitor) -> None:
    page = visit("jia/qing/duties/", script=False)
    page.wait_for_url(f"{visit.root}jia/jing/duties/")
    page = visit("certificates/zui-jiu/", script=False)
    page.wait_for_url(f"{visit.root}certificates/qinshu/")


def test_where_the_script_does_not_arrive_the_link_leads_on(visit: Visitor) -> None:
    context = visit.browser.new_context()
    visit.contexts.append(context)
    context.route("**/mingbai.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{visit.root}jia/qing/duties/#fanghuo")
    link = page.get_by_role("article").get_by_role("link")
    box = link.bounding_box()
    assert box and box["height"] >= 48
    link.click()
    page.wait_for_url(f"{visit.root}jia/jing/duties/")


def test_a_split_item_asks_which_is_meant(visit: Visitor) -> None:
    page = visit("certificates/he/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这一项拆成了 2 项")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"] == []
    page.get_by_role("article").get_by_role("link", name="同住证明").click()
    page.wait_for_url(f"{visit.root}certificates/tongzhu/")


def marked(page: Page, key: str) -> bool:
    return page.evaluate(MARKED, key) != "none"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(
    ("address", "old", "row"), [("certificates/", "he", "qinshu"), ("jia/jing/duties/", "zui-lao", "fanghuo")]
)
def test_an_old_anchor_marks_the_whole_row(visit: Visitor, address: str, old: str, row: str, script: bool) -> None:
    page = visit(f"{address}#{old}", script=script)
    assert marked(page, old)
    mark, whole = page.locator(f"#{old}").bounding_box(), page.locator(f"#{row}").bounding_box()
    assert mark and whole
    assert abs(mark["y"] - whole["y"]) <= 1, "scrolling to the mark shows the row from its beginning"
    assert abs(mark["height"] - whole["height"]) <= 2
    assert abs(mark["width"] - whole["width"]) <= 1


def test_the_parts_of_a_split_row_are_links_of_full_size(visit: Visitor) -> None:
    page = visit("certificates/#he")
    link = page.locator("#qinshu").get_by_role("link", name="同住证明", exact=True)
    box = link.bounding_box()
    assert box and box["height"] >= 48
    link.click()
    page.wait_for_url(f"{visit.root}certificates/tongzhu/")
