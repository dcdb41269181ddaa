"""The site in Chromium: search, filter, cards on a phone, print, no script needed, nothing asked of others, axe."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import axe_core_python
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from site_fixtures import DUTY, HEAD, ROOT, build, built, lists, said, served, small

pytestmark = pytest.mark.browser

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
    *("all/", "hubei/", "demo/", "duties/", "no/such/page/", *written()),
]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(built(tmp_path_factory)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
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


# ── every kind of page ───────────────────────────────────────────────────────


@pytest.mark.parametrize("address", PAGES)
def test_no_axe_violations(visit: Visitor, address: str) -> None:
    page = visit(address)
    opened(page)
    page.evaluate(FEWER)
    page.evaluate(AXE)
    faults = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            result = page.evaluate(RUN_AXE, AXE_OPTIONS)
            for fault in result["violations"]:
                spots = [node["target"] for node in fault["nodes"][:3]]
                faults.append(f"{size['width']} {scheme} {fault['id']}: {fault['help']} {spots}")
    assert not faults


@pytest.mark.parametrize("address", PAGES)
def test_fits_a_phone(visit: Visitor, address: str) -> None:
    page = visit(address)
    opened(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.evaluate(NO_CARDS)


NO_CARDS = """() => {
  const wide = (part) => part.getBoundingClientRect().right > innerWidth;
  const tabled = (part) => /^table/.test(getComputedStyle(part).display);
  const rows = [...document.querySelectorAll('main tr, main td, [data-row]')];
  return rows.filter((part) => tabled(part) || wide(part)).map((part) => part.outerHTML.slice(0, 120));
}"""

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

EASY_TO_HIT = """() => {
  const faults = [];
  const alone = (link) => link.textContent.trim() === link.parentElement.textContent.trim();
  const wanted = [...document.querySelectorAll('button, summary, input, a[href^="tel:"], [data-row] > a:first-child')];
  wanted.push(...[...document.querySelectorAll('main li > a')].filter(alone));
  for (const part of wanted.slice(0, 60)) {
    if (!part.checkVisibility() || !part.getClientRects().length) continue;
    part.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = part.getClientRects()[0];
    const x = box.left + Math.min(box.width, 60) / 2;
    const middle = box.top + box.height / 2;
    const hits = (y) => part.contains(document.elementFromPoint(x, y));
    let high = 0;
    for (let y = middle; high < 48 && hits(y); y -= 1) high += 1;
    for (let y = middle + 1; high < 48 && hits(y); y += 1) high += 1;
    if (high < 48) faults.push(`${high} px: ${part.outerHTML.slice(0, 100)}`);
  }
  return faults;
}"""


@pytest.mark.parametrize("address", PAGES)
def test_text_and_targets_are_large(visit: Visitor, address: str) -> None:
    page = visit(address)
    assert not page.evaluate(EASY_TO_HIT)
    opened(page)
    assert not page.evaluate(LARGE_ENOUGH)


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
            .filter((part) => part.checkVisibility() && !part.closest('form'))
            .map((part) => part.innerText.trim())""",
        parts,
    )


def without_buttons(words: list[str]) -> list[str]:
    return [re.sub("复制这段话|打印", "", text).strip() for text in words]


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
    folded = page.locator("main details:not([open])")
    before = folded.count()
    assert before > 50
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert folded.count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() == before


def test_large_type_still_fits(visit: Visitor) -> None:
    for address in ("", LIST, ANSWER, DUTIES, "report/"):
        page = visit(address)
        small_type = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        page.get_by_role("link", name="大字").click()
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > small_type * 1.2
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], address


# ── search ───────────────────────────────────────────────────────────────────


def box(page: Page) -> Locator:
    return page.locator("form[role=search] input[name=q]")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


@pytest.mark.parametrize("start", ["", LIST, ANSWER, "hubei/", "no/such/page/"])
@pytest.mark.parametrize("words", ["亲属关系证明", "证明我妈是我妈", "亲属关"])
def test_search_finds_by_name_alias_and_part(visit: Visitor, start: str, words: str) -> None:
    page = visit(start)
    box(page).fill(words)
    hit = options(page).filter(has_text="亲属关系证明").filter(has_text="全国")
    expect(hit.first).to_be_visible()
    expect(hit.first).to_contain_text("不用村里开")
    hit.first.click()
    page.wait_for_url(visit.root + ANSWER)
    expect(page.get_by_role("heading", level=1)).to_have_text("亲属关系证明")


