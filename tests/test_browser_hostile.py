"""Canaries in every field of every kind: none sings, on any page, while searching, filtering or reading."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import browser_fixtures
from browser_fixtures import opened
from hostile import hostile_site
from site_fixtures import served
from site_pages import pages_of

browser = browser_fixtures.browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_site(tmp_path_factory)


class Watch:
    """One reader's page, and everything that should never happen on it."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.root = root
        self.context = browser.new_context(locale="zh-CN")
        self.page: Page = self.context.new_page()
        self.sung: list[str] = []
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.sung.append(f"error {error}"))
        self.context.on("page", lambda page: self.sung.append(f"window {page.url}"))
        self.context.on("request", lambda request: self._asked(request.url))

    def _dialog(self, dialog: object) -> None:
        self.sung.append(f"dialog {dialog}")
        dialog.dismiss()  # type: ignore[attr-defined]

    def _asked(self, url: str) -> None:
        if not url.startswith((self.root, "blob:")) or "fired" in url or url.endswith("/x"):
            self.sung.append(f"asked {url}")


@pytest.fixture
def watch(browser: Browser, site: Path, record_property: Callable[[str, object], None]) -> Iterator[Watch]:
    with served(site) as root:
        watch = Watch(browser, root)
        yield watch
        watch.context.close()
        record_property("fired", len(watch.sung))
        assert watch.sung == []


def test_no_canary_sings_on_any_page(watch: Watch, site: Path, record_property: Callable[[str, object], None]) -> None:
    every = [address for address in pages_of(site) if address != "404.html"]
    assert len(every) > 50
    record_property("pages", len(every))
    for address in every:
        watch.page.goto(watch.root + address)
        opened(watch.page)
        assert watch.page.url == watch.root + address
        assert not watch.page.evaluate("document.querySelectorAll('iframe, meta[http-equiv=refresh], base').length")


@pytest.mark.parametrize("asked", ["alert", "<script>", "乙", '"><img src=x', "javascript:"])
def test_no_canary_sings_in_the_results_of_a_search(watch: Watch, asked: str) -> None:
    watch.page.goto(watch.root + "yi/")
    field = watch.page.locator("form.find input[name=q]").first
    field.click()
    field.press_sequentially(asked)
    watch.page.wait_for_timeout(300)
    watch.page.goto(watch.root + "all/?q=" + asked.replace("<", "%3C").replace('"', "%22"))
    watch.page.wait_for_timeout(300)


def test_no_canary_sings_in_a_filtered_list(watch: Watch) -> None:
    watch.page.goto(watch.root + "yi/channels/")
    field = watch.page.locator("input[data-filter]")
    if field.count():
        field.fill("<img src=x onerror=alert(1)>")
    watch.page.emulate_media(media="print")
    watch.page.wait_for_timeout(100)
