"""Using the site in Chromium: search, filter, links to copy."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import browser_fixtures
from browser_fixtures import (
    ANSWER,
    AXE,
    AXE_OPTIONS,
    DUTIES,
    LARGE_ENOUGH,
    LIST,
    PHONE,
    RUN_AXE,
    Visitor,
)
from reader_bytes import gzipped
from site_fixtures import DUTY, HEAD, build, built, said, served, small
from site_pages import index_of, lists, pages_of, target

browser, root, visit = browser_fixtures.browser, browser_fixtures.root, browser_fixtures.visit

pytestmark = pytest.mark.browser

# ── search ───────────────────────────────────────────────────────────────────


def box(page: Page) -> Locator:
    return page.locator("form[role=search] input[name=q]")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


@pytest.mark.parametrize("start", ["", LIST, ANSWER, "no/such/page/"])
@pytest.mark.parametrize("words", ["亲属关系证明", "证明我妈是我妈", "亲属关"])
def test_search_finds_by_name_alias_and_part(visit: Visitor, start: str, words: str) -> None:
    page = visit(start)
    box(page).fill(words)
    hit = options(page).filter(has_text="亲属关系证明").filter(has_text="全国")
    expect(hit.first).to_be_visible()
    expect(hit.first).to_contain_text("不用村里开")
    hit.first.click()
    page.wait_for_url(visit.root + ANSWER)
    expect(page.get_by_role("heading", level=1)).to_have_text("亲属关系证明")


@pytest.mark.parametrize(
    "words",
    ["qinshuguanxi", "qinshu guanx", "qsgx", "親屬關係", "要开亲属关系的证明吗", "请问怎么开亲属关系证明"],
    ids=["pinyin", "unfinished pinyin", "initials", "traditional", "asked", "with filling words"],
)
def test_search_understands_how_people_type(visit: Visitor, words: str) -> None:
    page = visit("")
    box(page).fill(words)
    expect(options(page).filter(has_text="亲属关系证明").first).to_be_visible()
    expect(page.locator(".hits")).not_to_contain_text("没有完全匹配")


@pytest.mark.parametrize(("words", "name"), [("养全", "居民养犬证明"), ("我爸过世了", "死亡证明")])
def test_search_finds_what_sounds_alike_or_is_said_otherwise(visit: Visitor, words: str, name: str) -> None:
    page = visit("")
    box(page).fill(words)
    expect(options(page).filter(has_text=name).first).to_be_visible()


def groups(page: Page) -> list[str | None]:
    """The headings of the results that are shown."""
    return [group.get_attribute("aria-label") for group in page.locator(".hits [role=group]").all()]


def test_search_prefers_the_place_where_the_reader_is(visit: Visitor) -> None:
    page = visit("hubei/")
    box(page).fill("亲属关系证明")
    expect(options(page).first).to_contain_text("湖北")
    assert groups(page)[0] == "湖北"


def test_search_goes_to_the_place_that_is_named(visit: Visitor) -> None:
    page = visit("")
    box(page).fill("湖北的亲属关系证明")
    expect(options(page).first).to_contain_text("湖北")
    options(page).first.click()
    page.wait_for_url(re.compile("/hubei/certificates/qinshu-guanxi/$"))


@pytest.mark.parametrize(
    ("words", "page_of"),
    [("民发〔2020〕20号", "certificates/"), ("民发2020 20", "certificates/"), ("黔西南", "guizhou/qianxinan/")],
)
def test_search_finds_lists_by_number_and_places_by_name(visit: Visitor, words: str, page_of: str) -> None:
    page = visit("")
    box(page).fill(words)
    options(page).first.click()
    page.wait_for_url(visit.root + page_of)


def test_search_says_the_answer_and_whom_to_ask(visit: Visitor) -> None:
    page = visit("")
    box(page).fill("婚姻状况证明")
    expect(options(page).first).to_contain_text("不用村里开")
    expect(options(page).first).to_contain_text("找婚姻登记机关")


def test_the_way_back_leads_to_the_results(visit: Visitor) -> None:
    page = visit("")
    box(page).fill("亲属关系证明")
    options(page).first.click()
    page.wait_for_url(visit.root + ANSWER)
    page.go_back()
    page.wait_for_url(visit.root + "?q=" + quote("亲属关系证明"))
    expect(box(page)).to_have_value("亲属关系证明")
    box(page).focus()
    expect(options(page).first).to_contain_text("亲属关系证明")


def test_an_address_with_a_question_shows_its_answer(visit: Visitor) -> None:
    page = visit("all/?q=" + quote("婚姻状况证明"))
    results = page.locator("[data-results]")
    expect(results.get_by_role("heading", name="婚姻状况证明")).to_be_visible()
    expect(results.get_by_role("link", name="婚姻状况证明").first).to_contain_text("不用村里开")
    results.get_by_role("link", name="婚姻状况证明").first.click()
    page.wait_for_url(re.compile("/certificates/hunyin-zhuangkuang/$"))


def test_search_index_is_asked_for_on_focus_and_once(visit: Visitor) -> None:
    page = visit("")
    page.wait_for_load_state("networkidle")
    page.mouse.move(100, 300)
    page.mouse.wheel(0, 300)
    assert "search/index.json" not in visit.paths()
    box(page).focus()
    page.wait_for_load_state("networkidle")
    box(page).fill("婚姻")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    box(page).fill("亲属")
    expect(options(page).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked = visit.paths()
    assert [asked.count(path) for path in ("search.json", "search/synonyms.json", "search/index.json")] == [1, 1, 1]
    assert asked.index("search.json") < asked.index("search/index.json")


def test_search_by_keyboard(visit: Visitor) -> None:
    page = visit("")
    box(page).press_sequentially("亲属关系证明")
    expect(options(page).first).to_be_visible()
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(chosen).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_count(1)
    first = chosen.inner_text()
    assert box(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("ArrowDown")
    assert chosen.inner_text() != first
    page.keyboard.press("ArrowUp")
    assert chosen.inner_text() == first
    page.keyboard.press("Escape")
    expect(options(page).first).to_be_hidden()
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).input_value() == "亲属关系证明"
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/certificates/qinshu-guanxi/$"))


def test_search_without_a_result_names_somebody_to_ask(visit: Visitor) -> None:
    page = visit("")
    box(page).fill("xyzzy")
    panel = page.locator("form[role=search]")
    expect(panel).to_contain_text("没有找到")
    expect(panel.locator("a[href='tel:12345']")).to_be_visible()
    expect(options(page)).to_have_count(0)
    box(page).fill("亲属")
    expect(options(page).first).to_be_visible()


def test_what_is_not_found_can_be_asked_for_where_somebody_reads_letters(browser: Browser, tmp_path: Path) -> None:
    done = build(small(tmp_path, extra={"mailbox": "wen@jia.invalid"}))
    assert done.returncode == 0, said(done)
    with served(tmp_path / "site") as root:
        visitor = Visitor(browser, root)
        page = visitor("")
        box(page).fill("修飞船")
        link = page.get_by_role("link", name="告诉我们您在找什么")
        expect(link).to_be_visible()
        letter = unquote(link.get_attribute("href") or "")
        assert letter.startswith("mailto:wen@jia.invalid?subject=没有找到:修飞船&body=我在找:修飞船")
        page.context.close()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("start", ["", ANSWER])
def test_enter_leads_to_everything(visit: Visitor, start: str, script: bool) -> None:
    page = visit(start, script=script)
    box(page).fill("亲属")
    box(page).press("Enter")
    page.wait_for_url(visit.root + "all/?q=" + quote("亲属"))
    expect(page.get_by_role("link", name="亲属关系证明").first).to_be_visible()
    if script:
        expect(box(page)).to_have_value("亲属")
        expect(page.locator("[data-results]")).to_contain_text("亲属关系证明")
        expect(page.locator("[data-results]")).not_to_contain_text("婚姻状况证明")


def test_search_answers_for_the_place_where_the_rest_cannot_be_had(visit: Visitor) -> None:
    page = visit("")
    page.context.route("**/search/index.json", lambda route: route.fulfill(status=500))
    box(page).fill("亲属")
    expect(options(page).first).to_contain_text("亲属关系证明")
    visit.complaints.clear()


def test_search_says_when_it_cannot(visit: Visitor) -> None:
    page = visit("")
    page.context.route("**/search.json", lambda route: route.fulfill(status=500))
    box(page).fill("亲属")
    expect(page.locator("form[role=search]")).to_contain_text("现在搜不了")
    visit.complaints.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_search_has_no_axe_violations(visit: Visitor, scheme: Any) -> None:
    page = visit("")
    page.emulate_media(color_scheme=scheme)
    box(page).fill("证明")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
    assert not [(fault["id"], [node["target"] for node in fault["nodes"]]) for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not page.evaluate(LARGE_ENOUGH)


def test_a_name_of_many_places_lets_the_reader_choose(browser: Browser, tmp_path: Path) -> None:
    places = {f"di{n}/area.yml": {"name": f"第{n}县", "level": "县"} for n in range(6)}
    duties = {f"di{n}/duties.yml": {**HEAD, "items": [{**DUTY, "name": "秸秆禁烧"}]} for n in range(6)}
    done = build(small(tmp_path, {**places, **duties}))
    assert done.returncode == 0, said(done)
    with served(tmp_path / "site") as root:
        visitor = Visitor(browser, root)
        page = visitor("")
        box(page).fill("秸秆禁烧")
        expect(options(page)).to_have_count(1)
        expect(options(page)).to_contain_text("6 个地方")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(options(page)).to_have_count(6)
        options(page).filter(has_text="第4县").click()
        page.wait_for_url(f"{root}di4/duties/#fanghuo")
        assert not visitor.complaints
        page.context.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of more names than one index file may hold: 4,500 duties of one county, 30 of six others."""
    signs = "组织负责做好指导督促协调受理落实推进"
    signs += "排查统计宣传登记巡查帮扶农村社区辖区集体居民企业学校河道道路林地耕地水库市场"
    words = [signs[at : at + 2] for at in range(0, len(signs), 2)]
    names = [f"{a}{b}{c}工作" for a in words[:15] for b in words[15:] for c in words][:4500]
    rows = [{**DUTY, "id": f"d{at}", "name": name} for at, name in enumerate(names)]
    files: dict[str, Any] = {"jia/duties.yml": {**HEAD, "items": rows}}
    for n in range(6):
        files[f"di{n}/area.yml"] = {"name": f"第{n}县", "level": "县"}
        files[f"di{n}/duties.yml"] = {
            **HEAD,
            "items": [{**DUTY, "name": "秸秆禁烧"}, {**DUTY, "id": "o", "name": "湿地保护"}],
        }
    files["di5/duties.yml"]["items"].append({**DUTY, "id": "x", "name": "古树名木普查"})
    folder = small(tmp_path_factory.mktemp("large"), files)
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder / "site"


