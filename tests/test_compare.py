"""Township against township: what all have, what only some have, who leads where, and how it was matched."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from mingbai.rules.duplicate_name import normal
from site_fixtures import DUTY, HEAD, build, built, said, small
from site_pages import Page, RealList, broken_links, index_of, lists, outward, pages_of, target

DEMO = "demo/compare/duties/"
COUNTY = "jia/compare/duties/"
HEADINGS = ("规定不一样的", "只有部分地方有的", "都一样的")
LINK = "别的乡镇怎么规定"


def sections(page: Page) -> dict[str, dict[str, str]]:
    """Heading → name → the row's HTML; the number beside each heading must be right."""
    found: dict[str, dict[str, str]] = {}
    for title, count, rows in re.findall(
        r"<section data-group><h2>(\S+?)\((\d+)\)</h2>(.*?)</section>", page.html, re.S
    ):
        items = re.findall(r"<li data-row><strong>(.*?)</strong>(.*?)</li>", rows, re.S)
        assert len(items) == int(count), title
        found[title] = dict(items)
    assert list(found) == [title for title in HEADINGS if title in found]
    return found


def township(*items: dict[str, Any], **header: Any) -> dict[str, Any]:
    return {**HEAD, **header, "items": list(items)}


def duty(name: str, role: str = "基本", key: str = "", **fields: Any) -> dict[str, Any]:
    return {"id": key or f"d{crc32(name.encode())}", "name": name, "role": role, **fields}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


@pytest.fixture
def county(tmp_path: Path) -> Callable[..., dict[str, Page]]:
    """A county with some townships and their lists, built; its pages."""

    def make(own: dict[str, Any] | None = None, **towns: Any) -> dict[str, Page]:
        files: dict[str, Any] = {}
        for name, found in towns.items():
            files[f"jia/{name}/area.yml"] = {"name": f"{name}镇", "level": "乡"}
            many = found if isinstance(found, list) else [found]
            for number, one in enumerate(one for one in many if one):
                files[f"jia/{name}/duties{f'.l{number}' if number else ''}.yml"] = one
        folder = small(tmp_path, files)
        if own is None:
            (folder / "lists/jia/duties.yml").unlink()
        else:
            files["jia/duties.yml"] = own
            small(folder, files)
        done = build(folder)
        assert done.returncode == 0, said(done)
        found = pages_of(folder / "site")
        assert not broken_links(folder / "site", found)
        return found

    return make


# ── the invented county ──────────────────────────────────────────────────────


def towns() -> dict[str, RealList]:
    return {one.area: one for one in lists() if one.kind == "duties" and one.area.startswith("demo/")}


def test_demo_compares_two_townships(pages: dict[str, Page]) -> None:
    assert len(towns()) == 2
    page = pages[DEMO]
    assert "东坡街道" in page.text
    assert "柳溪镇" in page.text
    assert "推测" in page.text


def test_demo_shows_all_three_ways(pages: dict[str, Page]) -> None:
    """The invented county is there to show what the page can do: its townships differ on some lead department."""
    assert set(sections(pages[DEMO])) == set(HEADINGS)


def test_demo_rows_are_what_the_lists_say(pages: dict[str, Page]) -> None:
    """Counted from the lists alone: in both and alike, in both and different, in one."""
    one, two = ({normal(item["name"]): item for item in town.items} for town in towns().values())
    fields = ("role", "lead_department", "receiving_department")
    wanted: dict[str, set[str]] = {title: set() for title in HEADINGS}
    for name in one.keys() | two.keys():
        here, there = one.get(name), two.get(name)
        if here is None or there is None:
            wanted["只有部分地方有的"].add(name)
        elif [here.get(key) for key in fields] == [there.get(key) for key in fields]:
            wanted["都一样的"].add(name)
        else:
            wanted["规定不一样的"].add(name)
    found = sections(pages[DEMO])
    for title in HEADINGS:
        assert {normal(name) for name in found.get(title, ())} == wanted[title], title


def test_demo_rows_lead_to_every_item(pages: dict[str, Page]) -> None:
    linked = {target(DEMO, link) for _, link in pages[DEMO].links() if not outward(link)}
    assert {(town.page, item["id"]) for town in towns().values() for item in town.items} <= linked


def test_demo_items_ask_how_others_do(pages: dict[str, Page]) -> None:
    for town in towns().values():
        page = pages[town.page]
        asked = [tag for tag in page.all("a") if tag.text == LINK]
        assert len(asked) == len(town.items)
        for tag in asked:
            address, anchor = target(page.address, tag.attrs["href"])
            assert address == DEMO
            assert anchor in pages[DEMO].ids


def test_demo_place_page_leads_there(pages: dict[str, Page]) -> None:
    assert DEMO in {target("demo/", link)[0] for _, link in pages["demo/"].links()}
    assert "示例数据,不作依据" in pages[DEMO].text


# ── small counties ───────────────────────────────────────────────────────────


