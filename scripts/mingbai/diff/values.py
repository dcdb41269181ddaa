"""What differs between two mappings, as small as the declared fields allow, and how to put it in."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from ..kinds.shape import models_in

Value: TypeAlias = Any  # str, or list and dict of them, as ``read`` gives them
Data: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]


class Edit(NamedTuple):
    """One value that differs; None where there is none. ``path`` leads from the header or the item to it."""

    path: Path
    old: Value | None
    new: Value | None


def edits(old: Data, new: Data, model: type[BaseModel] | None, at: Path = ()) -> Iterator[Edit]:
    """Every value of two mappings that differs, in the order that ``model`` declares.

    Goes inside declared models, and inside lists of them where they are of one length;
    all else (texts, lists of texts, mappings with free keys) differs as a whole.
    """
    fields = models_in(model) if model else {}
    rest = sorted((old.keys() | new.keys()) - fields.keys())
    for key in (*fields, *rest):
        before, after = old.get(key), new.get(key)
        if before is after or (type(before) is str and before == after):
            continue
        yield from _value((*at, key), before, after, fields.get(key))


def _value(at: Path, before: Value | None, after: Value | None, model: type[BaseModel] | None) -> Iterator[Edit]:
    if same(before, after, model):
        return
    if model and isinstance(before, dict) and isinstance(after, dict):
        yield from edits(before, after, model, at)
    elif model and isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _value((*at, index), one, other, model)
    else:
        yield Edit(at, before, after)


def same(one: Value | None, other: Value | None, model: type[BaseModel] | None) -> bool:
    """Whether two values say the same; the order of keys means something in a mapping with free keys alone."""
    if one != other:
        return False
    if one is other or type(one) is str or repr(one) == repr(other):
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        if not model and list(one) != list(other):
            return False
        fields = models_in(model) if model else {}
        return all(same(one[k], other[k], fields.get(k)) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return all(same(a, b, model) for a, b in zip(one, other, strict=True))
    return True


def put(data: Data, edit: Edit) -> Data:
    """``data`` with one value changed. ValueError where its old value is not what the edit says."""
    return dict(_put(data, edit.path, edit))


def _put(box: Any, path: Path, edit: Edit) -> Any:
    step, *rest = path
    copy = list(box) if isinstance(box, list) else dict(box)
    present = step < len(copy) if isinstance(copy, list) and isinstance(step, int) else step in copy
    if rest:
        if not present:
            raise ValueError(f"nothing at {edit.path}")
        copy[step] = _put(copy[step], tuple(rest), edit)  # type: ignore[index]
        return copy
    if (copy[step] if present else None) != edit.old:  # type: ignore[index]
        raise ValueError(f"another value at {edit.path}")
    if edit.new is None:
        del copy[step]  # type: ignore[arg-type]
    else:
        copy[step] = edit.new  # type: ignore[index]
    return copy
