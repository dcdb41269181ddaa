"""The page of a place at a glance: figures, deadlines as of a day, what was published last."""

import re
from pathlib import Path
from typing import Any

import pytest

from site_fixtures import AS_OF, HEAD, build, built, mingbai, said, small
from site_pages import Page, areas, broken_links, lists, pages_of, target

PLACES = ["hubei/", "guizhou/qianxinan/"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


def part(page: Page, title: str) -> str:
    """The section under a heading; '' where there is none."""
    found = re.search(rf"<section><h2>{title}</h2>(.*?)</section>", page.html, re.S)
    return found[1] if found else ""


def of(area: str, kind: str) -> list[dict[str, Any]]:
    return [item for one in lists() if (one.area, one.kind) == (area, kind) for item in one.items]


@pytest.mark.parametrize("area", PLACES)
def test_figures(pages: dict[str, Page], area: str) -> None:
    figures = part(pages[area], "数字")
    series = of(area, "statistics")
    assert len(series) > 3
    shown = [item for item in series if f"<dt>{item['name']}</dt>" in figures]
    assert len(shown) == min(6, len(series))
    for item in shown:
        last = item["points"][-1]
        assert last["value"] in figures
        assert last["period"] in figures
    assert f"全部 {len(series)} 组数字" in figures
    assert f"{area}statistics/" in {target(area, link)[0] for _, link in Page(area, figures).links()}


@pytest.mark.parametrize("area", PLACES)
def test_latest_changes(pages: dict[str, Page], area: str) -> None:
    recent = part(pages[area], "最近变化")
    days = re.findall(r"<time>([\d-]+)</time>", recent)
    assert 0 < len(days) <= 6
    assert days == sorted(days, reverse=True)
    own = {one.page for one in lists() if one.area == area}
    assert {target(area, link)[0] for _, link in Page(area, recent).links()} <= {*own, f"{area}changes/"}


@pytest.mark.parametrize("area", PLACES)
def test_contacts(pages: dict[str, Page], area: str) -> None:
    assert "12345" in pages[area].text


@pytest.mark.parametrize("area", PLACES)
def test_deadlines(pages: dict[str, Page], area: str) -> None:
    dated = [item for item in of(area, "tasks") if item.get("deadline")]
    told = part(pages[area], "任务期限")
    assert bool(dated) == bool(told)
    for item in dated[:8] if len(dated) <= 8 else []:
        assert item["name"] in told
        assert item["deadline"] in told


def test_places_without_figures_have_no_empty_box(pages: dict[str, Page]) -> None:
    with_figures = {one.area for one in lists() if one.kind == "statistics" and one.items}
    for area in areas():
        if area:
            assert bool(part(pages[area], "数字")) == (area in with_figures), area


# ── as of a day ──────────────────────────────────────────────────────────────

TASKS = [
    {"id": "a", "name": "早就过了", "deadline": "2024-12-31", "progress": "进行中"},
    {"id": "b", "name": "昨天过了", "deadline": "2026-11-21", "progress": "未开始"},
    {"id": "c", "name": "今天到期", "deadline": "2026-11-22", "progress": "进行中"},
    {"id": "d", "name": "本月到期", "deadline": "2026-11", "progress": "进行中"},
    {"id": "e", "name": "过了但办完", "deadline": "2024-12-31", "progress": "已完成"},
    {"id": "f", "name": "不知道哪天", "deadline": "待核实"},
    {"id": "g", "name": "没有期限"},
    {"id": "h", "name": "没写进展", "deadline": "2025"},
]
OVERDUE = {"早就过了", "昨天过了", "没写进展"}


def tasks(folder: Path, day: str = AS_OF, name: str = "tasks") -> dict[str, Page]:
    files = {f"jia/{name}.yml": {**HEAD, "title": "任务清单", "date_published": "2024-05-21", "items": TASKS}}
    small(folder, files)
    if name != "tasks":
        (folder / "lists/jia/tasks.yml").unlink()
    done = mingbai("build", "--as-of", day, cwd=folder)
    assert done.returncode == 0, said(done)
    found = pages_of(folder / "site")
    assert not broken_links(folder / "site", found)
    return found


def late(html: str, each: str) -> set[str]:
    """The names beside which 已过期限 stands."""
    return {
        item["name"]
        for item in TASKS
        for row in re.findall(each, html, re.S)
        if item["name"] in row and "已过期限" in row
    }


def test_overdue_as_of_the_day(tmp_path: Path) -> None:
    pages = tasks(tmp_path)
    told = part(pages["jia/"], "任务期限")
    assert late(told, r"<li>.*?</li>") == OVERDUE
    assert late(pages["jia/tasks/"].html, r"<summary>.*?</summary>") == OVERDUE
    assert "没有期限" not in told
    shown = [item["name"] for item in TASKS if item["name"] in told]
    assert len(shown) == 7
    dates = re.findall(r"<li>(\d{4}[\d-]*) ", told)
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("day", "overdue"),
    [("2024-12-31", set()), ("2025-01-01", {"早就过了"}), ("2026-12-01", OVERDUE | {"今天到期", "本月到期"})],
)
def test_another_day(tmp_path: Path, day: str, overdue: set[str]) -> None:
    assert late(part(tasks(tmp_path, day)["jia/"], "任务期限"), r"<li>.*?</li>") == overdue


