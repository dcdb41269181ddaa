"""The pictures of the guides: each is shown, small, told in words, and shows what is to be seen today."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import browser_fixtures
import clerk
import pictures
import png
from site_fixtures import ROOT, served

browser = browser_fixtures.browser

PAGES = {file.stem: file.read_text("utf-8") for file in sorted((ROOT / "content/guide").glob("*.md"))}
SHOWN = [
    found
    for text in PAGES.values()
    for found in re.findall(r"!\[([^\]]*)\]\(img/([\w-]+)\.png\)\{ loading=lazy width=(\d+) height=(\d+) \}", text)
]


def noted(name: str) -> str:
    """The digest of the words that a picture was taken of."""
    return png.note((pictures.IMAGES / f"{name}.png").read_bytes())


def test_the_guides_show_every_picture_once_and_no_other_one() -> None:
    text = "".join(PAGES.values())
    assert sorted(name for _, name, _, _ in SHOWN) == sorted(pictures.NAMES)
    assert text.count("](img/") == len(SHOWN) + text.count("[![")
    assert not re.findall(r"<img|!\[[^\]]*\]\((?!img/)", text)
    assert {file.stem for file in pictures.IMAGES.iterdir()} == set(pictures.NAMES)


@pytest.mark.parametrize(("alt", "name", "width", "height"), SHOWN)
def test_a_picture_is_small_and_told_in_words(alt: str, name: str, width: str, height: str) -> None:
    data = (pictures.IMAGES / f"{name}.png").read_bytes()
    assert len(data) <= pictures.LARGEST
    assert len(alt) > 30
    head = png.header(data)
    sharp = pictures.SHARP
    assert (head.width, head.height) == (
        pytest.approx(int(width) * sharp, abs=1.5),
        pytest.approx(int(height) * sharp, abs=1.5),
    )


@pytest.mark.parametrize(("alt", "name", "width", "height"), SHOWN)
def test_a_picture_wider_than_a_phone_opens_by_itself(alt: str, name: str, width: str, height: str) -> None:
    linked = f"](img/{name}.png){{ loading=lazy width={width} height={height} }}](img/{name}.png)"
    assert (int(width) > 420) == (linked in "".join(PAGES.values()))


# ── as it is today; otherwise: make pictures ─────────────────────────────────


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clerk.desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pictures.report(tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(clerk.published(clerk.desk(tmp_path_factory.mktemp("county")))) as root:
        yield root


@pytest.mark.browser
@pytest.mark.parametrize("picture", pictures.REVIEW, ids=lambda picture: picture.name)
def test_a_picture_shows_what_the_report_says_today(browser: Browser, report: Path, picture: pictures.Picture) -> None:
    with pictures.opened(browser, report.as_uri(), picture) as page:
        assert noted(picture.name) == pictures.words(page, picture), "make pictures"


@pytest.mark.browser
@pytest.mark.parametrize("picture", pictures.CLERK, ids=lambda picture: picture.name)
def test_a_picture_shows_what_a_page_says_today(browser: Browser, site: str, picture: pictures.Picture) -> None:
    with pictures.opened(browser, site, picture) as page:
        assert noted(picture.name) == pictures.words(page, picture), "make pictures"


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> str:
    return pictures.letters(clerk.desk(tmp_path_factory.mktemp("letters"))).as_uri()


@pytest.mark.browser
@pytest.mark.parametrize("picture", pictures.LETTERS, ids=lambda picture: picture.name)
def test_a_picture_shows_what_the_inbox_says_today(browser: Browser, letters: str, picture: pictures.Picture) -> None:
    with pictures.opened(browser, letters, picture) as page:
        assert noted(picture.name) == pictures.words(page, picture), "make pictures"


@pytest.mark.parametrize("cells", pictures.BOOKS, ids=lambda cells: cells.name)
def test_a_picture_shows_what_the_workbook_holds_today(desk: Path, cells: pictures.Cells) -> None:
    assert noted(cells.name) == pictures.words_of_cells(desk, cells), "make pictures"


def test_the_picture_of_the_annex_shows_what_it_says_today(desk: Path) -> None:
    assert noted(pictures.ANNEX) == pictures.words_of_annex(pictures.annex(desk)), "make pictures"


@pytest.mark.browser
def test_the_picture_of_the_editor_shows_what_it_says_today(browser: Browser, tmp_path: Path) -> None:
    with pictures.editing(browser, tmp_path / "work") as page:
        assert noted(pictures.EDITOR) == pictures.words_of_editor(page), "make pictures"


# ── how they are made small ──────────────────────────────────────────────────


def raw(rows: list[list[png.Colour]]) -> bytes:
    """A screenshot of these pixels."""
    packed = b"".join(b"\0" + bytes(value for pixel in row for value in pixel) for row in rows)
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    return png._SIGN + png._chunk(b"IHDR", size) + png._chunk(b"IDAT", png.zlib.compress(packed))


def test_a_small_picture_keeps_what_is_to_be_seen() -> None:
    rows = [[(255, 255, 255)] * 5, [(0, 0, 0), (250, 250, 250), (0, 0, 0), (200, 0, 0), (255, 255, 255)]]
    small = png.small(raw(rows), "gesagt")
    assert png.header(small) == (5, 2, 4, 3)
    assert png.note(small) == "gesagt"
    found = dict(png._chunks(small))
    colours = [tuple(found[b"PLTE"][i : i + 3]) for i in range(0, len(found[b"PLTE"]), 3)]
    packed = png.zlib.decompress(found[b"IDAT"])
    half = [value for byte in packed[5:8] for value in (byte >> 4, byte & 15)]
    assert [colours[value] for value in half[:5]] == rows[1]


def test_the_white_around_a_picture_is_cut_off_but_for_a_border() -> None:
    white, black = (255, 255, 255), (0, 0, 0)
    rows = [[white] * 9 for _ in range(7)]
    rows[3][4] = rows[4][5] = black
    assert png.header(png.small(raw(rows), "", border=1))[:2] == (4, 4)
    assert png.header(png.small(raw(rows), "", border=20))[:2] == (9, 7)
