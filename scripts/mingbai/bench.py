"""A synthetic province, always the same, and what checking and building it costs."""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .pool import cores
from .read import Source, read

COUNTY = 21  # townships of a county: 60 counties make 1,260
CHANGED = 100  # lists that differ between two versions
REWORDED = 0.3  # share of a county's items worded otherwise than in the others

_VERBS = [
    "组织开展",
    "负责",
    "做好",
    "指导",
    "督促",
    "协调",
    "受理",
    "落实",
    "推进",
    "排查",
    "统计",
    "宣传",
    "登记",
    "巡查",
    "帮扶",
]
_AREAS = [
    "农村",
    "社区",
    "辖区",
    "村级",
    "集体",
    "居民",
    "企业",
    "学校",
    "河道",
    "道路",
    "林地",
    "耕地",
    "水库",
    "市场",
    "老旧小区",
]
_THINGS = [
    "安全生产",
    "防汛抗旱",
    "低保申请",
    "高龄津贴",
    "秸秆禁烧",
    "违法建设",
    "环境卫生",
    "食品安全",
    "消防检查",
    "矛盾调解",
    "宅基地审批",
    "养老服务",
    "医保参保",
    "就业登记",
    "文物保护",
    "森林防火",
    "动物防疫",
    "土地流转",
    "危房改造",
    "残疾人补贴",
]
_KINDS = ["工作", "事项", "台账", "管理", "服务", "监督", "隐患", "补助", "信息", "资料"]
_CATEGORIES = [
    "党的建设",
    "经济发展",
    "民生服务",
    "平安法治",
    "乡村振兴",
    "生态环保",
    "城乡建设",
    "文化和旅游",
    "卫生健康",
    "应急管理及消防",
]
_OFFICES = ["应急管理局", "自然资源局", "农业农村局", "市场监管局", "生态环境局", "民政局", "卫生健康局", "公安局"]


class Cost(NamedTuple):
    """What one command took, as the operating system counts it."""

    wall: float
    cpu: float
    memory: float  # MB, the largest single process


def run(townships: int, items: int, keep: Path | None) -> str:
    """Make the province, time ``check``, ``build`` and ``diff`` once each; a Markdown table."""
    work = keep or Path(tempfile.mkdtemp(prefix="mingbai-bench-"))
    try:
        size = make(work, townships, items)
        rows = [f"{townships} 个乡镇 × {items} 项,YAML {size / 1e6:.0f} MB,{cores()} 核", "", *_reading(work)]
        rows += ["", "| 命令 | 用时 s | CPU s | 最大进程 MB | 输出 MB |", "|---|---|---|---|---|"]
        shutil.rmtree(work / "before", ignore_errors=True)
        shutil.copytree(work / "lists", work / "before", copy_function=shutil.copyfile)
        changed = _change(work / "before")
        for name, words in (
            ("check", ["check"]),
            ("build", ["build", "--as-of", "2026-01-01"]),
            (f"diff({changed} 份改过)", ["diff", "before", "lists", "--as-of", "2026-01-01", "-o", "diff.txt"]),
        ):
            cost = timed([sys.executable, "-m", "mingbai", *words], work, fine=(0, 1) if "diff" in words else (0,))
            made = _size(work / "site") / 1e6 if name == "build" else 0
            rows.append(f"| {name} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.memory:.0f} | {made:.0f} |")
        return "\n".join(rows)
    finally:
        if keep is None:
            shutil.rmtree(work, ignore_errors=True)


