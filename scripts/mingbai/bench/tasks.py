"""What is done with the lists besides building: checking, comparing, their past, workbooks out and in."""

import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ..progress import stage
from .measure import Cost, Failed, timed
from .province import CHANGED, DAY, change

MINGBAI = (sys.executable, "-m", "mingbai")
CACHE = "cache"  # in the work's folder: what Mingbai keeps from one run to the next
CELLS = 10  # changed in each workbook that comes back

_STRINGS = "xl/sharedStrings.xml"
_NAMES = re.compile("(<t>shixiang-[0-9]+</t></si><si><t>)")  # each stands behind its id


class Task(NamedTuple):
    """One command in one folder."""

    label: str
    words: tuple[str, ...]
    folder: Path
    before: Callable[[], None] = lambda: None  # what has to be put right first, and is not timed
    fine: tuple[int, ...] = (0,)
    after: Callable[[], None] = lambda: None  # Failed where the command did not do what it should


@stage("准备别的命令")
def tasks(work: Path) -> list[Task]:
    """The tasks in the order in which they are to be run: some go on from what the one before left."""
    lists, old, past, office = work / "lists", work / "before", work / "past", work / "office"
    _copy(lists, old)
    changed = change(old)
    _history(past, old, lists)
    books = office / "books"

    def fresh() -> None:
        shutil.rmtree(work / CACHE, ignore_errors=True)

    def again() -> None:
        _copy(lists, office / "lists")
        shutil.rmtree(books, ignore_errors=True)

    def returned() -> None:
        _copy(lists, office / "lists")
        _copy(books, office / "returned")
        _fill_in(office / "returned")

    def arrived() -> None:
        written = sum(
            file.read_bytes() != (office / "lists" / file.relative_to(lists)).read_bytes()
            for file in lists.rglob("duties.yml")
        )
        if written != changed:
            raise Failed(f"import:改了 {changed} 本,写了 {written} 份清单")

    when = ("--as-of", DAY)
    return [
        Task("check,第一次", ("check", *when), work, fresh),
        Task("check,没有改动", ("check", *when), work),
        Task(f"diff,{changed} 份不同", ("diff", "before", "lists", *when, "-o", "diff.txt"), work, fine=(0, 1)),
        Task("log,第一次", ("log",), past, fresh),
        Task("log,没有改动", ("log",), past),
        Task("export --all", ("export", "--all", "lists/sheng", "-o", "books"), office, again),
        Task(f"import,{changed} 本改过", ("import", "returned", *when), office, returned, after=arrived),
    ]


def cost(task: Task, look: bool) -> Cost:
    """Run a task once."""
    task.before()
    found = timed((*MINGBAI, *task.words), task.folder, task.fine, look)
    task.after()
    return found


def _copy(folder: Path, to: Path) -> None:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to, copy_function=shutil.copyfile)


def _history(past: Path, old: Path, new: Path) -> None:
    """A repository with two versions of the lists."""
    shutil.rmtree(past, ignore_errors=True)
    past.mkdir(parents=True)
    _git(past, "init", "-q", "-b", "main")
    for lists, day in ((old, "2025-06-01"), (new, "2025-12-01")):
        _copy(lists, past / "lists")
        _git(past, "add", "lists")
        at = f"{day}T12:00:00+0800"
        _git(past, "commit", "-q", "-m", "change", "--date", at, env={"GIT_COMMITTER_DATE": at})


def _git(past: Path, *words: str, env: dict[str, str] | None = None) -> None:
    who = ("-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=past, env={**os.environ, **(env or {})}, check=True)


def _fill_in(books: Path) -> None:
    """Change ten names in up to 100 workbooks, as a clerk does."""
    every = sorted(book for book in books.iterdir() if "镇" in book.name)
    for book in random.Random("clerk").sample(every, min(CHANGED, len(every))):
        with zipfile.ZipFile(book) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        strings = _NAMES.sub(r"\1新", parts[_STRINGS].decode(), count=CELLS)
        parts[_STRINGS] = strings.encode()
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
            for name, data in parts.items():
                new.writestr(name, data)
