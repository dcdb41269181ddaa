"""一个地方两份清单都说到同一事项:后施行的一份管用。

同一机关先后发布两份清单时常见。旧的一份应当改状态,读者才不会看到两个说法。

反例:
    certificates.yml        居住证明 可以出具
    certificates.erpi.yml   居住证明 不应出具

正例:
    旧清单 status: 已修改
"""

from collections.abc import Iterator

from ..areas import Area
from ..catalog import Catalog
from ..kinds import KINDS, Reach
from ..problems import Level, Problem

CODE = "C309"
LEVEL = Level.WARNING
SCOPE = "place"


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """Items that two lists in force of the place itself decide."""
    for kind in KINDS.values():
        if kind.reach is not Reach.OVERRIDE or len(catalog.lists(area.path, kind.key)) < 2:
            continue
        for holding in catalog.holding(area.path, kind):
            deciding = holding.deciding
            if not deciding or deciding.area != area:
                continue
            for other in holding.others:
                if other.area == area and not other.aside and other.list is not deciding.list:
                    number = other.list.items.index(other.item)
                    message = f"“{other.item.name}”在 {deciding.list.ref.shown} 里也有,以后施行的那份为准"
                    yield other.list.problem(number, "id", CODE, message, "把不再管用的清单改为 已修改 或 废止", LEVEL)
