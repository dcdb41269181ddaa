"""A branch of a site: pages of some places built by themselves, and what the whole needs to know of them."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from .. import program
from ..areas import Area, Tree
from ..rules import RULES
from .digest import Digest
from .frame import Site
from .names import Rows
from .templates import sum_of

FILE = "branch.jsonl"
VERSION = 1


class CannotJoin(Exception):
    """Branches do not belong together, or not to these lists; the message says which and what to do."""


class Branch(NamedTuple):
    """What was built of some places: their digests, and what they say by name."""

    folder: Path
    digests: dict[str, Digest]
    names: Rows  # with the places' numbers in the tree


def chosen(tree: Tree, branches: Iterable[str]) -> set[str]:
    """The places of some branches: each with all below it. KeyError for one that there is not."""
    found: set[str] = set()
    for top in branches:
        if top not in tree.areas:
            raise KeyError(top)
        found |= {area.path for area in tree if area.path == top or area.path.startswith(f"{top}/") or not top}
    return found


def fingerprint(site: Site) -> str:
    """A sum of all that every page depends on besides the lists of its own place and of those near it, and their past.

    The code and the templates, the libraries, the day, the shell, who runs the site; which places and lists there are,
    what stands in lists/_site/, and what the places of the whole say of items that have pages.
    """
    given = [site.as_of, site.shell and site.shell.text, site.mailbox, site.url, site.name, site.author]
    areas = [(area.path, area.name, area.short, area.level, area.code, area.url, area.remark) for area in site.tree]
    told: list[Any] = [
        VERSION,
        code(site.overrides),
        program.libraries(),
        given,
        [beside.name for beside in site.beside],
        sorted(site.seals.items()),
        sorted((name, source.text) for name, source in site.files.sources.items()),
        sorted((sha256, copy.ending, copy.size) for sha256, copy in site.files.copies.items()),
        areas,
        [[ref.page for ref in area.lists] for area in site.tree],
        sorted(site.elsewhere.items()),
        site.history and site.history.since,
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, default=str).encode()).hexdigest()


def code(own: Path | None) -> str:
    """The package's code and templates, and all that templates of the site may take in."""
    return hashlib.sha256(f"{program.code()} {sum_of(own)}".encode()).hexdigest()


def lists_sum(area: Area) -> str:
    """A sum of a place's own lists."""
    seen = hashlib.sha256()
    for ref in area.lists:
        raw = ref.file.read_bytes()
        seen.update(f"{ref.page} {len(raw)}\n".encode())
        seen.update(raw)
    return seen.hexdigest()


def save(folder: Path, site: Site, digests: Mapping[str, Digest], names: Rows) -> None:
    """Write what the whole needs to know beside a branch's pages."""
    sums = {
        path: lists_sum(area) for top in digests for area in site.tree.upwards(top) if (path := area.path) is not None
    }
    paths = list(digests)
    at = {site.numbers[path]: place for place, path in enumerate(paths) if path in site.numbers}
    rows = {row: [at[one] for one in where] for row, where in names.items()}
    data = {"made": fingerprint(site), "sums": sums, "names": rows, "places": paths}
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    (folder / FILE).write_bytes(body.encode() + b"\n" + dump_digests(digests) + b"\n")


def load(folder: Path, site: Site, made: str, sum_of: Callable[[Area], str]) -> Branch:
    """A branch as it was saved, if it is one of this very site; ``made`` is the site's fingerprint."""
    file = folder / FILE
    try:
        head, _, rest = file.read_bytes().partition(b"\n")
        data, digests = json.loads(head), load_digests(rest)
        names, paths, sums = data["names"], data["places"], data["sums"]
    except FileNotFoundError as error:
        raise CannotJoin(f"{folder} 里没有 {FILE},不是 mingbai build --areas 建的一支") from error
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise CannotJoin(f"{file} 坏了,重建这一支") from error
    if data["made"] != made:
        raise CannotJoin(f"{folder} 是用别的设置、别的程序或者在清单改动以前建的,重建这一支")
    for path, told in sums.items():
        if path not in site.tree.areas or sum_of(site.tree.areas[path]) != told:
            raise CannotJoin(f"{folder} 建好以后 {path or '全国'} 的清单改过,重建这一支")
    return Branch(folder, digests, {row: [site.numbers[paths[one]] for one in where] for row, where in names.items()})


@cache
def _digests() -> TypeAdapter[dict[str, Digest]]:
    return TypeAdapter(dict[str, Digest])


def dump_digests(digests: Mapping[str, Digest]) -> bytes:
    """Digests as JSON."""
    return _digests().dump_json(dict(digests))


def load_digests(data: bytes) -> dict[str, Digest]:
    """Digests out of JSON, the notes of rules as their rules know them."""
    digests = _digests().validate_json(data)
    for digest in digests.values():
        for notes in digest.findings.notes:
            for code, rows in notes.items():
                notes[code] = [RULES[code].NOTE(*row) for row in rows]
    return digests


def take(branch: Branch, dest: Path) -> None:
    """Put a branch's files into a site: linked where the disk can, so that nothing is written twice."""
    for folder, _, names in os.walk(branch.folder):
        below = Path(folder).relative_to(branch.folder)
        (dest / below).mkdir(parents=True, exist_ok=True)
        for name in names:
            if below.parts or name != FILE:
                source, target = Path(folder, name), dest / below / name
                target.unlink(missing_ok=True)
                try:
                    target.hardlink_to(source)
                except OSError:
                    shutil.copyfile(source, target)