ASKED = ["古树名木", "gushumingmu", "gushuming", "gsmmpc", "古树明木", "第5县的古树名木", "GU SHU MING MU"]


@pytest.mark.parametrize("words", ASKED)
def test_a_large_site_is_searched_in_parts_that_stay_small(browser: Browser, large: Path, words: str) -> None:
    with gzipped(large) as (root, counter):
        visitor = Visitor(browser, root)
        page = visitor("di0/")
        box(page).fill(words)
        hit = options(page).filter(has_text="古树名木普查").first
        expect(hit).to_contain_text("第5县")
        counter.settle()
        asked = [path for path in counter.paths if path.startswith("/search/")]
        assert len(asked) == len(set(asked))
        parts = [path for path in asked if path.startswith("/search/parts/")]
        assert 0 < len(parts) < 24
        assert sum((large / path[1:]).stat().st_size for path in parts) < whole_of(large) / 5
        hit.click()
        page.wait_for_url(f"{root}di5/duties/#x")
        assert not visitor.complaints
        page.context.close()


def whole_of(site: Path) -> int:
    """The bytes of all parts of the index."""
    return sum(file.stat().st_size for file in site.glob("search/parts/*.json"))


def test_a_large_site_answers_where_parts_cannot_be_had(browser: Browser, large: Path) -> None:
    with served(large) as root:
        visitor = Visitor(browser, root)
        page = visitor("di5/")
        page.context.route("**/search/parts/*.json", lambda route: route.fulfill(status=500))
        box(page).fill("古树名木")
        expect(options(page).first).to_contain_text("古树名木普查")
        box(page).fill("督促河道")
        expect(page.locator(".hits .help")).to_contain_text("打 12345 问")
        page.context.close()


