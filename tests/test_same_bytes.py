"""The same lists as of the same day give the same bytes: wherever, whenever, in any language, by many hands."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from git_fixtures import source
from site_fixtures import AS_OF, built, mingbai, put, run, said, small, tree

PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # Python takes the system's word for it
ELSEWHERE = {
    "1": {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2", **PLAIN},
    "2": {"LC_ALL": "C.utf8", "LANG": "tr_TR.UTF-8", "TZ": "America/Los_Angeles", "PYTHONHASHSEED": "3"},
    "3": {"LC_ALL": "", "LANG": "zh_CN.GB18030", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "random", **PLAIN},
}
"""What a machine may be like, by the number of processes that it works in."""

SHUFFLED = """
import os, random
from contextlib import contextmanager
dice = random.Random(int(os.environ["DICE"]))
def mixed(found):
    found = list(found)
    dice.shuffle(found)
    return found
listdir, scandir = os.listdir, os.scandir
os.listdir = lambda *words: mixed(listdir(*words))
class Mixed:
    def __init__(self, *words):
        with scandir(*words) as entries:
            self.found = iter(mixed(entries))
    def __iter__(self): return self.found
    def __next__(self): return next(self.found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.scandir = Mixed
from mingbai.cli import main
main()
"""
"""mingbai, on a file system that names files in another order each time."""


@pytest.mark.parametrize("jobs", ELSEWHERE)
def test_other_machines_build_the_same_site(
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    jobs: str,
    record_property: Callable[[str, object], None],
) -> None:
    """The real lists with a past: another path, locale, time zone, hash seed, order of files, more processes."""
    home = Path(shutil.copytree(source(tmp_path_factory), tmp_path / "anderer Ort 甲"))
    put(tmp_path / "shuffled.py", SHUFFLED)
    env = {**ELSEWHERE[jobs], "DICE": jobs, "MINGBAI_CACHE": str(tmp_path / "cache")}
    words = ("build", "--to", str(tmp_path / "site"), "--as-of", AS_OF, "--jobs", jobs)
    done = run(str(tmp_path / "shuffled.py"), *words, cwd=home, env=env)
    assert done.returncode == 0, said(done)
    found, wanted = tree(tmp_path / "site"), tree(built(tmp_path_factory))
    assert found.keys() == wanted.keys()
    differing = [name for name in wanted if found[name] != wanted[name]]
    record_property("files", len(wanted))
    record_property("bytes", sum((tmp_path / "site" / name).stat().st_size for name in differing))
    assert differing == []


def test_files_made_in_another_order_give_the_same_packed_site(tmp_path: Path) -> None:
    """A checkout writes files in an order of its own, and with their rights and times."""
    for name in ("one", "other"):
        small(tmp_path / name)
    files = [file for file in (tmp_path / "other").rglob("*") if file.is_file()]
    random.Random(1).shuffle(files)
    for file in files:
        data = file.read_bytes()
        file.unlink()
        file.write_bytes(data)
        file.chmod(0o600)
    trees = []
    for name, jobs in (("one", "1"), ("other", "3")):
        done = mingbai("pack", "--as-of", AS_OF, "--jobs", jobs, cwd=tmp_path / name)
        assert done.returncode == 0, said(done)
        trees.append((tree(tmp_path / name / "site"), tree(tmp_path / name / "site-server")))
    assert trees[0] == trees[1]


def test_the_day_is_what_as_of_says(tmp_path: Path) -> None:
    folder = small(tmp_path)
    for day in ("2026-11-22", "2031-01-02"):
        assert mingbai("build", "--as-of", day, "--to", day, cwd=folder).returncode == 0
    index = (folder / "2031-01-02/api/v1/index.json").read_text("utf-8")
    assert '"as_of":"2031-01-02"' in index
    assert tree(folder / "2026-11-22") != tree(folder / "2031-01-02")


def test_a_terminal_without_chinese_gets_no_traceback(tmp_path: Path) -> None:
    done = mingbai("build", "--as-of", AS_OF, cwd=small(tmp_path), env={"PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0, said(done)
    assert "\\u5efa\\u6210 43" in done.stdout
    assert "Traceback" not in said(done)
