"""Old addresses of places and of lists: a folder or a file has another name, and all below it moves along."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from .areas import RESERVED, Area, Tree
from .kinds import KINDS, Reach
from .kinds.fields import Danger, Date, Model, Text
from .kinds.fields import field as declare
from .problems import Problem
from .read import Source

SHAPE = re.compile(r"([a-z0-9]+/)*[a-z0-9]+([.-][a-z0-9]+)*")


class Renamed(Model):
    """One place, or one page of a list, that has another address now."""

    old: Text = declare("旧地址", "如 hubei/jingmeng(地方)、hubei/certificates.jiu(清单)", Danger.FACT, required=True)
    new: Text = declare("新地址", "现在的地址,写法和旧地址一样", Danger.FACT, required=True)
    reason: Text = declare("原因", "为什么换地址", Danger.PROSE, required=True)
    date: Date | None = declare("日期", "", Danger.DATE)


class Prefix(NamedTuple):
    """One old beginning of addresses, and what stands in its place today; both without a closing slash."""

    old: str
    new: str
    record: Renamed


@dataclass(frozen=True)
class Addresses:
    """All recorded addresses."""

    records: tuple[Renamed, ...] = ()

    @cached_property
    def _next(self) -> dict[str, str]:
        """Old address → the one that it was given; the first record counts where several speak of one."""
        return {one.old: one.new for one in reversed(self.records)}

    def end(self, address: str) -> str | None:
        """Where a place or a list of an old address is today, the address itself where nothing is recorded.

        What lies below a renamed place moves along. None where the way runs in a circle.
        """
        passed: set[str] = set()
        while old := next((above for above in _upwards(address) if above in self._next), ""):
            if old in passed:
                return None
            passed.add(old)
            address = self._next[old] + address[len(old) :]
        return address

    def prefixes(self) -> list[Prefix]:
        """Every beginning that addresses of today once had, the longest first.

        A list that changed its name inside a place that changed its own had an address under each of the
        place's names. Only a place that lies higher than the one before is put in front: ways are finite.
        """
        ways = [Prefix(one.old, end, one) for one in self.records if (end := self.end(one.new))]
        found: dict[str, Prefix] = {}
        pending = [(way, way.new) for way in ways]
        while pending:
            here, top = pending.pop(0)
            if here.old in found:
                continue
            found[here.old] = here
            for way in ways:
                higher = way.new.count("/") < top.count("/") or here.old == here.record.old
                if higher and below(here.old, way.new) and not below(way.old, way.new):
                    pending.append((Prefix(way.old + here.old[len(way.new) :], here.new, here.record), way.new))
        return sorted(found.values(), key=lambda one: (-one.old.count("/"), -len(one.old), one.old))


def _upwards(address: str) -> Iterator[str]:
    """An address and all that it lies below, itself first."""
    while address:
        yield address
        address = address.rpartition("/")[0]


def below(address: str, above: str) -> bool:
    """Whether an address lies below another one."""
    return address.startswith(f"{above}/")


def is_page(address: str) -> bool:
    """Whether an address is that of a list's page and not of a place."""
    return address.rpartition("/")[2].split(".")[0] in KINDS


def stands(address: str, tree: Tree) -> bool:
    """Whether a place or a page of a list has this address."""
    if not is_page(address):
        return address in tree.areas
    above, _, page = address.rpartition("/")
    return above in tree.areas and _has_page(tree.areas[above], page, tree)


def _has_page(area: Area, page: str, tree: Tree) -> bool:
    """A list's own page; that of what holds in a place; in the nation that of who has published lists of a kind."""
    if any(ref.page == page for ref in area.lists):
        return True
    if page not in KINDS:
        return False
    asked = tree if not area.path else [area] if KINDS[page].reach is Reach.OVERRIDE else []
    return any(ref.kind == page for place in asked for ref in place.lists)


def check_addresses(addresses: Addresses, source: Source | None, tree: Tree) -> Iterator[Problem]:
    """Old addresses that are no addresses, are told twice or still in use; new ones that lead nowhere."""
    seen: set[str] = set()
    for index, one in enumerate(addresses.records if source else ()):
        field, message, fix = _wrong(one, addresses, tree, one.old in seen)
        seen.add(one.old)
        if source and message:
            yield source.problem(("addresses", index, field), "C205", message, fix)


def _wrong(one: Renamed, addresses: Addresses, tree: Tree, again: bool) -> tuple[str, str, str]:
    """The field at fault, what is wrong with it and what to do; '' where nothing is."""
    for field, value in (("old", one.old), ("new", one.new)):
        if not SHAPE.fullmatch(value) or ("." in value and not is_page(value)):
            return (
                field,
                f"“{value}”不是地方或清单的地址",
                "写成 hubei/jingmen 或 hubei/certificates.gongan,前后不加斜杠",
            )
        if RESERVED & set(value.split("/")) or any(part in KINDS for part in value.split("/")[:-1]):
            return field, f"{value} 不是地方,也不是清单", "这里只写地方和清单的地址"
    if again:
        return "old", f"旧地址 {one.old} 写了两次", "删去一条"
    if stands(one.old, tree):
        return "old", f"旧地址 {one.old} 还在用", "换一个,或删去这条记录"
    if _sort(one.old) != _sort(one.new):
        return "new", f"{one.old} 和 {one.new} 不是一类", "地方换成地方,清单换成同一种清单"
    end = addresses.end(one.new)
    if end is None or addresses.end(one.old) is None:
        return "new", f"从 {one.old} 换地址绕了一圈", "改正新地址"
    if not stands(end, tree):
        return "new", f"新地址 {end} 在网站上找不到", "核对文件夹和文件名"
    return "", "", ""


def _sort(address: str) -> str:
    """What an address speaks of: a kind of list, or '' for a place."""
    return address.rpartition("/")[2].split(".")[0] if is_page(address) else ""
