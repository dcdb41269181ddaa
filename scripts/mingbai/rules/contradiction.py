"""同一地方两份清单说法相反:一份说可以,另一份说不应,两份都管到这里。

下级可以和上级不同,但读者和审阅人应当知道。证明只比较说村(居)委会的清单。答案页会并排显示两种说法。

反例:
    lists/certificates.yml          居民养犬证明 不应出具
    lists/beijing/certificates.yml  居民养犬证明 可以出具

正例:
    两份清单的结论一致
"""

from collections.abc import Iterator

from ..areas import Area
from ..catalog import Catalog, Statement
from ..kinds import KINDS, OVER, Kind
from ..problems import Level, Problem

CODE = "C306"
LEVEL = Level.WARNING
SCOPE = "place"


def tone(kind: Kind, statement: Statement) -> str:
    """yes (or maybe) and no: the two sides that can contradict; '' where a statement has none."""
    answer = kind.answer(statement.item)
    if answer is None or answer.tone == "plain":
        return ""
    return "no" if answer.tone == "no" else "yes"


def comparable(kind: Kind, statement: Statement) -> bool:
    """Whether a statement speaks of today and for the place at all."""
    gone = statement.list.header.status in OVER or statement.aside.startswith("已于")
    return kind.decides(statement.list.header) and not gone


def check(catalog: Catalog, area: Area) -> Iterator[Problem]:
    """Items of the place's own lists that another list which holds here sees the other way."""
    for kind in KINDS.values():
        if not kind.shared_ids or not catalog.lists(area.path, kind.key):
            continue
        said: dict[str, list[Statement]] = {}
        for statement in catalog.statements(area.path, kind):
            if comparable(kind, statement):
                said.setdefault(statement.item.id, []).append(statement)
        for file in catalog.lists(area.path, kind.key):
            for number, item in enumerate(file.items):
                mine = [s for s in said.get(item.id, ()) if s.item is item]
                for other in said.get(item.id, ()) if mine else ():
                    if {tone(kind, mine[0]), tone(kind, other)} == {"yes", "no"}:
                        here, there = kind.answer(item), kind.answer(other.item)
                        assert here and there
                        message = f"“{item.name}”这里说“{here.word}”,{other.list.ref.shown} 说“{there.word}”"
                        facet = kind.facet or "name"
                        yield file.problem(
                            number, facet, CODE, message, "核对哪份管用;确有不同就保留,答案页会写明", LEVEL
                        )
