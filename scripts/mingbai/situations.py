"""Situations that people are in, and the items that each leads to: lists/_site/situations.yml, kept by hand."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from .areas import Tree
from .kinds import KINDS
from .kinds.fields import Danger, Id, Model, Text, Texts
from .kinds.fields import field as declare
from .moved import Moves
from .problems import Problem
from .read import Source

FILE = "_site/situations.yml"


class Lead(Model):
    """One item that a question leads to."""

    kind: Literal[tuple(KINDS)] = declare("清单种类", "如 certificates", required=True)  # type: ignore[valid-type]
    area: Text | None = declare("地方", "文件夹路径,如 hubei/jingmen;全国的和各地通用编号的省略", Danger.FACT)
    id: Id = declare("事项编号", "清单里这一项的 id", Danger.FACT, required=True)
    hint: Text | None = declare("提示", "一句家常话:这一项是做什么的;只说事项里写着的", Danger.PROSE)


class Question(Model):
    """One thing that people in a situation want, with the items that answer it."""

    ask: Text | None = declare("要办什么", "如 要开死亡证明;只有一组时可以省略", Danger.PROSE)
    items: Annotated[list[Lead], Field(min_length=1)] = declare("通向的事项", "一项一行,最要紧的在前", required=True)


class Situation(Model):
    """One situation in people's words."""

    id: Id = declare("编号", "永久编号(拼音),网页的地址", Danger.FACT, required=True)
    name: Text = declare("情况", "群众的说法,如 亲人去世", Danger.FACT, required=True)
    aliases: Texts | None = declare("别的说法", "搜索和全部事项里也按这些话找得到", Danger.PROSE)
    about: Text = declare("说明", "一句话:遇到这种情况,多半要办哪些事", Danger.PROSE, required=True)
    questions: Annotated[list[Question], Field(min_length=1)] = declare("您是要", "按要办的事分组", required=True)


class SituationsFile(Model):
    """lists/_site/situations.yml."""

    situations: list[Situation] | None = declare("办事情况", "常见的在前:首页只摆最前面的")


class Target(NamedTuple):
    """One item of one place that a situation may lead to."""

    kind: str
    id: str
    area: str


Wanted = dict[tuple[str, str], list[tuple[Situation, Lead]]]
"""Kind and id of every item that some situation leads to, with what leads there."""


def wanted(situations: Iterable[Situation]) -> Wanted:
    """What to look for while the lists are read anyway."""
    found: Wanted = {}
    for one in situations:
        for lead in (lead for question in one.questions for lead in question.items):
            found.setdefault((lead.kind, lead.id), []).append((one, lead))
    return found


def meant(lead: Lead, target: Target) -> bool:
    """Whether a reference may speak of an item: of its own place, or of every place where ids are shared."""
    if (lead.kind, lead.id) != (target.kind, target.id):
        return False
    return target.area == (lead.area or "") or (lead.area is None and KINDS[lead.kind].shared_ids)


def leading_to(sought: Wanted, target: Target) -> list[Situation]:
    """The situations that lead to an item of a place, each once."""
    found = {one.id: one for one, lead in sought.get((target.kind, target.id), ()) if meant(lead, target)}
    return list(found.values())


def check_situations(
    situations: tuple[Situation, ...], source: Source | None, tree: Tree, met: Iterable[Target], moves: Moves
) -> Iterator[Problem]:
    """Situations of one id, and references that lead nowhere; ``met`` are the wanted items that real lists have."""
    if source is None:
        return
    there: dict[tuple[str, str], list[Target]] = {}
    for target in met:
        there.setdefault((target.kind, target.id), []).append(target)
    seen: set[str] = set()
    for number, one in enumerate(situations):
        if one.id in seen:
            yield source.problem(("situations", number, "id"), "C206", f"编号 {one.id} 用了两次", "换一个编号")
        seen.add(one.id)
        for group, question in enumerate(one.questions):
            for index, lead in enumerate(question.items):
                at = ("situations", number, "questions", group, "items", index)
                if lead in question.items[:index]:
                    yield source.problem((*at, "id"), "C206", f"{lead.id} 在同一组里写了两次", "删去一条")
                elif not any(meant(lead, target) for target in there.get((lead.kind, lead.id), ())):
                    field, message, fix = _lost(lead, tree, there, moves)
                    yield source.problem((*at, field), "C206", message, fix)


def _lost(
    lead: Lead, tree: Tree, there: dict[tuple[str, str], list[Target]], moves: Moves
) -> tuple[str, str, str]:  # fmt: skip
    """Why a reference leads nowhere: the field at fault, what is wrong with it, what to do."""
    where = lead.area or ""
    if where not in tree.areas:
        end = moves.addresses.end(where)
        fix = f"这个地方换了地址,写 {end}" if end in tree.areas else "写文件夹路径,如 hubei/jingmen"
        return "area", f"没有 {where} 这个地方", fix
    if tree.areas[where].demo:
        return "area", "通到了虚构的示例", "换成真实地方的事项"
    message = f"{tree.areas[where].short}的 {lead.kind} 清单里没有 {lead.id}"
    new = moves.ends(lead.kind, where).get(lead.id, ())
    if new:
        return "id", message, f"{'已经拆成几项' if len(new) > 1 else '已经改号'},写 {' 或 '.join(new)}"
    others = [target.area for target in there.get((lead.kind, lead.id), ())]
    if others:
        return "id", message, f"{others[0] or '全国'}有这一项,{f'写上 area: {others[0]}' if others[0] else '删去 area'}"
    return "id", message, "核对 kind、area 和编号"
