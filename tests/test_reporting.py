"""The report page of a place: all that somebody has to know before she reports, and nothing that harms her (W1–W17)."""

import re
from pathlib import Path
from typing import Any

import pytest

from site_fixtures import AS_OF, CALL, HEAD, build, built, said, small
from site_pages import Page, areas, lists, pages_of, target

TOWN = "demo/liuxi/report/"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


def reports(pages: dict[str, Page]) -> list[Page]:
    return [pages[f"{area}report/"] for area in areas()]


def leads(page: Page) -> set[str]:
    return {"#".join(part for part in target(page.address, link) if part) for _, link in page.links()}


# ── what is said, on every one ───────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        *("可以举报什么", "不收什么,该找谁", "说清哪几件事", "会怎么处理、多久", "实名还是匿名", "怎样保护您"),
        *("打击报复", "记错了,和故意诬告,不一样", "不便打电话、上网的", "这一页不做什么"),
        *("要您到村里开清单上写明不用村里开的证明", "挂清单以外的牌子", "清单以外的事派给乡镇或村里"),
        *("计划以外的发文、开会、督查检查", "强制下载软件,强制打卡", "不用单位的网络、电话、电脑和手机"),
        *("什么时候、在哪里", "哪个单位、哪个窗口、哪个工作群", "有什么可以作证", "15个工作日"),
        *("不用 Cookie,不存任何东西", "也不会替您发送任何内容", "本站不是政府网站", "可以直接找上级"),
    ],
)
def test_every_report_page_says(pages: dict[str, Page], words: str) -> None:
    assert not [page.address for page in reports(pages) if page.text.count(words) < 1]


@pytest.mark.parametrize("heading", ["可以举报什么", "不收什么,该找谁", "怎样保护您", "实名还是匿名"])
def test_each_thing_is_said_once(pages: dict[str, Page], heading: str) -> None:
    for page in reports(pages):
        assert [tag.text.strip() for tag in page.all("h2")].count(heading) == 1


def test_numbers_can_be_read_and_dialled_and_are_the_same(pages: dict[str, Page]) -> None:
    for page in reports(pages):
        calls = [tag for tag in page.all("a") if tag.attrs.get("href", "").startswith("tel:")]
        assert {"12345", "12388"} <= {tag.text.strip() for tag in calls}
        for tag in calls:
            digits = re.sub(r"[^0-9+]", "", tag.text.split("转")[0])
            assert tag.attrs["href"] == f"tel:{digits}"
        for tag in page.all("a"):
            if tag.attrs.get("href", "").startswith("mailto:") and "?" not in tag.attrs["href"]:
                assert tag.attrs["href"].removeprefix("mailto:") == tag.text.strip()


def test_every_real_place_has_two_bodies_one_above_the_township(pages: dict[str, Page]) -> None:
    for page in reports(pages):
        number = re.search(r"下面有 (\d+) 个机关,各管各的", page.text)
        assert number and int(number[1]) >= 2, page.address


def channels() -> list[tuple[str, dict[str, Any]]]:
    return [(one.area, item) for one in lists() if one.kind == "channels" for item in one.items]


@pytest.mark.parametrize(("area", "item"), channels(), ids=[f"{area}{item['id']}" for area, item in channels()])
def test_a_channel_says_what_is_known_and_what_is_not(pages: dict[str, Page], area: str, item: dict[str, Any]) -> None:
    page = pages[f"{area}report/"]
    card = page.html.split(f'id="{item["id"]}"', 1)[1].split('<div class="call"')[0].split("</section>")[0]
    if item["state"] == "停用":
        assert "停用</em>" in card and "tel:" not in card and "mailto:" not in card
        return
    told = {
        "hours": "几时有人接",
        "recorded": "录不录音",
        "anonymous": "可否匿名",
        "time_limit": "多久答复",
        "confidentiality": "怎样保密",
    }
    for field, words in told.items():
        unknown = item.get(field, "待核实") in ("待核实", "未知")
        assert (words in card.split("还未知:")[-1].split("</p>")[0] if "还未知:" in card else False) == unknown, field
    assert f"{item['authority']}处理" in card
    assert "上次核对" in card or "还没有人拨打核对过" in card
    assert "<dt>来源</dt>" in card
    if item["state"] == "待核实":
        assert "待核实</em>" in card


