"""The pictures of the guides, taken from the real thing: `make pictures` writes them anew."""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import docx
from markdown import markdown
from playwright.sync_api import Browser, Page, sync_playwright

import clerk
import drawn
import editor_world
from books import rows_of
from browser_fixtures import CHROMIUM
from example import AS_OF, BASE, PROPOSAL, repository
from mingbai.forge.letters import complaint, issue, request, subject
from png import small
from site_fixtures import ROOT, mingbai, said, served

IMAGES = ROOT / "content/guide/img"
LARGEST = 25_000  # bytes of a picture
EDGE = 8  # px around what is shown
SHARP = 1.25  # pixels of a picture for each of CSS'
PHONE, DESK = 360, 820
SHEET = 60  # dots an inch of a printed page


class Picture(NamedTuple):
    """What of a page a picture shows: from the first to the last of some elements, at a width."""

    name: str
    width: int
    parts: tuple[str, ...]
    unfolded: bool = False
    page: str = ""  # of the clerk's site; the reviewer's report has none
    printed: bool = False  # as it comes out of the printer


class Cells(NamedTuple):
    """Which cells of a workbook a picture shows."""

    name: str
    book: str
    area: str


REVIEW = [
    Picture("review-top", PHONE, ("h1", "section:first-of-type .change >> nth=0")),
    Picture("review-decision", DESK, (".change:has(code:text-is('hunyin-zhuangkuang'))",), unfolded=True),
    Picture("review-folded", PHONE, (".change:has(h3:text-is('6 项'))",)),
    Picture("review-guess", PHONE, (".change:has(h3 code:text-is('hulin-fanghuo'))",)),
    Picture("review-answers", PHONE, ("section:has(#answer)",)),
    Picture("review-effects", PHONE, ("section:has(#phone)", "section:has(#problem)")),
]
CLERK = [
    Picture("excel-download", PHONE, ("p.acts",), page=clerk.PAGE),
    Picture("after-page", PHONE, ("article section [id] >> nth=0", "article section .tel >> nth=1"), page=clerk.PAGE),
    Picture(
        "after-changes",
        PHONE,
        ("article h1", ".change h2 >> nth=0", ".change .told >> nth=0"),
        page=f"{clerk.PAGE}changes/",
    ),
    Picture("paper-wall", DESK, ("main",), page="demo/liuxi/noticeboard/", printed=True),
]
LETTERS = [
    Picture("preview-request", PHONE, ("#request h1", "#request li >> nth=0")),
    Picture("preview-refused", PHONE, ("#refused h1", "#refused li >> nth=0")),
]
BOOKS = [
    Cells("excel-book", clerk.BOOK, "B2:C4"),
    Cells("excel-phone", clerk.DONE, "F2:G5"),
    Cells("excel-row", clerk.DONE, "B4:C5"),
    Cells("excel-why", clerk.DONE, "AD2:AF3"),
    Cells("table-theirs", clerk.THEIRS, "A1:D9"),
]
ANNEX, EDITOR = "paper-annex", "editor-item"
NAMES = [*(picture.name for picture in (*REVIEW, *CLERK, *LETTERS)), *(one.name for one in BOOKS), ANNEX, EDITOR]
EDITED = "亲属关系证明"  # the item that the picture of the editor shows


def report(folder: Path) -> Path:
    """The example's report as a page."""
    repository(folder / "site", steps=2)
    file = folder / "report.html"
    words = ("diff", BASE, PROPOSAL, "--as-of", AS_OF, "--format", "html", "-o", str(file))
    done = mingbai(*words, cwd=folder / "site", env={"PYTHONPATH": str(ROOT / "scripts")})
    assert done.returncode == 1, said(done)
    return file


def annex(folder: Path) -> Path:
    """A list as the official annex."""
    clerk.ask(folder, "word", "county/lists/demo/certificates.yml", "-o", "annex.docx")
    return folder / "annex.docx"


def letters(folder: Path) -> Path:
    """What a forge is told of files in the inbox, as a page."""
    found = clerk.uploaded(folder)
    proposal, refusal = found.proposals[0], found.refused[0]
    told = {
        "request": f"# {subject(proposal)}\n\n{request(proposal, '')}",
        "refused": f"# {complaint(refusal)}\n\n{issue(refusal, '')}",
    }
    style = (ROOT / "overrides/assets/stylesheets/mingbai.css").as_uri()
    parts = (f'<article class="w" id="{key}">{markdown(text, tab_length=2)}</article>' for key, text in told.items())
    file = folder / "letters.html"
    file.write_text(f'<!doctype html><link rel="stylesheet" href="{style}">{"".join(parts)}', "utf-8")
    return file


