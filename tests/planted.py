"""A list of 250 services and the same list with 42 differences planted in it, each known by name."""

import copy
from pathlib import Path
from typing import Any, NamedTuple

from mingbai.kinds import KINDS
from mingbai.write import canonical

AREA = {"area.yml": "name: 全国\nlevel: 国家\n", "hubei/area.yml": "name: 湖北省\nshort: 湖北\nlevel: 省\n"}
RECORD = """moved:
  - kind: services
    area: hubei
    old: shixiang-100
    new: shixiang-yibai
    reason: 编号写错了
"""
MOVED = [f"shixiang-{number:03d}" for number in range(160, 200, 2)]
REMOVED = [f"shixiang-{number:03d}" for number in (10, 40, 70, 110, 140)]
ADDED = [f"xin-{number}" for number in range(5)]
EDITED = {
    "shixiang-003": "按<del>季度</del><ins><b>月</b></ins>集中办理",
    "shixiang-017": "按<del>季度</del><ins><b>月</b></ins>集中办理",
    "shixiang-030": "按<del>季度</del><ins><b>月</b></ins>集中办理",
    "shixiang-045": "按<del>季度</del><ins><b>月</b></ins>集中办理",
    "shixiang-060": "`县民政局` → `县政务局`",
    "shixiang-076": "`县政务局` → `县民政局`",
    "shixiang-090": "`第11条` → `第九十九条`",
    "shixiang-120": "`第1条` → `第九十九条`",
    "shixiang-150": "`事项第150号` → `事项第150号甲`",
    "shixiang-200": "(没有) → `2026-12-01`",
    "shixiang-088": "`0717-6666001` → `0717-6666007`",
}


class Planted(NamedTuple):
    """Both versions, as data."""

    old: dict[str, Any]
    new: dict[str, Any]


def _service(number: int) -> dict[str, Any]:
    found = {
        "id": f"shixiang-{number:03d}",
        "name": f"事项第{number}号",
        "department": ["县政务局" if number % 3 else "县民政局"],
        "materials": ["居民身份证", f"第{number}号申请表"],
        "time_limit": f"第{number}类事项受理后按季度集中办理,办完当场告知结果,材料一并归档。",
    }
    if number == 88:
        found["phones"] = ["0717-6666001"]
    return {**found, "legal_basis": [{"title": f"某条例{number}", "article": f"第{number % 40 + 1}条"}]}


def planted() -> Planted:
    """20 moved, 10 edited, 5 added, 5 removed, 1 with another id, 1 digit of a phone."""
    head = {
        "title": "某县便民服务事项清单", "status": "现行", "completeness": "完整", "effective_from": "2024-09-14",
        "sources": [{"title": "某县公告", "form": "原文", "accessed": "2026-11-21"}],
    }  # fmt: skip
    old = {**head, "items": [_service(number) for number in range(250)]}
    items = copy.deepcopy(old["items"])
    for number in (3, 17, 30, 45):
        items[number]["time_limit"] = items[number]["time_limit"].replace("按季度", "按月")
    items[60]["department"], items[76]["department"] = ["县政务局"], ["县民政局"]
    for number in (90, 120):
        items[number]["legal_basis"][0]["article"] = "第九十九条"
    items[150]["name"] += "甲"
    items[200]["effective_from"] = "2026-12-01"
    items[88]["phones"] = ["0717-6666007"]
    items[100]["id"] = "shixiang-yibai"
    stray = {name: next(item for item in items if item["id"] == name) for name in MOVED}
    rest = [item for item in items if item["id"] not in (*MOVED, *REMOVED)]
    for index, name in enumerate(reversed(MOVED)):
        rest.insert(5 + 7 * index, stray[name])
    for index, name in enumerate(ADDED):
        service = {"id": name, "name": f"新事项{index}", "department": ["县应急局"]}
        rest.insert(20 + 41 * index, {**service, "legal_basis": [{"title": "新条例"}]})
    return Planted(old, {**head, "items": rest})


def write(folder: Path) -> tuple[Path, Path]:
    """Both versions as sites of one list each, the new one with the record of the id; their folders."""
    both = planted()
    for name, data in (("old", both.old), ("new", both.new)):
        files = {**AREA, "hubei/services.yml": canonical(data, KINDS["services"].key_order())}
        for path, text in {**files, **({"_site/moved.yml": RECORD} if name == "new" else {})}.items():
            file = folder / name / "lists" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    return folder / "old" / "lists", folder / "new" / "lists"
