"""Building over an old site: killed or twice at once it stays whole; what did not change is kept."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import build_fixtures
from build_fixtures import clear, names
from helpers import MORE
from site_fixtures import AS_OF, DUTY, HEAD, build, environment, put, run, tree

master, folder = build_fixtures.master, build_fixtures.folder

# ── killed ───────────────────────────────────────────────────────────────────

DEADLY = """
import os, pathlib, signal, sys
left = int(sys.argv.pop(1))
def deadly(real):
    def call(*words, **named):
        global left
        found = real(*words, **named)
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return found
    return call
os.rename, os.replace = deadly(os.rename), deadly(os.replace)
from mingbai.cli import main
main()
"""
"""mingbai, killed right after it has renamed something the n-th time."""


@pytest.fixture(scope="module")
def two(master: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str], dict[str, str]]:
    """A built site whose lists have changed since, what it holds, and what a build would make of it."""
    folder = Path(shutil.copytree(master, tmp_path_factory.mktemp("two") / "work"))
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    assert build(folder, "--to", "wanted").returncode == 0
    wanted = tree(folder / "wanted")
    shutil.rmtree(folder / "wanted")
    return folder, tree(folder / "site"), wanted


def _start(work: Path) -> subprocess.Popen[str]:
    """A build in a process group of its own, running."""
    command = [sys.executable, "-m", "mingbai", "build", "--as-of", AS_OF]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    return subprocess.Popen(command, cwd=work, env=environment(), start_new_session=True, **pipes)


MOMENTS = [0.1, 0.4, 0.6, 0.8, 1.0, 1.2]
if MORE > 1:  # MINGBAI_EXAMPLES=20: two hundred
    MOMENTS = [round(random.Random(number).uniform(0.05, 1.8), 3) for number in range(10 * MORE)]


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_build_leaves_a_whole_site(two: tuple[Path, dict, dict], tmp_path: Path, moment: float) -> None:
    """Killed at parts of the time that a build takes."""
    folder, old, new = two
    work = Path(shutil.copytree(folder, tmp_path / "work"))
    process = _start(work)
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert tree(work / "site") in (old, new)


@pytest.mark.parametrize("step", [1, 2, 3])
def test_killed_between_two_renames(two: tuple[Path, dict, dict], tmp_path: Path, step: int) -> None:
    folder, old, new = two
    work = Path(shutil.copytree(folder, tmp_path / "work"))
    put(tmp_path / "deadly.py", DEADLY)
    run(str(tmp_path / "deadly.py"), str(step), "build", "--as-of", AS_OF, cwd=work)
    assert tree(work / "site") in (old, new)
    clear(build(work), 0)
    assert tree(work / "site") == new


def test_next_build_sweeps_up_after_a_killed_one(two: tuple[Path, dict, dict], tmp_path: Path) -> None:
    folder, _, new = two
    work = Path(shutil.copytree(folder, tmp_path / "work"))
    around = names(work)
    process = _start(work)
    while names(work) == around:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    clear(build(work), 0)
    assert tree(work / "site") == new
    assert names(work) == around


def test_two_builds_at_once_end_in_a_whole_site(two: tuple[Path, dict, dict], tmp_path: Path) -> None:
    """One may give up, in clear words; neither may spoil what the other makes."""
    folder, _, new = two
    work = Path(shutil.copytree(folder, tmp_path / "work"))
    around = names(work)
    first = _start(work)
    while names(work) == around:
        time.sleep(0.01)
    second = _start(work)
    heard = [process.communicate()[0] for process in (first, second)]
    ends = {first.returncode, second.returncode}
    assert 0 in ends, heard
    assert ends <= {0, 2}, heard
    assert "Traceback" not in "".join(heard)
    assert tree(work / "site") == new
    assert names(work) == around


# ── built again ──────────────────────────────────────────────────────────────


def test_unchanged_pages_keep_their_time(folder: Path) -> None:
    for file in (folder / "site").rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    clear(build(folder), 0)
    times = {name: (folder / "site" / name).stat().st_mtime for name in tree(folder / "site")}
    kept = {name for name, seen in times.items() if seen == 1_000_000_000}
    assert {
        "certificates/index.html",
        "certificates/data.json",
        "jia/signboards/index.html",
        "report/index.html",
    } <= kept
    assert "jia/duties/index.html" not in kept
    clear(build(folder), 0)
    again = {name: (folder / "site" / name).stat().st_mtime for name in times if name.endswith(("index.html", ".csv"))}
    assert again == {name: times[name] for name in again}


def test_what_is_gone_from_the_lists_is_gone_from_the_site(folder: Path) -> None:
    shutil.rmtree(folder / "lists/jia")
    put(folder / "site/stray.html", "left by somebody")
    clear(build(folder), 0)
    assert not (folder / "site/jia").exists()
    assert not (folder / "site/stray.html").exists()


def test_a_linked_site_is_not_written_through(folder: Path) -> None:
    """Sites share files by hard links; a later build must not change one through the other."""
    clear(build(folder, "--to", "second"), 0)
    shutil.copytree(folder / "site", folder / "copy", copy_function=os.link)
    before = tree(folder / "copy")
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    put(folder / "content/about/index.md", "# 换了\n")
    clear(build(folder), 0)
    assert tree(folder / "copy") == before
    assert tree(folder / "site") != before
