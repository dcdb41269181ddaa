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
from ..kinds import KINDS, OVER
from ..problems import Level, Problem
from .duplicate_name import normal

CODE = "C324"
LEVEL = Level.WARNING
SCOPE = "place"

SIDES = (
    ("负面", "主体责任", "这里是负面事项,{} 列为主体责任"),
    ("主体责任", "负面", "这里列为主体责任,{} 是负面事项"),
)


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """Items of the place's own lists that a list which holds here puts on the other side."""
    kind = KINDS["village-duties"]
    own = [file for file in catalog.lists(area.path, kind.key) if file.header.status not in OVER]
    if not own:
        return
    said: dict[tuple[str, str], str] = {}
    for statement in catalog.statements(area.path, kind):
        if statement.list.header.status not in OVER:
            said.setdefault((normal(statement.item.name), statement.item.role), statement.list.ref.shown)
    for file in own:
        for number, item in enumerate(file.items):
            for mine, other, words in SIDES:
                where = said.get((normal(item.name), other)) if item.role == mine else None
                if where and (mine == "负面" or where != file.ref.shown):
                    yield file.problem(
                        number, "role", CODE, f"“{item.name}”" + words.format(where), "核对哪一处写错", LEVEL
                    )