@contextmanager
def opened(browser: Browser, root: str, picture: Picture) -> Iterator[Page]:
    """The page as wide as a picture shows it, unfolded where it is to be."""
    size = {"width": picture.width, "height": 800}
    page = browser.new_page(viewport=size, device_scale_factor=SHARP, locale="zh-CN")  # type: ignore[arg-type]
    page.goto(root + picture.page)
    if picture.unfolded:
        page.locator(picture.parts[0]).locator("details").first.evaluate("(part) => { part.open = true; }")
    if picture.page:
        whole = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": picture.width, "height": whole})  # what sticks to the edge is out of the way
    yield page
    page.close()


@contextmanager
def editing(browser: Browser, folder: Path) -> Iterator[Page]:
    """The editor with an item of a list unfolded."""
    with editor_world.desk(folder) as desk:
        size = {"width": DESK, "height": 660}
        page = browser.new_page(viewport=size, device_scale_factor=SHARP, locale="zh-CN")  # type: ignore[arg-type]
        page.goto(f"{desk.root}admin/")
        editor_world.enter(page)
        editor_world.open_list(page, "全国", "证明事项:某清单")
        editor_world.item(page, EDITED).scroll_into_view_if_needed()
        yield page
        page.close()


def words_of_editor(page: Page) -> str:
    """A digest of the labels and hints that the editor shows of an item."""
    row = page.locator("div[class*=SortableListItem]").filter(has=page.get_by_label("结论", exact=True)).first
    return _digest(row.inner_text())


def words(page: Page, picture: Picture) -> str:
    """A digest of what is to be read in a picture: other words, an old picture."""
    return _digest("\n".join(page.locator(part).first.inner_text() for part in picture.parts))


def words_of_cells(folder: Path, picture: Cells) -> str:
    """The same of cells."""
    first, last = picture.area.split(":")
    (left, top), (right, bottom) = drawn.place(first), drawn.place(last)
    rows = next(iter(rows_of(folder / picture.book).values()))
    return _digest("\n".join("\t".join(map(str, row[left - 1 : right])) for row in rows[top - 1 : bottom]))


def words_of_annex(file: Path) -> str:
    """The same of a Word file."""
    paper = docx.Document(str(file))
    cells = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return _digest("\n".join([*(one.text for one in paper.paragraphs), *cells]))


def _digest(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()


def take(page: Page, picture: Picture) -> bytes:
    """A picture, small, with the digest of its words."""
    if picture.printed:
        return small(drawn.page(_printed(page), SHEET), words(page, picture), border=EDGE)
    boxes = [box for part in picture.parts if (box := page.locator(part).first.bounding_box())]
    top, end = boxes[0]["y"] - EDGE, boxes[-1]["y"] + boxes[-1]["height"] + EDGE
    clip = {"x": 0, "y": max(top, 0), "width": picture.width, "height": end - max(top, 0)}
    return small(page.screenshot(full_page=True, clip=clip), words(page, picture))  # type: ignore[arg-type]


def _printed(page: Page) -> Path:
    """The page as a PDF."""
    file = Path(tempfile.mkdtemp()) / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    return file


def _pictures(folder: Path, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """All of them, one after the other."""
    file = report(folder)
    for picture in REVIEW:
        with opened(browser, file.as_uri(), picture) as page:
            yield picture.name, take(page, picture)
    desk = clerk.desk(folder)
    for cells in BOOKS:
        shown = drawn.cells(desk / cells.book, cells.area, folder)
        yield cells.name, small(shown, words_of_cells(desk, cells), border=2)
    paper = annex(desk)
    yield ANNEX, small(drawn.page(paper, dots=75), words_of_annex(paper), border=16)
    with editing(browser, folder / "editor" / "work") as page:
        told = words_of_editor(page)
        yield EDITOR, small(page.screenshot(), told)
    file = letters(desk)
    for picture in LETTERS:
        with opened(browser, file.as_uri(), picture) as page:
            yield picture.name, take(page, picture)
    with served(clerk.published(desk)) as root:
        for picture in CLERK:
            with opened(browser, root, picture) as page:
                yield picture.name, take(page, picture)


def main() -> None:
    """Write all pictures, or those that are named."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, made in _pictures(Path(folder), browser):
            if not sys.argv[1:] or name in sys.argv[1:]:
                (IMAGES / f"{name}.png").write_bytes(made)
            sys.stdout.write(f"{name}.png {len(made)}\n")
        browser.close()


if __name__ == "__main__":
    main()
