"""能找的渠道太少:至少要有两个互不相同的机关,其中一个在乡镇以上。

被举报的就是本地机关时,只有一个渠道等于没有渠道。上级的渠道也算。停用的、只写着待核实的不算。
提醒写在 channels.yml 上;上级已经提醒的,下级不再重复。

反例:
    全镇只有一个电话,由镇政府接听

正例:
    县纪委监委的电话和 12345,两个机关
"""

from collections.abc import Iterator
from typing import Any

from ..areas import Area
from ..catalog import Catalog
from ..kinds import UNKNOWN
from ..problems import Level, Problem

CODE = "C330"
LEVEL = Level.WARNING
SCOPE = "place"

WAYS = ("phones", "sms", "emails", "url", "entries", "post_address", "visit_address")
BELOW = ("乡", "村")
ENOUGH = 2


def reached(item: Any) -> bool:
    """Whether somebody can be reached at all by what is written."""
    return any((value := getattr(item, way, None)) and value not in (UNKNOWN, [UNKNOWN]) for way in WAYS)


def lacking(catalog: Catalog, area: Area) -> str:
    """What is missing among those who can be reached in a place; '' where nothing is."""
    found = [said for topics, said in catalog.channels(area.path) if topics and reached(said.item)]
    bodies = {said.item.authority for said in found}
    if len(bodies) < ENOUGH:
        return f"只有 {len(bodies)} 个机关能找"
    return "" if any(said.area.level not in BELOW for said in found) else "没有乡镇以上的机关能找"


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """A place that names channels, and whose people still have too few, unless one above it is told already."""
    own = next((file for file in catalog.reading(area.path).lists if file.kind.topics), None)
    if own is None or not (what := lacking(catalog, area)):
        return
    above = catalog.tree.upwards(area.path)[1:]
    told = [place for place in above if any(file.kind.topics for file in catalog.reading(place.path).lists)]
    if not any(lacking(catalog, place) for place in told):
        fix = "补上别的机关的渠道,至少一个在乡镇以上"
        yield own.source.problem((), CODE, f"{area.name}{what}", fix, LEVEL)
