"""Old addresses of a built site: a page at each, lines for web servers, and no trace of them anywhere else."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from moved_fixtures import FILES, MOVED
from site_fixtures import BASE, URL, build, mingbai, said, small, tree
from site_pages import Page, broken_links, pages_of, target
from test_moved import by_host, by_nginx


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = small(tmp_path_factory.mktemp("moved"), {**FILES, "_site/moved.yml": MOVED})
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


def led(page: Page) -> set[str]:
    """Where the text of an old address leads."""
    article = page.html.split("<article>")[1].split("</article>")[0]
    return {target(page.address, link)[0] for _, link in Page(page.address, article).links()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("certificates/jiu/", "certificates/qinshu/"),
        ("certificates/zui-jiu/", "certificates/qinshu/"),
        ("certificates/zui-jiu/sheet/", "certificates/qinshu/sheet/"),
        ("jia/qing/", "jia/jing/"),
        ("jia/ying/duties/", "jia/jing/duties/"),
        ("jia/qing/report/", "jia/jing/report/"),
        ("jia/qing/noticeboard/a3/", "jia/jing/noticeboard/a3/"),
        ("jia/qing/certificates/zui-jiu/", "jia/jing/certificates/qinshu/"),
        ("jia/qing/services.lao/", "jia/jing/services.er/"),
        ("jia/qing/services/dibao/", "jia/jing/services/dibao/"),
        ("yi/services/", "jia/jing/services.er/"),
        ("yi/services/jiu-dibao/", "jia/jing/services/dibao/"),
        ("jia/cun/duties/", "jia/duties/"),
    ],
)
def test_an_old_address_leads_to_the_end_at_once(pages: dict[str, Page], old: str, new: str) -> None:
    page = pages[old]
    assert led(page) == {new}
    assert page.rel("canonical") == [URL + new]
    assert page.meta("robots") == "noindex"
    [refresh] = [tag for tag in page.all("meta") if tag.attrs.get("http-equiv") == "refresh"]
    delay, _, url = refresh.attrs["content"].partition("; url=")
    assert (delay, target(old, url)[0]) == ("0", new)
    assert re.search('<noscript><meta http-equiv="refresh"[^>]*></noscript>', page.html)


def test_an_old_address_says_what_happened_and_why(pages: dict[str, Page]) -> None:
    renumbered, moved = pages["certificates/jiu/"].text, pages["jia/qing/duties/"].text
    assert "这一项换了编号" in renumbered
    assert "亲属关系证明" in renumbered
    assert "改名(2026-01-01)" in renumbered
    assert "这一页换了地址" in moved
    assert "泾镇" in moved
    assert "镇改了名(2025)" in moved


def test_a_split_item_leads_to_all_its_parts_with_their_answers(pages: dict[str, Page]) -> None:
    for area in ("", "jia/jing/", "jia/qing/"):
        page = pages[f"{area}certificates/he/"]
        here = area.replace("qing", "jing")
        assert led(page) == {f"{here}certificates/qinshu/", f"{here}certificates/tongzhu/"}
        assert "不用村里开" in page.text
        assert "村里能开" in page.text
        assert "一项拆成两项" in page.text
        assert 'http-equiv="refresh"' not in page.html, "nobody knows which one is meant"
        assert not page.rel("canonical")
        assert page.meta("robots") == "noindex"


def test_all_links_lead_somewhere(site: Path, pages: dict[str, Page]) -> None:
    assert not broken_links(site, pages)
    assert not [page.address for page in pages.values() if len(page.ids) != len(set(page.ids))]


def test_an_id_that_still_holds_from_above_keeps_its_page_and_its_row(pages: dict[str, Page]) -> None:
    assert "换了编号" not in pages["jia/jing/certificates/qinshu/"].text
    assert pages["jia/jing/certificates/"].ids.count("qinshu") == 1


def row(page: Page, key: str) -> str:
    """The HTML of one row."""
    return page.html.split(f'id="{key}" data-row')[1].split("data-row")[0]


@pytest.mark.parametrize(
    ("address", "old", "new"),
    [
        ("certificates/", "zui-jiu", "qinshu"),
        ("certificates/", "he", "qinshu"),
        ("jia/jing/duties/", "fang", "fangxun"),
        ("jia/jing/duties/", "zui-lao", "fanghuo"),
        ("jia/jing/services.er/", "jiu-dibao", "dibao"),
    ],
)
def test_an_old_anchor_stands_in_its_row(pages: dict[str, Page], address: str, old: str, new: str) -> None:
    assert f'class="old" id="{old}"' in row(pages[address], new)


def test_the_first_part_of_a_split_item_names_the_others(pages: dict[str, Page]) -> None:
    first = row(pages["jia/jing/duties/"], "fangxun")
    assert "拆成了几项" in first
    assert 'href="#fanghuo">森林防火</a>' in first
    assert "拆成了几项" not in row(pages["jia/jing/duties/"], "fanghuo")
    assert 'href="tongzhu/">同住证明</a>' in row(pages["certificates/"], "qinshu")


@pytest.mark.parametrize("name", ["data.json", "data.csv"])
def test_data_lie_at_their_old_addresses_as_well(site: Path, name: str) -> None:
    for old in ("jia/qing/services.lao/", "jia/ying/services.er/", "yi/services/"):
        assert (site / old / name).read_bytes() == (site / "jia/jing/services.er" / name).read_bytes()


def test_servers_lead_every_old_address_to_a_page_that_stands(
    site: Path, pages: dict[str, Page], tmp_path: Path
) -> None:
    done = mingbai("pack", "--to", str(tmp_path / "site"), cwd=site.parent)
    assert done.returncode == 0, said(done)
    lines = (tmp_path / "site/_redirects").read_text("utf-8")
    mapped = by_nginx((tmp_path / "site-server/nginx/mingbai/maps.conf").read_text("utf-8"))
    stubs = {page.address for page in pages.values() if page.all("a") and "data-moved" in page.html}
    assert stubs <= {old.removeprefix(BASE) for old in mapped}
    for old, new in mapped.items():
        assert by_host(lines, old) == new, old
        assert new not in mapped, "one step, not two"
        assert by_host(lines, new) is None
        file = tmp_path / "site" / new.removeprefix(BASE)
        assert (file / "index.html").is_file() if new.endswith("/") else file.is_file()
    for page in pages.keys() - stubs:
        if not page.startswith(("jia/qing/", "jia/ying/")):
            assert by_host(lines, BASE + page) is None, page


def test_old_addresses_are_nowhere_else(site: Path, pages: dict[str, Page]) -> None:
    old = {page.address for page in pages.values() if page.meta("robots") == "noindex"}
    named = {node.text or "" for node in ElementTree.parse(site / "sitemap.xml").getroot().iter()}
    assert "certificates/he/" in old
    assert not {URL + page for page in old} & named
    assert {URL + "jia/jing/duties/", URL + "certificates/qinshu/"} <= named
    for page in pages.values():
        if page.address not in old:
            assert not {target(page.address, link)[0] for _, link in page.links()} & old, page.address
    found = "".join(file.read_text("utf-8") for file in site.rglob("search*/*.json"))
    found += "".join(file.read_text("utf-8") for file in site.rglob("search.json"))
    assert not [page for page in old if f'"{page}"' in found]
    assert not list(site.glob("jia/qing/**/search.json"))


def test_clients_of_the_api_can_follow(site: Path) -> None:
    moved = json.loads((site / "api/v1/index.json").read_text("utf-8"))["moved"]
    assert {"kind": "certificates", "area": None, "old": "zui-jiu", "new": ["qinshu"]} in moved["ids"]
    assert {"kind": "duties", "area": "jia/jing", "old": "fang", "new": ["fangxun", "fanghuo"]} in moved["ids"]
    assert {"old": "jia/qing/", "new": "jia/jing/"} in moved["addresses"]
    assert {"old": "jia/qing/services.lao/", "new": "jia/jing/services.er/"} in moved["addresses"]


def test_without_an_address_of_the_site_stubs_name_none(tmp_path: Path) -> None:
    folder = small(tmp_path, {**FILES, "_site/moved.yml": MOVED}, site_url=None)
    assert build(folder).returncode == 0
    page = pages_of(folder / "site")["jia/qing/duties/"]
    assert not page.rel("canonical")
    assert led(page) == {"jia/jing/duties/"}
    assert (folder / "site/_redirects").read_text("utf-8").startswith("/certificates/jiu/ /certificates/qinshu/ 301\n")


def test_where_nothing_moved_nothing_is_written_for_servers(tmp_path: Path) -> None:
    assert build(small(tmp_path)).returncode == 0
    assert not (tmp_path / "site/_redirects").exists()
    index = json.loads((tmp_path / "site/api/v1/index.json").read_text("utf-8"))
    assert index["moved"] == {"ids": [], "addresses": []}


def test_a_second_build_changes_nothing(site: Path) -> None:
    before = tree(site)
    assert build(site.parent).returncode == 0
    assert tree(site) == before


def test_a_situation_that_names_an_old_place_or_a_split_item_is_told_the_new_ones(tmp_path: Path) -> None:
    items = [{"kind": "duties", "area": "jia/qing", "id": "fanghuo"}, {"kind": "certificates", "id": "he"}]
    one = {"id": "e", "name": "某情况", "about": "某事。", "questions": [{"items": items}]}
    lists = {**FILES, "_site/moved.yml": MOVED, "_site/situations.yml": {"situations": [one]}}
    words = said(build(small(tmp_path, lists)))
    assert "没有 jia/qing 这个地方。这个地方换了地址,写 jia/jing" in words
    assert "已经拆成几项,写 qinshu 或 tongzhu" in words


def test_an_item_that_is_gone_for_good_says_so_and_leads_nobody_away(site: Path, pages: dict[str, Page]) -> None:
    page = pages["certificates/cuo/"]
    assert "这一项取消了,没有哪一项接替它" in page.html
    assert "原因:录错了,来源里没有" in page.html
    assert led(page) == {"certificates/"}
    assert 'http-equiv="refresh"' not in page.html
    assert "/cuo" not in (site / "_redirects").read_text("utf-8")
