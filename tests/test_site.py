"""The built site as a contract: its addresses, anchors, data and indexes, and the invented county kept apart."""

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mingbai.kinds import KINDS
from site_fixtures import AS_OF, DEMO, URL, built
from site_pages import Page, RealList, areas, index_of, lists, outward, pages_of, target

PROMISED = [
    *("certificates/index.html", "hubei/certificates/index.html", "guizhou/qianxinan/certificates/index.html"),
    *("guizhou/liupanshui/report/index.html", "certificates/qinshu-guanxi/index.html", "all/index.html"),
    *("api/v1/index.json", "schemas/certificates.json", "sitemap.xml", "index.html", "404.html", "report/index.html"),
    "search/index.json",
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory)


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


@cache
def entries(site: Path) -> dict[str, str]:
    """What search leads to → every name under which it finds it."""
    found: dict[str, str] = {}
    for entry in index_of(site):
        for page in entry.pages:
            found[page] = found.get(page, "") + " " + entry.words
    return found


def read_json(file: Path) -> dict:
    return json.loads(file.read_text("utf-8"))


def spot(one: RealList, item: dict) -> str:
    """Where an item is read: its answer page, or its anchor on the list's page."""
    if one.kind in ("certificates", "services"):
        return f"{one.area}{one.kind}/{item['id']}/"
    return f"{one.page}#{item['id']}"


def sitemap(site: Path) -> list[str]:
    root = ElementTree.parse(site / "sitemap.xml").getroot()
    return [node.text or "" for node in root.iter() if node.tag.endswith("}loc")]


# ── what must be there ───────────────────────────────────────────────────────


@pytest.mark.parametrize("address", PROMISED)
def test_promised_address(site: Path, address: str) -> None:
    assert (site / address).is_file()


def test_demo_townships_have_duties(site: Path) -> None:
    places = [page.parent.parent.name for page in site.glob("demo/*/duties/index.html")]
    assert len(set(places) - {"compare"}) == 2


def test_every_place_has_its_pages(pages: dict[str, Page]) -> None:
    missing = [page for area in areas() for page in (area, f"{area}report/") if page not in pages]
    assert not missing


def test_every_list_has_page_and_data(site: Path) -> None:
    wanted = [site / one.page / name for one in lists() for name in ("index.html", "data.json", "data.csv")]
    assert not [file for file in wanted if not file.is_file()]


def test_json_says_what_the_list_says(site: Path) -> None:
    for one in lists():
        data = read_json(site / one.page / "data.json")
        assert {key: data.get(key) for key in one.data} == one.data, one.page
        assert (data["kind"], data["page"]) == (one.kind, one.page)


