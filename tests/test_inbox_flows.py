"""The inbox on a forge: files put there through the web page become pull requests and issues, and nothing is lost."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from forge_world import BOT, TOKEN, forge_server, git
from inbox_world import GITEA, GITHUB, GITLAB, LIST, Inbox, InboxForge
from mingbai.forge.branch import NoGit, Repository
from mingbai.forge.inbox import branch_of

WAS, NOW = "每天 8:00—20:00,其余时间可以留言", "每天 8:00—21:00"
HOURS = {"zhengwu-rexian": {"hours": NOW}}
PHONE = {"zhengwu-rexian": {"phones": 8588610001}}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Inbox]:
    with forge_server(InboxForge()) as server:
        made = Inbox(tmp_path, server)
        yield made
        assert not list(tmp_path.rglob("owned")), "a name was run"
        assert all(TOKEN in token for token in server.tokens)
        assert TOKEN not in made.printed


def run(world: Inbox, where: str) -> list[int]:
    if where == "gitlab":
        return world.gitlab()
    return world.run(GITHUB if where == "github" else GITEA)


@pytest.mark.parametrize("where", ["github", "gitea", "gitlab"])
def test_an_upload_becomes_a_branch_and_a_pull_request_in_words(world: Inbox, where: str) -> None:
    world.server.tells_who = where != "github"
    world.server.writes_as = "github-actions[bot]" if where == "github" else BOT
    world.book("本县 热线(1).xlsx", HOURS)
    head = world.push()
    assert set(run(world, where)) == {0}, world.printed
    (request,) = world.server.open("pulls")
    branch = branch_of("inbox/本县 热线(1).xlsx")
    assert list(world.branches()) == [branch] == [request["branch"]]
    assert world.changed(branch) == {LIST: "M", "inbox/本县 热线(1).xlsx": "D"}
    assert world.text("main").replace(WAS, NOW, 1) == world.text(branch)
    assert git(world.origin, "rev-parse", f"{branch}^") == head == git(world.origin, "rev-parse", "main")
    assert request["title"].startswith("收件箱: 示例县 ")
    body = request["body"]
    assert "`inbox/本县 热线(1).xlsx` 收到了" in body
    assert "- **修改** `「举报与咨询渠道」!" in body
    assert f"“{WAS}” → “{NOW}”" in body
    assert "同一个文件名" in body
    assert not world.server.open("issues")

    written, tips = len(world.server.sent()), world.branches()
    assert set(run(world, where)) == {0}, world.printed
    assert len(world.server.sent()) == written, "a second run says nothing twice"
    assert world.branches() == tips


@pytest.mark.parametrize("where", ["github", "gitea", "gitlab"])
def test_a_bad_file_gets_an_issue_and_the_good_one_its_proposal(world: Inbox, where: str) -> None:
    world.book("good.xlsx", HOURS)
    world.book("bad.xlsx", PHONE)
    world.push()
    codes = run(world, where)
    assert codes == {"github": [1, 0], "gitea": [1], "gitlab": [0, 0]}[where], world.printed
    assert [row["branch"] for row in world.server.open("pulls")] == [branch_of("inbox/good.xlsx")]
    (issue,) = world.server.open("issues")
    assert issue["title"] == "收件箱没有收下: bad.xlsx"
    assert "存成了数字 8588610001" in issue["body"]
    assert "文件还在 `inbox/` 里,没有丢" in issue["body"]
    if where != "gitlab":
        whole = (world.folder / "artifacts-0/inbox/inbox.md").read_text("utf-8")
        assert "## 收下 `inbox/good.xlsx`" in whole and "## 没有收下 `inbox/bad.xlsx`" in whole
    if where == "github":
        assert whole == (world.folder / "artifacts-0/summary.md").read_text("utf-8"), "where the mail of GitHub leads"
    assert "inbox/bad.xlsx" in git(world.origin, "ls-tree", "-r", "--name-only", branch_of("inbox/good.xlsx"))

    run(world, where)
    assert len(world.server.rows) == 2
    world.book("bad.xlsx", HOURS)
    world.push("改好了")
    assert 1 not in run(world, where), world.printed
    assert not world.server.open("issues")
    assert len(world.server.open("pulls")) == 2


def test_merging_takes_the_file_away_and_ends_there(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.book("b.xlsx", {"zhengwu-rexian": {"remark": "另一处"}})
    world.push()
    world.run()
    first, second = (branch_of(f"inbox/{name}.xlsx") for name in "ab")
    world.merge(first)
    assert sorted(file.name for file in (world.clerk / "inbox").iterdir()) == ["README.md", "b.xlsx"]
    assert world.run() == [0, 0], world.printed
    assert world.changed(second) == {LIST: "M", "inbox/b.xlsx": "D"}
    assert "21:00" in world.text(second), "made anew on top of what was merged"
    assert git(world.origin, "rev-parse", f"{second}^") == git(world.origin, "rev-parse", "main")
    world.merge(second)
    assert [file.name for file in (world.clerk / "inbox").iterdir()] == ["README.md"]
    written, tips = len(world.server.sent()), world.branches()
    assert world.run() == [0, 0], world.printed
    assert len(world.server.sent()) == written
    assert world.branches() == tips


def test_the_same_name_sent_again_is_the_same_pull_request(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    world.book("a.xlsx", {"zhengwu-rexian": {"hours": "每天 9:00—17:00"}})
    world.push("改了一处")
    assert world.run() == [0, 0], world.printed
    (request,) = world.server.open("pulls")
    assert "每天 9:00—17:00" in request["body"]
    assert "每天 9:00—17:00" in world.text(request["branch"])


def test_what_changed_meanwhile_is_kept_or_told_as_a_conflict(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    branch = branch_of("inbox/a.xlsx")
    edit(world, "\nstatus: ", "\nremark: 别人写的\nstatus: ")
    assert world.run() == [0, 0], world.printed
    assert "别人写的" in world.text(branch)
    assert world.changed(branch) == {LIST: "M", "inbox/a.xlsx": "D"}
    edit(world, WAS, "每天 7:00—20:00")
    assert world.run() == [1, 0], world.printed
    assert not world.server.open("pulls")
    assert not world.branches()
    (issue,) = world.server.open("issues")
    assert f"清单现在 “每天 7:00—20:00”;表里 “{NOW}”" in issue["body"]


def edit(world: Inbox, old: str, new: str) -> None:
    world.pull()
    file = world.clerk / LIST
    assert old in file.read_text("utf-8")
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    world.push("别人改的")


def test_a_file_that_was_taken_out_again_closes_what_was_opened_for_it(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.book("b.xlsx", PHONE)
    world.push()
    world.run()
    for name in "ab":
        (world.clerk / f"inbox/{name}.xlsx").unlink()
    world.push("不要了")
    assert world.run() == [0, 0], world.printed
    assert not world.server.open("pulls") and not world.server.open("issues")
    assert not world.branches()


def test_a_branch_that_somebody_went_on_with_is_left_alone_and_that_is_said(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    branch = branch_of("inbox/a.xlsx")
    other = world.folder / "other"
    git(world.folder, "clone", "-q", "--branch", branch, str(world.origin), str(other))
    (other / LIST).write_text((other / LIST).read_text("utf-8").replace("21:00", "22:00"), "utf-8")
    git(other, "commit", "-qam", "审阅的人改的")
    git(other, "push", "-q")
    world.book("a.xlsx", {"zhengwu-rexian": {"hours": "每天 9:00—17:00"}})
    world.push("又传一次")
    for _ in range(2):
        assert world.run() == [0, 0], world.printed
        assert "22:00" in world.text(branch)
        (comment,) = world.server.comments
        assert "另外提交过" in comment["body"]
    (world.clerk / "inbox/a.xlsx").unlink()
    world.push("不要了")
    assert world.run() == [0, 0], world.printed
    assert len(world.server.open("pulls")) == 1 and "22:00" in world.text(branch)


def test_deletions_stand_first_and_are_recorded(world: Inbox) -> None:
    world.book("a.xlsx", {}, drop=("zhengwu-rexian",))
    world.push()
    assert world.run() == [0, 0], world.printed
    (request,) = world.server.open("pulls")
    assert world.changed(request["branch"]) == {LIST: "M", "lists/_site/moved.yml": "A", "inbox/a.xlsx": "D"}
    assert "**要删去 1 项**" in request["body"]


NAMES = [
    "-rf owned.xlsx",
    "$(touch owned).xlsx",
    "`touch owned`;touch owned.xlsx",
    "a'\" && touch owned #.xlsx",
    "::error::@all ![](x).xlsx",
]


@pytest.mark.parametrize("where", ["github", "gitlab"])
def test_names_are_only_names(world: Inbox, where: str) -> None:
    for name in NAMES:
        world.book(name, HOURS)
    world.book("ok.xlsx", HOURS)
    (world.clerk / "inbox/ok.xlsx").rename(world.clerk / "inbox/a\n::error::owned.xlsx")
    world.push()
    run(world, where)
    assert set(world.branches()) == {branch_of(f"inbox/{name}") for name in NAMES}, world.printed
    for name in NAMES:
        branch = branch_of(f"inbox/{name}")
        gone = git(world.origin, "diff", "--name-only", "-z", "--diff-filter=D", "main", branch).split("\0")
        assert gone[:-1] == [f"inbox/{name}"]
    (issue,) = world.server.open("issues")
    assert "看不见的字符" in issue["body"]
    assert "\n::error" not in world.printed


def test_a_forge_that_lets_no_workflow_open_pull_requests_is_told_with_what_to_set(world: Inbox) -> None:
    world.server.may_open = False
    world.book("a.xlsx", HOURS)
    world.book("b.xlsx", PHONE)
    world.push()
    assert world.run() == [1, 2]
    assert "Allow GitHub Actions to create and approve pull requests" in world.printed
    assert len(world.server.open("issues")) == 1, "what can be done is done"
    world.server.may_open = True
    assert world.run() == [1, 0]
    assert len(world.server.open("pulls")) == 1


def test_an_issue_of_somebody_else_is_never_taken_for_ours(world: Inbox) -> None:
    world.book("bad.xlsx", PHONE)
    world.push()
    world.run()
    world.server.rows[0]["user"] = {"login": "mallory"}
    world.run()
    assert len(world.server.open("issues")) == 2
    (world.clerk / "inbox/bad.xlsx").unlink()
    world.push()
    world.run()
    assert [row["user"]["login"] for row in world.server.open("issues")] == ["mallory"]


# ── a pull request that brings files ─────────────────────────────────────────


def proposed(world: Inbox, branch: str = "anna-patch-1") -> dict[str, str]:
    head = world.push("传一个文件", branch)
    git(world.clerk, "push", "-q", "--force", str(world.origin), "HEAD:refs/pull/7/head")
    return {"number": "7", "branch": branch, "head": head}


@pytest.mark.parametrize("where", [GITHUB, GITEA], ids=["github", "gitea"])
def test_a_pull_request_of_this_repository_becomes_the_proposal_itself(world: Inbox, where: Path) -> None:
    world.book("a.xlsx", HOURS)
    asked = proposed(world)
    assert set(world.run(where, asked)) == {0}, world.printed
    assert world.changed("anna-patch-1") == {LIST: "M"}, "the file came and went, what stays is the list"
    assert git(world.origin, "rev-parse", "anna-patch-1^") == asked["head"]
    (comment,) = world.server.comments
    assert "已经照着改进了这个合并请求" in comment["body"] and "21:00" in comment["body"]
    assert not world.server.rows

    again = {**asked, "head": git(world.origin, "rev-parse", "anna-patch-1")}
    git(world.origin, "update-ref", "refs/pull/7/head", again["head"])
    assert set(world.run(where, again)) == {0}, world.printed
    assert len(world.server.comments) == 1
    assert git(world.origin, "rev-parse", "anna-patch-1") == again["head"]


@pytest.mark.parametrize("where", [GITHUB, GITEA], ids=["github", "gitea"])
def test_a_pull_request_out_of_a_fork_is_only_answered(world: Inbox, where: Path) -> None:
    world.book("a.xlsx", HOURS)
    world.book("b.xlsx", PHONE)
    asked = {**proposed(world), "same": "no"}
    git(world.origin, "update-ref", "-d", "refs/heads/anna-patch-1")
    assert world.run(where, asked)[-1] == (0 if where == GITHUB else 1), world.printed
    assert not world.branches() and not world.server.rows
    (comment,) = world.server.comments
    assert "来自另一个仓库" in comment["body"] and "21:00" in comment["body"]
    assert "`inbox/b.xlsx` 没有收下" in comment["body"]
    world.run(where, asked)
    assert len(world.server.comments) == 1


def test_a_pull_request_that_went_on_is_left_alone(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    asked = proposed(world)
    world.book("a.xlsx", {"zhengwu-rexian": {"hours": "每天 9:00—17:00"}})
    world.push("又一个", "anna-patch-1")
    tip = git(world.origin, "rev-parse", "anna-patch-1")
    assert world.run(GITHUB, asked) == [0, 0], world.printed
    assert git(world.origin, "rev-parse", "anna-patch-1") == tip
    assert not world.server.comments


def test_the_pull_request_that_was_made_here_brings_nothing_to_look_at(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    branch = branch_of("inbox/a.xlsx")
    head = git(world.origin, "rev-parse", branch)
    git(world.origin, "update-ref", "refs/pull/7/head", head)
    written = len(world.server.sent())
    assert world.run(GITHUB, {"number": "7", "branch": branch, "head": head}) == [0, 0], world.printed
    assert len(world.server.sent()) == written and world.branches() == {branch: head}


def test_a_revert_of_what_was_merged_stays_a_revert(world: Inbox) -> None:
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    world.merge(branch_of("inbox/a.xlsx"))
    git(world.clerk, "revert", "--no-edit", "-m", "1", "HEAD")
    asked = proposed(world, "revert-1")
    assert world.run(GITHUB, asked) == [1, 0], world.printed
    assert git(world.origin, "rev-parse", "revert-1") == asked["head"]
    assert "撤销了那一次的合并" in world.server.comments[0]["body"]
    git(world.clerk, "push", "-q", str(world.origin), "HEAD:refs/heads/main")
    assert world.run() == [1, 0], world.printed
    assert WAS in world.text("main") and not world.server.open("pulls")


def test_what_somebody_sends_to_a_branch_of_ours_is_kept(world: Inbox) -> None:
    """A file put on the proposal's own branch instead of main."""
    world.book("a.xlsx", HOURS)
    world.push()
    world.run()
    branch = branch_of("inbox/a.xlsx")
    git(world.clerk, "fetch", "-q", str(world.origin), branch)
    git(world.clerk, "reset", "-q", "--hard", "FETCH_HEAD")
    world.book("a.xlsx", {"zhengwu-rexian": {"hours": "每天 9:00—17:00"}})
    assert world.run(GITHUB, proposed(world, branch)) == [0, 0], world.printed
    assert "每天 9:00—17:00" in world.text(branch)
    assert world.run() == [0, 0], world.printed
    assert "每天 9:00—17:00" in world.text(branch)


