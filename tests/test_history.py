"""The past of lists out of real repositories: what changed, when and why; kept, and read again where it must be."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from git_fixtures import commit, git, repository
from mingbai.cache_file import PLACE
from mingbai.history import Event, History, read_history, summary
from mingbai.moved import Move, Moves
from mingbai.renamed import Addresses, Renamed
from site_fixtures import CALL, HEAD, PROOF, put

NONE = Moves()
PROOFS = {**HEAD, "body": "村(居)委会"}


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PLACE, raising=False)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Two commits: a list of two items, then one edited, one added."""
    folder = repository(tmp_path / "repo")
    commit(folder, "2024-09-14", {"area.yml": "name: 全国\nlevel: 国家\n", "certificates.yml": proofs("a", "b")})
    commit(folder, "2025-01-02", {"certificates.yml": proofs("a", "b", "c", b={"decision": "可以出具"})})
    return folder


def proofs(*ids: str, **fields: dict[str, Any]) -> dict[str, Any]:
    """A list of certificates of these ids; ``fields`` of single ones."""
    return {**PROOFS, "items": [{**PROOF, "id": key, "name": f"证明{key}", **fields.get(key, {})} for key in ids]}


def past(repo: Path, moves: Moves = NONE) -> History:
    history = read_history(repo / "lists", moves)
    assert history
    return history


def events(repo: Path, moves: Moves = NONE, file: str = "certificates.yml") -> list[Event]:
    """What happened to one list, oldest first."""
    return list(past(repo, moves).lines[file].events)


def kept(repo: Path) -> Path:
    return next((repo / ".cache/mingbai").glob("history-*.json"))


# ── what happened ────────────────────────────────────────────────────────────


def test_every_commit_is_told_with_its_day_and_what_it_changed(repo: Path) -> None:
    first, second = events(repo)
    assert (first.what, first.day, first.items, summary(first)) == ("new", "2024-09-14", 2, "首次放到本站,2 项")
    assert (second.day, second.title, summary(second)) == ("2025-01-02", "某清单", "增 1 项、改 1 项")
    edited = next(change for change in second.changes if change.what == "edited")
    assert (edited.id, edited.name) == ("b", "证明b")
    assert edited.fields == (("结论", "不应出具", "可以出具"),)


def test_day_is_the_committers_own(repo: Path) -> None:
    commit(repo, "2025-03-01", {"certificates.yml": proofs("a")}, hour="00:30:00+08:00")  # in UTC still February
    assert events(repo)[-1].day == "2025-03-01"


def test_reason_is_given_where_this_very_version_wrote_it(repo: Path) -> None:
    why = {"type": "修改", "reason": "上级改了规定", "decision_doc": "某发〔2025〕1号"}
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a", "b", a={"condition": "甲", "change": why})})
    commit(repo, "2025-03-01", {"certificates.yml": proofs("a", "b", a={"condition": "乙", "change": why})})
    third, fourth = events(repo)[2:]
    told = next(change for change in third.changes if change.id == "a")
    assert (told.type, told.reason, told.decision) == tuple(why.values())
    assert [one.label for one in told.fields] == ["条件"]
    assert [change.reason for change in fourth.changes] == [""]  # an old reason is no reason for a new change


def test_formatting_is_counted_and_no_change(repo: Path) -> None:
    file = repo / "lists/certificates.yml"
    commit(repo, "2025-02-01", {"certificates.yml": file.read_text("utf-8").replace("- 公安派出所", "- '公安派出所'")})
    commit(repo, "2025-02-02", {"certificates.yml": f"\n{file.read_text('utf-8')}"})
    line = past(repo).lines["certificates.yml"]
    assert len(line.events) == 2
    assert line.formats >= 1
    assert len(line.versions) == 2


def test_renamed_item_is_followed_by_its_recorded_move(repo: Path) -> None:
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a", "xin", "c")})
    moves = Moves((Move(kind="certificates", old="b", new="xin", reason="拼音写错"),))
    assert {change.what for change in events(repo)[-1].changes} == {"added", "removed"}
    told = events(repo, moves)[-1].changes  # a move recorded later tells the past anew
    assert (told[0].what, told[0].was, told[0].id) == ("renamed", ("b",), "xin")
    assert told[0].reason == "拼音写错"