def test_dates_are_absolute(tmp_path: Path) -> None:
    told = part(tasks(tmp_path)["jia/"], "任务期限")
    assert not re.search(r"\d+ ?天[前后]|昨天到期|今日|还有", told)


@pytest.mark.parametrize("kind", ["tasks", "statistics"])
def test_a_list_with_a_name_of_its_own_is_linked_where_it_lies(tmp_path: Path, kind: str) -> None:
    """A place may have tasks.dierpi.yml alone, or beside tasks.yml: the links lead to where an item stands."""
    alone, both = tmp_path / "alone", tmp_path / "both"
    more = {**HEAD, "title": "第二批", "items": [{"id": "er", "name": "第二批任务", "deadline": "2026-12-01"}]}
    if kind == "statistics":
        point = {"period": "2021", "value": "5"}
        more["items"] = [{"id": "er", "name": "第二批数字", "unit": "件", "points": [point]}]
    for folder in (alone, both):
        small(folder, {f"jia/{kind}.dierpi.yml": more})
    (alone / f"lists/jia/{kind}.yml").unlink()
    for folder in (alone, both):
        done = build(folder)
        assert done.returncode == 0, said(done)
        assert not broken_links(folder / "site", pages_of(folder / "site")), folder.name


def test_what_is_done_does_not_crowd_out_what_is_open(tmp_path: Path) -> None:
    """What is done needs no eye: with more tasks than there is room, the open ones are shown."""
    done = [
        {"id": f"a{n}", "name": f"办完{n}", "deadline": f"2020-01-{n:02}", "progress": "已完成"} for n in range(1, 21)
    ]
    files = {"jia/tasks.yml": {**HEAD, "items": [*done, TASKS[0], TASKS[2]]}}
    assert build(small(tmp_path, files)).returncode == 0
    told = part(pages_of(tmp_path / "site")["jia/"], "任务期限")
    assert "早就过了" in told
    assert "今天到期" in told


def test_newest_list_first(tmp_path: Path) -> None:
    files = {
        f"jia/guides.l{n}.yml": {**HEAD, "title": f"导则{n}", "date_published": day, "items": []}
        for n, day in enumerate(["2024-05", "2025-01-31", "2023", "待核实", "2025-02-01", "2022-01-01"])
    }
    assert build(small(tmp_path, files)).returncode == 0
    recent = part(pages_of(tmp_path / "site")["jia/"], "最近变化")
    assert re.findall(r"导则\d", recent) == ["导则4", "导则1", "导则0", "导则2", "导则5"]


def test_changes_say_what_happened(tmp_path: Path) -> None:
    """Published with how many items and what they changed, in force, over; items with days of their own."""
    items = [
        {"id": "a", "name": "甲", "form": "导则", "change": {"type": "新增"}},
        {"id": "b", "name": "乙", "form": "导则", "change": {"type": "新增"}, "effective_to": "2026-03-01"},
        {"id": "c", "name": "丙", "form": "导则", "change": {"type": "修改"}},
    ]
    dates = {"date_published": "2026-01-02", "effective_from": "2026-02-01", "effective_to": "2030-12-31"}
    files = {"jia/guides.yml": {**HEAD, "title": "某导则", **dates, "items": items}}
    assert build(small(tmp_path, files)).returncode == 0
    recent = re.sub(r"<[^>]+>", "", part(pages_of(tmp_path / "site")["jia/"], "最近变化"))
    for words in (
        "2030-12-31 某导则 将失效",
        "2026-03-01 某导则 1 项失效",
        "2026-02-01 某导则 施行",
        "2026-01-02 某导则 公布 3 项(新增 2、修改 1)",
    ):
        assert words in recent