# ── rights ───────────────────────────────────────────────────────────────────


def test_the_job_that_reads_files_may_write_nothing_and_the_one_for_forks_only_comment() -> None:
    jobs: dict[str, Any] = yaml.safe_load(GITHUB.read_text("utf-8"))["jobs"]
    assert jobs["look"]["permissions"] == {"contents": "read"}
    assert jobs["answer"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert "token" not in json.dumps(jobs["look"]).replace("persist-credentials", "").lower()
    assert "INBOX_TOKEN" not in json.dumps(jobs["answer"])
    for name in ("propose", "answer"):
        steps = " ".join(step.get("run", "") for step in jobs[name]["steps"])
        assert "pip" not in steps and "make" not in steps
    told = yaml.safe_load(GITHUB.read_text("utf-8"))[True]
    assert told["push"]["branches"] == ["main"], "what is pushed to inbox/* starts nothing"


def test_gitlab_reads_files_without_a_token() -> None:
    told = yaml.safe_load(GITLAB.read_text("utf-8"))
    assert "environment" not in told["inbox-look"] and "TOKEN" not in json.dumps(told["inbox-look"])
    assert told["inbox-propose"]["environment"]["name"] == "inbox"


def test_git_gets_the_token_from_the_environment_and_nobody_else_sees_it(tmp_path: Path, monkeypatch: Any) -> None:
    """A remote that asks who is there is told by the helper alone; what git says of a failure has no token in it."""
    with forge_server(InboxForge()) as server:
        server.locked = True
        monkeypatch.setenv("FORGE_TOKEN", TOKEN)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        git(tmp_path, "init", "-q")
        with pytest.raises(NoGit) as told:
            Repository(tmp_path, f"{server.url}/a.git").tips("inbox/*")
        assert TOKEN not in str(told.value)
        said = base64.b64encode(f"x-access-token:{TOKEN}".encode()).decode()
        assert server.tokens[-1] == f"Basic {said}"
        assert TOKEN not in (tmp_path / ".git/config").read_text("utf-8")
