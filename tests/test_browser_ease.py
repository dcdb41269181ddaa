"""Every kind of page without barriers: axe, sizes of text and targets, small screens, own spacing, a visible focus."""

from typing import Any

import pytest
from playwright.sync_api import Page

import browser_fixtures
from browser_fixtures import (
    ANSWER,
    AXE,
    AXE_OPTIONS,
    COLOURS,
    DESK,
    DUTIES,
    FEWER,
    LARGE_ENOUGH,
    LIST,
    PAGES,
    PHONE,
    RUN_AXE,
    Visitor,
    opened,
)

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

pytestmark = pytest.mark.browser

BIG = "document.documentElement.classList.toggle('big', {})"


def modes(page: Page) -> Any:
    """The page as it comes, then in large type."""
    for name in ("", "big"):
        page.evaluate(BIG.format(str(bool(name)).lower()))
        yield name


@pytest.mark.parametrize("address", PAGES)
def test_no_axe_violations(visit: Visitor, address: str) -> None:
    """All rules in every layout; in the dark those of colour, the only ones that can differ there."""
    page = visit(address)
    opened(page)
    page.evaluate(FEWER)
    page.evaluate(AXE)
    faults = []
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for mode in modes(page):
            for scheme, options in (("light", AXE_OPTIONS), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                for fault in page.evaluate(RUN_AXE, options)["violations"]:
                    spots = [node["target"] for node in fault["nodes"][:3]]
                    faults.append(f"{size['width']} {scheme} {mode} {fault['id']}: {fault['help']} {spots}")
    assert not faults


TARGETS = """(least) => {
  const faults = [];
  const links = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  for (const part of [...document.querySelectorAll(links)].filter((one) => one.checkVisibility()).slice(0, 90)) {
    const alone = part.parentElement.textContent.trim() === part.textContent.trim();
    const inside = getComputedStyle(part).display === 'inline' && !alone;
    if (inside || !part.getClientRects().length || part.matches('.skip:not(:focus)')) continue;
    part.scrollIntoView({ block: 'center' });
    const box = part.getClientRects()[0];
    const x = box.left + Math.min(box.width, least) / 2;
    const y = box.top + box.height / 2;
    const hits = (dx, dy) => part.contains(document.elementFromPoint(x + dx, y + dy));
    const reach = (dx, dy) => { let n = 0; while (n < least && hits(dx * n, dy * n)) n += 3; return n; };
    const wide = reach(1, 0) + reach(-1, 0);
    const high = reach(0, 1) + reach(0, -1);
    if (Math.min(wide, high) < least) faults.push(`${wide} x ${high}: ${part.outerHTML.slice(0, 110)}`);
  }
  return faults;
}"""
"""Whatever can be tapped and is smaller than it should be; links within a sentence are as high as their line."""


@pytest.mark.parametrize("address", PAGES)
def test_text_and_targets_are_large(visit: Visitor, address: str) -> None:
    page = visit(address)
    page.evaluate(FEWER)
    faults = []
    for mode in modes(page):
        faults += [mode, *page.evaluate(TARGETS, 60 if mode else 48)]
        opened(page)
        faults += page.evaluate(LARGE_ENOUGH, 24 if mode else 18)
    assert faults == ["", "big"], "\n".join(faults)


WIDE = """() => {
  const faults = [];
  const whole = document.documentElement.scrollWidth;
  if (whole > innerWidth) faults.push(`${whole} of ${innerWidth} px`);
  for (const part of document.querySelectorAll('body *')) {
    const style = getComputedStyle(part);
    if (!part.checkVisibility() || part.closest('.vh, .find label, .skip, thead, svg')) continue;
    const box = part.getBoundingClientRect();
    const out = part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1;
    const cut = out && style.overflow !== 'visible' && part.tagName !== 'INPUT';
    const shown = part.outerHTML.slice(0, 110);
    if (box.right > innerWidth + 1 || box.left < -1 || cut) faults.push(shown);
    if (innerWidth < 720 && /^table/.test(style.display) && part.closest('tr')) faults.push(`no card: ${shown}`);
  }
  return faults.slice(0, 5);
}"""
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }"""
"""A reader's own spacing (WCAG 1.4.12)."""

SPACE = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
"""Puts rules onto a page as a reader's own program does, past the page's policy."""


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_or_scrolls_sideways(visit: Visitor, address: str) -> None:
    """On the smallest phone, on a desk at 200 %, with the reader's own spacing; in either type."""
    page = visit(address, {"width": 320, "height": 640})
    page.evaluate(FEWER)
    opened(page)
    for mode in modes(page):
        assert not page.evaluate(WIDE), mode
        page.set_viewport_size({"width": 640, "height": 400})
        assert not page.evaluate(WIDE), mode
        page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(SPACE, SPACED)
    for mode in modes(page):
        assert not page.evaluate(WIDE), mode
    page.evaluate("document.adoptedStyleSheets = []")


FOCUS = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const box = part.getBoundingClientRect();
  const middle = document.elementFromPoint(box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2);
  const ring = getComputedStyle(part);
  return { part: part.outerHTML.slice(0, 100), seen: part.contains(middle),
    ring: ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 2 };
}"""


@pytest.mark.parametrize("address", ["", LIST, ANSWER, DUTIES, "report/", "guide/"])
def test_focus_is_seen_and_never_covered(visit: Visitor, address: str) -> None:
    page = visit(address)
    for mode in modes(page):
        page.evaluate("scrollTo(0, 0)")
        for _ in range(25):
            page.keyboard.press("Tab")
            found = page.evaluate(FOCUS)
            assert found is None or (found["seen"] and found["ring"]), (mode, found)


def test_first_key_leads_past_the_frame(visit: Visitor) -> None:
    page = visit(LIST)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"contrast": "more"}])
def test_own_colours_and_more_contrast_keep_every_word(visit: Visitor, media: Any) -> None:
    page = visit(ANSWER)
    page.emulate_media(**media)
    box = page.locator(".verdict")
    assert float(box.evaluate("(box) => getComputedStyle(box).borderTopWidth").removesuffix("px")) >= 2
    assert "不用村里开" in box.inner_text()
    if "contrast" in media:
        page.evaluate(AXE)
        assert not page.evaluate(RUN_AXE, COLOURS)["violations"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves(visit: Visitor) -> None:
    page = visit(LIST)
    moving = """() => [...document.querySelectorAll('*')].filter((part) => {
      const style = getComputedStyle(part);
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0
