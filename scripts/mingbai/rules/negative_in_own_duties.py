"""负面事项又列为主体责任:同一件事,管到这里的清单一处说不该派给村里,一处说村里负责。

两种说法只能有一种对,村干部和群众都要知道。

反例:
    主体责任 代收物业费
    负面 代收物业费

正例:
    负面 代收物业费
"""

from collections.abc import Iterator

from ..areas import Area
from ..catalog import Catalog
from ..kinds import KINDS
from ..problems import Level, Problem
from .duplicate_name import normal

CODE = "C324"
LEVEL = Level.WARNING
SCOPE = "place"


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """Negative items of the place's own lists that a list which holds here calls the village's own."""
    kind = KINDS["village-duties"]
    own = catalog.lists(area.path, kind.key)
    if not own:
        return
    mine = {normal(s.item.name): s for s in catalog.statements(area.path, kind) if s.item.role == "主体责任"}
    for file in own:
        for number, item in enumerate(file.items):
            other = mine.get(normal(item.name)) if item.role == "负面" else None
            if other:
                message = f"“{item.name}”这里是负面事项,{other.list.ref.shown} 列为主体责任"
                yield file.problem(number, "role", CODE, message, "核对哪一处写错", LEVEL)
