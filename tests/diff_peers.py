"""``make peers``: the pair with 42 planted differences, put to Mingbai and to others; a table of time, size and misses.

DeepDiff and graphtage are taken from PyPI into a private environment; dyff is run where it is installed.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import NamedTuple

import planted

ROUNDS = 5
NAMES = [*planted.EDITED, *planted.ADDED, *planted.REMOVED, *planted.MOVED, "shixiang-yibai"]


LOAD = (
    "import sys, yaml; from deepdiff import DeepDiff as D; "
    "a, b = (yaml.load(open(path), yaml.CBaseLoader) for path in sys.argv[1:]); "
)


class Run(NamedTuple):
    """What one tool gave: seconds, its words."""

    wall: float
    said: str


def run(command: list[str], rounds: int = ROUNDS) -> Run:
    """The median time of some runs, and what the last one said."""
    times, said = [], ""
    for _ in range(rounds):
        begin = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        times.append(time.perf_counter() - begin)
        said = done.stdout + done.stderr
    return Run(statistics.median(times), said)


def tools(folder: Path) -> Path | None:
    """A private environment with the Python tools; None where PyPI cannot be reached."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", "deepdiff", "graphtage", "pyyaml"], capture_output=True, check=False
    )
    return python if done.returncode == 0 else None


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        old, new = planted.write(work)
        one, other = old / "hubei/services.yml", new / "hubei/services.yml"
        mingbai = [sys.executable, "-m", "mingbai"]
        start = run([*mingbai, "--version"]).wall
        rows = [
            ("mingbai diff (folders)", run([*mingbai, "diff", str(old), str(new), "--format", "markdown"])),
            ("mingbai diff (files)", run([*mingbai, "diff", str(one), str(other), "--format", "markdown"])),
            ("git diff", run(["git", "diff", "--no-index", str(one), str(other)])),
        ]
        if shutil.which("dyff"):
            rows.append(("dyff", run(["dyff", "between", str(one), str(other)])))
        python = tools(work / "tools")
        if python:
            for name, asked, rounds in (
                ("DeepDiff by id", "D(a['items'], b['items'], group_by='id')", ROUNDS),
                ("DeepDiff ignore_order", "D(a, b, ignore_order=True)", 1),
            ):
                command = [str(python), "-c", f"{LOAD}print({asked}.pretty())", str(one), str(other)]
                rows.append((name, run(command, rounds)))
            files = [work / "old.json", work / "new.json"]  # its reader of YAML stops at a date
            for file, data in zip(files, planted.planted(), strict=True):
                file.write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
            rows.append(
                ("graphtage (JSON)", run([str(python.with_name("graphtage")), "--no-color", *map(str, files)], 1))
            )
        print(f"{os.cpu_count()} processors; python -m mingbai --version: {start:.2f} s\n")
        print("| tool | s | lines | kB | planted ids that it does not name |\n|---|---|---|---|---|")
        for name, found in rows:
            missing = sum(item not in found.said for item in NAMES)
            size = len(found.said.encode()) / 1000
            lines = len(found.said.splitlines())
            print(f"| {name} | {found.wall:.2f} | {lines} | {size:.0f} | {missing} of {len(NAMES)} |")


if __name__ == "__main__":
    main()
