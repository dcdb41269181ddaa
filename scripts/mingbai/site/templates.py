"""The Jinja environment: autoescape always on, the site's own templates before the package's."""

import hashlib
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from .. import program
from ..catalog import OTHER_BODY, day
from ..kinds import KINDS, UNKNOWN
from ..resources import overrides
from ..rules.reported_change import change, differs
from . import words
from .addresses import way
from .code import code
from .escaping import Escaping

_seen: dict[Path | None, str] = {}


def sum_of(own: Path | None) -> str:
    """A sum of all that templates may take in: the package's, and those of the site's ``own``."""
    seen = hashlib.sha256()
    for folder in (overrides() / "lists", *([own / "lists"] if own else [])):
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            data = file.read_bytes()
            seen.update(f"{file.relative_to(folder)} {len(data)}\n".encode(errors="surrogateescape"))
            seen.update(data)
        seen.update(b"\n")
    return seen.hexdigest()


def fresh(own: Path | None) -> None:
    """Forget the templates as they were where somebody has changed them since the last build."""
    found = sum_of(own)
    if _seen.get(own) != found:
        _seen[own] = found
        environment.cache_clear()


@cache
def environment(own: Path | None = None) -> Environment:
    """Templates out of ``own``/lists, then the package's overrides/lists."""
    folders = [folder / "lists" for folder in (own, overrides()) if folder and (folder / "lists").is_dir()]
    env = Escaping(
        loader=FileSystemLoader(folders),
        autoescape=True,
        auto_reload=False,  # a build asks thousands of times; `fresh` sees to the next one
        bytecode_cache=_Compiled(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(
        said=words.said,
        tel=words.tel,
        mail=words.mail,
        letter=words.letter,
        code=code,
        basis=words.basis,
        source=words.source,
    )
    env.filters["from"] = way
    env.globals.update(
        KINDS=KINDS, UNKNOWN=UNKNOWN, OTHER_BODY=OTHER_BODY, WAIT=words.WAIT, facts=words.facts, known=words.known
    )
    env.globals.update(
        against=_against, over_time=_over_time, change=change, differs=differs, last_day=partial(day, last=True)
    )
    return env


def _against(rows: Sequence[Any]) -> Sequence[object]:
    from .pictures import against  # which loads what draws; most builds draw nothing

    return against(rows)


def _over_time(rows: Sequence[Any]) -> Sequence[object]:
    from .pictures import over_time

    return over_time(rows)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps this package's own code: of the code that runs, one of each."""

    def __init__(self) -> None:
        super().__init__(str(Path(cache_from_source(__file__)).parent), f"%s.{_made()}.jinja")

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is damaged is made again."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one, where Python may keep code."""
        if not sys.dont_write_bytecode:
            folder, mine = Path(self.directory), self.pattern % bucket.key
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)
                for other in folder.glob(f"{bucket.key}.*.jinja"):
                    if other.name != mine:
                        other.unlink()


def _made() -> str:
    """What compiled templates hold besides their source: results of filters, what Jinja makes of them."""
    return hashlib.sha256(f"{program.code()} {program.libraries()}".encode()).hexdigest()[:12]
