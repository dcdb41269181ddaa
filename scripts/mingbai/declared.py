"""What a file of lists is by its name: a list of a kind, a place, or one of those that belong to no place."""

import re
from typing import Any, TypeAlias

from pydantic import BaseModel

from .areas import AreaFile
from .kinds import KINDS, Kind
from .kinds.shape import inner, order
from .site_files import SITE_FILES

Declared: TypeAlias = Kind | type[BaseModel]

_SITE = {name.rpartition("/")[2]: model for name, (model, _) in SITE_FILES.items()}
_TEMPORARY = re.compile(r"^[A-Za-z0-9]{6}_")  # how older versions of git begin the name of a copy


def declared(path: str) -> Declared | None:
    """What says which fields a file has, by its name alone (git shows copies); None for one that is none of ours."""
    name = _TEMPORARY.sub("", path.replace("\\", "/").rpartition("/")[2])
    if name == "area.yml":
        return AreaFile
    stem, _, suffix = name.rpartition(".")
    if suffix == "yml" and stem.partition(".")[0] in KINDS:
        return KINDS[stem.partition(".")[0]]
    return _SITE.get(name)


def every() -> list[Declared]:
    """All that a file may be."""
    return [*KINDS.values(), AreaFile, *_SITE.values()]


def key_order(what: Declared) -> dict[str, Any]:
    """The keys of such a file in canonical order."""
    return what.key_order() if isinstance(what, Kind) else order(what)


def top(what: Declared) -> type[BaseModel]:
    """The fields at the top of such a file."""
    return what.header if isinstance(what, Kind) else what


def model_under(what: Declared, key: str) -> type[BaseModel] | None:
    """The fields of what stands under a key at the top: of one mapping, or of every entry of a list."""
    if isinstance(what, Kind) and key == "items":
        return what.item
    fields = top(what).model_fields
    return inner(fields[key].annotation) if key in fields else None


def label(model: type[BaseModel] | None, key: str) -> str:
    """What a field is called; the key itself where nobody declared it."""
    info = model.model_fields.get(key) if model else None
    return (info and info.title) or key
