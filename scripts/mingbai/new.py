"""A starting file for a new list: every field that must be there, ready to be filled in."""

from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .areas import SLUG, Tree
from .kinds import UNKNOWN, Kind
from .kinds.shape import choices, inner, plain
from .write import canonical

ASKED = ("issuer", "doc_no", "date_published", "sources")  # not required, but a reader will look for them


class CannotStart(Exception):
    """There is no place for the list; the message says why and what to do."""


def start(root: Path, tree: Tree, kind: Kind, area: str, slug: str = "") -> Path:
    """Write lists/AREA/KIND.yml with its required fields; the file's path."""
    file = room_for(root, tree, kind, area, slug)
    file.write_text(canonical(skeleton(kind, tree.areas[area].name), kind.key_order()), encoding="utf-8")
    return file


def room_for(root: Path, tree: Tree, kind: Kind, area: str, slug: str = "") -> Path:
    """The file that a new list would be; CannotStart where there is no such place, or the file exists."""
    if slug and not SLUG.fullmatch(slug):
        raise CannotStart(f"--slug 只用小写字母、数字和连字符,不能是 {slug}")
    if area not in tree.areas:
        raise CannotStart(f"没有 {area or '全国'} 这个地方:先建文件夹 lists/{area} 和里面的 area.yml")
    name = f"{kind.key}.{slug}.yml" if slug else f"{kind.key}.yml"
    file = root / area / name
    if file.exists():
        raise CannotStart(f"{file} 已经有了;同类的第二份清单用 --slug 起个名字")
    return file


def skeleton(kind: Kind, place: str) -> dict[str, Any]:
    """The data of a well-formed list that says nothing yet: unverified, an excerpt, one item to overwrite."""
    data = _filled(kind.header)
    data.update(title=f"{place}{kind.label}清单", status=UNKNOWN, completeness="节录")
    data.update({key: _value(kind.header.model_fields[key]) for key in ASKED})
    data["items"] = [{**_filled(kind.item), "id": "bianhao", "name": "名称"}]
    return data


def nothing_yet(kind: Kind, place: str) -> dict[str, Any]:
    """The same without an item: what a list is before anybody has filled it in."""
    return {**skeleton(kind, place), "items": []}


def _filled(model: type[BaseModel]) -> dict[str, Any]:
    return {key: _value(info) for key, info in model.model_fields.items() if info.is_required()}


def _value(info: FieldInfo) -> Any:
    below, words = inner(info.annotation), choices(info.annotation)
    number = any(str(getattr(rule, "pattern", "")).startswith("^-?[0-9]") for rule in info.metadata)
    one: Any = (
        _filled(below)
        if below
        else (UNKNOWN if UNKNOWN in words else words[0])
        if words
        else "0"
        if number
        else UNKNOWN
    )
    return [one] if get_origin(plain(info.annotation)) is list else one
