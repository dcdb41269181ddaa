"""The finder by situation: every reference leads on, pages name the answer and its place, home shows the commonest."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mingbai.areas import Area, Tree
from mingbai.kinds import Answer
from mingbai.moved import Moves
from mingbai.read import Source
from mingbai.site.digest import Reached
from mingbai.site.situations import MOST, row
from mingbai.situations import Lead, Situation, Target, check_situations, leading_to, wanted
from site_fixtures import DUTY, HEAD, MORE, PROOF, ROOT, URL, build, built, mingbai, put, said, small
from site_pages import Page, broken_links, outward, pages_of, plain_yaml, target

VILLAGE = {**HEAD, "body": "村(居)委会"}
YES = {"id": "juzhu", "name": "居住证明", "decision": "可以出具"}


def lead(kind: str = "certificates", key: str = "qinshu", **more: str) -> dict[str, str]:
    return {"kind": kind, "id": key, **more}


def situation(*items: dict[str, str], **more: Any) -> dict[str, Any]:
    whole = {"id": "qinren-qushi", "name": "亲人去世", "aliases": ["办丧事"], "about": "要办这几件事。"}
    return {**whole, "questions": [{"ask": "要证明关系", "items": list(items or (lead(),))}], **more}


def kept(*situations: dict[str, Any]) -> dict[str, Any]:
    return {"_site/situations.yml": {"situations": list(situations)}}


def site_of(folder: Path, files: dict[str, Any]) -> dict[str, Page]:
    done = build(small(folder, files))
    assert done.returncode == 0, said(done)
    pages = pages_of(folder / "site")
    assert not broken_links(folder / "site", pages)
    return pages


def rows(page: Page) -> list[str]:
    """The rows of a situation's page as they are read, spaces dropped."""
    found = re.findall(r"<li>(<a .*?)</li>", page.html.split('<ul class="rows">', 1)[1], re.S)
    return [re.sub(r"\s+", "", Page("", part).text) for part in found]


def linked(page: Page) -> set[str]:
    return {target(page.address, link)[0] for _, link in page.links() if not outward(link)}


# ── references ───────────────────────────────────────────────────────────────


NATION, HUBEI, DEMO = (
    Area("", "全国", "全国", "国家"),
    Area("hubei", "湖北省", "湖北", "省"),
    Area("demo", "示", "示", "县"),
)
TREE = Tree({area.path: area for area in (NATION, HUBEI, DEMO)})


def wrong(one: dict[str, Any], *met: Target) -> list[str]:
    typed = Situation.model_validate(one)
    found = check_situations((typed,), Source("s.yml", "situations: []\n", {}), TREE, met, Moves())
    return [f"{problem.message} {problem.fix}" for problem in found]


def test_a_shared_id_may_be_anybodys() -> None:
    assert wrong(situation(lead()), Target("certificates", "qinshu", "hubei")) == []


def test_an_id_that_is_not_shared_is_meant_where_the_reference_says() -> None:
    hubei = Target("services", "dibao", "hubei")
    assert wrong(situation(lead("services", "dibao", area="hubei")), hubei) == []
    assert "area: hubei" in wrong(situation(lead("services", "dibao")), hubei)[0]


def test_nothing_is_led_to_the_invented_county() -> None:
    assert "虚构" in wrong(situation(lead(area="demo")), Target("certificates", "qinshu", "hubei"))[0]


def test_an_item_knows_the_situations_that_lead_to_it() -> None:
    one = Situation.model_validate(situation(lead(), lead("services", "dibao", area="hubei"), lead(hint="甲")))
    sought = wanted([one])
    assert [s.id for s in leading_to(sought, Target("certificates", "qinshu", "hubei"))] == ["qinren-qushi"]
    assert [s.id for s in leading_to(sought, Target("services", "dibao", "hubei"))] == ["qinren-qushi"]
    assert leading_to(sought, Target("services", "dibao", "")) == []


