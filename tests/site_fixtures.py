"""The built site as its tests see it: built once for all workers, parsed, served; and small sites to break."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml

from mingbai.write import canonical

ROOT = Path(__file__).resolve().parent.parent
AS_OF = "2026-11-22"
BASE = "/sub/path/"
URL = f"https://mingbai.example{BASE}"
DEMO = "demo/"

# ── commands ─────────────────────────────────────────────────────────────────


Done = subprocess.CompletedProcess[str]


def environment(env: dict[str, str] | None = None) -> dict[str, str]:
    """What a command of a test finds around itself."""
    return {**os.environ, "SITE_URL": URL, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", **(env or {})}


def run(*words: str, cwd: Path = ROOT, env: dict[str, str] | None = None, python: str = sys.executable) -> Done:
    """This Python with some words (``run("-m", "build")``); output as text, never raising."""
    return subprocess.run(
        [python, *words], cwd=cwd, env=environment(env), capture_output=True, encoding="utf-8", timeout=180, check=False
    )


def mingbai(*words: str, cwd: Path = ROOT, env: dict[str, str] | None = None) -> Done:
    """The command, in a process of its own."""
    return run("-m", "mingbai", *words, cwd=cwd, env=env)


def said(done: Done) -> str:
    """All that a command printed."""
    return done.stdout + done.stderr


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder and the hash of its bytes; empty for a folder that is not there."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that the first worker to ask makes, for all of them."""
    base = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder, done = base / name, base / f"{name}.done"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


def built(factory: pytest.TempPathFactory) -> Path:
    """The site of the real lists, built once a session under ``URL`` as of ``AS_OF``."""

    def make(folder: Path) -> None:
        done = mingbai("build", "--to", str(folder), "--as-of", AS_OF, env={"PYTHONHASHSEED": "1"})
        assert done.returncode == 0, said(done)

    return once(factory, "site", make)


# ── lists, read without the package ──────────────────────────────────────────


class RealList(NamedTuple):
    """One list file of the repository: where it stands and what it says, every value text."""

    area: str  # 'guizhou/qianxinan/' or ''
    kind: str
    page: str  # 'guizhou/qianxinan/certificates/'
    data: dict[str, Any]

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.data.get("items", [])

    @property
    def demo(self) -> bool:
        return self.area.startswith(DEMO)


