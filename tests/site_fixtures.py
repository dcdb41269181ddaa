"""What tests of a built site stand on: commands, the real site built once for all workers, small sites, a server."""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

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
    """The site of the real lists with a made-up past, built once a session under ``URL`` as of ``AS_OF``."""
    from git_fixtures import source  # which makes its repository with what stands here

    home = source(factory)

    def make(folder: Path) -> None:
        done = mingbai("build", "--to", str(folder), "--as-of", AS_OF, cwd=home, env={"PYTHONHASHSEED": "1"})
        assert done.returncode == 0, said(done)

    return once(factory, "site", make)


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
    **{"verified_on": "2026-11-01", "hours": "24小时", "recorded": "未知", "anonymous": "可以"},
    **{"time_limit": "待核实", "confidentiality": "待核实"},
}
OTHER_CALL = {
    **CALL,
    "id": "jiwei",
    "name": "纪委电话",
    "topics": ["作风违纪"],
    "authority": "某纪委",
    "phones": ["12388"],
}
MORE = {
    "powers": {"id": "chufa", "name": "占道经营处罚", "mode": "下放", "empowered_by": "市政府"},
    "village-duties": {"id": "weisheng", "name": "村里保洁", "role": "主体责任"},
    "services": {"id": "dibao", "name": "低保申请", "department": ["民政局"], "flow": ["申请", "公示"]},
    "admissions": {
        **{"id": "pucha", "name": "人口普查", "urgency": "一般", "steps": ["申请", "核准"]},
        **{"approver": "县联席会议", "guarantee": {"funds": "按户补助"}},
    },
    "cleanups": {"id": "baobiao", "name": "月报表", "type": "报表", "action": "取消"},
    "plans": {"id": "nianhui", "name": "年度会议", "type": "会议", "in_plan": "计划内"},
    "tasks": {"id": "qingpai", "name": "清理牌子", "deadline": "2026-12-31", "progress": "进行中"},
    "assessments": {"id": "niankao", "name": "年度考核", "unit": "县委"},
    "guides": {"id": "duijie", "name": "对接流程", "form": "流程", "steps": ["报到", "登记"]},
    "statistics": {
        **{"id": "fawen", "name": "发文", "unit": "件"},
        "points": [
            {"period": "2019", "value": "40"},
            {"period": "2020", "value": "30"},
            {"period": "2021", "value": "0"},
        ],
    },
}
"""One item of every further kind."""

SMALL: dict[str, Any] = {
    "area.yml": {"name": "全国", "level": "国家"},
    "certificates.yml": {**HEAD, "body": "村(居)委会", "items": [PROOF]},
    "channels.yml": {**HEAD, "items": [CALL, OTHER_CALL]},
    "jia/area.yml": {"name": "甲县", "level": "县"},
    "jia/duties.yml": {**HEAD, "items": [DUTY]},
    "jia/signboards.yml": {**HEAD, "items": [BOARD]},
    **{f"jia/{kind}.yml": {**HEAD, "items": [item]} for kind, item in MORE.items()},
}
"""The lists of a small site without a fault."""


def small(folder: Path, files: dict[str, Any] | None = None, **config: Any) -> Path:
    """A site's folder to build elsewhere; ``files`` add to SMALL (data, text or bytes), ``config`` to mkdocs.yml."""
    for path, content in {**SMALL, **(files or {})}.items():
        put(folder / "lists" / path, content)
    put(folder / "content/shell.md", "---\ntemplate: shell.html\ntitle: shell\nhide: [navigation, toc]\n---\n")
    put(
        folder / "content/index.md",
        "# 首页\n\n<!-- mingbai:questions -->\n\n<!-- mingbai:situations -->\n\n<!-- mingbai:more -->\n\n"
        '<section id="_places">\n<!-- mingbai:places -->\n</section>\n\n<!-- mingbai:contacts -->\n',
    )
    for page in ("guide", "about"):
        put(folder / f"content/{page}/index.md", "# 说明\n")
    settings = {
        "site_name": "小站",
        "site_url": URL,
        "docs_dir": "content",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"mingbai": {"guides": False}}],
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