def test_a_row_names_few_of_many_places() -> None:
    areas = [NATION, *(Area(f"p{n}", f"某{n}省", f"某{n}", "省") for n in range(MOST + 5))]
    yes, no = Answer("村里能开", "yes"), Answer("不用村里开", "no")
    found = [Reached(Target("certificates", "a", area.path), "甲", yes, True, f"{area.path}/a/") for area in areas[1:]]
    first = Reached(Target("certificates", "a", ""), "甲", no, True, "a/")
    told = row(Tree({a.path: a for a in areas}), Lead(kind="certificates", id="a"), [first, *found])
    assert (told.answer, told.place, told.address, len(told.elsewhere), told.more) == (no, "", "a/", MOST, 5)


# ── small sites ──────────────────────────────────────────────────────────────


def test_a_site_without_situations_has_none(tmp_path: Path) -> None:
    pages = site_of(tmp_path, {})
    assert not [address for address in pages if address.startswith("situations")]
    for page in pages.values():
        assert "常见情况" not in page.text, page.address
        assert not [address for address in linked(page) if address.startswith("situations")], page.address
    assert json.loads((tmp_path / "site/api/v1/index.json").read_text("utf-8"))["situations"] == []


def test_a_reference_that_leads_nowhere_stops_the_build(tmp_path: Path) -> None:
    done = build(small(tmp_path, kept(situation(lead(key="meiyou")))))
    assert done.returncode == 1
    assert re.search(r"lists/_site/situations\.yml:\d+:\d+: error C206 .*meiyou", said(done))


def test_a_broken_file_stops_the_build(tmp_path: Path) -> None:
    done = build(small(tmp_path, {"_site/situations.yml": "situations: [甲\n"}))
    assert done.returncode == 1
    assert "_site/situations.yml:1:13" in said(done)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """A nation that says no, a county that says yes, and an invented one."""
    one = situation(
        lead(hint="先看户口簿"), lead(key="juzhu"), lead("services", "dibao", area="jia"),
        lead("duties", "fanghuo", area="jia"),
    )  # fmt: skip
    several = [
        situation(id=f"n{n}", name=f"第{n}种", aliases=["别"], about=f"第{n}种情况。")
        for n in range(13)
    ]  # fmt: skip
    files = {
        **kept(one, *several),
        "jia/certificates.yml": {**VILLAGE, "items": [{**PROOF, "decision": "可以出具"}, YES]},
        "jia/yi/area.yml": {"name": "乙镇", "level": "乡"},
        "demo/area.yml": {"name": "示例县", "level": "县"},
        "demo/certificates.yml": {**VILLAGE, "items": [{**PROOF, "decision": "可以出具"}, YES]},
    }
    return site_of(tmp_path_factory.mktemp("situations"), files)


def test_answers_come_with_their_place(pages: dict[str, Page]) -> None:
    page = pages["situations/qinren-qushi/"]
    assert "要证明关系" in [tag.text for tag in page.all("h2")]
    relation, living, service, duty = rows(page)
    assert relation == "亲属关系证明先看户口簿不用村里开找公安派出所甲县:村里能开"
    assert living == "居住证明村里能开找村(居)委会只说甲县"
    assert service == f"{MORE['services']['name']}找民政局只说甲县"
    assert duty.startswith(DUTY["name"]) and duty.endswith("只说甲县")
    assert {"certificates/qinshu/", "jia/certificates/qinshu/", "jia/services/dibao/", "jia/duties/"} <= linked(page)
    assert not [address for address in linked(page) if address.startswith("demo")]


def test_home_shows_a_dozen_and_leads_to_all(pages: dict[str, Page]) -> None:
    home = [address for address in linked(pages[""]) if address.startswith("situations/")]
    assert len(home) == 13
    assert "situations/n11/" not in home
    index = linked(pages["situations/"])
    assert {"situations/qinren-qushi/", *(f"situations/n{n}/" for n in range(13))} <= index


def test_a_situation_is_found_by_every_name_in_all(pages: dict[str, Page]) -> None:
    page = pages["all/"]
    assert "situations/qinren-qushi/" in linked(page)
    for words in ("我要办事", "亲人去世", "办丧事"):
        assert words in page.text


