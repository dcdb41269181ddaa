"""Every kind of page behind a real nginx with all headers: nothing is refused, nothing foreign asked for."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import browser_fixtures
from browser_fixtures import ANSWER, DUTIES, LIST, PAGES, Visitor
from mingbai.policy import POLICY
from mingbai.serving.server import files
from server_fixtures import Server, nginx
from site_fixtures import BASE, built, put
from test_browser_modes import HERE, VOICES
from test_browser_use import box, options
from test_servers import packed

browser = browser_fixtures.browser

pytestmark = pytest.mark.browser

COUNT = """window.refused = [];
document.addEventListener('securitypolicyviolation', (event) => {
  refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real site, as an intranet without TLS would have it."""
    folder = tmp_path_factory.mktemp("served")
    for path, text in files(f"http://127.0.0.1{BASE}", "host", {}, []).items():
        put(folder / "files" / path, text)
    with nginx(built(tmp_path_factory), folder / "files", folder, secure=False) as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visitor]:
    """A visitor whom nothing was refused in the end, and who asked no other host."""
    root = f"http://127.0.0.1:{server.plain}{BASE}"
    visitor = Visitor(browser, root, COUNT)
    yield visitor
    for context in visitor.contexts:
        assert [page.evaluate("refused") for page in context.pages] == [[]] * len(context.pages)
        context.close()
    assert not [url for url in visitor.asked if not url.startswith(root)]
    assert not visitor.complaints


def test_headers_are_there(server: Server) -> None:
    assert server.ask(BASE).headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"


def test_no_page_needs_what_its_policy_forbids(visit: Visitor, record_property: Callable[[str, object], None]) -> None:
    record_property("pages", len(PAGES))
    page = visit("")
    for address in PAGES:
        page.goto(visit.root + address, wait_until="networkidle")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint')); dispatchEvent(new Event('afterprint'));")
        assert page.evaluate("refused") == [], address
        page.emulate_media(media="screen")
    visit.complaints = [words for words in visit.complaints if "404" not in words]


@pytest.mark.parametrize("address", ["", LIST, "report/", "no/such/page/"])
def test_search_answers(visit: Visitor, address: str) -> None:
    page = visit(address)
    box(page).fill("亲属关系证明")
    hit = options(page).filter(has_text="亲属关系证明").filter(has_text="全国").first
    expect(hit).to_contain_text("不用村里开")
    hit.click()
    page.wait_for_url(visit.root + ANSWER)


def test_lists_are_filtered(visit: Visitor) -> None:
    page = visit(LIST)
    page.locator("input[data-filter]").fill("亲属关西")  # a wrong character, for which a further script comes
    expect(page.locator("[data-count]")).to_contain_text("没有完全匹配")
    page = visit(DUTIES)
    page.locator("[data-facet]").last.click()
    expect(page.locator("[data-facet]").last).to_have_attribute("aria-pressed", "true")


def test_pages_are_read_aloud_and_copied_and_enlarged(visit: Visitor) -> None:
    page = visit(ANSWER)
    page.add_init_script(VOICES % f"[{HERE}]")
    page.reload()
    page.locator(".to-big").click()
    expect(page.locator("html.big")).to_have_count(1)
    page.locator("[data-copy]").first.click()
    page.get_by_role("button", name="朗读这一页").click()
    expect(page.locator(".aloud-now").first).to_be_visible()


def test_the_policy_stops_what_was_slipped_in(visit: Visitor) -> None:
    page = visit("about/")
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          try { script.text = 'window.fired = 1'; } catch (refused) { window.stopped = 1; }
          document.head.append(script);
          const row = document.createElement('p');
          try { row.innerHTML = '<img src=x onerror="window.fired = 1">'; } catch (refused) { window.stopped += 1; }
        }"""
    )
    assert page.evaluate("[window.fired, window.stopped]") == [None, 2]
    page.evaluate("refused.length = 0")
    visit.complaints.clear()


def test_the_second_page_asks_for_no_style_or_script_again(browser: Browser, small_site: Path, tmp_path: Path) -> None:
    """All that a page and its search load is kept by its version: they work on where the server has lost it."""
    shutil.copytree(small_site / "site", tmp_path / "site")
    (tmp_path / "nginx").mkdir()
    with nginx(tmp_path / "site", small_site / "site-server", tmp_path / "nginx", secure=False) as running:
        visitor = Visitor(browser, f"http://127.0.0.1:{running.plain}{BASE}")
        page = visitor("jia/duties/")
        for place in ("jia/duties/", "jia/"):
            page.goto(visitor.root + place)
            box(page).fill("senlinfanghuo")
            expect(options(page).filter(has_text="森林防火").first).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert "18px" in page.evaluate("getComputedStyle(document.body).fontSize")
            assets = [path for path in visitor.paths() if path.startswith("assets/") and "images/" not in path]
            assert len(assets) > 8
            assert not [path for path in assets if "?v=" not in path]
            shutil.rmtree(tmp_path / "site/assets", ignore_errors=True)
        page.context.close()


LOOKS = "[getComputedStyle(document.body).fontSize, document.documentElement.className]"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed(tmp_path_factory.mktemp("small"), f"http://127.0.0.1{BASE}")


@pytest.mark.parametrize("spoilt", ["", "stylesheets/mingbai.css", "javascripts/mingbai.js"])
def test_a_style_or_script_that_is_not_ours_is_not_taken(
    browser: Browser, small_site: Path, tmp_path: Path, spoilt: str
) -> None:
    with nginx(small_site / "site", small_site / "site-server", tmp_path, secure=False) as running:
        root = f"http://127.0.0.1:{running.plain}{BASE}"
        visitor = Visitor(browser, root)
        kept = {}
        for file in (small_site / "site/assets").glob(f"{spoilt}*") if spoilt else ():
            kept[file] = file.read_bytes()
            file.unlink()
            if file.suffix in (".css", ".js"):
                file.write_bytes(kept[file] + b"/* */")
        try:
            page = visitor("jia/duties/")
            page.wait_for_load_state("networkidle")
            assert page.evaluate(LOOKS) == ["16px" if "css" in spoilt else "18px", "" if "js" in spoilt else "js"]
            assert len(visitor.complaints) == (1 if spoilt else 0), visitor.complaints
        finally:
            page.context.close()
            for file, data in kept.items():
                file.write_bytes(data)


def test_a_report_page_works_from_a_disk(browser: Browser, small_site: Path) -> None:
    page = browser.new_page()
    page.goto((small_site / "site/jia/report/index.html").as_uri())
    assert page.evaluate("[getComputedStyle(document.body).fontSize, document.documentElement.className]") == [
        "18px",
        "js",
    ]
    page.close()