def timed(command: list[str], folder: Path, fine: tuple[int, ...] = (0,)) -> Cost:
    """Run a command in a folder; RuntimeError with its last words when it ends otherwise than ``fine``."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            said.seek(0)
            raise RuntimeError(said.read()[-2000:].decode(errors="replace"))
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _reading(work: Path) -> Iterator[str]:
    file = next(iter((work / "lists").rglob("duties.yml")))
    raw = file.read_bytes()
    for label, careful in (("快读", False), ("带位置", True)):
        begin, times = time.perf_counter(), 10
        for _ in range(times):
            source, _problems = read("duties.yml", raw)
            if careful and isinstance(source, Source):
                source.where(())
        speed = times * len(raw) / 1e6 / (time.perf_counter() - begin)
        yield f"- 读取({label}):{speed:.0f} MB/s,单进程"


def make(work: Path, townships: int, items: int) -> int:
    """Write the province's site into a folder; the bytes of its lists."""
    lists = work / "lists"
    for folder in (lists, work / "content"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    (work / "content" / "shell.md").write_text("---\ntemplate: shell.html\n---\n", encoding="utf-8")
    home = '# 省\n\n<section id="_places">\n<!-- mingbai:places -->\n</section>\n'
    (work / "content" / "index.md").write_text(home, encoding="utf-8")
    for page in ("about", "guide"):  # which every page links to
        (work / "content" / page).mkdir()
        (work / "content" / page / "index.md").write_text("# 说明\n", encoding="utf-8")
    (work / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    _area(lists, "全国", "国家")
    _write(lists / "certificates.yml", _certificates(20, random.Random("nation")))
    _area(lists / "sheng", "某省", "省")
    _write(lists / "sheng" / "channels.yml", _channels("某省"))
    size = 0
    for number in range(townships):
        county = lists / "sheng" / f"xian{number // COUNTY:02}"
        if number % COUNTY == 0:
            _area(county, f"第{number // COUNTY}县", "县")
            _write(county / "channels.yml", _channels(f"第{number // COUNTY}县"))
            bodies = "".join(bodies_of(items, number // COUNTY))
        place = county / f"zhen{number % COUNTY:02}"
        _area(place, f"第{number}镇", "乡")
        text = header_of(f"第{number}镇履职事项清单", items) + bodies
        size += len(text.encode())
        _write(place / "duties.yml", text)
    return size


def bodies_of(items: int, county: int) -> list[str]:
    """The items of a county's list of duties, as they stand in the file."""
    rows = []
    same, own = random.Random("province"), random.Random(f"county{county}")
    for number in range(items):
        common = _name(same)
        name = _name(own) if own.random() < REWORDED else common
        role = ("基本", "配合", "收回")[number * 3 // items]
        row = f"  - id: shixiang-{number}\n    name: {name}{number}\n"
        row += f"    category: {_CATEGORIES[number * 30 // items % 10]}\n    role: {role}\n"
        office = _OFFICES[number % len(_OFFICES)]
        if role == "配合":
            row += (
                f"    lead_department: [县{office}]\n    lead_duty: {_prose(same)}\n    township_duty: {_prose(same)}\n"
            )
        elif role == "收回":
            row += f"    receiving_department: [县{office}]\n    work_method: {_prose(same)}\n"
        else:
            row += f"    remark: {_prose(same)}\n"
        rows.append(row)
    return rows


def _name(rng: random.Random) -> str:
    return "".join(rng.choice(words) for words in (_VERBS, _AREAS, _THINGS, _KINDS))


def _prose(rng: random.Random) -> str:
    return "。".join(f"{_name(rng)},{_name(rng)}" for _ in range(3)) + "。"


def header_of(title: str, items: int) -> str:
    """The header of a list without a fault."""
    return (
        f"title: {title}\nstatus: 现行\ncompleteness: 完整\ndeclared_total: {items}\neffective_from: 2025-01-01\n"
        "sources:\n  - title: 合成数据\n    form: 整理\nitems:\n"
    )


def _certificates(items: int, rng: random.Random) -> str:
    head = header_of("证明事项清单", items).replace("status", "body: 村(居)委会\nstatus", 1)
    rows = (
        f"  - id: zhengming-{n}\n    name: {rng.choice(_THINGS)}证明{n}\n    decision: 不应出具\n"
        f"    issuing_body: [县{_OFFICES[n % 8]}]\n"
        for n in range(items)
    )
    return head + "".join(rows)


def _channels(place: str) -> str:
    return header_of(f"{place}渠道", 1) + (
        f"  - id: rexian\n    name: {place}热线\n    topics: [综合]\n    authority: {place}政府\n"
        "    phones: [12345]\n    state: 待核实\n    verified_on: 2025-12-01\n"
    )


def _area(folder: Path, name: str, level: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "area.yml", f"name: {name}\nlevel: {level}\n")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def _change(lists: Path) -> int:
    """Change ten items, move five and remove one in up to 100 lists; how many lists."""
    rng = random.Random("change")
    every = sorted(lists.rglob("duties.yml"))
    some = rng.sample(every, min(CHANGED, len(every)))
    for file in some:
        head, *items = re.split(r"^(?=  - id: )", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for at in rng.sample(range(len(items)), min(10, len(items))):
            items[at] = items[at].replace("    name: ", "    name: 新", 1)
        for _ in range(5):
            items.insert(rng.randrange(len(items)), items.pop(rng.randrange(len(items))))
        items.pop(rng.randrange(len(items)))
        file.write_text(head + "".join(items), encoding="utf-8")
    return len(some)


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


_MKDOCS = """\
site_name: 合成省
site_url: https://sheng.example/
docs_dir: content
theme:
  name: material
  language: zh
  font: false
plugins: [mingbai: {guides: false}]
not_in_nav: /shell.md
nav: [index.md, guide/index.md, about/index.md]
"""
