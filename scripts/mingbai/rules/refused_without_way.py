"""不应出具却没说该找谁:证明写着不应出具,却没有由谁出具,也没有用什么代替。

群众被拒之后最需要知道的就是下一步。上级清单对同一编号已经写明的,本级可以不写。

反例:
    - id: qinshu-guanxi
      name: 亲属关系证明
      decision: 不应出具

正例:
    - id: qinshu-guanxi
      name: 亲属关系证明
      decision: 不应出具
      issuing_body: [公安派出所]
"""

from collections.abc import Iterator

from ..areas import Area
from ..catalog import Catalog
from ..kinds import KINDS
from ..problems import Level, Problem

CODE = "C305"
LEVEL = Level.WARNING
SCOPE = "place"


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """Refusals of the place's own lists that neither they nor a list above answers."""
    kind = KINDS["certificates"]
    own = catalog.lists(area.path, kind.key)
    if not own:
        return
    answered = {
        statement.item.id
        for statement in catalog.statements(area.path, kind)
        if statement.item.issuing_body or statement.item.substitute
    }
    for file in own:
        for number, item in enumerate(file.items):
            if item.decision == "不应出具" and item.id not in answered:
                message = f"“{item.name}”不应出具,却没说该找谁或用什么代替"
                fix = "补 issuing_body 或 substitute;不知道写 issuing_body: [待核实]"
                yield file.problem(number, "decision", CODE, message, fix, LEVEL)
