"""Copies of source documents, lists/_site/archive/<sha256>.<ending>: what may lie there, and what lists name of it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from .catalog import ListFile
from .folders import Node
from .problems import Level, Problem

FOLDER = "_site/archive"
LARGEST = 20_000_000
CODE = "C209"


class Format(NamedTuple):
    """One format of documents: what it is called, and whether some bytes are of it."""

    label: str
    fits: Callable[[bytes], bool]


class Copy(NamedTuple):
    """One copy that is kept."""

    file: Node
    shown: str  # lists/_site/archive/<sha256>.<ending>, as messages show it
    sha256: str
    ending: str
    size: int  # in bytes; 0 where it lies in git and was not read


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(starts)


def _packed(member: str) -> Callable[[bytes], bool]:
    def fits(data: bytes) -> bool:
        import zipfile  # here, since every command reads this file and hardly one looks into a copy

        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                return member in packed.namelist()
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError):
            return False

    return fits


def _is_html(data: bytes) -> bool:
    return b"\0" not in data and bool(re.search(rb"<!doctype html|<html[\s>]", data[:4096], re.IGNORECASE))


_OLE = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

FORMATS: dict[str, Format] = {
    "pdf": Format("PDF", lambda data: b"%PDF-" in data[:1024]),
    "docx": Format("Word", _packed("word/document.xml")),
    "xlsx": Format("Excel", _packed("xl/workbook.xml")),
    "ofd": Format("OFD", _packed("OFD.xml")),
    "doc": Format("Word", _OLE),
    "xls": Format("Excel", _OLE),
    "wps": Format("WPS 文字", _OLE),
    "et": Format("WPS 表格", _OLE),
    "html": Format("网页源文件", _is_html),
    "png": Format("图片", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Format("图片", _begins(b"\xff\xd8\xff")),
}
"""What may be kept, by the ending of its name."""


def fault(data: bytes, ending: str) -> str:
    """Why a document cannot be kept; '' where it can."""
    if ending not in FORMATS:
        return f"不存这种文件,只存 {'、'.join(FORMATS)}"
    if not data:
        return "文件是空的"
    if len(data) > LARGEST:
        return f"文件有 {len(data) / 1e6:.1f} MB,超过 {LARGEST // 1_000_000} MB"
    return "" if FORMATS[ending].fits(data) else f"文件内容不是 {ending} 格式"


def copies(root: Node, shown: str = "lists") -> tuple[Copy, ...]:
    """What lies in the folder of copies, in order of names; nothing is read."""
    folder = root / FOLDER
    files = sorted(folder.iterdir(), key=lambda file: file.name) if folder.is_dir() else []
    return tuple(_copy(file, shown) for file in files if file.is_file() and not file.name.startswith("."))


def _copy(file: Node, shown: str) -> Copy:
    sha256, _, ending = file.name.partition(".")
    size = file.stat().st_size if isinstance(file, Path) else 0
    return Copy(file, f"{shown}/{FOLDER}/{file.name}", sha256, ending, size)


def by_sum(found: Iterable[Copy]) -> dict[str, Copy]:
    """Every copy by its SHA-256, as its name says; the first one where there are several."""
    kept: dict[str, Copy] = {}
    for copy in found:
        kept.setdefault(copy.sha256, copy)
    return kept


def named(file: ListFile) -> Iterator[str]:
    """The copies that a list names, its items' included."""
    return (source.sha256 for _, source in file.sources if source.sha256)


def check_named(file: ListFile, kept: Mapping[str, Copy]) -> Iterator[Problem]:
    """Sources of a list that name a copy which is not there."""
    for path, source in file.sources:
        if source.sha256 and source.sha256 not in kept:
            message, fix = "存档副本不在", f"用 mingbai archive 存进 lists/{FOLDER}/,或删去这一行"
            yield file.source.problem((*path, "sha256"), CODE, message, fix, Level.WARNING)


def check_copies(found: Sequence[Copy], wanted: Iterable[str]) -> Iterator[Problem]:
    """Copies that are not what their name says, or that no list wants; each is read."""
    every, kept = set(wanted), by_sum(found)
    for copy in found:
        if wrong := _wrong(copy):
            fix = "恢复原来的文件,或删去它,用 mingbai archive 重新存"
            yield Problem(copy.shown, 1, 1, CODE, f"存档副本不对:{wrong}", fix)
        elif kept[copy.sha256] != copy:
            message = f"和 {kept[copy.sha256].file.name} 是同一份存档副本"
            yield Problem(copy.shown, 1, 1, CODE, message, "留一个,删一个")
        elif copy.sha256 not in every:
            yield Problem(copy.shown, 1, 1, CODE, "没有清单用到这份存档副本", "确认不再需要就删去", level=Level.WARNING)


def _wrong(copy: Copy) -> str:
    data = copy.file.read_bytes()
    if hashlib.sha256(data).hexdigest() != copy.sha256:
        return "内容和文件名里的校验值不一致"
    return fault(data, copy.ending)
