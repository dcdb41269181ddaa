"""Chromium, a visitor who notices what pages ask for, the kinds of pages, and axe."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe_core_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from site_fixtures import ROOT, built, served
from site_pages import lists

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}

RUN_AXE = """async (options) => {
  await Promise.all(document.getAnimations().map((motion) => motion.finished));
  return axe.run(document, options);
}"""
FEWER = """() => {
  const seen = {};
  for (const row of document.querySelectorAll('[data-row], tbody tr')) {
    const like = row.dataset.facetValue || [...document.querySelectorAll('table')].indexOf(row.closest('table'));
    seen[like] = (seen[like] || 0) + 1;
    if (seen[like] > 5) row.remove();
  }
}"""
"""Five rows of each sort show what axe can find in a hundred, in a twentieth of the time."""

FORM, NOTICE, WALL = "demo/certificates/juzhu/sheet/", "certificates/qinshu-guanxi/sheet/", "demo/noticeboard/"
LIST, ANSWER, DUTIES = "certificates/", "certificates/qinshu-guanxi/", "demo/liuxi/duties/"


def depends() -> str:
    """An answer page that says 看情况."""
    found = (one.area + "certificates/" + item["id"] for one in lists() for item in one.items if item.get("condition"))
    return next(found) + "/"


def written() -> list[str]:
    """The hand-written pages."""
    files = sorted(file.relative_to(ROOT / "content") for file in (ROOT / "content").glob("*/**/*.md"))
    return [f"{file.with_suffix('').as_posix()}/".replace("/index/", "/") for file in files]


PAGES = [
    *(
        "",
        LIST,
        "hubei/certificates/",
        "certificates.gongan/",
        DUTIES,
        "beijing/duties/",
        "guizhou/qianxinan/signboards/",
    ),
    *("channels/", ANSWER, "guizhou/qianxinan/certificates/juzhu/", depends(), "report/", "guizhou/liupanshui/report/"),
    "guizhou/liupanshui/statistics/",
    *("all/", "hubei/", "demo/", "duties/", "situations/", "situations/qinren-qushi/", "no/such/page/", *written()),
    *(FORM, NOTICE, f"{depends()}sheet/", "beijing/certificates/jumin-yangquan/sheet/", WALL, "noticeboard/a3/"),
]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built(tmp_path_factory)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; one for a module, since Playwright lives but once in a thread."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


class Visitor:
    """Opens pages of a site, each as a new reader, and remembers what they ask for and complain about."""

    def __init__(self, browser: Browser, root: str) -> None:
        self.browser, self.root = browser, root
        self.contexts: list[BrowserContext] = []
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, address: str, size: dict[str, int] = PHONE, script: bool = True) -> Page:
        context = self.browser.new_context(viewport=size, java_script_enabled=script, locale="zh-CN")  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        context.on("request", lambda request: self.asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        self.asked.clear()
        page.goto(self.root + address)
        if address == "no/such/page/":
            self.complaints = [words for words in self.complaints if "404" not in words]
        return page

    def paths(self) -> list[str]:
        """What was asked for since the last page was opened, from the site's root."""
        return [url.removeprefix(self.root) for url in self.asked if not url.startswith("blob:")]


@pytest.fixture
def visit(browser: Browser, root: str) -> Iterator[Visitor]:
    """A visitor; in the end no other host was asked and no page complained."""
    visitor = Visitor(browser, root)
    yield visitor
    for context in visitor.contexts:
        context.close()
    assert not [url for url in visitor.asked if not url.startswith(root)]
    assert not visitor.complaints


def opened(page: Page) -> None:
    """Unfold everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


LARGE_ENOUGH = """() => {
  const faults = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const owner = walk.currentNode.parentElement;
    const box = owner.getBoundingClientRect();
    if (!walk.currentNode.data.trim() || box.width < 2 || box.height < 2 || !owner.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(owner).fontSize);
    if (size < 17.99) faults.add(`${size} px: ${walk.currentNode.data.trim().slice(0, 30)}`);
  }
  return [...faults];
}"""
