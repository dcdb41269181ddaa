"""A finished site is verified before it takes the place of the old one: pages, links, counts."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import build_fixtures
from build_fixtures import clear, edit, names
from helpers import many
from mingbai.areas import scan
from mingbai.site.complete import lacking
from mingbai.site.judge import judge
from mingbai.site.links import exactly, seen, text
from mingbai.site.output import Output, files_of
from mingbai.site.verify import Promise, Reader, target
from site_fixtures import DUTY, HEAD, ROOT, URL, build, put, run, said, tree

master, folder = build_fixtures.master, build_fixtures.folder

OWN = {"name": "material", "language": "zh", "font": False, "custom_dir": "own"}
OVERRIDES = ROOT / "overrides"


def own(folder: Path, template: str, old: str, new: str) -> None:
    """A site's own template: the package's with something changed."""
    html = (OVERRIDES / template).read_text("utf-8")
    assert old in html
    put(folder / "own" / template, html.replace(old, new))
    edit(folder, theme=OWN)


def refused(folder: Path, *told: str) -> str:
    """A build that is refused with these lines, and the old site as it was."""
    before, around = tree(folder / "site"), names(folder)
    done = build(folder)
    clear(done, 2)
    for line in told:
        assert line in said(done)
    assert tree(folder / "site") == before
    assert names(folder) == around
    return said(done)


# ── what a build refuses ─────────────────────────────────────────────────────


def test_a_template_that_loses_rows(folder: Path) -> None:
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [DUTY, {**DUTY, "id": "fangxun", "name": "防汛"}]})
    own(folder, "lists/duties.html", "group.rows, address", "group.rows[1:], address")
    refused(
        folder,
        "jia/duties/index.html: 应有 2 项,这一页上少了 1 项:fanghuo",
        "api/v1/index.json: jia/duties/ 写了 2 项,那一页上有 1 项",
    )


def test_a_template_that_shows_rows_twice(folder: Path) -> None:
    own(folder, "lists/_items.html", "for row in group.rows %}", "for row in group.rows + group.rows %}")
    refused(folder, "jia/powers/index.html: 有 1 项在这一页上不止一次:chufa")


def test_a_template_whose_rows_lost_their_anchors(folder: Path) -> None:
    """Search, situations and other lists lead to them."""
    own(folder, "lists/signboards.html", 'id="{{ item.id }}"', 'id="row-{{ item.id }}"')
    refused(folder, "jia/signboards/index.html: 应有 1 项,这一页上少了 1 项:weihui")


def test_an_anchor_of_the_frame_that_has_another_name(folder: Path) -> None:
    own(folder, "lists/report.html", 'id="_safe"', 'id="_sure"')
    refused(folder, "链到 jia/report/#_safe,那一页上没有这个位置", "链到 report/#_safe,那一页上没有这个位置")


def test_an_anchor_of_the_home_page_that_is_gone_is_missed_by_the_pages_below(folder: Path) -> None:
    """The frame of every page leads to the choice of places on the home page."""
    put(folder / "content/index.md", "# 首页\n\n<!-- mingbai:places -->\n")
    refused(folder, "链到 首页#_places,那一页上没有这个位置", "处也这样)")


def test_a_style_sheet_that_is_not_there_and_one_from_elsewhere(folder: Path) -> None:
    own(
        folder, "main.html", "<noscript>",
        '<link rel="stylesheet" href="{{ root }}assets/own.css"><script src="https://cdn.example/a.js"></script>\n<noscript>',
    )  # fmt: skip
    refused(folder, "链到 assets/own.css,网站里没有", "用了不能用的地址 https://cdn.example/a.js,网页只能取本站的文件")


def test_a_style_sheet_that_takes_what_is_not_there(folder: Path) -> None:
    css = (OVERRIDES / "assets/stylesheets/mingbai.css").read_text("utf-8")
    put(folder / "own/assets/stylesheets/mingbai.css", css + 'i{background:url("x.png")}b{background:url(//a.example)}')
    edit(folder, theme=OWN)
    page = "assets/stylesheets/mingbai.css"
    refused(folder, f"{page}: 要用 assets/stylesheets/x.png,网站里没有", f"{page}: 用了不能用的地址 //a.example")


def test_dead_links_of_hand_written_pages_all_at_once(folder: Path) -> None:
    put(folder / "content/guide/more.md", "# 说明\n\n[甲](gone.md) [乙](index.md#_gone) ![丙](c.png)\n")
    put(folder / "content/about/index.md", "# 关于\n\n<a href=\"../../../\">外</a> <a href='../jia/none/'>无</a>\n")
    refused(
        folder,
        "新网站有 5 处毛病",
        "guide/more/index.html: 链到 guide/more/gone.md,网站里没有",
        "guide/more/index.html: 链到 guide/#_gone,那一页上没有这个位置",
        "guide/more/index.html: 链到 guide/more/c.png,网站里没有",
        "about/index.html: 链到 ../../,网站里没有",
        "about/index.html: 链到 jia/none/,网站里没有",
    )


def test_words_that_only_look_like_links_are_no_fault(folder: Path) -> None:
    code = '`<a href="gone/">`\n\n    <img src="https://a.example/b.png">'
    text = f'# 说明\n\n{code}\n\n<!-- <a href="gone/"> -->\n\nx href="gone/" y\n'
    put(folder / "content/guide/index.md", text)
    clear(build(folder), 0)


def test_a_list_page_that_a_place_lost_is_a_dead_link_for_the_places_that_keep_theirs(folder: Path) -> None:
    """Pages that stay as they were are asked as well whether what they lead to still stands."""
    put(folder / "content/guide/index.md", "# 说明\n\n[看甲县的牌子](../jia/signboards/index.html)\n")
    clear(build(folder), 0)
    (folder / "lists/jia/signboards.yml").unlink()
    refused(folder, "guide/index.html: 链到 jia/signboards/,网站里没有")


def test_mkdocs_itself_warns_and_builds(folder: Path) -> None:
    put(folder / "content/about/index.md", '# 关于\n\n<a href="../none/">无</a>\n')
    done = run("-m", "mkdocs", "build", "-f", "mkdocs.yml", "-d", "other", cwd=folder)
    assert done.returncode == 0, said(done)
    assert "WARNING -  about/index.html: 链到 none/,网站里没有" in said(done)


def test_the_editor_is_verified_too(folder: Path) -> None:
    put(folder / "editor.yml", "forge: 本机\n")
    clear(build(folder), 0)


# ── what a finished site may lack ────────────────────────────────────────────


@pytest.mark.parametrize(
    "file",
    ["jia/index.html", "jia/report/index.html", "jia/duties/index.html", "certificates/data.csv", "jia/search.json"],
)
def test_every_place_has_its_pages(folder: Path, file: str) -> None:
    tree = scan(folder / "lists")
    assert lacking(folder / "site", files_of(folder / "site"), tree, []) == []
    (folder / "site" / file).unlink()
    assert f"{file}: 没有这个文件" in lacking(folder / "site", files_of(folder / "site"), tree, [])


def test_the_index_names_what_there_is(folder: Path) -> None:
    index = folder / "site/api/v1/index.json"
    told = json.loads(index.read_text("utf-8"))
    told["lists"][0]["page"] = "weg/"
    del told["areas"][1]
    put(index, json.dumps(told))
    found = lacking(folder / "site", files_of(folder / "site"), scan(folder / "lists"), [])
    assert found[0] == "api/v1/index.json: 地方应有 2 个,写了 1 个"
    assert found[1].startswith("api/v1/index.json: 清单应有 ")
    assert found[2] == "api/v1/index.json: 链到 weg/,网站里没有"


def test_data_for_programs_have_as_many_rows(tmp_path: Path) -> None:
    """A row lost, and rows that look otherwise than usual."""
    reader = Reader()
    output = Output(tmp_path, None, reader.read)
    output.write("a/index.html", '<p id="x"></p><p id="y"></p>')
    output.write("a/data.json", '{"items":[{"id":"x"}]}')
    output.write("a/data.csv", '编号,名称\r\nx,"一\r\n二"\r\ny,三\r\n')
    output.write("b/index.html", '<p id="x"></p>')
    output.write("b/data.json", '{"items":[{"name":"{\\"id\\":","id":"x"}]}')
    output.write("b/data.csv", "编号\r\n")
    note = reader.note([Promise("a/", ("x", "y"), True), Promise("b/", ("x",), True)])
    assert note.faults == (
        ("a/data.json", "清单有 2 项,文件里有 1 项"),
        ("b/data.csv", "清单有 1 项,文件里有 0 项"),
    )
    assert note.rows == (("a/", 2), ("b/", 1))


# ── feeds and maps of the site ───────────────────────────────────────────────


def test_addresses_of_feeds_and_sitemaps(tmp_path: Path) -> None:
    reader = Reader(URL)
    output = Output(tmp_path, None, reader.read)
    output.write("index.html", "")
    output.write(
        "feed.xml", f'<feed><link href="{URL}"/><link href="{URL}a/"/><link href="https://b.example/"/></feed>'
    )
    output.write("sitemap.xml", f"<urlset><url><loc>{URL}</loc></url><url><loc>{URL}c/</loc></url></urlset>")
    assert judge(tmp_path, files_of(tmp_path), [reader.note()], URL) == [
        "feed.xml: 链到 a/,网站里没有",
        "sitemap.xml: 链到 c/,网站里没有",
    ]


# ── reading a page ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("link", "page", "found"),
    [
        ("../b/", "a/x/index.html", "a/b/index.html"),
        ("../../", "a/x/index.html", "index.html"),
        ("./", "index.html", "index.html"),
        ("./", "a/index.html", "a/index.html"),
        ("..", "a/x/index.html", "a/index.html"),
        ("../../../c/", "a/x/index.html", "../c/index.html"),
        ("b.css?v=1", "a/index.html", "a/b.css"),
        ("b/#c", "a/index.html", "a/b/index.html#c"),
        ("#c", "a/index.html", "a/index.html#c"),
        ("#", "a/index.html", ""),
        ("?q=1", "a/index.html", ""),
        ("%E7%94%B2/", "index.html", "甲/index.html"),
        ("x/../b/./c/", "a/index.html", "a/b/c/index.html"),
        ("/sub/path/b/", "404.html", "b/index.html"),
        ("/elsewhere/", "404.html", ""),
        (f"{URL}b/", "a/index.html", "b/index.html"),
        ("https://b.example/", "index.html", ""),
        ("//b.example/", "index.html", ""),
        ("tel:12345", "index.html", ""),
        (" JavaScript:alert(1)", "index.html", None),
    ],
)
def test_where_a_link_leads(link: str, page: str, found: str | None) -> None:
    assert target(link, page, URL, "/sub/path/") == found


PIECES = [
    '<a href="x/">', "<a href='y/'>", "<a href=z/>", '<a href = "v/">', '<a\nhref="u/">', '<a\thref="t/">',
    '<img alt="" src="i.png">', '<img srcset="i.png 1x, j.png 2x">', '<video poster="p.png">', '<object data="o.svg">',
    '<form action="f/">', '<button formaction="g/">', '<link rel="stylesheet" href="s.css">',
    '<link href="c.css" rel="stylesheet">', '<link rel="canonical" href="https://a.example/">', '<p id="甲">',
    "<p id=b>", '<a href="?a=1&amp;b=2">', '<a title="id=3" href="n/">', "<i data-id=4>", "a = b", "\n", " ",
]  # fmt: skip


@given(parts=st.lists(st.sampled_from(PIECES), max_size=8))
@many(60)
def test_what_a_page_names_is_what_a_parser_finds(parts: list[str]) -> None:
    html = "".join(parts).encode()
    found, wanted = seen(html), exactly(html)
    assert {text(one) for one in found.links} == {text(one) for one in wanted.links}
    assert {text(one) for one in found.loads} == {text(one) for one in wanted.loads}
    assert [text(one) for one in found.ids] == [text(one) for one in wanted.ids]
