"""The fields of a kind as Decap's widgets: labels, hints, choices and shapes all out of the declarations."""

from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..kinds import Kind
from ..kinds.load import PATTERNS
from ..kinds.shape import choices, form_of, inner, plain

Field = dict[str, Any]


def fields_of(kind: Kind) -> list[Field]:
    """The form of a list: a hidden field that names the kind, the title, the items, the rest of the header."""
    items = {
        **{"name": "items", "label": "条目", "label_singular": "条目", "widget": "list", "required": False},
        **{"collapsed": True, "summary": "{{fields.name}}", "fields": _fields(kind.item)},
    }
    title, *rest = _fields(kind.header)
    return [{"name": kind.key, "widget": "hidden", "required": False}, title, items, *rest]


def _fields(model: type[BaseModel]) -> list[Field]:
    """A widget for each field; a mapping of free names has none and stays as it is."""
    return [
        _field(name, info) for name, info in model.model_fields.items() if get_origin(plain(info.annotation)) is not dict
    ]


def _field(name: str, info: FieldInfo) -> Field:
    label = info.title or name
    told: Field = {"name": name, "label": label, "required": info.is_required()}
    if info.description and info.description != label:
        told["hint"] = info.description
    many = get_origin(plain(info.annotation)) is list
    below, words = inner(info.annotation), choices(info.annotation)
    if words:
        return {**told, "widget": "select", "options": list(words), **({"multiple": True} if many else {})}
    if below and many:
        first = next(iter(below.model_fields))
        shown = {"collapsed": True, "summary": f"{{{{fields.{first}}}}}"}
        return {**told, "widget": "list", "label_singular": label, **shown, "fields": _fields(below)}
    if below:
        return {**told, "widget": "object", "collapsed": True, "fields": _fields(below)}
    if many:
        one = {"name": "one", "label": label, "required": True, **_text(info)}
        shown = {"collapsed": False, "summary": "{{fields.one}}"}
        return {**told, "widget": "list", "label_singular": label, **shown, "field": one}
    return {**told, **_text(info)}


def _text(info: FieldInfo) -> Field:
    """A line where the form of the text is fixed, else a box that keeps its line breaks."""
    form = form_of(info)
    if not form:
        return {"widget": "text"}
    said = next((said for start, said in PATTERNS.items() if form.right.startswith(start)), None)
    return {"widget": "string", **({"pattern": [form.right, f"{said[1]},{said[2]}"]} if said else {})}