def test_a_tap_on_a_name_of_many_places_opens_them_and_they_stay(browser: Browser, large: Path) -> None:
    with served(large) as root:
        visitor = Visitor(browser, root)
        page = visitor("")
        box(page).fill("秸秆禁烧")
        options(page).filter(has_text="6 个地方").click()
        expect(options(page)).to_have_count(6)
        page.wait_for_load_state("networkidle")
        options(page).filter(has_text="第4县").click()
        page.wait_for_url(f"{root}di4/duties/#fanghuo")
        assert not visitor.complaints
        page.context.close()


def test_every_name_of_a_large_site_stands_on_a_light_page_of_all(large: Path) -> None:
    pages = {address: page for address, page in pages_of(large).items() if address.startswith("all/")}
    assert all(len(gzip.compress(page.html.encode())) < 30_000 for page in pages.values())
    linked = {target(address, link)[0] for address, page in pages.items() for _, link in page.links()}
    assert set(pages) <= linked
    assert len([address for address in pages if re.fullmatch(r"all/duties/\w/\d+/", address)]) > 2
    text = "".join(page.text for page in pages.values())
    assert not [
        item.name for item in index_of(large) if item.answers and item.name not in text and "清单" not in item.words
    ]


def test_index_that_search_reads_is_small(root: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    data = json.loads((built(tmp_path_factory) / "search/index.json").read_text("utf-8"))
    assert len(json.dumps(data, ensure_ascii=False).encode()) / max(1, len(data["entries"])) < 250


def test_what_search_loads_before_its_first_answer_is_small(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = built(tmp_path_factory)
    code = ["search", "search-worker", "text", "sounds", "parts", "engine", "catalogue"]
    files = [site / f"assets/javascripts/{name}.js" for name in code]
    files += [site / "assets/vendor/minisearch/minisearch.js", site / "assets/search/syllables.json"]
    always = sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)
    folders = {file.parent for file in site.rglob("search.json")}
    for folder in folders:
        chain = [above for above in (folder, *folder.parents) if above in folders]
        near = sum(len(gzip.compress((above / "search.json").read_bytes(), 6)) for above in chain)
        assert always + near <= 100_000, folder


# ── a list ───────────────────────────────────────────────────────────────────


def shown(page: Page) -> list[str]:
    """The rows that can be seen."""
    return page.locator("[data-row]").locator("visible=true").all_inner_texts()


def test_filter_as_you_type(visit: Visitor) -> None:
    page = visit(LIST)
    every = len(shown(page))
    field = page.locator("input[data-filter]")
    field.press_sequentially("亲属")
    expect(page.locator("[data-row]").filter(has_text="婚姻状况证明")).to_be_hidden()
    assert 0 < len(shown(page)) < every
    assert all("亲属" in row for row in shown(page))
    expect(page.locator("[data-count]")).to_contain_text(str(len(shown(page))))
    field.fill("证明我妈是我妈")
    expect(page.locator("#qinshu-guanxi")).to_be_visible()
    field.fill("")
    expect(page.locator("[data-count]")).to_contain_text(f"共 {every} 项")
    assert len(shown(page)) == every


def test_filter_without_a_match_names_somebody_to_ask(visit: Visitor) -> None:
    page = visit(LIST)
    page.locator("input[data-filter]").fill("xyzzy")
    expect(page.locator("[data-count]")).to_contain_text("12345")
    assert not shown(page)
    assert page.locator("main section[data-group]").locator("visible=true").count() == 0


def test_a_shared_picture_stays_with_any_of_its_series_and_goes_with_the_last(visit: Visitor) -> None:
    page = visit("guizhou/liupanshui/statistics/")
    field, picture = page.locator("input[data-filter]"), page.get_by_role("img", name="召开会议")
    expect(picture).to_have_count(1)
    field.fill("开展督查检查考核")
    expect(page.locator("#huiyi")).to_be_hidden()
    expect(page.locator("#ducha")).to_be_visible()
    expect(picture).to_be_visible()
    field.fill("发至县级以下文件")
    expect(page.locator("#ducha")).to_be_hidden()
    expect(page.locator("figure svg[aria-label^=召开会议]")).to_be_hidden()


def test_filter_by_choice(visit: Visitor) -> None:
    page = visit(DUTIES)
    every = page.locator("[data-row]").count()
    for word in ("基本", "配合", "收回"):
        choice = page.get_by_role("button", name=re.compile(rf"^{word} \d+$"))
        choice.click()
        expect(choice).to_have_attribute("aria-pressed", "true")
        told = int(choice.inner_text().split()[-1])
        assert 0 < told < every
        expect(page.locator("[data-row]").locator("visible=true")).to_have_count(told)
    page.get_by_role("button", name=re.compile(r"^全部")).click()
    expect(page.locator("[data-row]").locator("visible=true")).to_have_count(every)


def test_a_choice_can_be_tapped_only_once_it_works(browser: Browser, root: str) -> None:
    context = browser.new_context(locale="zh-CN")
    context.route("**/filter.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(root + DUTIES)
    choices = page.locator("[data-facet]")
    assert choices.count() > 1
    assert all(choice.is_disabled() for choice in choices.all())
    context.close()


def test_filter_by_choice_and_word(visit: Visitor) -> None:
    page = visit(DUTIES)
    page.get_by_role("button", name=re.compile("^收回")).click()
    first = page.locator("[data-row]").locator("visible=true").first
    word = first.locator("summary").inner_text().split("\n")[0][:4]
    page.locator("input[data-filter]").fill(word)
    expect(first).to_be_visible()
    assert all(word in row and "收回" in row for row in shown(page))


@pytest.mark.parametrize("modern", [True, False])
def test_link_to_an_item_can_be_copied(visit: Visitor, modern: bool) -> None:
    """Also where the browser has no clipboard to offer, as in WeChat."""
    page = visit(LIST)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not modern:
        page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    link = page.get_by_role("link", name=re.compile("亲属关系证明.*复制链接"))
    link.click()
    expect(page.get_by_text("已复制").first).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.root}{LIST}#qinshu-guanxi"
    assert page.url == f"{visit.root}{LIST}#qinshu-guanxi"


def test_words_to_say_can_be_copied(visit: Visitor) -> None:
    page = visit(ANSWER)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制这段话").click()
    assert "亲属关系证明" in page.evaluate("navigator.clipboard.readText()")


def test_a_shared_link_opens_its_duty(visit: Visitor) -> None:
    duty = next(item for one in lists() if one.page == DUTIES for item in one.items if item["role"] == "配合")
    page = visit(f"{DUTIES}#{duty['id']}")
    expect(page.locator(f"[id='{duty['id']}']").get_by_text(duty["township_duty"], exact=True)).to_be_visible()


def test_answer_is_the_first_thing_on_a_phone(visit: Visitor) -> None:
    page = visit(ANSWER)
    answer = page.get_by_text("不用村里开", exact=True).bounding_box()
    assert answer
    assert answer["y"] + answer["height"] < PHONE["height"] * 0.75


def test_search_box_is_the_largest_thing_at_home(visit: Visitor) -> None:
    page = visit("")
    field = box(page).bounding_box()
    assert field
    assert field["height"] >= 60
    assert field["y"] < PHONE["height"] / 2


# ── by situation ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("script", [False, True])
def test_a_bereaved_reader_finds_the_death_certificate(visit: Visitor, script: bool) -> None:
    page = visit("", script=script)
    page.locator("main").get_by_role("link", name="亲人去世", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("亲人去世")
    page.get_by_role("link", name="开死亡证明", exact=True).click()
    wanted = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="死亡证明", exact=True))
    expect(wanted).to_contain_text("不用村里开")
    expect(wanted).to_be_in_viewport()
    wanted.get_by_role("link").first.click()
    page.wait_for_url(visit.root + "certificates/siwang/")
    expect(page.locator(".verdict")).to_contain_text("不用村里开")
    expect(page.locator("main")).to_contain_text("乡镇卫生院")


def test_a_place_that_says_otherwise_can_be_tapped(visit: Visitor) -> None:
    """The row leads to the nation's answer, the place under it to its own."""
    page = visit("situations/qinren-qushi/", script=False)
    page.get_by_role("link", name="山东:找公安派出所").click()
    page.wait_for_url(visit.root + "shandong/certificates/zhuxiao-hukou/")