def plain_yaml(text: str | bytes) -> Any:
    """YAML as text values, by PyYAML alone."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


@cache
def lists() -> list[RealList]:
    """Every list of the repository."""
    found = []
    for file in sorted((ROOT / "lists").rglob("*.yml")):
        area = file.parent.relative_to(ROOT / "lists").as_posix().replace(".", "", 1)
        if file.name != "area.yml" and not area.startswith("_"):
            area = f"{area}/" if area else ""
            found.append(RealList(area, file.name.split(".")[0], f"{area}{file.stem}/", plain_yaml(file.read_bytes())))
    return found


def areas() -> list[str]:
    """The address of every place of the repository."""
    root = ROOT / "lists"
    folders = sorted(file.parent.relative_to(root).as_posix() for file in root.rglob("area.yml"))
    return [f"{folder}/".removeprefix("./") for folder in folders]


# ── pages ────────────────────────────────────────────────────────────────────


@dataclass
class Tag:
    """One element: its name, its attributes, and for some its text."""

    name: str
    attrs: dict[str, str]
    text: str = ""


_TOLD = ("a", "h1", "h2", "h3", "title", "script", "style", "p", "pre", "code", "li")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[str] = []
        self.twice: list[str] = []
        self._open: list[Tag] = []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = Tag(name, {key: value or "" for key, value in attrs})
        self.twice += [key for key in tag.attrs if sum(key == other for other, _ in attrs) > 1]
        self.tags.append(tag)
        if name in _TOLD:
            self._open.append(tag)

    def handle_endtag(self, name: str) -> None:
        while any(tag.name == name for tag in self._open):
            if self._open.pop().name == name:
                break

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            tag.text += data
        if not (self._open and self._open[-1].name in ("script", "style", "title")):
            self.words.append(data)


@dataclass
class Page:
    """One HTML page: ``address`` is from the site's root ('' the home page, '404.html')."""

    address: str
    html: str
    tags: list[Tag] = field(init=False)
    text: str = field(init=False)
    twice: list[str] = field(init=False)

    def __post_init__(self) -> None:
        reader = _Reader()
        reader.feed(self.html)
        reader.close()
        self.tags, self.text, self.twice = reader.tags, "".join(reader.words), reader.twice

    def all(self, *names: str) -> list[Tag]:
        """All elements of these names."""
        return [tag for tag in self.tags if tag.name in names]

    @cached_property
    def ids(self) -> list[str]:
        """Every id, as often as it stands."""
        return [tag.attrs["id"] for tag in self.tags if "id" in tag.attrs]

    @property
    def demo(self) -> bool:
        """Whether the page speaks of the invented county."""
        return self.address.startswith(DEMO)

    def meta(self, name: str) -> str:
        """The content of a named meta element, '' if missing."""
        return next((tag.attrs.get("content", "") for tag in self.all("meta") if tag.attrs.get("name") == name), "")

    def rel(self, word: str) -> list[str]:
        """The addresses of the page's <link> elements of a relation."""
        return [tag.attrs.get("href", "") for tag in self.all("link") if word in tag.attrs.get("rel", "").split()]

    def links(self) -> Iterator[tuple[Tag, str]]:
        """Every address that a reader or the browser may follow from here, but for rel=canonical."""
        for tag in self.tags:
            if tag.name == "link" and "canonical" in tag.attrs.get("rel", ""):
                continue
            for name in ("href", "src", "action", "formaction", "poster"):
                if name in tag.attrs:
                    yield tag, tag.attrs[name]

    def loads(self) -> list[str]:
        """What the browser fetches to show the page: style sheets and scripts, from the site's root."""
        sheets = [tag.attrs.get("href", "") for tag in self.all("link") if tag.attrs.get("rel") == "stylesheet"]
        return [target(self.address, link)[0] for link in [*sheets, *(tag.attrs["src"] for tag in self.all("script"))]]