def test_csv_says_what_the_list_says(site: Path) -> None:
    for one in lists():
        raw = (site / one.page / "data.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), one.page
        head, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
        assert all(re.search("[\u4e00-\u9fff]", cell) for cell in head), head
        assert len(rows) == len(one.items), one.page
        assert all(len(row) == len(head) for row in rows), one.page
        labels = {key: info.title for key, info in KINDS[one.kind].item.model_fields.items()}
        for row, item in zip(rows, one.items, strict=True):
            cells = dict(zip(head, row, strict=True))
            for key, value in item.items():
                parts = value if isinstance(value, list) else [value]
                told = [part for part in parts if isinstance(part, str)]
                assert all(part in cells[labels[key]] for part in told), (one.page, item["id"], key)


def test_every_item_has_its_anchor(pages: dict[str, Page]) -> None:
    missing = [
        f"{one.page}#{item['id']}" for one in lists() for item in one.items if item["id"] not in pages[one.page].ids
    ]
    assert not missing


def test_every_certificate_has_its_answer_page(pages: dict[str, Page]) -> None:
    wanted = [(spot(one, item), item["name"]) for one in lists() if one.kind == "certificates" for item in one.items]
    assert len(wanted) > 60
    assert not [page for page, _ in wanted if page not in pages]
    assert not [page for page, name in wanted if name not in pages[page].text]


def test_answer_comes_first(pages: dict[str, Page]) -> None:
    for address, word in {
        "certificates/qinshu-guanxi/": "不用村里开",
        "guizhou/qianxinan/certificates/juzhu/": "村里能开",
    }.items():
        page = pages[address]
        main = page.html.index("<main")
        assert page.html.index("<h1", main) < page.html.index(word, main) < page.html.index("依据", main)


def test_every_real_item_is_in_all(pages: dict[str, Page]) -> None:
    index = [page for address, page in pages.items() if address.startswith("all/")]
    linked = {target(page.address, link) for page in index for _, link in page.links() if not outward(link)}
    text = "\n".join(page.text for page in index)
    for one in lists():
        for item in one.items if not one.demo else ():
            address, _, anchor = spot(one, item).partition("#")
            assert (address, anchor) in linked, (one.page, item["id"])
            assert not [word for word in (item["name"], *item.get("aliases", ())) if word not in text], (
                one.page,
                item["id"],
            )


def test_search_knows_every_real_item_by_every_name(site: Path) -> None:
    known = entries(site)
    for one in lists():
        for item in one.items if not one.demo else ():
            words = known.get(spot(one, item), "")
            assert not [word for word in (item["name"], *item.get("aliases", ())) if word not in words], (
                one.page,
                item["id"],
            )


def test_search_leads_to_pages_that_are_there(site: Path, pages: dict[str, Page]) -> None:
    for found in index_of(site):
        for page in found.pages:
            address, _, anchor = page.partition("#")
            assert address in pages, page
            assert not anchor or anchor in pages[address].ids, page


def test_search_tells_the_village_answer(site: Path) -> None:
    found = next(f for f in index_of(site) if "certificates/qinshu-guanxi/" in f.pages)
    assert (found.name, found.answers["certificates/qinshu-guanxi/"]) == ("亲属关系证明", "不用村里开")


def test_api_names_every_real_list_and_place(site: Path) -> None:
    index = read_json(site / "api/v1/index.json")
    assert sorted(row["page"] for row in index["lists"]) == sorted(one.page for one in lists() if not one.demo)
    assert sorted(row["page"] for row in index["areas"]) == sorted(
        area for area in areas() if not area.startswith(DEMO)
    )
    assert {row["kind"] for row in index["lists"]} <= {kind["key"] for kind in index["kinds"]}
    for row in index["lists"]:
        assert row["items"] == len(read_json(site / row["json"]).get("items", ())), row["page"]
        assert (site / row["csv"]).is_file()
    assert all((site / kind["schema"]).is_file() for kind in index["kinds"])
    assert index["as_of"] == AS_OF


def test_home_asks_the_questions_people_come_with(pages: dict[str, Page]) -> None:
    text = pages[""].text
    for words in ("想办什么?想开什么证明?", "村里能开什么证明", "乡镇管什么、不管什么", "村里能挂什么牌子", "我要举报"):
        assert words in text, words
    linked = {target("", link)[0] for _, link in pages[""].links()}
    assert {"certificates/", "report/", "hubei/", "guizhou/"} <= linked


def test_report_page_shows_what_nobody_checked(pages: dict[str, Page]) -> None:
    text = pages["guizhou/liupanshui/report/"].text
    assert "干扰为基层减负工作举报电话及邮箱" in text
    assert "待核实" in text
    assert "12345" in text


def test_every_page_leads_to_the_report_page_of_its_place(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        if address == "404.html":
            continue
        place = max((area for area in areas() if address.startswith(area)), key=len)
        assert f"{place}report/" in {target(address, link)[0] for _, link in page.links()}, address


# ── the invented county ──────────────────────────────────────────────────────


@pytest.mark.parametrize("address", ["", "all/", "report/"])
def test_demo_is_not_on_pages_of_the_whole(pages: dict[str, Page], address: str) -> None:
    assert not [link for _, link in pages[address].links() if target(address, link)[0].startswith(DEMO)]


def test_demo_is_in_no_index(site: Path) -> None:
    assert not [page for found in index_of(site) for page in found.pages if page.startswith(DEMO)]
    assert not [page for page in sitemap(site) if "/demo/" in page]
    assert "demo/" not in (site / "api/v1/index.json").read_text("utf-8")


def test_demo_contacts_reach_no_real_page(pages: dict[str, Page]) -> None:
    assert not [
        address for address, page in pages.items() if not page.demo and "0000-" in page.text and "report" in address
    ]


def test_demo_pages_say_that_they_are(pages: dict[str, Page]) -> None:
    demo = [page for page in pages.values() if page.demo]
    assert len(demo) > 20
    for page in demo:
        assert "示例数据,不作依据" in page.text, page.address
        assert "noindex" in page.meta("robots"), page.address
        assert not page.rel("canonical"), page.address


def test_real_pages_do_not_turn_readers_away(pages: dict[str, Page]) -> None:
    for page in pages.values():
        if not page.demo and page.address != "404.html":
            assert "示例数据,不作依据" not in page.text, page.address
            assert ("noindex" in page.meta("robots")) is ("/@" in page.address), page.address


# ── an answer, for people and for machines ───────────────────────────────────


def test_an_answer_says_for_machines_what_it_says_for_people(pages: dict[str, Page]) -> None:
    page = pages["certificates/hunyin-zhuangkuang/"]
    service, asked = page.linked()
    assert (service["@type"], service["name"]) == ("GovernmentService", "婚姻状况证明")
    assert (service["provider"]["@type"], service["provider"]["name"]) == ("GovernmentOffice", "婚姻登记机关")
    assert "单身证明" in service["alternateName"]
    assert service["url"] == URL + page.address
    (question,) = asked["mainEntity"]
    assert question["name"] == "村里能开婚姻状况证明吗?"
    assert question["acceptedAnswer"]["text"].startswith("不用村里开。")


def test_every_answer_of_a_real_place_has_data_and_no_value_is_unknown(pages: dict[str, Page]) -> None:
    own = re.compile(r"(certificates|services)/(?!changes/)[^/@]+/$")
    answers = [page for page in pages.values() if own.search(page.address)]
    answers = [page for page in answers if not page.address.startswith("all/")]
    assert len(answers) > 500
    for page in answers:
        told = page.linked()
        assert bool(told) is not page.demo, page.address
        for service in told[:1]:
            who = [service.get("provider"), service.get("availableChannel")]
            assert "待核实" not in json.dumps(who, ensure_ascii=False), page.address


def test_report_pages_name_their_contacts_for_machines(pages: dict[str, Page]) -> None:
    (body,) = pages["report/"].linked()
    assert "12345" in [point["telephone"] for point in body["contactPoint"]]
    assert {point["@type"] for point in body["contactPoint"]} == {"ContactPoint"}
