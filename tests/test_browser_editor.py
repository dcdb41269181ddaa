"""The editor in Chromium against Decap's own local server: open, change, save, and the difference is that line."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import browser_fixtures
from browser_fixtures import PATIENCE
from editor_world import Desk, desk, enter, item, open_list, save
from mingbai.areas import scan
from mingbai.editor.page import files
from mingbai.editor.settings import Settings
from mingbai.kinds import KINDS
from site_fixtures import DUTY, HEAD, PROOF, mingbai, put, said, served, small

browser = browser_fixtures.browser

pytestmark = pytest.mark.browser

RICH = {
    **HEAD,
    "title": "乙镇证明清单",
    "body": "村(居)委会",
    "batch": "007",
    "declared_total": "2",
    "declared_by_category": {f"{letter}类": str(n) for n, letter in enumerate("壬癸子丑寅卯辰巳午未甲乙")},
    "verified_on": "2024-09-14",
    "remark": "第一行\n第二行\n",
    "items": [
        {**PROOF, "materials": ["身份证, 户口簿", "0858"], "phones": ["0000-8800006"], "fee": "0"},
        {**PROOF, "id": "juzhu", "name": "居住证明", "place": "便民服务点", "hours": "8:30", "validity": "3个月"},
    ],
}
LISTS = {
    "jia/yi/area.yml": {"name": "乙镇", "short": "乙镇", "level": "乡"},
    "jia/yi/certificates.yml": RICH,
    "jia/yi/duties.yml": {**HEAD, "items": [{**DUTY, "id": f"shixiang-{n}", "name": f"事项{n}"} for n in range(1, 46)]},
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("editor") / "repository", LISTS) as one:
        yield one


@pytest.fixture
def complaints() -> list[str]:
    """What the page complained of; a test that expects some takes them out."""
    return []


@pytest.fixture
def page(browser: Browser, world: Desk, complaints: list[str]) -> Iterator[Page]:
    """The editor, entered; in the end no other host was asked and nothing complained."""
    world.git("checkout", "--quiet", ".")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{world.root}admin/")
    enter(page)
    yield page
    context.close()
    assert not [url for url in asked if not url.startswith((world.root, world.proxy))]
    assert not complaints


def formatted(world: Desk) -> None:
    """What `mingbai fmt` leaves; nothing is left to do for it."""
    before = world.lines()
    done = mingbai("fmt", "--check", cwd=world.folder)
    assert done.returncode == 0, said(done)
    done = mingbai("fmt", cwd=world.folder)
    assert done.returncode == 0, said(done)
    assert world.lines() == before


def test_a_field_is_changed_and_the_difference_is_that_line(page: Page, world: Desk) -> None:
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    row = item(page, "居住证明")
    row.get_by_label("办理时间").fill("9:00")
    save(page)
    assert world.lines() == ["+++ b/lists/jia/yi/certificates.yml", '-    hours: "8:30"', '+    hours: "9:00"']
    formatted(world)


def test_it_speaks_chinese(page: Page, world: Desk) -> None:
    expect(page.get_by_role("heading", name="地方")).to_be_visible()
    expect(page.get_by_placeholder("查找所有...")).to_be_visible()
    expect(page.get_by_role("button", name="媒体")).to_be_hidden()
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    row = item(page, "居住证明")
    for label in ("编号", "名称", "结论", "要带什么 (可选)", "多久办好 (可选)"):
        expect(row.get_by_text(label, exact=True).first).to_be_visible()
    expect(row.get_by_text("永久编号(拼音),不随顺序变化,不重复使用")).to_be_visible()


def test_choices_lists_and_long_text_are_kept_and_changed(page: Page, world: Desk) -> None:
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    row = item(page, "亲属关系证明")
    row.get_by_label("结论").press("ArrowDown")
    page.get_by_role("option", name="可以出具").click()
    row.get_by_label("电话", exact=True).fill("0000-8800007")
    page.get_by_label("备注").last.fill("第一行\n第三行\n")
    save(page)
    assert world.lines() == [
        "+++ b/lists/jia/yi/certificates.yml",
        "-  第二行",
        "+  第三行",
        "-    decision: 不应出具",
        "+    decision: 可以出具",
        "-    phones: [0000-8800006]",
        "+    phones: [0000-8800007]",
    ]
    formatted(world)


def test_what_is_emptied_goes_and_a_new_item_holds_what_was_written(page: Page, world: Desk) -> None:
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    item(page, "居住证明").get_by_label("有效期").fill("")
    page.get_by_role("button", name="新增条目").click()
    row = page.locator("div[class*=SortableListItem]").filter(has=page.get_by_label("结论")).last
    row.get_by_label("编号").fill("hunyin")
    row.get_by_label("名称", exact=True).fill("婚姻状况证明")
    row.get_by_label("结论").press("ArrowDown")
    page.get_by_role("option", name="不应出具").click()
    save(page)
    assert world.lines() == [
        "+++ b/lists/jia/yi/certificates.yml",
        "-    validity: 3个月",
        "+  - id: hunyin",
        "+    name: 婚姻状况证明",
        "+    decision: 不应出具",
    ]
    formatted(world)


def test_a_long_list_is_shown_a_page_at_a_time(page: Page, world: Desk) -> None:
    """Every page of it can be changed, and an item is found by its name."""
    open_list(page, "甲县 乙镇", "履职事项:某清单")
    status = page.get_by_role("status").filter(has_text="共")
    expect(status).to_have_text("第 1 到 20 项,共 45 项")
    item(page, "事项3").get_by_label("名称", exact=True).fill("事项三")
    page.get_by_role("button", name="下一页").click()
    expect(status).to_have_text("第 21 到 40 项,共 45 项")
    expect(page.get_by_text("事项20", exact=True)).to_have_count(0)
    row = page.locator("div[class*=SortableListItem]").filter(has=page.get_by_text("事项22", exact=True))
    row.locator("button").nth(1).click()
    expect(status).to_have_text("第 21 到 39 项,共 44 项")
    page.get_by_role("searchbox").fill("事项45")
    page.get_by_role("searchbox").press("Enter")
    expect(status).to_have_text("第 41 到 44 项,共 44 项")
    item(page, "事项45").get_by_label("编号", exact=True).fill("zuihou")
    save(page)
    assert world.lines() == [
        "+++ b/lists/jia/yi/duties.yml",
        "-    name: 事项3",
        "+    name: 事项三",
        "-  - id: shixiang-22",
        "-    name: 事项22",
        "-    role: 基本",
        "-  - id: shixiang-45",
        "+  - id: zuihou",
    ]
    formatted(world)


def test_a_wrong_date_is_not_saved(page: Page, world: Desk, complaints: list[str]) -> None:
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    page.get_by_label("发布日期").fill("2024年9月")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("现在保存", exact=True).click()
    expect(page.get_by_text("日期写法不对,写成 2026-01-31、2026-01 或 2026;不知道写 待核实")).to_be_visible()
    assert world.lines() == []
    assert set(complaints) <= {"undefined"}  # how Decap tells itself that it did not save
    complaints.clear()


def test_a_list_that_cannot_be_read_is_never_overwritten(page: Page, world: Desk, complaints: list[str]) -> None:
    """Decap alone would show an empty form and save it."""
    broken = "title: 乙镇证明清单\n<<<<<<< 我方\nitems: [\n"
    (world.folder / "lists/jia/yi/certificates.yml").write_text(broken, "utf-8")
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    expect(page.get_by_label("清单名称", exact=True)).to_have_value(re.compile("这份清单读不懂,不能在这里改"))
    page.get_by_label("出具主体").fill("村(居)委会")
    for field, word in (("状态", "现行"), ("完整程度", "完整")):
        page.get_by_label(field, exact=True).press("ArrowDown")
        page.get_by_role("option", name=word, exact=True).click()
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_text("现在保存", exact=True).click()
    expect(page.get_by_text("这份清单读不懂,没有保存")).to_be_visible()
    assert (world.folder / "lists/jia/yi/certificates.yml").read_text("utf-8") == broken
    assert "这份清单读不懂,没有保存" in complaints[0]
    complaints.clear()


def test_where_it_can_a_save_is_a_proposal_that_others_accept(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with desk(tmp_path_factory.mktemp("proposing") / "repository", LISTS, proposing=True) as one:
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page.set_default_timeout(PATIENCE)
        page.goto(f"{one.root}admin/")
        enter(page)
        open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
        page.get_by_label("批次").fill("008")
        page.get_by_role("button", name="保存", exact=True).click()
        expect(page.get_by_text("修改已保存")).to_be_visible()
        expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
        page.close()
        changed = one.git("diff", "--unified=0", "main", "cms/lists_jia_yi/certificates").splitlines()
        assert [line for line in changed if re.match("[+-][^+-]", line)] == ['-batch: "007"', '+batch: "008"']
        assert one.git("rev-list", "--count", "main").strip() == "1"


LOGINS = {
    "github": ({"login": "https://login.example"}, "https://login.example/auth?provider=github&"),
    "gitlab": ({"app_id": "x1", "server": "https://forge.example"}, "https://forge.example/oauth/authorize?"),
    "gitea": (
        {"app_id": "x1", "server": "https://forge.example", "branch": "bianji"},
        "https://forge.example/login/oauth/authorize?",
    ),
    "forgejo": (
        {"app_id": "x1", "server": "https://forge.example"},
        "https://forge.example/login/oauth/authorize?",
    ),
}


@pytest.mark.parametrize("forge", LOGINS)
def test_each_forge_is_asked_to_let_one_in_and_nobody_before(browser: Browser, tmp_path: Path, forge: str) -> None:
    """As far as one gets without the forge: the way to its login, and back to the editor's own address."""
    more, address = LOGINS[forge]
    settings = Settings.model_validate({"forge": forge, "repo": "dongbao/qingdan", **more})
    folder = small(tmp_path / "lists")
    for name, data in files(settings, scan(folder / "lists"), PurePosixPath("lists"), "", "小站"):
        put(tmp_path / "site" / name, data)
    put(tmp_path / "site/404.html", "404")  # there is no picture for the tab
    with served(tmp_path / "site") as root:
        context = browser.new_context(locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        context.route(re.compile(r"https://.*\.example/"), lambda route: route.abort())
        page = context.new_page()
        page.goto(f"{root}admin/")
        button = page.get_by_role("button", name=re.compile("登录"))
        expect(button).to_be_visible()
        assert not [url for url in asked if not url.startswith(root)]
        with context.expect_event("request", lambda request: not request.url.startswith(root)) as wanted:
            button.click()
        url = wanted.value.url
        context.close()
    assert url.startswith(address)
    query = parse_qs(urlsplit(url).query)
    if forge != "github":
        assert query["client_id"] == ["x1"]
        assert query["redirect_uri"] == [f"{root}admin/"]
        assert query["code_challenge_method"] == ["S256"]


def test_every_kind_can_be_opened_and_saved(page: Page, world: Desk) -> None:
    """One word of the title of a list of each kind: one line of each file, as short lists as long ones."""
    for kind in KINDS.values():
        open_list(page, "全国" if kind.key in ("certificates", "channels") else "甲县", f"{kind.label}:某清单")
        page.get_by_label("清单名称", exact=True).fill(f"另一份清单{kind.key}")
        save(page)
        page.get_by_role("link", name="的清单").click()
    changed = world.lines()
    assert len(changed) == 3 * len(KINDS)
    assert {line for line in changed if line[0] == "-"} == {"-title: 某清单"}
    assert {line for line in changed if line.startswith("+title")} == {f"+title: 另一份清单{kind}" for kind in KINDS}
    formatted(world)
