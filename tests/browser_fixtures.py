"""Chromium, a visitor who notices what pages ask for, the kinds of pages, and axe."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from git_fixtures import FIRST, SECOND
from site_fixtures import ROOT, built, served
from site_pages import areas, lists

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = 30_000  # ms that a busy machine is given; a test that passes never waits for them
expect.set_options(timeout=PATIENCE)
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {
    "runOnly": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    "resultTypes": ["violations"],
}

RUN_AXE = """async (options) => {
  await Promise.all(document.getAnimations().map((motion) => motion.finished));
  return axe.run(document, options);
}"""
FEWER = """() => {
  const seen = {};
  for (const row of document.querySelectorAll('[data-row], tbody tr')) {
    const cells = row.tagName === 'TR' ? [...row.children] : [];
    const parts = cells.map((cell) => `${cell.tagName}${cell.childElementCount}`);
    const like = [row.tagName, row.dataset.facetValue, ...parts].join(' ');
    seen[like] = (seen[like] || 0) + 1;
    if (seen[like] > 4) row.remove();
  }
  for (const links of document.querySelectorAll('.letters, .chips')) {
    while (links.children.length > 6) links.lastElementChild.remove();
  }
  const groups = [...document.querySelectorAll('[data-group]')];
  for (const group of groups) if (!group.querySelector('[data-row]')) group.remove();
  const tables = [...document.querySelectorAll('table')];
  for (const table of tables) if (!table.querySelector('tbody tr')) (table.closest('section') || table).remove();
}"""
"""Four rows of each sort show what can be found in a hundred, in a twentieth of the time."""

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


def one_of_each_kind() -> list[str]:
    """For every kind the list with the most items."""
    longest: dict[str, tuple[int, str]] = {}
    for one in lists():
        longest[one.kind] = max(longest.get(one.kind, (0, "")), (len(one.items), one.page))
    return [page for _, page in longest.values()]


def without_lists() -> str:
    """A place that has no list of its own."""
    return next(place for place in areas() if place not in {one.area for one in lists()})


def service() -> str:
    """The page of a service."""
    return next(f"{one.area}services/{one.items[0]['id']}/" for one in lists() if one.kind == "services" and one.items)


def past() -> list[str]:
    """Changes of a list and of an item, earlier versions, one of them that today's fields do not fit."""
    lists = ("certificates/changes/", "demo/liuxi/duties/changes/", f"certificates/@{FIRST}/")
    versions = (f"demo/liuxi/duties/@{SECOND}/", f"beijing/duties/@{FIRST}/")
    return [*lists, "certificates/qinshu-guanxi/changes/", *versions]


PAGES = list(
    dict.fromkeys(
        [
            *("", LIST, "hubei/certificates/", "certificates.gongan/", "beijing/duties/", DUTIES, *one_of_each_kind()),
            *("guizhou/liupanshui/statistics/", ANSWER, "guizhou/qianxinan/certificates/juzhu/", depends(), service()),
            *(
                "report/draft/",
                "demo/liuxi/report/draft/",
                "report/",
                "guizhou/liupanshui/report/",
                "hubei/",
                "demo/",
                without_lists(),
                "duties/",
            ),
            *("all/", "all/services/b/", "demo/compare/duties/", "situations/", "situations/qinren-qushi/"),
            *("no/such/page/", *written()),
            *(FORM, NOTICE, WALL, f"{depends()}sheet/", "beijing/certificates/jumin-yangquan/sheet/"),
            *("noticeboard/a3/", "changes/", "demo/changes/", *past()),
        ]
    )
)


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

    def __init__(self, browser: Browser, root: str, first: str = "") -> None:
        """``first`` is a script that every page runs before its own."""
        self.browser, self.root, self.first = browser, root, first
        self.contexts: list[BrowserContext] = []
        self.asked: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, address: str, size: dict[str, int] = PHONE, script: bool = True) -> Page:
        context = self.browser.new_context(viewport=size, java_script_enabled=script, locale="zh-CN")  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if self.first:
            context.add_init_script(self.first)
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


LARGE_ENOUGH = """(least = 18) => {
  const faults = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const owner = walk.currentNode.parentElement;
    const box = owner.getBoundingClientRect();
    const words = walk.currentNode.data.trim().slice(0, 30);
    if (!words || box.width < 2 || box.height < 2 || !owner.checkVisibility()) continue;
    const scale = owner.getScreenCTM ? owner.getScreenCTM().a : 1;
    const size = parseFloat(getComputedStyle(owner).fontSize) * scale;
    if (size < least - 0.01) faults.add(`${size} px: ${words}`);
    const around = owner.closest('p, li, dt, dd, td, th, label, summary, pre');
    if (!around || owner.closest('svg, h1, h2, h3, .verdict, .tel')) continue;
    const line = parseFloat(getComputedStyle(around).lineHeight) / parseFloat(getComputedStyle(around).fontSize);
    if (!(line >= 1.5)) faults.add(`lines of ${line}: ${words}`);
  }
  return [...faults];
}"""
"""Text that is too small, on paper of a chart as well, and paragraphs whose lines stand too close."""