def test_three_ways_to_differ(county: Callable[..., dict[str, Page]]) -> None:
    lead = {"role": "配合", "name": "防汛", "id": "fangxun"}
    pages = county(
        yi=township(duty("森林防火"), {**lead, "lead_department": ["水利局"]}, duty("河道巡查")),
        bing=township(duty("森林 防火"), {**lead, "lead_department": ["应急局"]}, duty("宠物登记", "收回")),
    )
    found = sections(pages[COUNTY])
    assert {title: set(rows) for title, rows in found.items()} == {
        "都一样的": {"森林 防火"},  # as the first place names it: bing comes before yi
        "规定不一样的": {"防汛"},
        "只有部分地方有的": {"河道巡查", "宠物登记"},
    }
    differ = found["规定不一样的"]["防汛"]
    assert "配合水利局" in differ
    assert "配合应急局" in differ
    assert "bing镇的清单里没有" in found["只有部分地方有的"]["河道巡查"]
    assert "yi镇的清单里没有" in found["只有部分地方有的"]["宠物登记"]
    assert "推测" in pages[COUNTY].text
    assert "2 个地方" in pages[COUNTY].text


def test_by_id_where_the_county_has_a_list_to_refer_to(county: Callable[..., dict[str, Page]]) -> None:
    pages = county(
        own=township(duty("森林防火", key="a"), duty("防汛", key="b")),
        yi=township(duty("森林防火", key="a"), duty("防汛抗旱", key="b")),
        bing=township(duty("护林防火", key="a"), duty("防汛抗旱", key="c")),
    )
    found = sections(pages[COUNTY])
    assert "推测" not in pages[COUNTY].text
    assert "编号" in pages[COUNTY].text
    assert set(found["都一样的"]) <= {"森林防火", "护林防火"}
    assert len(found["都一样的"]) == 1
    assert set(found["只有部分地方有的"]) == {"防汛抗旱"} or len(found["只有部分地方有的"]) == 2


def test_one_township_is_compared_with_nobody(county: Callable[..., dict[str, Page]]) -> None:
    pages = county(yi=township(duty("森林防火")), bing=None)
    assert not [address for address in pages if "compare" in address]
    assert LINK not in pages["jia/yi/duties/"].text
    assert "比较" not in pages["jia/"].text


def test_townships_of_two_counties_are_not_compared(tmp_path: Path) -> None:
    files = {
        "jia/yi/area.yml": {"name": "乙镇", "level": "乡"},
        "jia/yi/duties.yml": township(duty("森林防火")),
        "bing/area.yml": {"name": "丙县", "level": "县"},
        "bing/ding/area.yml": {"name": "丁镇", "level": "乡"},
        "bing/ding/duties.yml": township(duty("森林防火")),
    }
    assert build(small(tmp_path, files)).returncode == 0
    assert not list((tmp_path / "site").glob("**/compare/**/index.html"))


def test_all_that_have_nothing_in_common(county: Callable[..., dict[str, Page]]) -> None:
    found = sections(county(yi=township(duty("甲事")), bing=township(duty("乙事")), ding=township())[COUNTY])
    assert set(found) == {"只有部分地方有的"}
    assert "ding镇" in found["只有部分地方有的"]["甲事"]


def test_one_name_in_two_of_a_townships_three_lists(county: Callable[..., dict[str, Page]]) -> None:
    """基本 and 配合 may bear one name (C302 lets them): both are compared, both anchors stand."""
    lead = {"lead_department": ["水利局"]}
    pages = county(
        yi=township(duty("防汛", key="a"), duty("防汛", "配合", key="b", **lead)), bing=township(duty("防汛", key="a"))
    )
    assert {"yi-a", "yi-b", "bing-a"} <= set(pages[COUNTY].ids)


def test_a_list_beside_the_main_one_is_compared_as_well(county: Callable[..., dict[str, Page]]) -> None:
    pages = county(
        yi=[township(duty("防汛", key="a")), township(duty("防火", "收回", key="b"))],
        bing=township(duty("防火", key="a")),
    )
    assert "防火" in sections(pages[COUNTY])["规定不一样的"]


def test_a_list_that_is_over_is_not_what_a_township_says(county: Callable[..., dict[str, Page]]) -> None:
    pages = county(
        yi=[township(duty("防火", key="a")), township(duty("防汛", key="b"), status="废止")],
        bing=township(duty("防火", key="a")),
    )
    assert "防汛" not in pages[COUNTY].text


def test_hostile_names(county: Callable[..., dict[str, Page]]) -> None:
    evil = '"><script>alert(1)</script>{{7*7}}'
    lead = {"lead_department": [evil]}
    page = county(yi=township(duty(evil, "配合", key="a", **lead)), bing=township(duty(evil, key="a")))[COUNTY]
    assert evil in page.text
    assert not [tag for tag in page.scripts() if not tag.attrs.get("src")]


def test_provinces_are_not_townships(tmp_path: Path) -> None:
    """A comparison is of neighbours that are townships; two provinces' lists are not asked 别的乡镇."""
    files: dict[str, Any] = {}
    for name in ("yi", "bing"):
        files[f"{name}/area.yml"] = {"name": f"{name}省", "level": "省"}
        files[f"{name}/duties.yml"] = township(DUTY)
    assert build(small(tmp_path, files)).returncode == 0
    pages = pages_of(tmp_path / "site")
    assert LINK not in pages["yi/duties/"].text
    assert not [address for address in pages if address.startswith("compare/")]


def test_the_invented_county_is_compared_with_no_real_one(tmp_path: Path) -> None:
    files: dict[str, Any] = {
        "demo/area.yml": {"name": "示例县", "level": "县"},
        "demo/duties.yml": township(duty("示例事项")),
    }
    assert build(small(tmp_path, files)).returncode == 0
    pages = pages_of(tmp_path / "site")
    told = {address for address, page in pages.items() if "示例事项" in page.text and not address.startswith("demo/")}
    assert not told
    assert not [one for one in index_of(tmp_path / "site") if "示例" in one.name]