def test_search_prefers_the_place_where_the_reader_is(visit: Visitor) -> None:
    page = visit("hubei/")
    box(page).fill("亲属关系证明")
    expect(options(page).first).to_contain_text("湖北")


def test_search_index_is_asked_for_on_focus_and_once(visit: Visitor) -> None:
    page = visit("")
    page.wait_for_load_state("networkidle")
    page.mouse.move(100, 300)
    page.mouse.wheel(0, 300)
    assert "search/index.json" not in visit.paths()
    box(page).focus()
    page.wait_for_load_state("networkidle")
    box(page).fill("婚姻")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    box(page).fill("亲属")
    expect(options(page).first).to_be_visible()
    assert visit.paths().count("search/index.json") == 1


def test_search_by_keyboard(visit: Visitor) -> None:
    page = visit("")
    box(page).press_sequentially("亲属关系证明")
    expect(options(page).first).to_be_visible()
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_count(1)
    first = chosen.inner_text()
    assert box(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert chosen.inner_text() != first
    page.keyboard.press("ArrowUp")
    assert chosen.inner_text() == first
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).input_value() == "亲属关系证明"
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/certificates/qinshu-guanxi/$"))


def test_search_without_a_result_names_somebody_to_ask(visit: Visitor) -> None:
    page = visit("")
    box(page).fill("xyzzy")
    panel = page.locator("form[role=search]")
    expect(panel).to_contain_text("没有找到")
    expect(panel.locator("a[href='tel:12345']")).to_be_visible()
    expect(options(page)).to_have_count(0)
    box(page).fill("亲属")
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("start", ["", ANSWER])
def test_enter_leads_to_everything(visit: Visitor, start: str, script: bool) -> None:
    page = visit(start, script=script)
    box(page).fill("亲属")
    box(page).press("Enter")
    page.wait_for_url(visit.root + "all/?q=" + quote("亲属"))
    expect(page.get_by_role("link", name="亲属关系证明").first).to_be_visible()
    if script:
        expect(box(page)).to_have_value("亲属")
        expect(page.get_by_role("link", name="婚姻状况证明", exact=True).first).to_be_hidden()


