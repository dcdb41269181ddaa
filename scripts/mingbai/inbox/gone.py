"""Items whose rows somebody took out: ids are permanent, so each deletion is recorded, as a rule asks for it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..kinds.shape import order
from ..moved import FILE, MovedFile
from ..office.manifest import BadBook
from ..office.taking import Taken
from ..read import read
from ..write import canonical

REASON = "交回的工作簿里删去了这一行"


def recorded(lists: Path, taken: Sequence[Taken]) -> dict[str, str]:
    """lists/_site/moved.yml with a record for each item that is gone; nothing where none is."""
    fresh = [_record(one, gone.key.id) for one in taken for gone in one.diff.removed if gone.key.id]
    if not fresh:
        return {}
    file, shown = lists / FILE, f"lists/{FILE}"
    data: dict[str, Any] = {}
    if file.exists():
        source, problems = read(shown, file.read_bytes())
        if source is None or problems:
            raise BadBook(f"删去的要记在 {shown} 里,可是它自己有毛病,请管网站的人先改好:{problems[0]}")
        data = source.data
    return {shown: canonical({**data, "moved": [*(data.get("moved") or ()), *fresh]}, order(MovedFile))}


def _record(taken: Taken, old: str) -> dict[str, Any]:
    area = {"area": taken.ref.area} if taken.ref.area else {}
    return {"kind": taken.ref.kind, **area, "old": old, "reason": REASON}
