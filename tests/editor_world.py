"""A site with its editor on one machine: a scratch repository, Decap's own local server, the built site."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import Request, urlopen

from playwright.sync_api import Error, Locator, Page, expect

from browser_fixtures import PATIENCE
from site_fixtures import ROOT, build, mingbai, said, served, small

NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}") or "node"
SERVER = ROOT / "node_modules/decap-server/dist/index.js"


class Desk(NamedTuple):
    """Where the editor is, where it saves, and the only addresses that it may ask."""

    root: str
    folder: Path
    proxy: str

    def git(self, *words: str) -> str:
        """What git says in the repository."""
        who = ("-c", "user.name=test", "-c", "user.email=test@mingbai.example")
        done = subprocess.run(["git", *who, *words], cwd=self.folder, capture_output=True, encoding="utf-8", check=True)
        return done.stdout

    def lines(self) -> list[str]:
        """The lines that went and came since the last commit, with the file before them."""
        diff = self.git("-c", "core.quotepath=false", "diff", "--unified=0", "--no-color", "--no-ext-diff").splitlines()
        return [line for line in diff if line[:1] in "+-" and not line.startswith("---")]


@contextmanager
def desk(folder: Path, lists: dict[str, Any] | None = None, proposing: bool = False) -> Iterator[Desk]:
    """A small site in a repository of its own, built with the editor and served beside the local server.

    With ``proposing`` the editor is that of a forge where what is saved becomes a proposal; only
    the forge itself is the local server, which keeps a proposal as a branch.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    proxy = f"http://127.0.0.1:{port}/api/v1"
    small(folder, lists)
    settings = f"forge: 本机\nserver: {proxy}\n"
    if proposing:
        settings = "forge: forgejo\nrepo: a/b\napp_id: x\nserver: https://forge.example\n"
    (folder / "editor.yml").write_text(settings, "utf-8")
    site = folder.with_name("site")
    for done in (mingbai("fmt", cwd=folder), build(folder, "--to", str(site))):
        assert done.returncode == 0, said(done)
    if proposing:
        _speak_to(site, proxy)
    with served(site) as root:
        one = Desk(root, folder, proxy)
        one.git("init", "--quiet", "--initial-branch", "main")
        one.git("add", ".")
        one.git("commit", "--quiet", "--message", "The lists")
        with local(folder, port, "git" if proposing else "fs"):
            yield one


def _speak_to(site: Path, proxy: str) -> None:
    """Put the local server in the place of the forge."""
    file, page = site / "admin/editor.json", site / "admin/index.html"
    told = json.loads(file.read_text("utf-8"))
    told["config"]["backend"] = {"name": "proxy", "proxy_url": proxy, "branch": told["config"]["backend"]["branch"]}
    text = page.read_text("utf-8").replace("https://forge.example", proxy.removesuffix("/api/v1"))
    for one, content in ((file, json.dumps(told)), (page, text)):
        one.unlink()
        one.write_text(content, "utf-8")


@contextmanager
def local(folder: Path, port: int, mode: str) -> Iterator[None]:
    """Decap's server for one's own machine, on loopback alone."""
    who = {f"GIT_{role}_{what}": "test" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {
        **os.environ,
        **who,
        "MODE": mode,
        "PORT": str(port),
        "GIT_REPO_DIRECTORY": str(folder),
        "BIND_HOST": "127.0.0.1",
    }
    server = subprocess.Popen([NODE, str(SERVER)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ask = Request(f"http://127.0.0.1:{port}/api/v1", b'{"action":"info"}', {"Content-Type": "application/json"})
        for _ in range(300):
            try:
                with urlopen(ask, timeout=5):
                    break
            except OSError:
                assert server.poll() is None, "decap-server did not start"
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(10)


def enter(page: Page) -> None:
    """Past the button that lets one in."""
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="全国", exact=True)).to_be_visible()


def open_list(page: Page, place: str, title: str) -> None:
    """A list by its place and title, as one finds it; a tap on a row that is just drawn anew is tried again."""
    title_field = page.get_by_label("清单名称", exact=True)
    for _ in range(6):
        with suppress(AssertionError, Error):
            if page.get_by_role("link", name=place, exact=True).count():
                page.get_by_role("link", name=place, exact=True).click(timeout=8_000)
                page.get_by_role("link", name=title).click(timeout=8_000)
            expect(title_field).to_be_visible(timeout=8_000)
            return
    expect(title_field).to_be_visible()


def item(page: Page, name: str) -> Locator:
    """An item of the list, unfolded."""
    row = page.locator("div[class*=SortableListItem]").filter(has=page.get_by_text(name, exact=True)).first
    row.get_by_role("button").first.click()
    return row


def save(page: Page) -> None:
    """Save, and wait until that is said."""
    for _ in range(5):
        page.get_by_role("button", name="保存", exact=True).click()
        with suppress(Error):  # the menu may close before it is used
            page.get_by_text("现在保存", exact=True).click(timeout=8_000)
            break
    expect(page.get_by_text("修改已保存")).to_be_visible(timeout=PATIENCE)
