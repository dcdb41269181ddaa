"""A list as data for others: data.json and data.csv beside its page."""

import csv
import io
import json
from typing import Any

from ..catalog import ListFile
from ..memo import per_object
from ..pieces import Row

_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_json(file: ListFile, address: str) -> str:
    """The list as it was written, every value text, with where it stands."""
    place = {"area": file.ref.area, "kind": file.kind.key, "page": address}
    data = {**place, **file.source.data}
    rows = data.get("items")
    if not isinstance(rows, list) or not rows or any(type(row) is not Row for row in rows):
        return dumps(data)
    del data["items"]  # the last, as the reader of such rows gives it
    return f'{dumps(data)[:-2]},"items":[{",".join(map(_compact, rows))}]}}\n'


@per_object
def _compact(row: Row) -> str:
    return dumps(row)[:-1]


def dumps(value: Any) -> str:
    """Compact JSON that keeps Chinese readable."""
    return _JSON.encode(value) + "\n"


def as_csv(file: ListFile) -> str:
    """The items under their Chinese labels, with a BOM so that Excel reads UTF-8.

    Columns are the fields that some item has, in declared order; entries of a list
    are joined by a Chinese semicolon; what Excel would run as a formula is quoted.
    """
    rows = [row for row in file.source.data.get("items", ()) if isinstance(row, dict)]
    used = {"id", "name"}.union(*rows)
    fields = file.kind.item.model_fields
    keys = tuple(key for key in fields if key in used)
    return "".join(["\ufeff", _line([fields[key].title or key for key in keys]), *(_row(row, keys) for row in rows)])


@per_object
def _row(row: dict[str, Any], columns: tuple[str, ...]) -> str:
    return _line([_cell(row.get(key, "")) for key in columns])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else _flat(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_flat(part) for part in value.values())
    if isinstance(value, list):
        return "\uff1b".join(_flat(part) for part in value)
    return str(value)
