"""Whether a finished site is complete: every place has its pages, and the index counts what the pages show."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from ..areas import Area, Tree
from ..catalog import Catalog
from ..kinds import KINDS
from ..progress import stage
from .addresses import has_holdings
from .judge import shown
from .verify import Note, Promise

INDEX = "api/v1/index.json"
_EVERYWHERE = ("report/", "report/draft/", "noticeboard/", "noticeboard/a3/")


def promised(catalog: Catalog, area: Area) -> Iterator[Promise]:
    """The items that each list page of a place has to show: those of the list, and what else holds there."""
    for kind in KINDS.values():
        files = catalog.lists(area.path, kind.key)
        for file in files:
            yield Promise(f"{area.address}{file.page}/", tuple(item.id for item in file.items), True)
        if has_holdings(area, kind):
            held = tuple(holding.id for holding in catalog.holding(area.path, kind) if holding.deciding)
            yield Promise(f"{area.address}{kind.key}/", held, False)


@stage("核对网站")
def lacking(
    root: Path, files: Collection[str], tree: Tree, notes: list[Note], beside: tuple[str, ...] = ()
) -> list[str]:
    """What a site in ``root`` with these ``files`` lacks; ``beside`` are those that stand with every list's page."""
    rows = {folder: number for note in notes for folder, number in note.rows}
    missing = [file for area in tree for file in _files(area, beside) if file not in files]
    return [*(f"{file}: 没有这个文件" for file in missing), *_index(root, files, tree, rows)]


def _files(area: Area, beside: tuple[str, ...]) -> Iterator[str]:
    """All that a place must have, by its folder and its lists alone."""
    for folder in ("", *_EVERYWHERE):
        yield f"{area.address}{folder}index.html"
    for key in dict.fromkeys(ref.kind for ref in area.lists):
        if has_holdings(area, KINDS[key]):
            yield f"{area.address}{key}/index.html"
    for ref in area.lists:
        for name in ("index.html", "data.json", "data.csv", *beside):
            yield f"{area.address}{ref.page}/{name}"
    if area.lists or not area.path:
        yield f"{area.address}search.json"


def _index(root: Path, files: Collection[str], tree: Tree, rows: dict[str, int]) -> Iterator[str]:
    """What api/v1/index.json says that is not so."""
    told: dict[str, Any] = json.loads((root / INDEX).read_bytes())
    places = {area.path for area in tree if not area.demo}
    lists = {f"{area.address}{ref.page}/" for area in tree if not area.demo for ref in area.lists}
    for what, wanted, found in (
        ("地方", places, [row["path"] for row in told["areas"]]),
        ("清单", lists, [row["page"] for row in told["lists"]]),
    ):
        if wanted != set(found) or len(found) != len(wanted):
            yield f"{INDEX}: {what}应有 {len(wanted)} 个,写了 {len(found)} 个"
    for row in told["lists"]:
        if row["page"] in rows and row["items"] != rows[row["page"]]:
            yield f"{INDEX}: {row['page']} 写了 {row['items']} 项,那一页上有 {rows[row['page']]} 项"
    for address in sorted(set(_addresses(told))):
        file = f"{address}index.html" if not address or address.endswith("/") else address
        if file not in files:
            yield f"{INDEX}: 链到 {shown(file)},网站里没有"


def _addresses(told: dict[str, Any]) -> Iterator[str]:
    """Every address in the index."""
    for row in (*told["kinds"], *told["areas"], *told["lists"], *told["situations"]):
        yield from (row[key] for key in ("schema", "page", "json", "csv") if key in row)
    yield from (row["new"] for row in told["moved"]["addresses"])
    yield from (told[key] for key in ("contacts", "changes") if key in told)
