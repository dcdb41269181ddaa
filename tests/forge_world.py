"""A forge on this machine that remembers what it is asked, a repository with a proposal, and workflows run by hand."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml

from helpers import ROOT

TOKEN = "geheim-0123456789"
BOT = "mingbai-bot"


class FakeForge(ThreadingHTTPServer):
    """GitHub, GitLab and Gitea in one: comments, comments at lines, and every request."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.head = "0" * 40
        self.state = "open"
        self.asked: list[tuple[str, str, dict[str, Any] | None]] = []
        self.tokens: list[str] = []
        self.comments: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.refuse: set[int] = set()  # lines that are not in the difference
        self.locked = False  # ask for a password, and take none
        self.elsewhere = ""  # where every request is sent on to

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def sent(self) -> list[dict[str, Any]]:
        """The bodies of what was written."""
        return [body for method, _, body in self.asked if method != "GET" and body]

    def said(self, author: str, body: str) -> dict[str, Any]:
        number = len(self.comments) + len(self.notes) + 1
        return {"id": number, "user": {"login": author}, "author": {"username": author}, "body": body}

    def answer(self, method: str, path: str, page: int, body: dict[str, Any] | None) -> tuple[int, Any]:
        if self.elsewhere:
            return 302, None
        if self.locked:
            return 401, None
        if path.endswith("/user"):
            return 200, {"login": BOT, "username": BOT}
        if re.search(r"/(pulls|merge_requests)/\d+$", path):
            state = "opened" if "merge_requests" in path and self.state == "open" else self.state
            refs = {"base_sha": "b" * 40, "start_sha": "c" * 40, "head_sha": self.head}
            return 200, {"state": state, "head": {"sha": self.head}, "sha": self.head, "diff_refs": refs}
        if re.search(r"/reviews/\d+/comments$", path):
            return 200, self.notes
        if path.endswith("/reviews"):
            if method == "GET":
                return 200, [{"id": 1}] if self.notes and page == 1 else []
            return self._attach([(one["new_position"], one["body"]) for one in (body or {})["comments"]])
        if re.search(r"/pulls/\d+/comments$|/discussions$", path):
            if method == "GET":
                return 200, self.notes if page == 1 else []
            assert body
            return self._attach([(body["line"] if "line" in body else body["position"]["new_line"], body["body"])])
        if method == "GET":
            everything = self.comments + (self.notes if "merge_requests" in path else [])
            return 200, everything[(page - 1) * 30 : page * 30]
        assert body
        if method == "POST":
            self.comments.append(self.said(BOT, body["body"]))
            return 201, self.comments[-1]
        number = int(path.rpartition("/")[2])
        next(comment for comment in self.comments if comment["id"] == number)["body"] = body["body"]
        return 200, {}

    def _attach(self, told: list[tuple[int, str]]) -> tuple[int, Any]:
        if any(line in self.refuse for line, _ in told):
            return 422, {"message": "line must be part of the diff"}
        self.notes += [self.said(BOT, text) for _, text in told]
        return 201, {"id": 1}


class _Handler(BaseHTTPRequestHandler):
    server: FakeForge

    def _do(self) -> None:
        size = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(size)) if size else None
        parts = urlsplit(self.path)
        self.server.asked.append((self.command, parts.path, body))
        self.server.tokens.append(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or "")
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        status, told = self.server.answer(self.command, parts.path, page, body)
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", "Basic")
        if status == 302:
            self.send_header("Location", self.server.elsewhere + self.path)
        data = b"" if told is None else json.dumps(told).encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PATCH = do_PUT = _do  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def forge_server(server: Any = None) -> Iterator[Any]:
    server = server or FakeForge()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def git(folder: Path, *args: str) -> str:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *args], cwd=folder, env={**os.environ, **quiet}, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)
    return git(folder, "rev-parse", "HEAD")


def base_repository(folder: Path) -> Path:
    """This project's code with a few of its lists, as a forge would hold it."""
    folder.mkdir()
    for name in ("scripts", "overrides", "content", "examples", ".github", ".ci", "requirements"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("mkdocs.yml", "Makefile", "pyproject.toml", ".gitattributes"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "lists/demo", folder / "lists/demo")
    for file in (ROOT / "lists").glob("*.yml"):
        shutil.copy(file, folder / "lists" / file.name)
    git(folder, "init", "-q")
    commit(folder, "base")
    return folder


def installed(checkout: Path) -> None:
    """What `make .venv/.site-ready` would leave: the command, with the checkout's own code."""
    script = checkout / ".venv/bin/mingbai"
    script.parent.mkdir(parents=True)
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{checkout}/scripts" exec "{sys.executable}" -P -m mingbai "$@"\n', "utf-8"
    )
    script.chmod(0o755)
    (checkout / ".venv/.site-ready").touch()


class Runner:
    """A job of a workflow, step by step, in a checkout; expressions are only known where ``given`` names them."""

    def __init__(self, workflow: Path, given: dict[str, str], artifacts: Path) -> None:
        self.told = yaml.safe_load(workflow.read_text("utf-8"))
        self.given = given
        self.artifacts = artifacts
        self.printed = ""

    def run(self, job: str, checkout: Path, env: dict[str, str]) -> int:
        """The exit code of the first step that fails, else 0; later steps with no `if` of their own do not run then."""
        failed = 0
        for step in self.told["jobs"][job]["steps"]:
            if failed or not self._wanted(step.get("if")):
                continue
            if "run" in step:
                failed = self._shell(step, checkout, env)
            elif "upload-artifact@" in step["uses"]:
                self._upload(checkout, step["with"])
            elif "download-artifact@" in step["uses"]:
                shutil.copytree(self.artifacts / step["with"]["name"], checkout / step["with"]["path"])
        return failed

    def _shell(self, step: dict[str, Any], checkout: Path, env: dict[str, str]) -> int:
        assert "${{" not in step["run"]
        output = self.artifacts / "output"
        output.write_text("", "utf-8")
        own = {key: self._say(value) for key, value in {**self.told.get("env", {}), **step.get("env", {})}.items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=checkout, capture_output=True, text=True,
            env={**env, **own, "GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(self.artifacts / "summary.md")},
        )  # fmt: skip
        self.printed += done.stdout + done.stderr
        for line in output.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            self.given[f"steps.{step['id']}.outputs.{name}"] = value
        return done.returncode

    def _say(self, text: str) -> str:
        return re.sub(r"\$\{\{\s*(.*?)\s*\}\}", lambda found: self.given[found[1]], str(text))

    def _wanted(self, condition: str | None) -> bool:
        if condition is None:
            return True
        name, value = re.fullmatch(r"(\S+) == '(.*)'", condition).groups()
        return self.given.get(name) == value

    def _upload(self, checkout: Path, what: dict[str, Any]) -> None:
        dest = self.artifacts / what["name"]
        for found in checkout.glob(what["path"]):
            dest.mkdir(parents=True, exist_ok=True)
            if found.is_dir():
                shutil.copytree(found, dest, dirs_exist_ok=True)
            else:
                shutil.copy(found, dest)


def plain_env(home: Path) -> dict[str, str]:
    """As little as a runner has; nothing of ours."""
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}
