"""The pictures of the guide for reviewers, taken from the example's real report: `make pictures` writes them anew."""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from browser_fixtures import CHROMIUM
from example import AS_OF, BASE, PROPOSAL, repository
from png import small
from site_fixtures import ROOT, mingbai, said

IMAGES = ROOT / "content/guide/img"
LARGEST = 25_000  # bytes of a picture
EDGE = 8  # px around what is shown


class Picture(NamedTuple):
    """What of the report a picture shows: from the first to the last of some elements, at a width."""

    name: str
    width: int
    parts: tuple[str, ...]
    unfolded: bool = False


PHONE, DESK = 360, 820
PICTURES = [
    Picture("review-top", PHONE, ("h1", "section:first-of-type .change >> nth=0")),
    Picture("review-decision", DESK, (".change:has(code:text-is('hunyin-zhuangkuang'))",), unfolded=True),
    Picture("review-folded", PHONE, (".change:has(h3:text-is('6 项'))",)),
    Picture("review-guess", PHONE, (".change:has(h3 code:text-is('hulin-fanghuo'))",)),
    Picture("review-answers", PHONE, ("section:has(#answer)",)),
    Picture("review-effects", PHONE, ("section:has(#phone)", "section:has(#problem)")),
]


def report(folder: Path) -> Path:
    """The example's report as a page."""
    repository(folder / "site", steps=2)
    file = folder / "report.html"
    words = ("diff", BASE, PROPOSAL, "--as-of", AS_OF, "--format", "html", "-o", str(file))
    done = mingbai(*words, cwd=folder / "site", env={"PYTHONPATH": str(ROOT / "scripts")})
    assert done.returncode == 1, said(done)
    return file


@contextmanager
def opened(browser: Browser, file: Path, picture: Picture) -> Iterator[Page]:
    """The report as wide as a picture shows it, unfolded where it is to be."""
    size = {"width": picture.width, "height": 800}
    page = browser.new_page(viewport=size, device_scale_factor=1.25, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(file.as_uri())
    if picture.unfolded:
        page.locator(picture.parts[0]).locator("details").first.evaluate("(part) => { part.open = true; }")
    yield page
    page.close()


def words(page: Page, picture: Picture) -> str:
    """A digest of what is to be read in a picture: other words, an old picture."""
    told = "\n".join(page.locator(part).first.inner_text() for part in picture.parts)
    return hashlib.sha256(told.encode()).hexdigest()


def take(page: Page, picture: Picture) -> bytes:
    """A picture, small, with the digest of its words."""
    boxes = [box for part in picture.parts if (box := page.locator(part).first.bounding_box())]
    top, end = boxes[0]["y"] - EDGE, boxes[-1]["y"] + boxes[-1]["height"] + EDGE
    clip = {"x": 0, "y": max(top, 0), "width": picture.width, "height": end - max(top, 0)}
    return small(page.screenshot(full_page=True, clip=clip), words(page, picture))  # type: ignore[arg-type]


def main() -> None:
    """Write all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        file = report(Path(folder))
        for picture in PICTURES:
            with opened(browser, file, picture) as page:
                made = take(page, picture)
            (IMAGES / f"{picture.name}.png").write_bytes(made)
            sys.stdout.write(f"{picture.name}.png {len(made)}\n")
        browser.close()


if __name__ == "__main__":
    main()
