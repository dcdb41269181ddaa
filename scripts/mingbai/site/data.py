"""A list as data for others: data.json and data.csv beside its page."""

import csv
import io
import json
from typing import Any

from ..catalog import ListFile

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_json(file: ListFile, address: str) -> str:
    """The list as it was written, every value text, with where it stands."""
    place = {"area": file.ref.area, "kind": file.kind.key, "page": address}
    return dumps({**place, **file.source.data})


def dumps(value: Any) -> str:
    """Compact JSON that keeps Chinese readable."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def as_csv(file: ListFile) -> str:
    """The items under their Chinese labels, with a BOM so that Excel reads UTF-8.

    Columns are the fields that some item has, in declared order; entries of a list
    are joined by a Chinese semicolon; what Excel would run as a formula is quoted.
    """
    rows = [row for row in file.source.data.get("items", ()) if isinstance(row, dict)]
    used = {key for row in rows for key in row} | {"id", "name"}
    fields = file.kind.item.model_fields
    columns = [key for key in fields if key in used]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([fields[key].title for key in columns])
    for row in rows:
        writer.writerow([_cell(row.get(key, "")) for key in columns])
    return "\ufeff" + out.getvalue()


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else _flat(value)
    return "'" + text if text.startswith(_FORMULA) else text


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_flat(part) for part in value.values())
    if isinstance(value, list):
        return "\uff1b".join(_flat(part) for part in value)
    return str(value)
