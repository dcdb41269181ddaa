"""``mingbai serve``: the site in a browser that follows every edit."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from build_fixtures import clear
from site_fixtures import DUTY, HEAD, ROOT, environment, mingbai, put, small, tree
from test_profile import adds_up


class Server:
    """A running ``mingbai serve`` and what it says."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.log = folder.parent / "serve.log"
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "mingbai", "serve", "--port", str(port), *words]
        with self.log.open("w") as out:
            self.process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=out, stderr=out)
        self.root = f"http://127.0.0.1:{port}/"
        self.until(lambda: self.root in self.said())

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def page(self, address: str) -> str:
        with urlopen(self.root + address, timeout=20) as answer:
            return str(answer.read().decode())

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(300):
            assert self.process.poll() is None, self.said()
            if holds():
                return
            time.sleep(0.1)
        raise AssertionError(self.said())


@contextmanager
def shown(folder: Path, *words: str) -> Iterator[Server]:
    server = Server(folder, *words)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small(tmp_path / "work")


PAGE = "jia/duties/"


def duties(name: str) -> dict[str, object]:
    return {**HEAD, "items": [{**DUTY, "name": name}]}


def test_the_page_follows_the_lists_and_outlives_errors(folder: Path) -> None:
    with shown(folder) as server:
        html = server.page(PAGE)
        assert 'class="qr"' not in html, "nothing printed may lead to this machine"
        assert "Content-Security-Policy" not in html, "which would keep out what reloads the page"
        epoch = re.search(r"livereload\((\d+), (\d+)\)", html)
        assert epoch
        put(folder / "lists/jia/duties.yml", duties("河道巡查"))
        with urlopen(f"{server.root}livereload/{epoch[1]}/{epoch[2]}", timeout=30) as told:
            assert int(told.read()) > int(epoch[1]), "the browser is told to load the page again"
        assert "河道巡查" in server.page(PAGE)
        put(folder / "lists/jia/duties.yml", "title: [\n")
        server.until(lambda: "有错误,网页没有变" in server.said())
        assert "lists/jia/duties.yml:1:" in server.said()
        assert "河道巡查" in server.page(PAGE), "the page stays as it was"
        put(folder / "lists/jia/duties.yml", duties("秸秆禁烧"))
        server.until(lambda: "秸秆禁烧" in server.page(PAGE))
        assert not (folder / "site").exists(), "the site that is published is not touched"
        assert "Traceback" not in server.said()


def test_every_build_says_where_its_time_went(folder: Path) -> None:
    with shown(folder, "--profile") as server:
        server.until(lambda: "合计" in server.said())
        first = adds_up(server.said())
        assert [line.names for line in first][:2] == [("启动",), ("装载程序",)]
        for number, text in enumerate((duties("河道巡查"), "title: [\n"), 2):  # one that is built, one that is not
            put(folder / "lists/jia/duties.yml", text)
            server.until(lambda number=number: server.said().count("合计") == number)  # type: ignore[misc]
            last = adds_up("阶段" + server.said().rsplit("阶段", 1)[1])
            assert last[0].names == ("看有没有改动",)
            assert float(last[-1].cells[0]) < 20, "the time in which nothing was done is no part of it"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/about/index.md", "# 换了说明\n"),
        ("lists/jia/signboards.yml", {**HEAD, "title": "换了说明", "items": []}),
        ("overrides/lists/_foot.html", (ROOT / "overrides/lists/_foot.html").read_text("utf-8") + "换了说明"),
        ("mkdocs.yml", None),
    ],
    ids=str,
)
def test_whatever_the_site_is_made_of_is_followed(folder: Path, path: str, text: object) -> None:
    put(folder / "overrides/lists/note.txt", "")
    config = (folder / "mkdocs.yml").read_text("utf-8")
    put(folder / "mkdocs.yml", config.replace('"material"', '"material", "custom_dir": "overrides"'))
    assert "custom_dir" in (folder / "mkdocs.yml").read_text("utf-8")
    with shown(folder) as server:
        put(folder / path, text if text else (folder / path).read_text("utf-8").replace("小站", "换了说明"))
        where = {"content/about/index.md": "about/", "lists/jia/signboards.yml": "jia/signboards/"}.get(path, PAGE)
        server.until(lambda: "换了说明" in _page(server, where))


def _page(server: Server, address: str) -> str:
    try:
        return server.page(address)
    except HTTPError:  # not there yet
        return ""


def test_what_there_is_not_is_the_sites_own_page(folder: Path) -> None:
    with shown(folder) as server:
        with pytest.raises(HTTPError) as error:
            server.page("nowhere/")
        assert error.value.code == 404
        assert "没有这一页" in error.value.read().decode()


def test_a_port_that_is_taken_is_said_at_once(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = mingbai("serve", "--port", str(taken.getsockname()[1]), cwd=folder)
    clear(done, 2)
    assert "--port" in done.stderr


@pytest.mark.parametrize(("file", "text", "code"), [("lists/jia/duties.yml", "title: [\n", 1), ("mkdocs.yml", "[", 2)])
def test_what_cannot_be_built_at_first_ends_it(folder: Path, file: str, text: str, code: int) -> None:
    put(folder / file, text)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clear(mingbai("serve", "--port", str(port), cwd=folder), code)


def test_an_interrupt_ends_it_without_a_word_too_many(folder: Path) -> None:
    server = Server(folder)
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait(timeout=20) == 0
    assert "Traceback" not in server.said()


def test_what_it_keeps_is_cleaned_away(folder: Path) -> None:
    before = tree(folder)
    with shown(folder):
        pass
    clear(mingbai("clean", cwd=folder), 0)
    assert tree(folder) == before
