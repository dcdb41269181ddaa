"""The tree of places: a folder is an area, its path is its address."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .folders import Listing, Node, inside
from .kinds import KINDS, Kind
from .kinds.fields import Code, Danger, Model, Text, Url
from .kinds.fields import field as declare
from .kinds.load import model_of
from .problems import Problem
from .progress import stage
from .read import Source, read

LEVELS = ("国家", "省", "市", "县", "乡", "村")
RESERVED = {
    "admin",
    "guide",
    "about",
    "report",
    "changes",
    "all",
    "api",
    "schemas",
    "assets",
    "compare",
    "search",
    "shell",
    "archive",
    "items",
    "situations",
    "noticeboard",
}
DEMO = "demo"
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class AreaFile(Model):
    """area.yml: what a place is called and where it stands."""

    name: Text = declare("名称", "正式全称", Danger.FACT, required=True)
    short: Text | None = declare("简称", "平时的叫法", Danger.FACT)
    level: Literal["国家", "省", "市", "县", "乡", "村"] = declare("层级", "国家、省、市、县、乡、村", required=True)
    code: Code | None = declare("区划代码", "民政部公布的代码", Danger.FACT)
    url: Url | None = declare("政府网站", "", Danger.CONTACT)
    remark: Text | None = declare("备注", "", Danger.PROSE)


@dataclass(frozen=True)
class ListRef:
    """A list file that has not been read yet: its place and what its name says."""

    file: Node
    shown: str  # lists/hubei/certificates.yml, as messages show it
    area: str
    kind: str
    slug: str = ""

    @property
    def page(self) -> str:
        """Its page's folder under the area: certificates or certificates.gongan."""
        return f"{self.kind}.{self.slug}" if self.slug else self.kind


@dataclass(frozen=True)
class Area:
    """A place. ``path`` is '' for the nation, else 'guizhou/qianxinan'."""

    path: str
    name: str
    short: str
    level: str
    code: str | None = None
    url: str | None = None
    remark: str | None = None
    lists: tuple[ListRef, ...] = field(default=(), compare=False)

    @property
    def demo(self) -> bool:
        """Whether it is invented: kept out of everything that speaks of the whole."""
        return self.path.split("/")[0] == DEMO

    @property
    def parent(self) -> str | None:
        """The path of the place above, None for the nation."""
        return None if not self.path else self.path.rpartition("/")[0]

    @property
    def address(self) -> str:
        """Its page under the site's root: '' or 'guizhou/qianxinan/'."""
        return address_of(self.path)


@dataclass
class Tree:
    """All places, and who lies in whom."""

    areas: dict[str, Area]
    problems: list[Problem] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)  # the area.yml files as read

    def __post_init__(self) -> None:
        self._children: dict[str, list[Area]] = {}
        for area in self.areas.values():
            if area.parent is not None:
                self._children.setdefault(area.parent, []).append(area)

    def __iter__(self) -> Iterator[Area]:
        return iter(self.areas.values())

    def children(self, path: str) -> list[Area]:
        """The places right below, in the order of their folders."""
        return self._children.get(path, [])

    def upwards(self, path: str) -> list[Area]:
        """The place itself, then each one above it, the nation last."""
        chain = []
        here: str | None = path
        while here is not None:
            chain.append(self.areas[here])
            here = self.areas[here].parent
        return chain


Said = Mapping[str, list[Any]]
"""What the area.yml of every place says, by its path: name, short name, level, code, website, remark."""


def said_by(tree: Tree) -> Said:
    """What all area.yml of a tree say, of which none is wrong."""
    return {one.path: [one.name, one.short, one.level, one.code, one.url, one.remark] for one in tree}


def address_of(path: str) -> str:
    """A place's page under the site's root: '' or 'guizhou/qianxinan/'."""
    return f"{path}/" if path else ""


def item_address(path: str, kind: Kind, page: str, item_id: str) -> str:
    """Where an item of a place is read: its own page, or its anchor on its list's page."""
    if kind.item_pages:
        return f"{address_of(path)}{kind.key}/{item_id}/"
    return f"{address_of(path)}{page}/#{item_id}"


def place_name(name: str) -> bool:
    """Whether a folder of a place may be called so: small letters and digits, no name that the site itself uses."""
    plain = name.isascii() and name.isalnum() and name == name.lower()
    return plain and name not in RESERVED and name not in KINDS


