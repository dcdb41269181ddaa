"""Keep a copy of a list's source document: the file beside the lists, its SHA-256 in the list."""

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from .archive import FOLDER, fault
from .areas import ListRef
from .fmt import Formatted, write
from .kinds import KINDS
from .read import read
from .write import canonical

_SAME = {"jpeg": "jpg", "htm": "html"}


class CannotKeep(Exception):
    """Nothing was stored; the message says why and what to do."""


class Kept(NamedTuple):
    """What was stored: the copy's path, the title of its source, and the SHA-256 that stood there before."""

    file: Path
    title: str
    before: str


def keep(root: Path, ref: ListRef, document: Path, number: int | None) -> Kept:
    """Store a document for the list's source ``number`` (from 1; may be left out where there is one)."""
    try:
        data = document.read_bytes()
    except OSError as error:
        raise CannotKeep(f"读不了 {document}:{error.strerror}") from error
    ending = document.suffix.removeprefix(".").lower()
    ending = _SAME.get(ending, ending)
    if wrong := fault(data, ending):
        raise CannotKeep(f"{document}:{wrong}")
    sha256 = hashlib.sha256(data).hexdigest()
    text, source = named(ref, number, sha256)
    file = root / FOLDER / f"{sha256}.{ending}"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file() or file.read_bytes() != data:
        beside = file.with_name(f".{file.name}.new")
        beside.write_bytes(data)
        beside.replace(file)
    write(Formatted(root / ref.area / f"{ref.page}.yml", ref.shown, text, True))
    return Kept(file, str(source.get("title", "")), str(source.get("sha256", "")))


def named(ref: ListRef, number: int | None, sha256: str) -> tuple[str, dict[str, Any]]:
    """The list's text with the SHA-256 in one of its sources, and that source as it was."""
    source, problems = read(ref.shown, ref.file.read_bytes())
    if source is None or problems:
        told = "\n".join(str(problem) for problem in problems)
        raise CannotKeep(f"{told}\n{ref.shown}: 没有动这个文件")
    found = source.data.get("sources")
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    if not rows or rows != found:
        raise CannotKeep(f"{ref.shown} 没有写来源:先补上 sources,再存副本")
    if number is None and len(rows) > 1:
        titles = "\n".join(f"{index} {row.get('title', '')}" for index, row in enumerate(rows, 1))
        raise CannotKeep(f"{ref.shown} 有 {len(rows)} 个来源,用 --source 说是第几个:\n{titles}")
    if number is not None and number > len(rows):
        raise CannotKeep(f"{ref.shown} 只有 {len(rows)} 个来源,没有第 {number} 个")
    before = rows[(number or 1) - 1]
    changed = [{**row, "sha256": sha256} if row is before else row for row in rows]
    return canonical({**source.data, "sources": changed}, KINDS[ref.kind].key_order()), before
