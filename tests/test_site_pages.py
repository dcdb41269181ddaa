"""Every page of the built site: links, heads, weight, and nothing that a reader should not meet."""

import gzip
import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from site_fixtures import BASE, URL, build, built, said, small
from site_pages import Page, broken_links, outward, pages_of


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


def sitemap(site: Path) -> list[str]:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    return [node.text or "" for node in root.iter() if node.tag.endswith("}loc")]


# ── every page ───────────────────────────────────────────────────────────────


def test_no_broken_link_or_anchor(site: Path, pages: dict[str, Page]) -> None:
    assert not broken_links(site, pages)[:20]


def test_links_are_relative(pages: dict[str, Page]) -> None:
    for page in pages.values():
        if page.address != "404.html":
            inside = [
                link
                for _, link in page.links()
                if not link.startswith("mailto:") and (link.startswith(("/", URL)) or BASE in link)
            ]
            assert not inside, page.address


def test_404_finds_its_way_from_anywhere(pages: dict[str, Page]) -> None:
    inside = [link for _, link in pages["404.html"].links() if not outward(link) and not link.startswith("#")]
    assert inside
    assert all(link.startswith(BASE) for link in inside)


def test_ids_are_unique(pages: dict[str, Page]) -> None:
    twice = {page.address: [key for key, n in Counter(page.ids).items() if n > 1] for page in pages.values()}
    assert not {address: ids for address, ids in twice.items() if ids}


def test_one_heading_title_description(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert [bool(tag.text.strip()) for tag in page.all("h1")] == [True], page.address
        assert [bool(tag.text.strip()) for tag in page.all("title")] == [True], page.address
        assert page.meta("description").strip(), page.address
        assert page.all("html")[0].attrs.get("lang", "").startswith("zh"), page.address


def test_pages_that_search_engines_see_have_titles_of_their_own(pages: dict[str, Page]) -> None:
    titles = Counter(page.all("title")[0].text for page in pages.values() if not page.demo)
    assert not {title: n for title, n in titles.items() if n > 1}


def test_canonical_and_sitemap_agree(site: Path, pages: dict[str, Page]) -> None:
    real = {page.address for page in pages.values() if not page.demo and page.address != "404.html"}
    over = {address for address in real if "/@" in address}
    for address in over:
        assert pages[address].rel("canonical") == [URL + address.partition("@")[0]]
        assert pages[address].meta("robots") == "noindex"
    real -= over
    for address in real:
        assert pages[address].rel("canonical") == [URL + address]
    named = sitemap(site)
    assert sorted(named) == sorted(URL + address for address in real)


def test_nothing_of_the_machinery_shows(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        for scrap in ("@@mingbai", "<!-- mingbai", "<!--mingbai", "{{", "{%", "Undefined", " object at 0x"):
            assert scrap not in page.html, (page.address, scrap)
        assert not re.search(r"\bNone\b", page.text), page.address
    assert not (site / "shell").exists()
    assert not [page.address for page in pages.values() if any("shell" in link for _, link in page.links())]
    assert "shell" not in (site / "sitemap.xml").read_text("utf-8")


def test_no_script_or_style_in_the_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not page.all("style"), page.address
        assert all(tag.attrs.get("src") and not tag.text.strip() for tag in page.scripts()), page.address
        handlers = {key for tag in page.tags for key in tag.attrs if key.startswith("on") or key == "style"}
        assert not handlers, page.address
        assert not [link for _, link in page.links() if link.strip().lower().startswith(("javascript:", "data:"))]


def test_no_request_to_another_host(site: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        tags = page.all("link", "script", "img", "iframe", "form", "source", "video", "audio", "object", "embed")
        asked = [
            tag.attrs[key] for tag in tags for key in ("href", "src", "srcset", "action", "data") if key in tag.attrs
        ]
        assert not [link for link in asked if outward(link) and link not in page.rel("canonical")], page.address
    for file in site.rglob("*.css"):
        assert not re.search(r"(url\(\s*[\"']?|@import\s+[\"']?)(https?:)?//", file.read_text("utf-8")), file


def test_links_to_other_hosts_tell_them_nothing(pages: dict[str, Page]) -> None:
    for page in pages.values():
        for tag in page.all("a"):
            if tag.attrs.get("href", "").startswith(("http:", "https:", "//")):
                assert {"noreferrer", "noopener"} <= set(tag.attrs.get("rel", "").split()), (page.address, tag.attrs)


def test_first_view_is_light(site: Path, pages: dict[str, Page]) -> None:
    @cache
    def weight(address: str) -> int:
        return len(gzip.compress((site / address).read_bytes(), 6))

    heavy = {}
    for page in pages.values():
        asked = page.loads()
        assert len(asked) + 1 <= 6, page.address
        size = len(gzip.compress(page.html.encode(), 6)) + sum(weight(address) for address in asked)
        if size > 50_000:
            heavy[page.address] = size
    assert not heavy


def test_site_says_who_runs_it(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert "本站不是政府网站" in page.text, page.address
        assert "运营" in page.text, page.address


# ── the same, and elsewhere ──────────────────────────────────────────────────


def test_without_site_url_no_canonical_and_no_sitemap(tmp_path: Path) -> None:
    done = build(small(tmp_path, site_url=None))
    assert done.returncode == 0, said(done)
    assert "site_url" in said(done)
    site = tmp_path / "site"
    assert not list(site.glob("sitemap*"))
    pages = pages_of(site)
    assert not [page.address for page in pages.values() if page.rel("canonical")]
    assert not broken_links(site, {key: page for key, page in pages.items() if key != "404.html"})


def test_site_url_without_its_slash(tmp_path: Path) -> None:
    done = build(small(tmp_path, site_url=URL.rstrip("/")))
    assert done.returncode == 0, said(done)
    pages = pages_of(tmp_path / "site")
    assert pages["jia/duties/"].rel("canonical") == [f"{URL}jia/duties/"]
    assert pages["guide/"].rel("canonical") == [f"{URL}guide/"]


def test_own_templates_come_before_the_packages(tmp_path: Path) -> None:
    theme = {"name": "material", "language": "zh", "font": False, "custom_dir": "own"}
    folder = small(tmp_path, theme=theme)
    (folder / "own/lists").mkdir(parents=True)
    (folder / "own/lists/_moved.html").write_text("x", "utf-8")
    rows = (
        '{% for group in groups %}{% for row in group.rows %}<p id="{{ row.item.id }}">一行</p>{% endfor %}{% endfor %}'
    )
    page = f'<h1>自己的样子</h1>{rows}{{% include "_foot.html" %}}'
    (folder / "own/lists/duties.html").write_text(page, "utf-8")
    done = build(folder)
    assert done.returncode == 0, said(done)
    assert "自己的样子" in (folder / "site/jia/duties/index.html").read_text("utf-8")
