"""JSON Schemas of the lists for editors and readers of the data, made from the kinds."""

from typing import Any

from pydantic import BaseModel

from .base import Kind
from .shape import choices, inner

_DRAFT = "http://json-schema.org/draft-07/schema#"


def schema_of(kind: Kind) -> dict[str, Any]:
    """The schema of one kind's list files."""
    item = _object(kind.item)
    schema = _object(kind.header)
    schema["properties"]["items"] = {
        "type": "array",
        "title": "条目",
        "description": f"{kind.label}的各项",
        "items": item,
    }
    return {"$schema": _DRAFT, "title": f"{kind.label}清单", "description": kind.about, **schema}


def schema_of_model(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The schema of a file that holds one mapping, such as area.yml."""
    return {"$schema": _DRAFT, "title": title, **_object(model)}


def _object(model: type[BaseModel]) -> dict[str, Any]:
    required = [name for name, info in model.model_fields.items() if info.is_required()]
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": {name: _field(info) for name, info in model.model_fields.items()},
    }


def _field(info: Any) -> dict[str, Any]:
    told = {"title": info.title, "description": info.description}
    below, words = inner(info.annotation), choices(info.annotation)
    value: dict[str, Any]
    if below:
        value = _object(below)
    elif words:
        value = {"enum": list(words)}
    else:  # an editor types plain scalars; every one of them is text to us
        value = {"type": ["string", "number"]}
    text = str(info.annotation)
    if "dict[" in text:
        return {**told, "type": "object", "additionalProperties": {"type": ["string", "number"]}}
    if "list[" in text:
        return {**told, "type": "array", "items": value}
    return {**told, **value}
