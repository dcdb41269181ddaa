"""A synthetic repository of lists with many commits, and what reading its past costs, first and again."""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from .bench.province import REWORDED, duties, header_of
from .cache_file import PLACE
from .git import Repo
from .history import History, read_history
from .moved import Moves
from .pool import cores
from .progress import stage

DAY = 86_400
BEGIN = 1_700_000_000  # 2023-11-14


def run(lists: int, items: int, commits: int, keep: Path | None) -> str:
    """Make the repository, read its past three times; a Markdown table."""
    work = keep or Path(tempfile.mkdtemp(prefix="mingbai-history-"))
    os.environ[PLACE] = str(work / "cache")
    try:
        make(work, lists, items, commits)
        rows = [
            f"{lists} 份清单 × {items} 项,{commits} 次提交,{cores()} 核",
            "",
            "| 读变更记录 | 用时 s |",
            "|---|---|",
        ]
        rows.append(f"| 第一次 | {_timed(work):.2f} |")
        rows.append(f"| 再读一次 | {_timed(work):.2f} |")
        _commit(work, 1)
        rows.append(f"| 多一次提交 | {_timed(work):.2f} |")
        return "\n".join(rows)
    finally:
        if keep is None:
            shutil.rmtree(work, ignore_errors=True)


@stage("造仓库")
def make(work: Path, lists: int, items: int, commits: int) -> None:
    """A repository in a folder: the first commit has all lists, each further one changes items of one."""
    subprocess.run(["git", "init", "-q", "-b", "main", str(work)], check=True)
    stream = "".join(_stream(lists, items, commits)).encode()
    subprocess.run(["git", "-C", str(work), "fast-import", "--quiet"], input=stream, check=True)


def _timed(work: Path) -> float:
    begin = time.perf_counter()
    past = read_history(work / "lists", Moves())
    assert isinstance(past, History)
    return time.perf_counter() - begin


def _commit(work: Path, number: int) -> None:
    """One commit more, on top of the branch."""
    repo = Repo(work)
    name = "lists/xian0/zhen0/duties.yml"
    text = repo.run("show", f"main:{name}").decode() + f"  - id: xin-{number}\n    name: 新的一项\n    role: 基本\n"
    stream = f"{_head(BEGIN + 10_000 * DAY)}from refs/heads/main^0\n{_file(name, text)}\n"
    subprocess.run(["git", "-C", str(work), "fast-import", "--quiet"], input=stream.encode(), check=True)


def _stream(lists: int, items: int, commits: int) -> Iterator[str]:
    rng = random.Random("history")
    names = [f"lists/xian{number // 20}/zhen{number % 20}/duties.yml" for number in range(lists)]
    common = duties(items, "province")
    rows = [duties(items, f"county{number}", common, REWORDED) for number in range(lists)]
    yield _head(BEGIN)
    for name, body in zip(names, rows, strict=True):
        yield _file(name, header_of(name, items) + "".join(body))
    for number in range(1, commits):
        at = rng.randrange(lists)
        _change(rows[at], rng, number)
        yield f"\n{_head(BEGIN + number * DAY)}{_file(names[at], header_of(names[at], items) + ''.join(rows[at]))}"
    yield "\n"


def _change(rows: list[str], rng: random.Random, number: int) -> None:
    """Three items edited, one added, one removed, one moved."""
    for _ in range(3):
        at = rng.randrange(len(rows))
        rows[at] = rows[at].replace("\n    role:", f"{number}\n    role:", 1)
    rows.insert(rng.randrange(len(rows)), f"  - id: xin-{number}\n    name: 新增{number}\n    role: 基本\n")
    rows.pop(rng.randrange(len(rows)))
    rows.append(rows.pop(rng.randrange(len(rows))))


def _head(when: int) -> str:
    return f"commit refs/heads/main\ncommitter bench <bench@example.invalid> {when} +0800\ndata 6\nchange\n"


def _file(name: str, text: str) -> str:
    return f"M 100644 inline {name}\ndata {len(text.encode())}\n{text}\n"
