"""A forge that keeps pull requests and issues as well, a repository with an inbox, and its workflows run by hand."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from books import Book
from forge_world import BOT, TOKEN, FakeForge, Runner, base_repository, commit, git, installed, plain_env
from helpers import ROOT
from site_fixtures import mingbai

GITHUB = ROOT / ".github/workflows/inbox.yml"
GITEA = ROOT / "examples/gitea/.gitea/workflows/inbox.yml"
GITLAB = ROOT / "examples/gitlab/.gitlab-ci.yml"
LIST = "lists/demo/channels.yml"


class InboxForge(FakeForge):
    """Pull requests and issues of GitHub, Gitea and GitLab, opened, changed and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[dict[str, Any]] = []
        self.may_open = True
        self.tells_who = True  # GitHub does not tell a workflow whom its token belongs to
        self.writes_as = BOT

    def open(self, kind: str) -> list[dict[str, Any]]:
        """The open pull requests ("pulls") or issues."""
        return [row for row in self.rows if row["kind"] == kind and row["state"] in ("open", "opened")]

    def said(self, author: str, body: str) -> dict[str, Any]:
        return super().said(self.writes_as if author == BOT else author, body)

    def answer(self, method: str, path: str, page: int, body: dict[str, Any] | None) -> tuple[int, Any]:
        if path.endswith("/user") and not self.tells_who:
            return 403, {"message": "Resource not accessible by integration"}
        found = re.search(r"/(pulls|merge_requests|issues)(?:/(\d+))?$", path)
        if found is None or (method == "GET" and found[2]):
            return super().answer(method, path, page, body)
        kind, lab = found[1].replace("merge_requests", "pulls"), "/projects/" in path
        if method == "GET":
            every = [row for row in self.rows if row["state"] in ("open", "opened") and page == 1]
            return 200, [row for row in every if row["kind"] == kind or (kind == "issues" and not lab)]
        assert body is not None
        if method == "POST":
            if kind == "pulls" and not self.may_open:
                return 403, {"message": "GitHub Actions is not permitted to create or approve pull requests."}
            self.rows.append(self._row(kind, body, lab))
            return 201, self.rows[-1]
        row = next(row for row in self.rows if row["number"] == int(found[2]))
        row.update({key: value for key, value in body.items() if key != "state_event"})
        row["state"] = "closed" if body.get("state_event") == "close" else row["state"]
        row["body"] = body.get("description", row["body"])
        return 200, row

    def _row(self, kind: str, body: dict[str, Any], lab: bool) -> dict[str, Any]:
        number, text = 100 + len(self.rows), body["description"] if lab else body["body"]
        row = {
            **{"id": number, "number": number, "iid": number, "kind": kind, "title": body["title"], "body": text},
            **{"description": text, "state": "opened" if lab else "open"},
            **{"user": {"login": self.writes_as}, "author": {"username": self.writes_as}},
        }
        if kind == "pulls":
            row["branch"] = body.get("head") or body["source_branch"]
            row |= {"head": {"ref": row["branch"], "repo": {"id": 1}}, "base": {"ref": "main", "repo": {"id": 1}}}
            row |= {"source_branch": row["branch"], "source_project_id": 1, "target_project_id": 1}
            row["pull_request"] = {"url": "x"}
        return row


