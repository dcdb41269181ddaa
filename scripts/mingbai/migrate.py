"""Lists of an older format brought forward: every file by every step that it lacks, all of them or none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .archive import FOLDER
from .data_format import FILE, FIRST, FormatFile
from .declared import declared, key_order
from .kinds.load import model_of
from .kinds.shape import order
from .migrations import FORMAT, MIGRATIONS, Data, Migration
from .problems import Level, Problem, told
from .read import read
from .write import canonical


class CannotMigrate(Exception):
    """Nothing was written; the message says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """What is to be done: texts by path under the lists, paths that go, and every change in words."""

    start: int
    end: int
    writes: dict[str, str]
    removes: tuple[str, ...]
    said: tuple[str, ...]


def format_of(root: Path, shown: str = "lists") -> int:
    """The format that the lists say they are written in."""
    if not (root / FILE).is_file():
        return FIRST
    source, problems = read(f"{shown}/{FILE}", (root / FILE).read_bytes())
    said = model_of(FormatFile, source.data, source, (), problems) if source else None
    if said is None:
        raise CannotMigrate("\n".join(str(problem) for problem in problems))
    return int(said.format)


def plan(root: Path, start: int, migrations: tuple[Migration, ...] = MIGRATIONS, shown: str = "lists") -> Plan:
    """The way from format ``start`` to the last one that there is."""
    end = migrations[-1].number if migrations else FORMAT
    if start > end:
        raise CannotMigrate(f"清单是第 {start} 版格式,这个版本的软件只懂到第 {end} 版:先升级软件")
    steps = [step for step in migrations if step.number > start]
    if not steps:
        return Plan(start, end, {}, (), ())
    before, commented = _read(root, shown)
    now, said = _through(before, steps, shown)
    writes = {
        path: canonical(data, _order(path)) for path, (data, old) in now.items() if old != path or data != before[path]
    }
    touched = {now[path][1] for path in writes}
    if refused := [str(problem) for path, problem in commented if path in touched]:
        raise CannotMigrate("\n".join([*refused, "先把注释写进 remark 字段,再运行一次"]))
    removes = tuple(sorted({old for _, old in now.values()} - now.keys()))
    writes[FILE] = canonical({"format": str(end)}, order(FormatFile))  # the last one to be written
    return Plan(start, end, writes, removes, tuple(said))


def apply(root: Path, found: Plan) -> None:
    """Write what was planned: new files beside the old ones first, then all of them in their places.

    OSError where something cannot be written; the lists are as they were, then.
    """
    beside = {path: _beside(root / path) for path in found.writes}
    try:
        for path, text in found.writes.items():
            beside[path].parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_text(text, encoding="utf-8")
        _swap(root, beside, found.removes)
    finally:
        for file in beside.values():
            file.unlink(missing_ok=True)


def _swap(root: Path, beside: dict[str, Path], removes: tuple[str, ...]) -> None:
    every = [root / path for path in (*beside, *removes)]
    before = {file: file.read_bytes() if file.is_file() else None for file in every}
    try:
        for path, new in beside.items():
            new.replace(root / path)
        for path in removes:
            (root / path).unlink()
    except OSError:
        for file, raw in before.items():
            if raw is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(raw)
        raise


def _beside(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")


def _read(root: Path, shown: str) -> tuple[dict[str, Data], list[tuple[str, Problem]]]:
    """Every file under the lists, whatever it is called, and the comments in them."""
    found: dict[str, Data] = {}
    problems: list[tuple[str, Problem]] = []
    for file in sorted(file for file in root.rglob("*.yml") if file.is_file()):
        path = file.relative_to(root).as_posix()
        if path == FILE or path.startswith(f"{FOLDER}/") or any(part.startswith(".") for part in path.split("/")):
            continue
        source, said = read(f"{shown}/{path}", file.read_bytes())
        problems += [(path, problem) for problem in said]
        if source is not None:
            found[path] = source.data
    if wrong := [str(problem) for _, problem in problems if problem.level is Level.ERROR]:
        raise CannotMigrate("\n".join([*wrong, "读不懂的文件先改好,再运行一次"]))
    return found, problems


def _through(
    before: dict[str, Data], steps: Iterable[Migration], shown: str
) -> tuple[dict[str, tuple[Data, str]], list[str]]:
    """All files after all steps, each with its data and its old path; and what was done, in words."""
    now = {path: (data, path) for path, data in before.items()}
    said: list[str] = []
    for step in steps:
        said.append(f"第 {step.number} 版:{step.about.splitlines()[0]}")
        after: dict[str, tuple[Data, str]] = {}
        for path, (data, old) in now.items():
            new, changed = step.rename(path), step.change(path, data)
            if new in after:
                raise CannotMigrate(f"{shown}/{new}:两个文件都要叫这个名字({after[new][1]} 和 {old})")
            if new != path:
                said.append(f"{shown}/{path}: 改名为 {shown}/{new}")
            said += [f"{shown}/{new}: {line}" for line in differences(data, changed)]
            after[new] = (changed, old)
        now = after
    return now, said


def differences(old: Any, new: Any, at: str = "") -> Iterator[str]:
    """Every value that differs, in words: items[2].state 进行中 → 没有."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from differences(old.get(key), new.get(key), f"{at}.{key}" if at else key)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from differences(one, other, f"{at}[{index + 1}]")
    else:
        yield f"{at}: {_said(old)} → {_said(new)}"


def _said(value: Any) -> str:
    if value is None:
        return "(没有)"
    if isinstance(value, list):
        return "[" + ", ".join(_said(part) for part in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_said(part)}" for key, part in value.items()) + "}"
    return f'"{told(str(value))}"'


def _order(path: str) -> Data:
    what = declared(path)
    return key_order(what) if what else {}
