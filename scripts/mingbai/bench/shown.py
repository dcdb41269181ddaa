"""What a built page says, row by row, held against its list: nobody is quicker by leaving something out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import html

from ..read import read

_BESIDE = "//thead | //script | //noscript"


class Row(NamedTuple):
    """One item as a page shows it; all text without the spaces between its parts."""

    category: str
    id: str
    role: str
    text: str


class Shown(NamedTuple):
    """A page: its rows, and the text around them."""

    rows: list[Row]
    around: str


class Differs(Exception):
    """A page does not say what its list says; the message names the first difference."""


def compare(site: Path, lists: Path, like: Path | None = None) -> tuple[int, int]:
    """Hold every township's page of a site against its list, and what surrounds its rows against another site's.

    The bytes of these pages and their number; Differs where something is missing, changed or too much.
    """
    size = 0
    files = sorted(lists.rglob("duties.yml"))
    for file in files:
        address = file.parent.relative_to(lists).as_posix() + "/duties/index.html"
        page = site / address
        if not page.is_file():
            raise Differs(f"{site}: 没有 {address}")
        raw = page.read_bytes()
        size += len(raw)
        found, wanted = shown(raw), list(said(file))
        for have, want in zip(found.rows, wanted, strict=False):
            if have != want:
                raise Differs(f"{page}: 清单是 {want},网页是 {have}")
        if len(found.rows) != len(wanted):
            raise Differs(f"{page}: 清单有 {len(wanted)} 项,网页有 {len(found.rows)} 项")
        if like and found.around != shown((like / address).read_bytes()).around:
            raise Differs(f"{page}: 各项以外的文字和 {like / address} 不一样")
    return size, len(files)


def shown(raw: bytes) -> Shown:
    """What a page of duties shows: an item is what has the attribute ``data-row``, or the table row around it."""
    page = html.fromstring(raw.decode("utf-8"))
    for node in page.xpath(_BESIDE):
        node.drop_tree()
    rows, nodes, category = [], [], ""
    for node in page.iter("h2", "details", "span"):
        if node.tag == "h2":
            category = _text(node)
        elif "data-row" in node.attrib:
            whole = node if node.tag == "details" else next(node.iterancestors("tr"))
            rows.append(Row(category, node.get("id"), node.get("data-facet-value"), _text(whole)))
            nodes.append(whole)
    for node in nodes:
        node.drop_tree()
    return Shown(rows, _text(page))


def said(file: Path) -> Iterator[Row]:
    """The rows that a list of duties makes, by its categories in the order in which they come up."""
    source, _ = read(file.name, file.read_bytes())
    assert source
    items = source.data["items"]
    beside = len(list(file.parent.parent.glob(f"*/{file.name}"))) > 1
    for category in dict.fromkeys(item["category"] for item in items):
        for item in items:
            if item["category"] == category:
                text = "".join("".join(_parts(item, beside)).split())
                yield Row(category, item["id"], item["role"], text)


def _parts(item: dict[str, Any], beside: bool) -> Iterator[str]:
    yield item["name"]
    if item.get("aliases"):
        yield "也叫" + "、".join(item["aliases"])
    lead, new = ("、".join(item.get(field, [])) for field in ("lead_department", "receiving_department"))
    yield {"基本": "乡镇负责", "配合": f"配合{lead}", "收回": f"已收回,找{new}"}[item["role"]]
    if item.get("township_duty"):
        yield f"乡镇只做:{item['township_duty']}"
    if item["role"] == "配合":
        yield from (f"{lead}做什么", item["lead_duty"], "乡镇做什么", item["township_duty"])
    elif item["role"] == "收回":
        yield from ("今后归谁", new, "怎么办", item["work_method"])
    if beside:
        yield "别的乡镇怎么规定"
    yield item.get("remark", "")
    yield "#"


def _text(node: Any) -> str:
    return "".join("".join(node.itertext()).split())