def test_examples_are_real_items_that_say_no_and_lead_there(pages: dict[str, Page]) -> None:
    demo = leads(pages[TOWN])
    assert [link for link in demo if re.match(r"demo/(liuxi/)?certificates/[a-z-]+/$", link)]
    assert [link for link in demo if link.startswith("demo/liuxi/duties/#")]
    assert [link for link in demo if link.startswith("demo/signboards/#")]
    assert [link for link in demo if link.startswith("cleanups/#")]
    for address in ("hubei/report/", TOWN, "beijing/report/"):
        part = pages[address].html.split('id="_what"')[1].split('id="_not"')[0]
        found = re.findall(r'<a href="([^"]+)">([^<(]+(?:\([^<]*?\))?)\(([^<]*)\)</a>', part)
        assert found
        for link, name, word in found:
            page, anchor = target(address, link)
            assert name in pages[page].text.replace("\n", ""), (address, name)
            assert word.split(",")[0] in pages[page].text
            assert not anchor or anchor in pages[page].ids


def test_without_a_list_there_is_no_example(pages: dict[str, Page]) -> None:
    assert "管到这里、能作准的清单里,还没有查到例子。" in pages["report/"].text


def test_what_is_refused_names_where_to_go_or_that_it_is_not_known(pages: dict[str, Page]) -> None:
    text = " ".join(pages["report/"].text.split())
    assert re.search(r"紧急事项:找\s*110、119、120、122", text)
    assert re.search(r"已进入信访渠道的事项.*?12345政务服务便民热线不收;该找谁\s*待核实", text)
    town = " ".join(pages[TOWN].text.split())
    assert town.count("已经在法院、仲裁机构处理的事") == 1


def test_rules_are_cited_with_where_they_were_read(pages: dict[str, Page]) -> None:
    page = pages["report/"]
    assert page.text.count("《纪检监察机关处理检举控告工作规则》") >= 5
    assert "第四十九条" in page.text and "第三十九条" in page.text
    assert "http://www.028news.net/jinniu/20200315/371226_10.html" in page.html


# ── places that know less ────────────────────────────────────────────────────


def site(folder: Path, *calls: dict[str, Any], **files: Any) -> dict[str, Page]:
    done = build(small(folder, {"channels.yml": {**HEAD, "items": list(calls)}, **files}))
    assert done.returncode == 0, said(done)
    return pages_of(folder / "site")


def test_one_body_alone_is_said_to_be_one(tmp_path: Path) -> None:
    page = site(tmp_path, CALL)["jia/report/"]
    assert "只有 1 个机关能找" in page.text
    assert "怎样规定的 待核实" in " ".join(page.text.split())


def test_dead_channels_count_for_nothing_and_offer_nothing(tmp_path: Path) -> None:
    dead = {**CALL, "id": "jiu", "name": "旧热线", "authority": "旧局", "phones": ["12388"], "state": "停用"}
    page = site(tmp_path, CALL, dead)["jia/report/"]
    assert "只有 1 个机关能找" in page.text
    assert "tel:12388" not in page.html


def test_a_dead_channel_is_struck_out_and_said_to_be_dead_and_stops_nothing(tmp_path: Path) -> None:
    """W17: neither dropped in silence nor an error, however little is known of it and however old that is."""
    dead = {
        **{"id": "jiu", "name": "旧举报热线", "topics": ["综合"], "authority": "旧局", "state": "停用"},
        **{"phones": ["0858-8610001"], "sms": ["13800138000"], "emails": ["jiu@example.com"]},
        **{"url": "http://jiu.example.com/jubao", "post_address": "旧街 1 号", "visit_address": "旧街 2 号"},
        **{"entries": ["旧公众号"], "verified_on": "2020-01-01"},
    }
    pages = site(tmp_path, CALL, {**CALL, "id": "jiwei", "authority": "某纪委"}, dead)
    for page in (pages["report/"], pages["jia/report/"], pages["channels/"]):
        card = page.html.split('id="jiu"')[1].split('<div class="call"')[0].split("</section>")[0]
        assert '<em class="m stop">停用</em>' in card, page.address
        for way in (
            "0858-8610001",
            "13800138000",
            "jiu@example.com",
            dead["url"],
            "旧街 1 号",
            "旧街 2 号",
            "旧公众号",
        ):
            assert f"<s>{way}</s>" in card, (page.address, way)
        assert not re.search(r'href="(?:tel|sms|mailto|http)', card), page.address
    assert 'href="#jiu"' not in pages["report/"].html, "nobody is sent to its old street"


def test_a_site_may_tell_its_own_rules(tmp_path: Path) -> None:
    rule = {
        **{"id": "baomi", "about": "保密", "whom": "某机关", "says": "不得说出去。", "verified_on": AS_OF},
        **{"legal_basis": [{"title": "某条例"}], "sources": [{"title": "某公报", "form": "原文"}]},
    }
    page = site(tmp_path, CALL, **{"_site/rights.yml": {"rights": [rule]}})["report/"]
    assert "不得说出去。" in page.text and f"{AS_OF} 核对" in page.text
