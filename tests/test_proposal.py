"""A proposal out of git: what it brings, what may be suggested at its lines, and lists that stay data."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from forge_world import commit, git
from helpers import TODAY, header, proof, site
from mingbai.cli import main
from mingbai.fmt import format_lists
from mingbai.forge.bundle import Finding
from mingbai.forge.bundle import read as read_bundle
from mingbai.git import Repo
from mingbai.proposal.commits import NoProposal, lay, proposal
from mingbai.proposal.suggest import suggest

LISTS = header(items=[proof(), proof(id="weihun", name="未婚证明")])
FILE = "lists/hubei/certificates.yml"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose main has one list."""
    root = tmp_path / "repo"
    root.mkdir()
    site(root, {"area.yml": {"name": "全国", "level": "国家"}, "hubei/certificates.yml": LISTS})
    git(root, "init", "-q")
    commit(root, "base")
    git(root, "checkout", "-q", "-b", "proposal")
    return root


def change(repo: Path, old: str, new: str) -> None:
    file = repo / FILE
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def reviewed(repo: Path, *more: str) -> Result:
    asked = ["review", "main", "proposal", "--to", str(repo.parent / "out"), "--lists", str(repo / "lists")]
    return CliRunner().invoke(main, [*asked, "--as-of", TODAY.isoformat(), *more])


def test_only_the_problems_that_the_proposal_brings_are_told(repo):
    change(repo, "decision: 不应出具", "decision: 不出具")
    commit(repo, "first")
    done = reviewed(repo)
    assert done.exit_code == 1
    told = {line.split(" ")[2] for line in done.output.splitlines()[:-1]}
    assert "C103" in told and all(code == "C103" or code.startswith("C5") for code in told)
    found = read_bundle(repo.parent / "out").findings
    assert [(one.file, one.seen) for one in found if one.code == "C103"] == [(FILE, True)]


def test_what_is_wrong_with_the_change_itself_is_told(repo):
    change(repo, "  - id: weihun\n", "  - id: hunyin\n")
    commit(repo, "another id, and nothing says so")
    assert {one.code for one in read_bundle_of(repo)} & {"C501", "C502", "C503", "C504", "C505"}


def read_bundle_of(repo: Path) -> tuple[Finding, ...]:
    reviewed(repo)
    return read_bundle(repo.parent / "out").findings


def test_problems_that_were_there_before_are_not_the_proposals(repo):
    change(repo, "decision: 不应出具", "decision: 不出具")
    git(repo, "checkout", "-q", "main")
    commit(repo, "broken before")
    git(repo, "checkout", "-q", "-B", "proposal")
    change(repo, "name: 亲属关系证明", "name: 亲属关系的证明")
    commit(repo, "second")
    assert reviewed(repo).exit_code == 0


def test_what_main_changed_meanwhile_is_not_the_proposals(repo):
    change(repo, "name: 亲属关系证明", "name: 亲属关系的证明")
    commit(repo, "proposed")
    git(repo, "checkout", "-q", "main")
    change(repo, "name: 未婚证明", "name: 单身证明")
    commit(repo, "meanwhile")
    assert reviewed(repo).exit_code == 0
    report = read_bundle(repo.parent / "out").report
    assert "亲属关系的证明" in report and "单身证明" not in report


def test_everything_for_the_forge_is_written(repo):
    change(repo, "decision: 不应出具", "decision: 不出具")
    commit(repo, "first")
    reviewed(repo)
    out = repo.parent / "out"
    told = {"report.md", "report.html", "review.json", "gl-code-quality-report.json", "lists"}
    assert {path.name for path in out.iterdir()} == told
    quality = json.loads((out / "gl-code-quality-report.json").read_text("utf-8"))
    assert ("C103", "blocker", FILE) in [
        (one["check_name"], one["severity"], one["location"]["path"]) for one in quality
    ]
    assert "不出具" in (out / "report.html").read_text("utf-8")


def test_annotations_are_printed_for_github(repo):
    change(repo, "decision: 不应出具", "decision: 不出具")
    commit(repo, "first")
    assert reviewed(repo, "--format", "github").output.startswith(f"::error file={FILE},line=")


def test_a_folder_that_is_there_is_not_written_into(repo):
    (repo.parent / "out").mkdir()
    assert reviewed(repo).exit_code == 2


def test_a_revision_that_is_not_there_is_said(repo):
    git(repo, "branch", "-D", "main")
    done = reviewed(repo)
    assert (done.exit_code, "找不到 git 版本 main" in done.output) == (2, True)


def test_a_proposal_without_lists_is_refused(repo):
    shutil.rmtree(repo / "lists")
    (repo / "x").write_text("x")
    commit(repo, "gone")
    (repo / "lists").mkdir()
    assert reviewed(repo).exit_code == 2


