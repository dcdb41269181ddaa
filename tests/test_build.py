"""Building: what is wrong stops it with clear words, and whatever happens, the old site stays whole."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mingbai.cli import main
from site_fixtures import (
    AS_OF,
    BOARD,
    CALL,
    DUTY,
    HEAD,
    PROOF,
    ROOT,
    build,
    built,
    environment,
    mingbai,
    put,
    run,
    said,
    small,
    tree,
)

CASES = Path(__file__).parent / "cases/read"
PROOFS = {**HEAD, "body": "村(居)委会"}


def has_error(case: Path) -> bool:
    return " error " in (case / "expected.txt").read_text("utf-8")


BROKEN = sorted(case.name for case in CASES.iterdir() if has_error(case)) if CASES.is_dir() else []

WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "not UTF-8": ("C001", {"yi/duties.yml": "title: 履职事项清单\n".encode("gb18030")}),
    "not YAML": ("C002", {"yi/duties.yml": "title: [甲\n"}),
    "unknown key": ("C102", {"yi/duties.yml": {**HEAD, "itemz": []}}),
    "not a choice": ("C103", {"yi/duties.yml": {**HEAD, "items": [{**DUTY, "role": "必须"}]}}),
    "phone": ("C104", {"yi/channels.yml": {**HEAD, "items": [{**CALL, "phones": ["0858-"]}]}}),
    "place without area.yml": ("C201", {"yi/area.yml": None}),
    "place with a reserved name": ("C202", {"report/area.yml": {"name": "报告", "level": "县"}}),
    "place above its parent": (
        "C203",
        {"yi/area.yml": {"name": "乙省", "level": "省"}, "yi/bing/area.yml": "name: 丙\nlevel: 省\n"},
    ),
    "unknown file": ("C204", {"yi/zhengming.yml": HEAD}),
    "old id that leads nowhere": (
        "C205",
        {
            "_site/moved.yml": {
                "moved": [{"kind": "duties", "area": "jia", "old": "a", "new": "nowhere", "reason": "改名"}]
            }
        },
    ),
    "two items of one id": ("C301", {"yi/signboards.yml": {**HEAD, "items": [BOARD, {**BOARD, "name": "另一块"}]}}),
    "identity number": (
        "C401",
        {"yi/certificates.yml": {**PROOFS, "items": [{**PROOF, "remark": "11010119900307109X"}]}},
    ),
}
"""Errors of every stage: reading, fields, places, rules on a list, on the whole. name → (code, files)."""


def spoil(folder: Path, files: dict[str, Any]) -> None:
    """Put files among the lists; None takes one away."""
    put(folder / "lists/yi/area.yml", {"name": "乙县", "level": "县"})
    for path, content in files.items():
        if content is None:
            (folder / "lists" / path).unlink()
        else:
            put(folder / "lists" / path, content)


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, built."""
    folder = small(tmp_path_factory.mktemp("master"))
    done = build(folder)
    assert done.returncode == 0, said(done)
    return folder