def test_places_and_answers_lead_to_situations(pages: dict[str, Page]) -> None:
    assert "situations/" in linked(pages["jia/"])
    for address in ("certificates/qinshu/", "jia/certificates/qinshu/", "jia/services/dibao/"):
        assert "situations/qinren-qushi/" in linked(pages[address]), address
    for address, page in pages.items():
        if address.startswith("demo/"):
            assert not [other for other in linked(page) if other.startswith("situations")], address


def test_one_question_needs_no_heading(tmp_path: Path) -> None:
    page = site_of(tmp_path, kept(situation(questions=[{"items": [lead()]}])))["situations/qinren-qushi/"]
    assert len(rows(page)) == 1
    assert not [tag for tag in page.all("nav") if tag.attrs.get("aria-label") == "您是要"]


def test_a_renamed_item_is_told(tmp_path: Path) -> None:
    moved = {"moved": [{"kind": "certificates", "old": "jiu", "new": "qinshu", "reason": "改名"}]}
    done = build(small(tmp_path, {**kept(situation(lead(key="jiu"))), "_site/moved.yml": moved}))
    assert done.returncode == 1
    assert "已经改号,写 qinshu" in said(done)


def test_a_private_number_is_refused(tmp_path: Path) -> None:
    done = build(small(tmp_path, kept(situation(about="找13912345678。"))))
    assert done.returncode == 1
    assert "C401" in said(done)


def test_fmt_brings_the_file_into_form(tmp_path: Path) -> None:
    folder = small(tmp_path)
    put(folder / "lists/_site/situations.yml", "situations:\n- {name: 甲, id: a, about: 乙, questions: []}\n")
    assert mingbai("fmt", cwd=folder).returncode == 0
    text = (folder / "lists/_site/situations.yml").read_text("utf-8")
    assert text.index("id: a") < text.index("name: 甲")


# ── the real ones ────────────────────────────────────────────────────────────


@cache
def real() -> list[dict[str, Any]]:
    return plain_yaml((ROOT / "lists/_site/situations.yml").read_bytes())["situations"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory)


@pytest.fixture(scope="module")
def real_pages(site: Path) -> dict[str, Page]:
    return pages_of(site)


def test_what_people_ask_is_there() -> None:
    assert len(real()) >= 20
    words = " ".join(f"{one['name']} {' '.join(one['aliases'])}" for one in real())
    asked = (
        "去世 结婚 上学 贷款 出国 养老 开店 身份证丢了 养狗 宅基地 低保 残疾 政审 上户口 离婚 邻居 种粮补贴 医保 证明"
    )
    assert not [word for word in asked.split() if word not in words]


def test_no_number_to_call_stands_in_a_situation() -> None:
    """Whom to call is said by lists with a source and a date, never here."""
    text = json.dumps([{**one, "questions": [q.get("ask", "") for q in one["questions"]]} for one in real()])
    hints = [item.get("hint", "") for one in real() for q in one["questions"] for item in q["items"]]
    assert not re.findall(r"\d{5,}", text + "".join(hints))


@pytest.mark.parametrize("one", real(), ids=lambda one: one["id"])
def test_every_reference_has_its_row(real_pages: dict[str, Page], one: dict[str, Any]) -> None:
    page = real_pages[f"situations/{one['id']}/"]
    assert page.all("h1")[0].text == one["name"]
    assert one["about"] in page.text
    wanted_rows = [item for question in one["questions"] for item in question["items"]]
    found = rows(page)
    assert len(found) == len(wanted_rows)
    for item, text in zip(wanted_rows, found, strict=True):
        assert re.sub(r"\s", "", item.get("hint", "")) in text
        assert ("只说" in text) or not item.get("area")
    for question in one["questions"]:
        assert question.get("ask", "") in page.text


def test_api_and_sitemap_name_every_situation(site: Path) -> None:
    index = json.loads((site / "api/v1/index.json").read_text("utf-8"))["situations"]
    assert [row["page"] for row in index] == [f"situations/{one['id']}/" for one in real()]
    named = [node.text or "" for node in ElementTree.parse(site / "sitemap.xml").getroot().iter()]
    assert {f"{URL}situations/", *(URL + row["page"] for row in index)} <= set(named)