def test_links_in_a_proposal_are_not_followed(repo):
    secret = repo.parent / "secret.yml"
    secret.write_text("name: 秘密\n", "utf-8")
    (repo / "lists/hubei/duties.yml").symlink_to(secret)
    (repo / "lists/outside").symlink_to(repo.parent)
    commit(repo, "links")
    assert reviewed(repo).exit_code == 0
    laid = [path for path in (repo.parent / "out/lists").rglob("*") if path.is_file()]
    assert not any(path.is_symlink() for path in (repo.parent / "out/lists").rglob("*"))
    assert not any("秘密" in path.read_text("utf-8") for path in laid)


@pytest.mark.parametrize("name", ["..", ".", ".git", "a/../../b", "a\\b", "C:x", "a\nb", "\u202eb"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, name):
    from mingbai.git import GitFolder

    with pytest.raises(NoProposal):
        lay(GitFolder(Repo(tmp_path), "lists", {name: {}}), tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} <= {"out"}


def test_changed_lines_are_those_of_the_new_version(repo):
    change(
        repo, "  - id: weihun\n    name: 未婚证明\n", "  - id: weihun\n    name: 单身证明\n    aliases: [未婚证明]\n"
    )
    (repo / "lists/hubei/新 文件.txt").write_text("-- a\n++ b\n@@ -1 +1 @@\ndiff --git a b\n", "utf-8")
    head = commit(repo, "changed")
    told = proposal(Repo(repo), "main", head, repo / "lists").changed()
    lines = (repo / FILE).read_text("utf-8").splitlines()
    assert [lines[number - 1].strip() for number in sorted(told[FILE])] == ["name: 单身证明", "aliases: [未婚证明]"]
    assert told["lists/hubei/新 文件.txt"] == {1, 2, 3, 4}


def suggested(repo: Path) -> list[tuple[int, int, tuple[str, ...]]]:
    commit(repo, "proposed")
    assert reviewed(repo).exit_code in (0, 1)
    return [(one.first, one.last, one.lines) for one in read_bundle(repo.parent / "out").suggestions]


def test_a_line_written_otherwise_is_offered_in_its_form(repo):
    change(repo, "issuing_body: [公安派出所]", "issuing_body:   ['公安派出所']")
    line = 1 + (repo / FILE).read_text("utf-8").splitlines().index("    issuing_body:   ['公安派出所']")
    assert suggested(repo) == [(line, line, ("    issuing_body: [公安派出所]",))]


def test_a_value_that_needs_no_judgement_is_mended(repo):
    change(repo, "status: 现行", "doc_no: 民发(2020)20号\nstatus: 现行")
    assert [lines for _, _, lines in suggested(repo)] == [("doc_no: 民发〔2020〕20号",)]


def test_nothing_is_offered_for_lines_that_the_proposal_left_alone(repo):
    git(repo, "checkout", "-q", "main")
    change(repo, "issuing_body: [公安派出所]", "issuing_body:   ['公安派出所']")
    commit(repo, "sloppy before")
    git(repo, "checkout", "-q", "-B", "proposal")
    change(repo, "name: 未婚证明", "name: 单身证明")
    assert suggested(repo) == []
    assert read_bundle(repo.parent / "out").unsaid == 1


def test_each_suggestion_taken_alone_loses_nothing():
    """Keys in another order: the place where one goes and the place where it comes are one suggestion."""
    from mingbai.read import read

    text = "title: 甲\nitems:\n  - name: 某证明\n    decision: 可以出具\n    aliases:   [乙]\n    id: mou\n"
    mended = "title: 甲\nitems:\n  - id: mou\n    name: 某证明\n    aliases: [乙]\n    decision: 可以出具\n"
    some, left = suggest("lists/certificates.yml", text, mended, set(range(1, 7)))
    assert some and not left
    was = text.split("\n")
    for one in some:
        alone = "\n".join([*was[: one.first - 1], *one.lines, *was[one.last :]])
        assert read("x.yml", alone.encode())[0].data == read("x.yml", text.encode())[0].data
    for one in reversed(some):
        was[one.first - 1 : one.last] = one.lines
    assert "\n".join(was) == mended


@pytest.mark.parametrize("text", ["title: 甲\r\nitems: []\r\n", "title: [甲\n", "", "title: 甲\nitems: []"])
def test_what_cannot_be_offered_is_counted_or_nothing(text):
    some, left = suggest("lists/certificates.yml", text, "title: 甲\nitems: []\n", {1, 2})
    assert not some
    assert left == (text != "title: 甲\nitems: []")


def test_suggestions_are_what_fmt_would_write(repo):
    """All of them taken, `fmt --fix` has nothing left to do in the lines of the proposal."""
    change(repo, "issuing_body: [公安派出所]", "issuing_body:   ['公安派出所']")
    change(repo, "status: 现行", "doc_no: 民发(2020)20号\nstatus:    现行")
    some = suggested(repo)
    lines = (repo / FILE).read_text("utf-8").split("\n")
    for first, last, new in reversed(some):
        lines[first - 1 : last] = new
    (repo / FILE).write_text("\n".join(lines), "utf-8")
    assert not [one.shown for one in format_lists(repo / "lists", mend=True) if one.changed]
