"""What a model looks like from outside: its fields by path, its key order, its inner models."""

from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .forms import Form


def plain(annotation: Any) -> Any:
    """The annotation without ``| None`` and ``Annotated``."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation


def inner(annotation: Any) -> type[BaseModel] | None:
    """The model inside a field: itself, or that of a list's entries."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        kind = plain(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


@cache
def models_in(model: type[BaseModel]) -> dict[str, type[BaseModel] | None]:
    """The fields of a model with the model inside each, None where there is none."""
    return {name: inner(info.annotation) for name, info in model.model_fields.items()}


def choices(annotation: Any) -> tuple[str, ...]:
    """The words that may stand in a field (of a list: in each entry); empty if free."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        kind = plain(get_args(kind)[0])
    return tuple(get_args(kind)) if get_origin(kind) is Literal else ()


def field_at(model: type[BaseModel], path: tuple[str | int, ...]) -> FieldInfo | None:
    """The declaration of the last named field on a path of keys and indexes."""
    found: FieldInfo | None = None
    here: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, int) or here is None:
            continue
        if part not in here.model_fields:
            return None
        found, here = here.model_fields[part], models_in(here)[part]
    return found


def form_of(info: FieldInfo) -> Form | None:
    """How the texts of a field (of a list: its entries; of a mapping: its values) are written, if that is fixed."""
    return next((mark for mark in info.metadata if isinstance(mark, Form)), None) or _form(info.annotation)


def _form(annotation: Any) -> Form | None:
    inside = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return next((mark for mark in inside[1:] if isinstance(mark, Form)), None) or _form(inside[0])
    if get_origin(annotation) in (Union, UnionType, list):
        return next((form for part in inside if (form := _form(part))), None)
    return _form(inside[1]) if get_origin(annotation) is dict else None


@cache
def order(model: type[BaseModel]) -> dict[str, Any]:
    """The keys of a model in their canonical order, each with the order inside it."""
    result: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        below = inner(info.annotation)
        result[name] = order(below) if below else {}
    return result
