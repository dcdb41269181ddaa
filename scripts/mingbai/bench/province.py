"""A synthetic province, always the same: counties, townships, three roles of duties, what they inherit.

How much of it repeats is said by two shares. A township's list is drawn up from its
county's: ``OWN`` of its items are worded by the township itself, the rest is the county's
word for word. A county's is drawn up from the province's in the same way: ``REWORDED`` of
it is the county's own. No count of how often real lists repeat is known to the project
(published are totals alone, 117 + 99 + 124 items on the average of 38,000 townships), so
the shares are set high on purpose: repetition is what a build can save work by, and the
table must not promise more of it than there is. ``--own 1`` repeats nothing.
"""

import random
import re
import shutil
from functools import cache
from itertools import product
from pathlib import Path

from ..progress import stage
from . import OWN

COUNTY = 21  # townships of a county: 60 counties make 1,260
REWORDED = 0.3  # share of a county's items worded otherwise than the province's
CHANGED = 100  # lists that differ between two versions
DAY = "2026-01-01"
URL = "https://sheng.example/"
NAME = "合成省"

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
_SORTS = ["工作", "事项", "台账", "管理", "服务", "监督", "隐患", "补助", "信息", "资料"]
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


@stage("造清单")
def make(work: Path, townships: int, items: int, own: float = OWN) -> int:
    """Write the province's site into a folder; the bytes of its lists of duties."""
    lists = work / "lists"
    for folder in (lists, work / "content"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    _write(work / "content" / "shell.md", "---\ntemplate: shell.html\n---\n")
    _write(work / "content" / "index.md", '# 省\n\n<section id="_places">\n<!-- mingbai:places -->\n</section>\n')
    for page in ("about", "guide"):  # which every page links to
        (work / "content" / page).mkdir()
        _write(work / "content" / page / "index.md", "# 说明\n")
    _write(work / "mkdocs.yml", _MKDOCS)
    _area(lists, "全国", "国家")
    _write(lists / "certificates.yml", _certificates(20, random.Random("nation")))
    _area(lists / "sheng", "某省", "省")
    _write(lists / "sheng" / "channels.yml", _channels("某省"))
    size, of_province, of_county = 0, duties(items, "province"), list[str]()
    for number in range(townships):
        county = lists / "sheng" / f"xian{number // COUNTY:02}"
        if number % COUNTY == 0:
            _area(county, f"第{number // COUNTY}县", "县")
            _write(county / "channels.yml", _channels(f"第{number // COUNTY}县"))
            of_county = duties(items, f"county{number // COUNTY}", of_province, REWORDED)
        place = county / f"zhen{number % COUNTY:02}"
        _area(place, f"第{number}镇", "乡")
        text = header_of(f"第{number}镇履职事项清单", items)
        text += "".join(duties(items, f"township{number}", of_county, own))
        size += len(text.encode())
        _write(place / "duties.yml", text)
    return size


def duties(items: int, whose: str, like: list[str] | None = None, own: float = 1.0) -> list[str]:
    """The items of a list as they stand in its file; ``own`` of them in words of its own, the others as ``like``."""
    rng = random.Random(whose)
    return [_duty(at, items, rng) if like is None or rng.random() < own else like[at] for at in range(items)]


def _duty(at: int, items: int, rng: random.Random) -> str:
    role = ("基本", "配合", "收回")[at * 3 // items]
    row = f"  - id: shixiang-{at}\n    name: {_name(rng)}{at}\n"
    row += f"    category: {_CATEGORIES[at * 30 // items % 10]}\n    role: {role}\n"
    office = _OFFICES[at % len(_OFFICES)]
    if role == "配合":
        row += f"    lead_department: [县{office}]\n    lead_duty: {_prose(rng)}\n    township_duty: {_prose(rng)}\n"
    elif role == "收回":
        row += f"    receiving_department: [县{office}]\n    work_method: {_prose(rng)}\n"
    else:
        row += f"    remark: {_prose(rng)}\n"
    return row


@cache
def _names() -> list[str]:
    return ["".join(words) for words in product(_VERBS, _AREAS, _THINGS, _SORTS)]


def _name(rng: random.Random) -> str:
    names = _names()
    return names[int(rng.random() * len(names))]  # five times as quick as choice()


def _prose(rng: random.Random) -> str:
    return "".join(f"{_name(rng)},{_name(rng)}。" for _ in range(3))


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
        f"  - id: rexian\n    name: 便民热线\n    topics: [综合]\n    authority: {place}政府\n"
        "    phones: [12345]\n    state: 待核实\n    verified_on: 2025-12-01\n"
    )


def _area(folder: Path, name: str, level: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "area.yml", f"name: {name}\nlevel: {level}\n")


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def change(lists: Path) -> int:
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


_MKDOCS = f"""\
site_name: {NAME}
site_url: {URL}
docs_dir: content
theme:
  name: material
  language: zh
  font: false
plugins: [mingbai: {{guides: false}}]
not_in_nav: /shell.md
nav: [index.md, guide/index.md, about/index.md]
"""