def test_renamed_list_and_place_are_followed_by_their_recorded_addresses(repo: Path) -> None:
    git(repo, "mv", "lists/certificates.yml", "lists/certificates.erpi.yml")
    commit(repo, "2025-02-01")
    moves = Moves((), Addresses((Renamed(old="certificates", new="certificates.erpi", reason="分批"),)))
    assert events(repo)[-1].what == "gone"
    line = past(repo, moves).lines["certificates.erpi.yml"]
    assert [(event.day, event.what) for event in line.events] == [("2024-09-14", "new"), ("2025-01-02", "changed")]
    assert past(repo, moves).lines.keys() == {"certificates.erpi.yml"}
    commit(repo, "2025-03-01", {"certificates.erpi.yml": proofs("a")})
    assert events(repo, moves, "certificates.erpi.yml")[-1].day == "2025-03-01"


def test_items_that_only_stand_elsewhere_are_counted(repo: Path) -> None:
    commit(repo, "2025-02-01", {"certificates.yml": proofs("c", "a", "b", b={"decision": "可以出具"})})
    assert (events(repo)[-1].changes, events(repo)[-1].moved) == ((), 1)


def test_version_that_cannot_be_read_is_told_and_left_out(repo: Path) -> None:
    commit(repo, "2025-02-01", {"certificates.yml": "title: [甲\n"})
    commit(repo, "2025-02-02", {"certificates.yml": proofs("a", "b", "c")})
    third, fourth = events(repo)[2:]
    assert (third.what, summary(third)) == ("unread", "这一版读不出来")
    assert [change.id for change in fourth.changes] == ["b"]  # compared with the last one that could be read


def test_list_that_goes_and_comes_back(repo: Path) -> None:
    commit(repo, "2025-02-01", {"certificates.yml": None})
    commit(repo, "2025-03-01", {"certificates.yml": proofs("a")})
    assert [event.what for event in events(repo)] == ["new", "changed", "gone", "new"]
    assert [version.until[:10] for version in past(repo).lines["certificates.yml"].versions] == [
        "2025-01-02",
        "2025-02-01",
        "",
    ]


def test_merge_is_one_change_of_the_branch(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "proposal", "HEAD~1")
    commit(repo, "2025-02-01", {"channels.yml": {**HEAD, "items": [CALL]}})
    commit(repo, "2025-02-02", {"channels.yml": {**HEAD, "items": [{**CALL, "phones": ["12388"]}]}})
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "--no-ff", "-m", "合并", "proposal", day="2025-02-03")
    assert [(event.what, event.day) for event in events(repo, file="channels.yml")] == [("new", "2025-02-03")]


