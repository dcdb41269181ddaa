"""A gzip and a brotli copy beside every text of a finished site, so that no server compresses the same page twice."""

import html
import os
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import brotli

from ..pool import PAYS, chunks, cores, spread
from ..progress import doing
from ..site.output import Output

TEXTS = {".html", ".css", ".js", ".json", ".csv", ".xml", ".svg", ".txt"}
LEAST = 256  # bytes below which a header costs more than a copy saves
CHUNK = 200  # files
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]*)"')


class Form(NamedTuple):
    """One way to compress: the ending of its copies, and the two directions."""

    ending: str
    pack: Callable[[bytes], bytes]
    unpack: Callable[[bytes], bytes]


@doing("gzip")
def _gzip(data: bytes) -> bytes:
    done = zlib.compressobj(9, zlib.DEFLATED, 31)  # with a header of gzip, in which no time stands
    return done.compress(data) + done.flush()


def _gunzip(data: bytes) -> bytes:
    return zlib.decompress(data, 31)


@doing("brotli")
def _brotli(data: bytes) -> bytes:
    """The best that costs no more than gzip: 10 is a tenth smaller and takes ten times as long.

    A window larger than the page is of no use and has to be laid out for every one.
    """
    compressor: Any = brotli.compress  # it says no types of its own
    window = 16 if len(data) <= 1 << 16 else 22
    return bytes(compressor(data, mode=brotli.MODE_TEXT, quality=9, lgwin=window))


FORMS = (Form(".gz", _gzip, _gunzip), Form(".br", _brotli, brotli.decompress))


def compress(root: Path, old: Path | None, jobs: int = 0) -> dict[str, set[str]]:
    """Write the copies; the policies that pages bring, each with the folders of its pages.

    A copy in the ``old`` site that unpacks to the very same bytes is linked and not made again. ``jobs`` are the
    processes, 0 for as many as pay.
    """
    files = sorted(file for file in root.rglob("*") if file.suffix in TEXTS)
    size = sum(file.stat().st_size for file in files)
    jobs = jobs or (cores() if size > PAYS else 1)
    parts = chunks([file.relative_to(root).as_posix() for file in files], CHUNK)
    found: dict[str, set[str]] = {}
    for part in spread("压缩", _work, parts, _start, (root, old), jobs):
        for policy, folders in part.items():
            found.setdefault(policy, set()).update(folders)
    return found


_output: Output


def _start(root: Path, old: Path | None) -> None:
    global _output
    _output = Output(root, old)


def _work(names: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in names:
        data = (_output.root / name).read_bytes()
        if name.endswith(".html"):
            said = _POLICY.search(data.decode())
            found.setdefault(html.unescape(said[1]) if said else "", set()).add(os.path.dirname(name))  # noqa: PTH120
        for form in FORMS if len(data) >= LEAST else ():
            _copy(name + form.ending, data, form)
    return found


def _copy(name: str, data: bytes, form: Form) -> None:
    before = _known(name, data, form)
    packed = form.pack(data) if before is None else before
    if len(packed) < len(data):
        _output.write(name, packed)


@doing("看旧网站的")
def _known(name: str, data: bytes, form: Form) -> bytes | None:
    """The copy that the old site has, where it is one of these bytes."""
    if not _output.old:
        return None
    try:
        packed = (_output.old / name).read_bytes()
        return packed if form.unpack(packed) == data else None
    except (OSError, zlib.error, brotli.error):
        return None
