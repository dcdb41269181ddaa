"""The editor in Chromium against Decap's own local server: open, change, save, and the difference is that line."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

import browser_fixtures
from browser_fixtures import PATIENCE
from editor_world import Desk, desk, enter, item, open_list, save
from mingbai.kinds import KINDS
from site_fixtures import HEAD, PROOF, mingbai, said

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
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("editor") / "repository", LISTS) as one:
        done = mingbai("fmt", cwd=one.folder)
        assert done.returncode == 0, said(done)
        one.git("commit", "--quiet", "--all", "--message", "Canonical", "--allow-empty")
        yield one


@pytest.fixture
def page(browser: Browser, world: Desk) -> Iterator[Page]:
    """The editor, entered; in the end no other host was asked and nothing complained."""
    world.git("checkout", "--quiet", ".")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    complaints: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(f"{world.root}admin/")
    enter(page)
    yield page
    context.close()
    assert not [url for url in asked if not url.startswith((world.root, world.proxy))]
    assert not [words for words in complaints if words != "undefined"]  # how Decap says that it did not save


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
    expect(page.get_by_role("heading", name="集合")).to_be_visible()
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


def test_a_wrong_date_is_not_saved(page: Page, world: Desk) -> None:
    open_list(page, "甲县 乙镇", "证明事项:乙镇证明清单")
    page.get_by_label("发布日期").fill("2024年9月")
    page.get_by_role("button", name="发布", exact=True).click()
    page.get_by_text("立即发布", exact=True).click()
    expect(page.get_by_text("日期写法不对,写成 2026-01-31、2026-01 或 2026;不知道写 待核实")).to_be_visible()
    assert world.lines() == []


def test_every_kind_can_be_opened_and_saved(page: Page, world: Desk) -> None:
    """One word of the title of a list of each kind: one line of each file, as short lists as long ones."""
    for kind in KINDS.values():
        open_list(page, "全国" if kind.key in ("certificates", "channels") else "甲县", f"{kind.label}:某清单")
        page.get_by_label("清单名称", exact=True).fill(f"另一份清单{kind.key}")
        save(page)
        page.get_by_role("link", name="正在集合").click()
    changed = world.lines()
    assert len(changed) == 3 * len(KINDS)
    assert {line for line in changed if line[0] == "-"} == {"-title: 某清单"}
    assert {line for line in changed if line.startswith("+title")} == {f"+title: 另一份清单{kind}" for kind in KINDS}
    formatted(world)
