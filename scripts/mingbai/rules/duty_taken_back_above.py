"""上级已收回的事下级还列为基本履职:上级清单说已经收回,下级清单还写着乡镇负责。

收回的事不能再压给乡镇。名称相同才能对上,名称不同的对不上。

反例:
    县清单 收回 房屋安全鉴定
    镇清单 基本 房屋安全鉴定

正例:
    镇清单 收回 房屋安全鉴定
"""

from collections.abc import Iterator

from ..areas import Area
from ..catalog import Catalog
from ..kinds import KINDS, OVER
from ..problems import Level, Problem
from .duplicate_name import normal

CODE = "C325"
LEVEL = Level.WARNING
SCOPE = "place"


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """基本 items of the place that a list above it has as 收回."""
    kind = KINDS["duties"]
    own = [file for file in catalog.lists(area.path, kind.key) if file.header.status not in OVER]
    if not own:
        return
    above = {
        normal(item.name): file
        for place in catalog.tree.upwards(area.path)[1:]
        for file in catalog.lists(place.path, kind.key)
        if file.header.status not in OVER
        for item in file.items
        if item.role == "收回"
    }
    for file in own:
        for number, item in enumerate(file.items):
            if item.role == "基本" and normal(item.name) in above:
                message = f"“{item.name}”这里是基本履职,{above[normal(item.name)].ref.shown} 已收回"
                yield file.problem(number, "role", CODE, message, "按上级清单改,或核对名称", LEVEL)