def test_lists_may_lie_anywhere_in_the_repository(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo")
    put(folder / "data/here/lists/certificates.yml", "title: 甲\n")
    put(folder / "lists/certificates.yml", "title: 乙\n")
    commit(folder, "2025-01-01")
    history = read_history(folder / "data/here/lists", NONE)
    assert history
    assert [event.title for event in history.in_area("")] == ["甲"]


def test_long_prose_is_cut_to_what_differs(repo: Path) -> None:
    before, after = f"{'甲' * 200}旧{'乙' * 200}", f"{'甲' * 200}新{'乙' * 200}"
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a", a={"remark": before})})
    commit(repo, "2025-02-02", {"certificates.yml": proofs("a", a={"remark": after})})
    (one,) = events(repo)[-1].changes[0].fields
    assert one.old == f"…{'甲' * 12}旧{'乙' * 12}…"
    assert one.new == f"…{'甲' * 12}新{'乙' * 12}…"


def test_private_data_of_old_versions_are_masked_everywhere(repo: Path) -> None:
    number, mobile = "11010119900307109X", "13800138000"
    commit(
        repo,
        "2025-02-01",
        {"certificates.yml": proofs("a", "b", "c", a={"remark": f"经办人 {number}"}, b={"name": f"找 {mobile}"})},
        words=f"电话 {mobile}",
    )
    commit(repo, "2025-02-02", {"certificates.yml": proofs("a", "b", "c")})
    told = json.dumps(past(repo).lines, ensure_ascii=False)
    assert number not in told and mobile not in told
    assert "***" in told


def test_an_offices_own_mobile_in_a_list_of_channels_is_no_private_data(repo: Path) -> None:
    commit(repo, "2025-02-01", {"channels.yml": {**HEAD, "items": [CALL]}})
    commit(repo, "2025-02-02", {"channels.yml": {**HEAD, "items": [{**CALL, "phones": ["13800138000"]}]}})
    assert events(repo, file="channels.yml")[-1].changes[0].fields[0].new == "13800138000"


# ── what is not there ────────────────────────────────────────────────────────


def test_outside_a_repository_nothing_is_known(tmp_path: Path) -> None:
    put(tmp_path / "lists/certificates.yml", "title: 甲\n")
    assert read_history(tmp_path / "lists", NONE) is None


def test_before_the_first_commit_nothing_is_known(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo")
    put(folder / "lists/certificates.yml", "title: 甲\n")
    assert read_history(folder / "lists", NONE) is None


def test_without_git_nothing_is_known(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert read_history(repo / "lists", NONE) is None


def test_uncommitted_edits_are_no_past(repo: Path) -> None:
    put(repo / "lists/certificates.yml", "title: 正在改\n")
    assert [event.title for event in events(repo)] == ["某清单", "某清单"]


def test_shallow_clone_says_from_when_on_it_knows(repo: Path, tmp_path: Path) -> None:
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a")})
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repo}", "shallow")
    shallow = tmp_path / "shallow"
    history = past(shallow)
    assert history.since == "2025-01-02"
    assert [event.what for event in history.lines["certificates.yml"].events] == ["start", "changed"]
    assert [event.day for event in history.in_area("")] == ["2025-02-01"]
    git(shallow, "fetch", "-q", "--unshallow")
    assert past(shallow).since == ""
    assert len(events(shallow)) == 3


# ── kept ─────────────────────────────────────────────────────────────────────


def test_second_reading_gives_the_same(repo: Path) -> None:
    first = past(repo)
    assert kept(repo).is_file()
    assert past(repo) == first
    assert git(repo, "status", "--porcelain") == ""


def test_after_a_commit_only_that_commit_is_read(repo: Path) -> None:
    past(repo)
    body = kept(repo).read_text("utf-8").partition("\n")[2]
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a")})
    git(repo, "gc", "-q", "--prune=now")
    first = git(repo, "rev-parse", "HEAD~2:lists/certificates.yml")
    log = subprocess.run(
        ["git", "-C", str(repo), "rev-list", "HEAD"], capture_output=True, check=True, encoding="utf-8"
    ).stdout.split()
    assert json.loads(body)["head"] == log[1]
    told = past(repo).lines["certificates.yml"]
    assert [event.commit for event in told.events] == log[::-1]
    assert told.versions[0].blob == first


@pytest.mark.parametrize("harm", ["", "{}", "x", "half", "other words"])
def test_damaged_cache_is_read_anew(repo: Path, harm: str) -> None:
    wanted = past(repo)
    file = kept(repo)
    text = file.read_text("utf-8")
    bad = {"half": text[: len(text) // 2], "other words": text.replace("可以出具", "不可出具")}.get(harm, harm)
    file.write_text(bad, "utf-8")
    assert past(repo) == wanted
    assert file.read_text("utf-8") == text


def test_rewritten_branch_is_read_anew(repo: Path) -> None:
    past(repo)
    git(repo, "reset", "-q", "--hard", "HEAD~1")
    commit(repo, "2025-05-05", {"certificates.yml": proofs("a")})
    assert [event.day for event in events(repo)] == ["2024-09-14", "2025-05-05"]


def test_branch_that_becomes_the_second_parent_of_a_merge_is_read_anew(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "proposal")
    commit(repo, "2025-02-01", {"certificates.yml": proofs("a")})
    past(repo)
    git(repo, "checkout", "-q", "main")
    git(repo, "merge", "-q", "--no-ff", "-m", "合并", "proposal", day="2025-02-09")
    assert [event.day for event in events(repo)] == ["2024-09-14", "2025-01-02", "2025-02-09"]


def test_cache_may_lie_elsewhere(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, str(tmp_path / "elsewhere"))
    past(repo)
    assert list((tmp_path / "elsewhere").glob("history-*.json"))
    assert not (repo / ".cache").exists()


def test_folder_that_cannot_be_written_is_no_trouble(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PLACE, os.devnull)
    assert len(events(repo)) == 2


def test_several_processes_find_the_same(tmp_path: Path) -> None:
    folder = repository(tmp_path / "repo")
    for number in range(6):
        lists = {f"xian{place}/certificates.yml": proofs("a", "b", f"c{number}") for place in range(6)}
        commit(folder, f"2025-01-0{number + 1}", lists)
    one = read_history(folder / "lists", NONE, jobs=1)
    (folder / ".cache").rename(tmp_path / "away")
    assert read_history(folder / "lists", NONE, jobs=2) == one