@pytest.fixture
def folder(master: Path, tmp_path: Path) -> Path:
    """A copy of the small built site to do harm to."""
    return Path(shutil.copytree(master, tmp_path / "work"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def clear(done: subprocess.CompletedProcess[str], code: int) -> None:
    """The exit code, something said in Chinese, and no traceback."""
    assert done.returncode == code, said(done)
    assert re.search("[\u4e00-\u9fff]{2}", said(done)), said(done)
    assert "Traceback" not in said(done)


# ── lists with errors ────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", WRONG)
def test_errors_stop_the_build_and_the_old_site_stays(folder: Path, what: str) -> None:
    code, files = WRONG[what]
    spoil(folder, files)
    before, around = tree(folder / "site"), names(folder)
    done = build(folder)
    clear(done, 1)
    assert f"error {code} " in said(done)
    assert re.search(r"^lists/\S+:\d+:\d+: error ", said(done), re.M)
    assert tree(folder / "site") == before
    assert names(folder) == around


@pytest.mark.parametrize("case", BROKEN[:: max(1, len(BROKEN) // 6)])
def test_broken_file_stops_the_build(folder: Path, case: str) -> None:
    spoil(folder, {"yi/duties.yml": (CASES / case / "list.yml").read_bytes()})
    before = tree(folder / "site")
    clear(build(folder), 1)
    assert tree(folder / "site") == before


def test_forty_broken_files_and_more() -> None:
    """Whatever cases/read refuses, and one of each stage."""
    assert len(BROKEN) + len(WRONG) >= 40


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_told_by_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    spoil(tmp_path, {"area.yml": {"name": "全国", "level": "国家"}})
    put(tmp_path / "lists/yi/duties.yml", (CASES / case / "list.yml").read_bytes())
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", "--as-of", AS_OF])
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert re.search(r"^lists/yi/duties.yml:\d+:\d+: error C\d{3} .*[\u4e00-\u9fff]", done.output, re.M)


def test_all_problems_at_once(folder: Path) -> None:
    for what in ("not YAML", "phone", "two items of one id", "identity number", "old id that leads nowhere"):
        spoil(folder, WRONG[what][1])
    done = build(folder)
    clear(done, 1)
    found = re.findall(r"error (C\d+)", said(done))
    assert {"C002", "C104", "C301", "C401", "C205"} <= set(found)
    assert "11010119900307109X" not in said(done)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_list_or_clear_problems(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("certificates.yml", "area.yml", "yi/channels.yml", "_site/moved.yml"):
        spoil(folder, {"area.yml": {"name": "全国", "level": "国家"}})
        put(folder / "lists" / name, raw)
        done = CliRunner().invoke(main, ["check", "--as-of", AS_OF, "--lists", str(folder / "lists")])
        assert isinstance(done.exception, SystemExit), (name, done.exception)
        assert done.exit_code in (0, 1)
        assert done.exit_code == 1 or name == "_site/moved.yml" or b":" in raw
        shutil.rmtree(folder / "lists")
    folder.rmdir()


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(min_size=1, max_size=300))
def test_any_bytes_leave_the_old_site_alone(master: Path, tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = Path(shutil.copytree(master, tmp_path_factory.mktemp("raw") / "work"))
    before = tree(folder / "site")
    put(folder / "lists/jia/duties.yml", raw)
    done = CliRunner().invoke(main, ["build", "--as-of", AS_OF, "--config", str(folder / "mkdocs.yml")])
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1, done.output
    assert tree(folder / "site") == before
    shutil.rmtree(folder)


def test_warnings_stop_nothing(folder: Path) -> None:
    spoil(folder, {"yi/duties.yml": {**HEAD, "declared_total": "9", "items": [DUTY]}})
    done = build(folder)
    clear(done, 0)
    assert "C303" in said(done)
    assert "公布 9 项" in (folder / "site/yi/duties/index.html").read_text("utf-8")


# ── nothing to build with ────────────────────────────────────────────────────


def _edit(folder: Path, **changes: Any) -> None:
    config = json.loads((folder / "mkdocs.yml").read_text("utf-8"))
    put(folder / "mkdocs.yml", json.dumps({**config, **changes}, ensure_ascii=False))


def _own_template(folder: Path) -> None:
    put(folder / "own/lists/duties.html", "{% if %}")
    _edit(folder, theme={"name": "material", "language": "zh", "font": False, "custom_dir": "own"})


HOPELESS = {
    "no mkdocs.yml": lambda folder: (folder / "mkdocs.yml").unlink(),
    "mkdocs.yml broken": lambda folder: put(folder / "mkdocs.yml", "site_name: ["),
    "mkdocs.yml empty": lambda folder: put(folder / "mkdocs.yml", ""),
    "plugin not named": lambda folder: _edit(folder, plugins=[]),
    "unknown plugin": lambda folder: _edit(folder, plugins=["mingbai", "nonesuch"]),
    "unknown theme": lambda folder: _edit(folder, theme={"name": "nonesuch"}),
    "no lists": lambda folder: shutil.rmtree(folder / "lists"),
    "no shell.md": lambda folder: (folder / "content/shell.md").unlink(),
    "shell.md without its template": lambda folder: put(folder / "content/shell.md", "# shell\n"),
    "shell.md with an unknown template": lambda folder: put(
        folder / "content/shell.md", "---\ntemplate: no.html\n---\n"
    ),
    "own template broken": _own_template,
}


@pytest.mark.parametrize("what", HOPELESS)
def test_what_cannot_be_built_is_told(folder: Path, what: str) -> None:
    before = tree(folder / "site")
    HOPELESS[what](folder)
    around = names(folder)
    clear(build(folder), 2)
    assert tree(folder / "site") == before
    assert names(folder) == around


def test_missing_shell_is_named(folder: Path) -> None:
    (folder / "content/shell.md").unlink()
    assert "shell.md" in said(build(folder))


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "昨天", "20261122x", ""])
def test_wrong_day_is_told(folder: Path, day: str) -> None:
    before = tree(folder / "site")
    done = mingbai("build", "--as-of", day, cwd=folder)
    clear(done, 2)
    assert "不是日期" in said(done)
    assert tree(folder / "site") == before


@pytest.mark.parametrize("dest", ["mkdocs.yml/site", "/proc/site", "/dev/null/site", "content/index.md"])
def test_target_that_cannot_be_written(folder: Path, dest: str) -> None:
    before = tree(folder)
    clear(build(folder, "--to", dest), 2)
    assert tree(folder) == before


@pytest.mark.parametrize("dest", [".", "..", "lists", "lists/jia", "content", "./content/.."])
def test_target_that_holds_the_sources_is_refused(folder: Path, dest: str) -> None:
    """The swap replaces the whole target; it must never replace what the site is made of."""
    before = tree(folder)
    clear(build(folder, "--to", dest), 2)
    assert tree(folder) == before


def test_full_disk_leaves_the_old_site(folder: Path) -> None:
    """No file may grow past 20 kB, as on a disk that runs full."""
    before, around = tree(folder / "site"), names(folder)
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (20_000, 20_000))"
    done = run("-c", f"{limit}; from mingbai.cli import main; main(['build', '--as-of', {AS_OF!r}])", cwd=folder)
    clear(done, 2)
    assert tree(folder / "site") == before
    assert names(folder) == around


def test_target_in_a_folder_that_is_not_there_yet(folder: Path) -> None:
    done = build(folder, "--to", "out/of/site")
    clear(done, 0)
    assert tree(folder / "out/of/site") == tree(folder / "site")


def test_config_elsewhere(folder: Path, tmp_path: Path) -> None:
    done = mingbai("build", "--as-of", AS_OF, "--config", str(folder / "mkdocs.yml"), "--to", "here", cwd=tmp_path)
    clear(done, 0)
    assert tree(tmp_path / "here") == tree(folder / "site")


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


@pytest.mark.parametrize("moment", [0.1, 0.4, 0.6, 0.8, 1.0, 1.2])
def test_killed_build_leaves_a_whole_site(two: tuple[Path, dict, dict], tmp_path: Path, moment: float) -> None:
    """Killed at parts of the time that a build takes."""
    folder, old, new = two
    work = Path(shutil.copytree(folder, tmp_path / "work"))
    command = [sys.executable, "-m", "mingbai", "build", "--as-of", AS_OF]
    process = subprocess.Popen(
        command,
        cwd=work,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
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


# ── by MkDocs and by ProperDocs ──────────────────────────────────────────────


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own sources, built as of AS_OF by whatever reads mkdocs.yml."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copy(ROOT / "mkdocs.yml", folder / "base.yml")
    for name in ("content", "lists"):
        shutil.copytree(ROOT / name, folder / name)
    put(folder / "mkdocs.yml", json.dumps({"INHERIT": "base.yml", "plugins": [{"mingbai": {"as_of": AS_OF}}]}))
    return folder


@pytest.mark.parametrize("command", [["mkdocs", "build", "--strict"], ["properdocs", "build", "--strict"]])
def test_others_build_the_same_site(
    tmp_path_factory: pytest.TempPathFactory, checkout: Path, command: list[str]
) -> None:
    wanted = tree(built(tmp_path_factory))
    done = run("-m", *command, "-f", "mkdocs.yml", "-d", command[0], cwd=checkout)
    assert done.returncode == 0, said(done)
    found = tree(checkout / command[0])
    assert found.keys() == wanted.keys()
    assert not [name for name in wanted if found[name] != wanted[name]]


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
@pytest.mark.parametrize("what", ["not YAML", "two items of one id", "old id that leads nowhere"])
def test_others_stop_before_they_touch_the_site(folder: Path, command: str, what: str) -> None:
    spoil(folder, WRONG[what][1])
    before = tree(folder / "site")
    done = run("-m", command, "build", "-f", "mkdocs.yml", cwd=folder)
    assert done.returncode != 0
    assert f"error {WRONG[what][0]} " in said(done)
    assert "Traceback" not in said(done)
    assert tree(folder / "site") == before


@pytest.mark.parametrize("day", [AS_OF, f'"{AS_OF}"'])
def test_day_in_mkdocs_yml_with_and_without_quotes(folder: Path, day: str) -> None:
    config = (folder / "mkdocs.yml").read_text("utf-8")
    put(folder / "mkdocs.yml", config.replace('["mingbai"]', f'[{{"mingbai": {{"as_of": {day}}}}}]'))
    done = run("-m", "mkdocs", "build", "-f", "mkdocs.yml", "-d", "other", cwd=folder)
    assert done.returncode == 0, said(done)
    assert tree(folder / "other") == tree(folder / "site")


def test_wrong_day_in_mkdocs_yml_is_told(folder: Path) -> None:
    _edit(folder, plugins=[{"mingbai": {"as_of": "2026-13-01"}}])
    before = tree(folder / "site")
    done = run("-m", "mkdocs", "build", "-f", "mkdocs.yml", cwd=folder)
    assert done.returncode != 0
    assert "Traceback" not in said(done)
    assert tree(folder / "site") == before


@pytest.fixture
def serving(folder: Path) -> Iterator[tuple[Path, str]]:
    """``mkdocs serve`` on a port that the system gives."""
    log = folder.parent / "serve.log"
    with log.open("w") as out:
        command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", "127.0.0.1:0", "-f", "mkdocs.yml"]
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=out, stderr=subprocess.STDOUT)
    try:
        yield folder, f"http://127.0.0.1:{_port(process.pid)}"
    finally:
        process.kill()
        process.wait()


def _port(pid: int) -> int:
    """The port on which a process listens, out of /proc."""
    for _ in range(200):
        links = [fd.readlink() for fd in Path(f"/proc/{pid}/fd").iterdir()]
        inodes = {str(link)[8:-1] for link in links if str(link).startswith("socket:")}
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        ports = [int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in inodes]
        if ports:
            return ports[0]
        time.sleep(0.1)
    raise AssertionError("mkdocs serve does not listen")


def _until(url: str, words: str) -> None:
    for _ in range(100):
        with urlopen(url, timeout=20) as answer:
            if words in answer.read().decode():
                return
        time.sleep(0.1)
    raise AssertionError(f"{url} never says {words}")


def test_serve_shows_changes_and_outlives_errors(serving: tuple[Path, str]) -> None:
    folder, root = serving
    page = f"{root}/sub/path/jia/duties/"
    _until(page, "森林防火")
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    _until(page, "河道巡查")
    put(folder / "lists/jia/duties.yml", "title: [\n")
    time.sleep(1)  # MkDocs answers nobody until the error is mended
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "秸秆禁烧"}]})
    _until(page, "秸秆禁烧")
