"""The same site by MkDocs and by ProperDocs, and serving it."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

import build_fixtures
from build_fixtures import WRONG, edit, spoil
from git_fixtures import source
from site_fixtures import AS_OF, DUTY, HEAD, build, built, environment, put, run, said, tree

master, folder = build_fixtures.master, build_fixtures.folder


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own sources, built as of AS_OF by whatever reads mkdocs.yml."""
    folder = tmp_path_factory.mktemp("checkout")
    shutil.copytree(source(tmp_path_factory), folder, dirs_exist_ok=True)
    (folder / "mkdocs.yml").rename(folder / "base.yml")
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
    plugin = '"mingbai": {'
    assert plugin in config
    put(folder / "mkdocs.yml", config.replace(plugin, f'{plugin}"as_of": {day}, '))
    done = run("-m", "mkdocs", "build", "-f", "mkdocs.yml", "-d", "other", cwd=folder)
    assert done.returncode == 0, said(done)
    assert tree(folder / "other") == tree(folder / "site")


def test_wrong_day_in_mkdocs_yml_is_told(folder: Path) -> None:
    edit(folder, plugins=[{"mingbai": {"as_of": "2026-13-01"}}])
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
        inodes = {str(link)[8:-1] for link in _open_files(pid) if str(link).startswith("socket:")}
        rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        ports = [int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in inodes]
        if ports:
            return ports[0]
        time.sleep(0.1)
    raise AssertionError("mkdocs serve does not listen")


def _open_files(pid: int) -> Iterator[Path]:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since
            yield descriptor.readlink()


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
    with urlopen(page, timeout=20) as answer:
        assert 'class="qr"' not in answer.read().decode()  # nothing printed may lead to this machine
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    _until(page, "河道巡查")
    put(folder / "lists/jia/duties.yml", "title: [\n")
    time.sleep(1)  # MkDocs answers nobody until the error is mended
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "秸秆禁烧"}]})
    _until(page, "秸秆禁烧")


def test_links_of_hand_written_pages_tell_other_hosts_nothing(folder: Path) -> None:
    own = '<a class="c" rel="license" href="https://c.example/">丙</a>'
    put(
        folder / "content/lian.md", f"# 链接\n\n[甲](https://a.example/)和[乙](//b.example/x),[丁](index.md)\n\n{own}\n"
    )
    assert build(folder).returncode == 0
    html = (folder / "site/lian/index.html").read_text("utf-8")
    assert '<a rel="noreferrer noopener" href="https://a.example/">甲</a>' in html
    assert '<a rel="noreferrer noopener" href="//b.example/x">乙</a>' in html
    assert '<a href="../">丁</a>' in html
    assert own in html