@stage("看有哪些地方")
def scan(
    root: Node, shown: str = "lists", said: Said | None = None, listed: Mapping[str, Listing] | None = None
) -> Tree:
    """The tree under ``root`` by its folders and area.yml files; lists are named, not read.

    Nor is an area.yml read again of which is known what is ``said``; it is not among the sources then. Folders of which
    is known what lies in them are ``listed``.
    """
    scanner = _Scanner(shown, said or {}, listed or {})
    pending = [("", root)]
    while pending:
        pending.extend(reversed(scanner.enter(*pending.pop())))
    return Tree(scanner.areas, scanner.problems, scanner.sources)


class _Scanner:
    """One walk over the folders, parents before children."""

    def __init__(self, shown: str, said: Said, listed: Mapping[str, Listing]) -> None:
        self.shown, self.said, self.listed = shown, said, listed
        self.areas: dict[str, Area] = {}
        self.problems: list[Problem] = []
        self.sources: list[Source] = []

    def enter(self, path: str, folder: Node) -> list[tuple[str, Node]]:
        """Take in one place; the paths of the folders below it that are to be entered."""
        label = f"{self.shown}/{path}" if path else self.shown
        files, folders = self.listed.get(str(folder)) or inside(folder)
        refs = [ref for name in files if (ref := self._ref(name, folder, label, path))]
        own = folder / "area.yml" if "area.yml" in files else None
        words = (own and self.said.get(path)) or self._words(own, path, label)
        name, short, level, code, url, remark = words
        self.areas[path] = Area(path, name, short, level, code, url, remark, tuple(refs))
        places = [name for name in folders if not name.startswith((".", "_")) and self._may_be_area(name, label)]
        return [(f"{path}/{name}" if path else name, folder / name) for name in places]

    def _words(self, file: Node | None, path: str, label: str) -> list[Any]:
        said = self._area(file, path, label) or self._stand_in(path)
        return [said.name, said.short or said.name, said.level, said.code, said.url, said.remark]

    def _stand_in(self, path: str) -> AreaFile:
        """A place whose area.yml cannot be used: an error is told, and what lies below is checked all the same."""
        above = self.areas[path.rpartition("/")[0]].level if path else LEVELS[0]
        said: dict[str, Any] = {"name": path.rpartition("/")[2] or "lists", "level": above}
        return AreaFile.model_construct(**said)  # as it is: a folder may be called nan, which no name may

    def _say(self, file: str, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(file, 1, 1, code, message, fix))

    def _may_be_area(self, name: str, label: str) -> bool:
        if place_name(name):
            return True
        self._say(f"{label}/{name}", "C202", f"文件夹不能叫 {name}", "用地名的小写拼音;网站自用的名字要避开")
        return False

    def _area(self, file: Node | None, path: str, label: str) -> AreaFile | None:
        shown = f"{label}/area.yml"
        if not file:
            self._say(shown, "C201", "这个地方没有 area.yml", "写上 name 和 level;不是地方就移走这个文件夹")
            return None
        source, found = read(shown, file.read_bytes())
        self.problems.extend(found)
        if source is None:
            return None
        self.sources.append(source)
        area = model_of(AreaFile, source.data, source, (), self.problems)
        if area and path:
            above = self.areas[path.rpartition("/")[0]]
            if LEVELS.index(area.level) <= LEVELS.index(above.level):
                message = f"{area.name}是“{area.level}”,不能放在“{above.level}”{above.name}里面"
                self.problems.append(source.problem(("level",), "C203", message, "改正 level,或移动文件夹"))
        return area

    def _ref(self, name: str, folder: Node, label: str, path: str) -> ListRef | None:
        shown = f"{label}/{name}"
        if name == "area.yml" or name.startswith("."):
            return None
        stem, _, suffix = name.rpartition(".")
        kind, dot, slug = stem.partition(".")
        if suffix == "yml" and kind in KINDS and (not dot or SLUG.fullmatch(slug)):
            return ListRef(folder / name, shown, path, kind, slug)
        known = "、".join(f"{key}.yml" for key in KINDS)
        self._say(shown, "C204", f"不认识的文件 {name}", f"清单叫 {known} 等")
        return None
