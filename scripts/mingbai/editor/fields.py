"""The fields of a kind as Decap's widgets: labels, hints, choices and shapes all out of the declarations."""

from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..kinds import KINDS, Kind
from ..kinds.load import PATTERNS
from ..kinds.shape import choices, form_of, inner, plain

Field = dict[str, Any]


def fields_of(kind: Kind) -> list[Field]:
    """The form of a list: a hidden field that names the kind, the title, the items, the rest of the header."""
    items = {
        **{"name": "items", "label": "条目", "label_singular": "条目", "widget": "items", "required": False},
        **{"collapsed": True, "summary": "{{fields.name}}", "fields": _fields(kind.item)},
    }
    title, *rest = _fields(kind.header)
    return [{"name": kind.key, "widget": "hidden", "required": False}, title, items, *rest]


def mappings() -> list[str]:
    """The fields that map free names: a form has them as rows of a name and a value, which keep their order."""
    headers = (kind.header.model_fields.items() for kind in KINDS.values())
    return sorted({name for found in headers for name, info in found if _free(info)})


def _free(info: FieldInfo) -> bool:
    return get_origin(plain(info.annotation)) is dict


def _fields(model: type[BaseModel], optional: bool = False) -> list[Field]:
    """A widget for each field.

    In an ``optional`` mapping nothing is required: Decap would ask for it where there is no such mapping.
    """
    return [
        {**_field(name, info), **({"required": False} if optional else {})} for name, info in model.model_fields.items()
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
    if _free(info):
        rows = [
            {"name": "name", "label": "名称", "widget": "string"},
            {"name": "value", "label": "值", "widget": "string"},
        ]
        return {**told, "widget": "list", "summary": "{{fields.name}}", "collapsed": False, "fields": rows}
    if below and many:
        first = next(iter(below.model_fields))
        shown = {"collapsed": True, "summary": f"{{{{fields.{first}}}}}"}
        return {**told, "widget": "list", "label_singular": label, **shown, "fields": _fields(below)}
    if below:
        return {**told, "widget": "object", "collapsed": True, "fields": _fields(below, not told["required"])}
    if many:
        one = {"name": "one", "label": label, "required": True, **_text(info)}
        shown = {"collapsed": False, "summary": "{{fields.one}}"}
        return {**told, "widget": "list", "label_singular": label, **shown, "field": one}
    return {**told, **_text(info)}


def _text(info: FieldInfo) -> Field:
    """A line where the form of the text is fixed, else a box that keeps its line breaks."""
    form = form_of(info)
    if not form:
        return {"widget": "box"}
    said = next((said for start, said in PATTERNS.items() if form.right.startswith(start)), None)
    return {"widget": "string", **({"pattern": [form.right, f"{said[1]},{said[2]}"]} if said else {})}
