"""Fields inside of a field, read from one text: 《…条例》第三条, 1.22万余块."""

import re
from collections.abc import Callable
from functools import cache

from pydantic import BaseModel

from ..kinds.base import LegalBasis, Quantity

_QUANTITY = re.compile(
    r"(?P<before>近|约|超过|超)?\s*(?P<value>[0-9]+(?:\.[0-9]+)?)\s*(?P<scale>[十百千万亿]*)"
    r"(?P<over>余|多)?(?P<unit>[^0-9以]*)(?P<end>以上)?"
)
_BASIS = re.compile(
    r"《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》\s*"
    r"(?P<no>[(（][^()（）]*[〔\[(﹝（［][12][0-9]{3}.*?号[)）])?\s*(?P<rest>.*)",
    re.S,
)
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+[条章款].*", re.S)


@cache
def _only_text(model: type[BaseModel]) -> str:
    """The one required field of a model, if there is one alone."""
    required = [name for name, info in model.model_fields.items() if info.is_required()]
    return required[0] if len(required) == 1 else ""


def _single(model: type[BaseModel], text: str) -> dict[str, str] | None:
    return {_only_text(model): text}


def _basis(_: type[BaseModel], text: str) -> dict[str, str] | None:
    """《title》(number)article; a text of any other shape is the title as it stands."""
    found = _BASIS.fullmatch(text)
    if not found:
        return {"title": text}
    rest = found["rest"].strip(" ,，、")
    if rest and not _ARTICLE.fullmatch(rest):
        return {"title": text}
    parts = {"title": found["title"]}
    if found["no"]:
        parts["doc_no"] = found["no"].strip()[1:-1]
    return parts | ({"article": rest} if rest else {})


def _quantity(_: type[BaseModel], text: str) -> dict[str, str] | None:
    """1.22万块, 15.6万余块, 近50个; None where something would be lost."""
    found = _QUANTITY.fullmatch(text.strip())
    if not found:
        return None
    unit = found["scale"] + found["unit"].strip()
    hedge = (found["before"] or "").replace("超过", "超") or ("余" if found["over"] else "") or found["end"]
    if not unit or sum(bool(found[part]) for part in ("before", "over", "end")) > 1:
        return None
    return {"value": found["value"], **({"qualifier": hedge} if hedge else {}), "unit": unit}


_Reader = Callable[[type[BaseModel], str], dict[str, str] | None]
_READERS: dict[type[BaseModel], _Reader] = {LegalBasis: _basis, Quantity: _quantity}


def reader_of(model: type[BaseModel]) -> _Reader | None:
    """What makes the fields of a model out of a text: None where a text cannot say them all."""
    return _READERS.get(model) or (_single if _only_text(model) else None)