def test_search_says_when_it_cannot(visit: Visitor) -> None:
    page = visit("")
    page.route("**/search/index.json", lambda route: route.fulfill(status=500))
    box(page).fill("亲属")
    expect(page.locator("form[role=search]")).to_contain_text("现在搜不了")
    visit.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_search_has_no_axe_violations(visit: Visitor, scheme: Any) -> None:
    page = visit("")
    page.emulate_media(color_scheme=scheme)
    box(page).fill("证明")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
    assert not [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.evaluate(LARGE_ENOUGH)


def test_a_name_of_many_places_lets_the_reader_choose(browser: Browser, tmp_path: Path) -> None:
    places = {f"di{n}/area.yml": {"name": f"第{n}县", "level": "县"} for n in range(6)}
    duties = {f"di{n}/duties.yml": {**HEAD, "items": [{**DUTY, "name": "秸秆禁烧"}]} for n in range(6)}
    done = build(small(tmp_path, {**places, **duties}))
    assert done.returncode == 0, said(done)
    with served(tmp_path / "site") as root:
        visitor = Visitor(browser, root)
        page = visitor("")
        box(page).fill("秸秆禁烧")
        expect(options(page)).to_have_count(1)
        expect(options(page)).to_contain_text("6 个地方")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(options(page)).to_have_count(6)
        options(page).filter(has_text="第4县").click()
        page.wait_for_url(f"{root}di4/duties/#fanghuo")
        assert not visitor.complaints
        page.context.close()


def test_index_that_search_reads_is_small(root: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = json.loads((built(tmp_path_factory) / "search/index.json").read_text("utf-8"))
    assert len(json.dumps(data, ensure_ascii=False).encode()) / max(1, len(data["entries"])) < 250


# ── a list ───────────────────────────────────────────────────────────────────


def shown(page: Page) -> list[str]:
    """The rows that can be seen."""
    return page.locator("[data-row]").locator("visible=true").all_inner_texts()


def test_filter_as_you_type(visit: Visitor) -> None:
    page = visit(LIST)
    every = len(shown(page))
    field = page.locator("input[data-filter]")
    field.press_sequentially("亲属")
    expect(page.locator("[data-row]").filter(has_text="婚姻状况证明")).to_be_hidden()
    assert 0 < len(shown(page)) < every
    assert all("亲属" in row for row in shown(page))
    expect(page.locator("[data-count]")).to_contain_text(str(len(shown(page))))
    field.fill("证明我妈是我妈")
    expect(page.locator("#qinshu-guanxi")).to_be_visible()
    field.fill("")
    expect(page.locator("[data-count]")).to_contain_text(f"共 {every} 项")
    assert len(shown(page)) == every


def test_filter_without_a_match_names_somebody_to_ask(visit: Visitor) -> None:
    page = visit(LIST)
    page.locator("input[data-filter]").fill("xyzzy")
    expect(page.locator("[data-count]")).to_contain_text("12345")
    assert not shown(page)
    assert page.locator("main section[data-group]").locator("visible=true").count() == 0


def test_filter_by_choice(visit: Visitor) -> None:
    page = visit(DUTIES)
    every = page.locator("[data-row]").count()
    for word in ("基本", "配合", "收回"):
        choice = page.get_by_role("button", name=re.compile(rf"^{word} \d+$"))
        choice.click()
        expect(choice).to_have_attribute("aria-pressed", "true")
        told = int(choice.inner_text().split()[-1])
        assert 0 < told < every
        expect(page.locator("[data-row]").locator("visible=true")).to_have_count(told)
    page.get_by_role("button", name=re.compile(r"^全部")).click()
    expect(page.locator("[data-row]").locator("visible=true")).to_have_count(every)


def test_filter_by_choice_and_word(visit: Visitor) -> None:
    page = visit(DUTIES)
    page.get_by_role("button", name=re.compile("^收回")).click()
    first = page.locator("[data-row]").locator("visible=true").first
    word = first.locator("summary").inner_text().split("\n")[0][:4]
    page.locator("input[data-filter]").fill(word)
    expect(first).to_be_visible()
    assert all(word in row and "收回" in row for row in shown(page))


@pytest.mark.parametrize("modern", [True, False])
def test_link_to_an_item_can_be_copied(visit: Visitor, modern: bool) -> None:
    """Also where the browser has no clipboard to offer, as in WeChat."""
    page = visit(LIST)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not modern:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    link = page.get_by_role("link", name=re.compile("亲属关系证明.*复制链接"))
    link.click()
    expect(page.get_by_text("已复制").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.root}{LIST}#qinshu-guanxi"
    assert page.url == f"{visit.root}{LIST}#qinshu-guanxi"


def test_words_to_say_can_be_copied(visit: Visitor) -> None:
    page = visit(ANSWER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制这段话").click()
    assert "亲属关系证明" in page.evaluate("navigator.clipboard.readText()")


def test_a_shared_link_opens_its_duty(visit: Visitor) -> None:
    duty = next(item for one in lists() if one.page == DUTIES for item in one.items if item["role"] == "配合")
    page = visit(f"{DUTIES}#{duty['id']}")
    expect(page.locator(f"[id='{duty['id']}']").get_by_text(duty["township_duty"])).to_be_visible()


def test_answer_is_the_first_thing_on_a_phone(visit: Visitor) -> None:
    page = visit(ANSWER)
    answer = page.get_by_text("不用村里开", exact=True).bounding_box()
    assert answer
    assert answer["y"] + answer["height"] < PHONE["height"] * 0.75


def test_search_box_is_the_largest_thing_at_home(visit: Visitor) -> None:
    page = visit("")
    field = box(page).bounding_box()
    assert field
    assert field["height"] >= 60
    assert field["y"] < PHONE["height"] / 2
