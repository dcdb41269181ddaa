"""The tree of places: a folder is an area, its path is its address."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .kinds import KINDS
from .kinds.fields import Danger, Model, Text, Url
from .kinds.fields import field as declare
from .kinds.load import model_of
from .problems import Problem
from .read import read

LEVELS = ("国家", "省", "市", "县", "乡", "村")
RESERVED = {"guide", "about", "report", "changes", "all", "api", "schemas", "assets", "search", "shell", "items"}
DEMO = "demo"


class AreaFile(Model):
    """area.yml: what a place is called and where it stands."""

    name: Text = declare("名称", "正式全称", Danger.FACT, required=True)
    short: Text | None = declare("简称", "平时的叫法", Danger.FACT)
    level: Literal["国家", "省", "市", "县", "乡", "村"] = declare("层级", "国家、省、市、县、乡、村", required=True)
    code: Text | None = declare("区划代码", "民政部公布的代码", Danger.FACT)
    url: Url | None = declare("政府网站", "", Danger.CONTACT)
    remark: Text | None = declare("备注", "", Danger.PROSE)


@dataclass(frozen=True)
class ListRef:
    """A list file that has not been read yet: its place and what its name says."""

    file: Path
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
        return f"{self.path}/" if self.path else ""


@dataclass
class Tree:
    """All places, and who lies in whom."""

    areas: dict[str, Area]
    problems: list[Problem] = field(default_factory=list)

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


def scan(root: Path, shown: str = "lists") -> Tree:
    """The tree under ``root`` by its folders and area.yml files; lists are named, not read."""
    areas: dict[str, Area] = {}
    problems: list[Problem] = []
    pending = [(root, "")]
    while pending:
        folder, path = pending.pop()
        label = f"{shown}/{path}" if path else shown
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name, reverse=True)
        refs = [ref for entry in entries if entry.is_file() and (ref := _ref(entry, label, path, problems))]
        area = _area(folder, label, path, areas, problems)
        if area is None:
            continue
        areas[path] = Area(
            path,
            area.name,
            area.short or area.name,
            area.level,
            area.code,
            area.url,
            area.remark,
            tuple(reversed(refs)),
        )
        for entry in entries:
            if entry.is_dir() and not entry.name.startswith((".", "_")):
                below = f"{path}/{entry.name}" if path else entry.name
                if _may_be_area(entry.name):
                    pending.append((entry, below))
                else:
                    message = f"文件夹不能叫 {entry.name}"
                    problems.append(
                        Problem(f"{shown}/{below}", 1, 1, "C202", message, "用地名的小写拼音;网站自用的名字要避开")
                    )
    return Tree(areas, problems)


def _may_be_area(name: str) -> bool:
    return name.isascii() and name.isalnum() and name == name.lower() and name not in RESERVED and name not in KINDS


def _area(folder: Path, label: str, path: str, areas: dict[str, Area], problems: list[Problem]) -> AreaFile | None:
    file = folder / "area.yml"
    where = f"{label}/area.yml"
    if not file.is_file():
        problems.append(
            Problem(where, 1, 1, "C201", "这个地方没有 area.yml", "写上 name 和 level;不是地方就移走这个文件夹")
        )
        return None
    source, found = read(where, file.read_bytes())
    problems.extend(found)
    area = model_of(AreaFile, source.data, source, (), problems) if source else None
    if area and source and path:
        above = areas[path.rpartition("/")[0]]
        if LEVELS.index(area.level) <= LEVELS.index(above.level):
            message = f"{area.name}是“{area.level}”,不能放在“{above.level}”{above.name}里面"
            problems.append(source.problem(("level",), "C203", message, "改正 level,或移动文件夹"))
    return area


def _ref(entry: Path, label: str, path: str, problems: list[Problem]) -> ListRef | None:
    shown = f"{label}/{entry.name}"
    if entry.name == "area.yml" or entry.name.startswith("."):
        return None
    stem, _, suffix = entry.name.rpartition(".")
    kind, _, slug = stem.partition(".")
    if suffix == "yml" and kind in KINDS and (not slug or (slug.isascii() and slug.replace("-", "").isalnum())):
        return ListRef(entry, shown, path, kind, slug)
    problems.append(
        Problem(
            shown, 1, 1, "C204", f"不认识的文件 {entry.name}", "清单叫 " + "、".join(f"{k}.yml" for k in KINDS) + " 等"
        )
    )
    return None
