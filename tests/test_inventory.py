"""The inventory of the five documents: every row has its place on the sources page, or says why it has none."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from site_fixtures import HEAD, ROOT, SMALL, build, built, put, said, small
from site_pages import Page, lists, outward, pages_of, plain_yaml, target

COUNTS = {"0": 28, "1": 18, "2": 12, "3": 8, "4": 15}
PAGE = "about/sources/"


@cache
def documents() -> list[dict[str, Any]]:
    return plain_yaml((ROOT / "lists/_site/inventory.yml").read_bytes())["documents"]


def rows() -> list[dict[str, str]]:
    return [row for document in documents() for row in document["rows"]]


@cache
def named() -> dict[str, set[tuple[str, str]]]:
    """Row → the addresses of the lists and items that name it: (page, anchor)."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in lists():
        for source in one.data.get("sources", ()):
            for row in source.get("rows", ()):
                found.setdefault(row, set()).add((one.page, ""))
        for item in one.items:
            spot = (f"{one.area}{one.kind}/{item['id']}/", "")
            if one.kind not in ("certificates", "services"):
                spot = (one.page, item["id"])
            for source in item.get("sources", ()):
                for row in source.get("rows", ()):
                    found.setdefault(row, set()).add(spot)
    return found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


@pytest.fixture(scope="module")
def table(pages: dict[str, Page]) -> dict[str, str]:
    """The rows of the sources page as they stand in its HTML, by number."""
    cells = re.findall(r"<tr><td[^>]*>(\d\.\d+)</td>(.*?)</tr>", pages[PAGE].html, re.S)
    assert len(cells) == len(dict(cells)), "a row stands twice"
    return dict(cells)


def test_the_five_documents_are_counted_in_full() -> None:
    assert [document["no"] for document in documents()] == list(COUNTS)
    for document in documents():
        wanted = [f"{document['no']}.{number}" for number in range(1, COUNTS[document["no"]] + 1)]
        assert [row["no"] for row in document["rows"]] == wanted
    assert len(rows()) == 81


def test_every_row_is_on_the_page(table: dict[str, str]) -> None:
    assert list(table) == [row["no"] for row in rows()]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["no"])
def test_row_has_a_place_or_a_reason(row: dict[str, str]) -> None:
    if row["publish"] == "不公布":
        assert row.get("reason"), "say why it is not published"
    else:
        assert named().get(row["no"]) or row.get("reason"), (
            "name it in sources[].rows of a list, or say why there is none"
        )


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["no"])
def test_what_is_not_published_is_not_published(row: dict[str, str]) -> None:
    if row["publish"] == "不公布":
        assert not named().get(row["no"])


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["no"])
def test_row_leads_to_where_it_is_published(pages: dict[str, Page], table: dict[str, str], row: dict[str, str]) -> None:
    cell = Page(PAGE, table[row["no"]])
    assert row["what"] in cell.text
    found = {target(PAGE, link) for _, link in cell.links() if not outward(link)}
    assert found == named().get(row["no"], set())
    for address, anchor in found:
        assert address in pages
        assert not anchor or anchor in pages[address].ids, (address, anchor)
    if not found:
        assert row["reason"] in cell.text


def test_lists_name_only_rows_that_are_there() -> None:
    assert not set(named()) - {row["no"] for row in rows()}


# ── small ────────────────────────────────────────────────────────────────────


def small_page(folder: Path, files: dict[str, Any]) -> Page:
    small(folder, files)
    put(folder / "content/about/sources.md", "# 资料来源\n\n<!-- mingbai:inventory -->\n")
    done = build(folder)
    assert done.returncode == 0, said(done)
    return pages_of(folder / "site")[PAGE]


def test_without_an_inventory_the_page_is_empty(tmp_path: Path) -> None:
    page = small_page(tmp_path, {})
    assert "mingbai:" not in page.html
    assert not page.all("table")


def test_rows_of_a_list_and_of_an_item(tmp_path: Path) -> None:
    guide, source = SMALL["jia/guides.yml"]["items"][0], HEAD["sources"][0]
    cells = [("7.1", "清单", None), ("7.10", "数字", None), ("7.2", "不公布", "没有内容"), ("7.3", "清单", None)]
    told = [
        {"no": no, "what": f"<b>第{no}条", "publish": publish, **({"reason": reason} if reason else {})}
        for no, publish, reason in cells
    ]
    page = small_page(
        tmp_path,
        {
            "_site/inventory.yml": {"documents": [{"no": "7", "title": "某<文件", "place": "甲县", "rows": told}]},
            "jia/guides.yml": {
                **HEAD,
                "sources": [{**source, "rows": ["7.1", "7.10"]}],
                "items": [{**guide, "sources": [{**source, "rows": ["7.10"]}]}],
            },
        },
    )
    found = dict(re.findall(r"<tr><td[^>]*>([\d.]+)</td>(.*?)</tr>", page.html, re.S))
    links = {no: {target(PAGE, link) for _, link in Page(PAGE, cell).links()} for no, cell in found.items()}
    assert links == {
        "7.1": {("jia/guides/", "")},
        "7.10": {("jia/guides/", ""), ("jia/guides/", "duijie")},
        "7.2": set(),
        "7.3": set(),
    }
    assert "没有内容" in found["7.2"]
    assert "没有公布" in found["7.3"]
    assert "<b>第7.1条" in page.text
    assert "某<文件" in page.text
