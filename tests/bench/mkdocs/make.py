"""A Markdown page for every township's duties: what MkDocs has to be given. Run in the site's folder."""

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import yaml

LISTS, PAGES = Path("lists"), Path("docs")
HEAD = "| | | | |\n|---|---|---|---|\n"


def main() -> None:
    papers = json.loads(Path("papers/papers.json").read_text("utf-8"))
    PAGES.mkdir(exist_ok=True)
    (PAGES / "index.md").write_text("# 省\n", "utf-8")
    for file in sorted(LISTS.resolve().rglob("duties.yml")):
        here = file.parent.relative_to(LISTS.resolve()).as_posix()
        page = PAGES / here / "duties.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(here, read(file), papers[here]), "utf-8")


def read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), yaml.CBaseLoader)


def _page(here: str, data: dict[str, Any], paper: str) -> str:
    ways = ["", *(here.rsplit("/", cut)[0] for cut in (2, 1)), here]
    names = {way: read(LISTS / way / "area.yml")["name"] for way in ways}
    county, province = ways[2], ways[1]
    meta = {
        "template": "duties.html",
        "here": here,
        "near": f"{here} {county} {province}",
        "place": names[here],
        "list": data["title"],
        "status": data["status"],
        "completeness": data["completeness"],
        "declared_total": data.get("declared_total"),
        "doc_no": data.get("doc_no"),
        "total": len(data["items"]),
        "told": list(_told(data)),
        "about": list(_about(data)),
        "roles": _counted(data["items"]),
        "trail": [[f"{way}/" if way else "", names[way]] for way in ways],
        "contacts": [{**item, "place": names[way]} for way in (county, province) for item in _channels(way)],
        "paper": paper,
    }
    parts = [f"---\n{yaml.dump(meta, Dumper=yaml.CSafeDumper, allow_unicode=True, width=10**6)}---\n"]
    beside = len(list((LISTS / county).glob("*/duties.yml")))
    compare = f"../../../../{county}/compare/duties/#{here.rsplit('/', 1)[1]}-" if beside > 1 else ""
    for category in dict.fromkeys(item["category"] for item in data["items"]):
        parts.append(f"\n## {category}\n\n{HEAD}")
        parts += (_row(item, compare) for item in data["items"] if item["category"] == category)
    return "".join(parts)


def _channels(way: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(LISTS / way / "channels.yml")["items"]
    return found


def _told(data: dict[str, Any]) -> Iterator[str]:
    if data.get("issuer"):
        yield "、".join(data["issuer"])
    if data.get("doc_no"):
        yield data["doc_no"]
    if data.get("date_published"):
        yield f"{data['date_published']} 发布"


def _about(data: dict[str, Any]) -> Iterator[list[str]]:
    labels = {"status": "状态", "completeness": "完整程度", "declared_total": "公布总数", "effective_from": "施行日期"}
    yield from ([label, data[key]] for key, label in labels.items() if data.get(key))
    yield ["来源", "、".join(f"{source['title']}({source['form']})" for source in data["sources"])]


def _counted(items: list[dict[str, Any]]) -> list[list[Any]]:
    roles = [item["role"] for item in items]
    return [[role, roles.count(role)] for role in dict.fromkeys(roles)]


def _row(item: dict[str, Any], compare: str) -> str:
    key, name, role = item["id"], _text(item["name"]), item["role"]
    lead, new = ("、".join(map(_text, item.get(field, []))) for field in ("lead_department", "receiving_department"))
    tone, word = {
        "基本": ("yes", "乡镇负责"),
        "配合": ("maybe", f"配合{lead or '上级部门(待核实)'}"),
        "收回": ("no", f"已收回,找{new or '上级部门(待核实)'}"),
    }[role]
    part = f'<small class="part">乡镇只做:{_text(item["township_duty"])}</small>' if "township_duty" in item else ""
    also = f" <small>也叫 {'、'.join(map(_text, item['aliases']))}</small>" if "aliases" in item else ""
    one = two = ""
    if role == "配合":
        one = _fact(f"{lead or '上级部门'}做什么", item.get("lead_duty", "待核实"))
        two = _fact("乡镇做什么", item.get("township_duty", "待核实"))
    elif role == "收回":
        one = _fact("今后归谁", "、".join(item.get("receiving_department", [])))
        two = _fact("怎么办", item.get("work_method")) + _fact("为什么收回", item.get("withdraw_reason"))
    more = f'<a href="{compare}{key}">别的乡镇怎么规定</a>' if compare else ""
    bases = [f"《{_text(basis['title'])}》 {_text(basis['article'])}" for basis in item.get("legal_basis", [])]
    more += f"<p>依据 {'<br>'.join(bases)}</p>" if bases else ""
    more += f"<p>{_text(item['remark'])}</p>" if "remark" in item else ""
    more += f'<a class="anchor" href="#{key}" aria-label="{name}:复制链接">#</a>'
    first = (
        f'<span id="{key}" data-row data-facet-value="{role}">{name}</span>{also}<b class="a {tone}">{word}</b>{part}'
    )
    return f"| {first} | {one} | {two} | {more} |\n"


def _fact(label: str, value: str | None) -> str:
    return f"<dl><dt>{label}</dt><dd>{_text(value)}</dd></dl>" if value else ""


def _text(value: str) -> str:
    """Text as it may stand in a cell."""
    return escape(value).replace("|", "&#124;")


if __name__ == "__main__":
    main()