def outward(link: str) -> bool:
    """Whether a link leads to another host or another program."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def target(address: str, link: str, base: str = BASE) -> tuple[str, str]:
    """Where a link of a page leads: (address from the site's root, fragment); '!' before what leaves the site."""
    parts = urlsplit(urljoin(f"http://host{base}{address}", link))
    inside = parts.netloc == "host" and parts.path.startswith(base)
    path = parts.path[len(base) :] if inside else f"!{link}"
    return unquote(path), unquote(parts.fragment)


def pages_of(site: Path) -> dict[str, Page]:
    """All pages of a built site by address."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = Page(address, file.read_text("utf-8"))
    return found


def broken_links(site: Path, pages: dict[str, Page], base: str = BASE) -> list[str]:
    """Links within a site that lead nowhere: no such file, no such anchor, or a folder without its slash."""
    faults = []
    for page in pages.values():
        for tag, link in page.links():
            if outward(link) and not link.startswith(URL):
                continue
            address, fragment = target(page.address, link, base)
            file = site / address / "index.html" if address == "" or address.endswith("/") else site / address
            if address.startswith("!") or not file.is_file():
                faults.append(f"{page.address or '/'}: <{tag.name}> {link} leads nowhere")
            elif fragment and (address not in pages or fragment not in pages[address].ids):
                faults.append(f"{page.address or '/'}: <{tag.name}> {link} has no such anchor")
    return faults


class Found(NamedTuple):
    """One entry of the search index."""

    name: str
    words: str  # the name and its aliases
    answer: str
    areas: set[str]  # addresses of places
    pages: set[str]  # addresses of what it leads to


def index_of(site: Path) -> list[Found]:
    """The search index of a built site, with the places that stand in files of their own."""
    data = json.loads((site / "search/index.json").read_text("utf-8"))
    more: dict[str, Any] = {}
    for file in site.glob("search/places/*.json"):
        more |= json.loads(file.read_text("utf-8"))
    found = []
    for number, (name, aliases, _, answer, places, *_) in enumerate(data["entries"]):
        spots = places if isinstance(places, list) else more[str(number)]
        named = [(f"{data['areas'][area][0]}/".removeprefix("/"), tail) for area, tail in spots]
        word = data["answers"][answer][0] if answer >= 0 else ""
        found.append(
            Found(name, f"{name} {aliases}", word, {area for area, _ in named}, {area + tail for area, tail in named})
        )
    return found


# ── small sites ──────────────────────────────────────────────────────────────

HEAD = {"title": "某清单", "status": "现行", "completeness": "完整", "sources": [{"title": "某通知", "form": "原文"}]}
PROOF = {
    "id": "qinshu",
    "name": "亲属关系证明",
    "decision": "不应出具",
    "issuing_body": ["公安派出所"],
    "aliases": ["家属证明"],
}
DUTY = {"id": "fanghuo", "name": "森林防火", "role": "基本"}
BOARD = {"id": "weihui", "name": "村民委员会", "object": "外部标牌", "action": "保留"}
CALL = {
    **{"id": "rexian", "name": "热线", "topics": ["综合"], "authority": "某局", "phones": ["12345"], "state": "有效"},
    **{"verified_on": "2026-11-01"},
}

SMALL: dict[str, Any] = {
    "area.yml": {"name": "全国", "level": "国家"},
    "certificates.yml": {**HEAD, "body": "村(居)委会", "items": [PROOF]},
    "channels.yml": {**HEAD, "items": [CALL]},
    "jia/area.yml": {"name": "甲县", "level": "县"},
    "jia/duties.yml": {**HEAD, "items": [DUTY]},
    "jia/signboards.yml": {**HEAD, "items": [BOARD]},
}
"""The lists of a small site without a fault."""


def small(folder: Path, files: dict[str, Any] | None = None, **config: Any) -> Path:
    """A site's folder to build elsewhere; ``files`` add to SMALL (data, text or bytes), ``config`` to mkdocs.yml."""
    for path, content in {**SMALL, **(files or {})}.items():
        put(folder / "lists" / path, content)
    put(folder / "content/shell.md", "---\ntemplate: shell.html\ntitle: shell\nhide: [navigation, toc]\n---\n")
    put(
        folder / "content/index.md",
        "# 首页\n\n<!-- mingbai:questions -->\n\n"
        '<section id="_places">\n<!-- mingbai:places -->\n</section>\n\n<!-- mingbai:contacts -->\n',
    )
    for page in ("guide", "about"):
        put(folder / f"content/{page}/index.md", "# 说明\n")
    settings = {
        "site_name": "小站",
        "site_url": URL,
        "docs_dir": "content",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": ["mingbai"],
        "nav": ["index.md", "guide/index.md", "about/index.md"],
        "not_in_nav": "/shell.md",
        **config,
    }
    kept = {key: value for key, value in settings.items() if value is not None}
    put(folder / "mkdocs.yml", json.dumps(kept, ensure_ascii=False))
    return folder


def put(file: Path, content: Any) -> None:
    """Write text, bytes, or data as YAML."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        file.write_text(content if isinstance(content, str) else canonical(content, {}), "utf-8", newline="")


def build(folder: Path, *more: str, env: dict[str, str] | None = None) -> Done:
    """``mingbai build`` in a site's folder."""
    return mingbai("build", "--as-of", AS_OF, *more, cwd=folder, env=env)


# ── serving ──────────────────────────────────────────────────────────────────


@contextmanager
def served(site: Path) -> Iterator[str]:
    """A web server for a site under BASE on a free port, as a host with clean addresses would; its root address."""

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            inside = urlsplit(path).path
            return super().translate_path(inside[len(BASE) - 1 :] if inside.startswith(BASE) else "/nowhere")

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            body = (site / "404.html").read_bytes() if code == 404 else b""
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *words: Handler(*words, directory=str(site)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE}"
    finally:
        server.shutdown()
        server.server_close()