class Inbox:
    """A repository on a forge, somebody who puts files into its inbox, and what the workflows make of them."""

    def __init__(self, folder: Path, server: InboxForge) -> None:
        self.folder, self.server = folder, server
        base = base_repository(folder / "base")
        shutil.copytree(ROOT / "inbox", base / "inbox")
        commit(base, "inbox")
        self.origin = folder / "origin.git"
        git(folder, "clone", "-q", "--bare", str(folder / "base"), str(self.origin))
        self.clerk = folder / "clerk"
        git(folder, "clone", "-q", str(self.origin), str(self.clerk))
        self.runs = 0
        self.printed = ""

    # ── what people do ───────────────────────────────────────────────────────

    def book(
        self, name: str, change: dict[str, dict[str, Any]], drop: tuple[str, ...] = (), where: Path | None = None
    ) -> None:
        """A workbook of the demo's contacts: cells by id and field, rows that are gone."""
        file = self.clerk / "inbox" / name
        done = mingbai(
            "export", str(self.clerk / LIST), "--lists", str(self.clerk / "lists"), "-o", str(file), "--force"
        )
        assert done.returncode == 0, done.stderr
        book = Book(file)
        sheet = next(iter(book.sheets))
        for item, fields in change.items():
            for key, value in fields.items():
                book.put(sheet, item, key, value)
        for item in drop:
            book.drop(sheet, item)
        book.save()

    def push(self, words: str = "上传", ref: str = "main") -> str:
        """Commit what lies there, and put it on a branch of the forge."""
        sha = commit(self.clerk, words)
        git(self.clerk, "push", "-q", "--force", str(self.origin), f"HEAD:refs/heads/{ref}")
        return sha

    def pull(self) -> None:
        """The newest of main."""
        git(self.clerk, "fetch", "-q", str(self.origin), "main")
        git(self.clerk, "reset", "-q", "--hard", "FETCH_HEAD")

    def merge(self, branch: str) -> None:
        """What the button does."""
        self.pull()
        git(self.clerk, "fetch", "-q", str(self.origin), branch)
        git(self.clerk, "merge", "-q", "--no-ff", "--no-edit", "FETCH_HEAD")
        git(self.clerk, "push", "-q", str(self.origin), "HEAD:refs/heads/main")
        for row in self.server.open("pulls"):
            row["state"] = "closed" if row["branch"] == branch else row["state"]
        self.pull()

    # ── what the forge has ───────────────────────────────────────────────────

    def branches(self) -> dict[str, str]:
        """All branches but main."""
        told = git(self.origin, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads")
        found = dict(line.split(" ") for line in told.splitlines())
        return {name: sha for name, sha in found.items() if name != "main"}

    def changed(self, branch: str, base: str = "main") -> dict[str, str]:
        """What a branch changes, by path: A, M, D."""
        told = git(self.origin, "-c", "core.quotePath=false", "diff", "--name-status", "--no-renames", base, branch)
        return {path: how for how, path in (line.split("\t") for line in told.splitlines())}

    def text(self, branch: str, path: str = LIST) -> str:
        return git(self.origin, "show", f"{branch}:{path}")

    # ── what runs ────────────────────────────────────────────────────────────

    def checkout(self) -> Path:
        """What actions/checkout leaves, with no right to anything."""
        self.runs += 1
        folder = self.folder / f"checkout-{self.runs}"
        git(self.folder, "clone", "-q", "--branch", "main", str(self.origin), str(folder))
        installed(folder)
        return folder

    def env(self) -> dict[str, str]:
        return plain_env(self.folder / "home")

    def run(
        self, workflow: Path = GITHUB, request: dict[str, str] | None = None, jobs: tuple[str, ...] = ()
    ) -> list[int]:
        """A push to main, or a pull request with these facts; the jobs' exit codes."""
        asked, main = request or {}, git(self.origin, "rev-parse", "main")
        self.server.head = asked.get("head", "0" * 40)
        same = asked.get("same", "yes") == "yes"
        pull, here = "github.event.pull_request", asked.get("branch", "") if same else ""
        given = {
            f"{pull}.number": asked.get("number", ""),
            f"{pull}.head.ref": asked.get("branch", ""),
            f"{pull}.base.sha": main if asked else "",
            f"{pull}.head.sha || github.sha": asked.get("head", main),
            f"{pull}.head.repo.full_name == github.repository && {pull}.head.ref || ''": here,
            "secrets.INBOX_TOKEN || github.token": TOKEN,
            "github.token": TOKEN,
        }  # fmt: skip
        artifacts = self.folder / f"artifacts-{self.runs}"
        artifacts.mkdir()
        runner = Runner(workflow, given, artifacts)
        where = {"GITHUB_API_URL": self.server.url, "GITHUB_SERVER_URL": self.server.url, "GITHUB_RUN_ID": "5"}
        env = {**self.env(), **where, "GITHUB_REPOSITORY": "县里/lists", "GITHUB_RUN_NUMBER": "5"}
        wanted = jobs or (("inbox",) if workflow == GITEA else ("look", "propose" if same else "answer"))
        codes = [runner.run(job, self.checkout(), env) for job in wanted]
        self.printed = runner.printed
        return codes

    def gitlab(self) -> list[int]:
        """A push to the default branch of GitLab: both jobs in one checkout, as artifacts would bring it."""
        told = yaml.safe_load(GITLAB.read_text("utf-8"))
        checkout, sha = self.checkout(), git(self.origin, "rev-parse", "main")
        env = {
            **self.env(),
            **{"CI_COMMIT_SHA": sha, "CI_DEFAULT_BRANCH": "main", "CI_PROJECT_ID": "12"},
            **{"CI_API_V4_URL": self.server.url, "CI_PROJECT_URL": str(self.origin).removesuffix(".git")},
            **{"CI_PIPELINE_URL": "https://gitlab.example/p/1"},
        }  # fmt: skip
        codes = []
        for job, more in (("inbox-look", {}), ("inbox-propose", {"FORGE_TOKEN": TOKEN})):
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", "\n".join(told[job]["script"])],
                cwd=checkout, env={**env, **more}, capture_output=True, text=True,
            )  # fmt: skip
            self.printed = done.stdout + done.stderr
            codes.append(done.returncode)
        return codes
