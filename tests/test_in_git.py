"""Git itself with our drivers: real repositories, two officials, merges, rebases, diffs; and git without us."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from helpers import header, proof
from mingbai.cli import main
from mingbai.read import read
from mingbai.report.lines import as_lines
from mingbai.write import canonical
from site_fixtures import DUTY, HEAD, ROOT

ORDER = {"title": {}, "status": {}, "items": {"id": {}, "name": {}, "decision": {}}}
Data = dict[str, Any]


def git(repo: Path, *words: str, fine: bool = True) -> str:
    """What git says; it must succeed where ``fine`` says so."""
    who = {f"GIT_{role}_{part}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    quiet = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_EDITOR": "true",
        "LC_ALL": "C.UTF-8",
    }
    path = {"PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(["git", *words], cwd=repo, capture_output=True, env={**os.environ, **who, **quiet, **path})
    said = (done.stdout + done.stderr).decode()
    assert (done.returncode == 0) == fine, said
    return said


def ask(*words: str) -> Result:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def write(repo: Path, path: str, data: Data | str) -> None:
    file = repo / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(data if isinstance(data, str) else canonical(data, ORDER), "utf-8", newline="")


def load(repo: Path, path: str) -> Data:
    source, problems = read(path, (repo / path).read_bytes())
    assert source, problems
    return source.data


def commit(repo: Path, files: dict[str, Data | str], subject: str = "改清单") -> None:
    for path, data in files.items():
        write(repo, path, data)
    git(repo, "add", "-A")
    git(repo, "commit", "-qm", subject)


LIST = "lists/jia/certificates.yml"
PLACES = {"lists/area.yml": {"name": "全国", "level": "国家"}, "lists/jia/area.yml": {"name": "甲县", "level": "县"}}


def village(*items: Data, **fields: str) -> Data:
    return header(body="村(居)委会", items=list(items), **fields)


ONE, TWO, THREE = proof(id="yi", name="一"), proof(id="er", name="二"), proof(id="san", name="三")
BASE = village(ONE, TWO, THREE)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of two places, in a folder whose name a shell would stumble over, without our drivers."""
    repo = tmp_path / "甲 县's $清单"
    repo.mkdir()
    git(repo, "init", "-q", "-b", "main")
    commit(repo, {**PLACES, LIST: BASE})
    monkeypatch.chdir(repo)
    return repo


@pytest.fixture
def repo(bare: Path) -> Path:
    """The same with our drivers."""
    assert ask("git-setup").exit_code == 0
    commit(bare, {})
    return bare


def fork(repo: Path, ours: dict[str, Data | str], theirs: dict[str, Data | str]) -> None:
    """Two branches from here: theirs, and main, which is checked out."""
    git(repo, "checkout", "-q", "-b", "theirs")
    commit(repo, theirs, "对方改的")
    git(repo, "checkout", "-q", "main")
    commit(repo, ours, "我方改的")


OURS = village({**ONE, "condition": "甲"}, {**TWO, "aliases": ["乙"]}, THREE, proof(id="wu", name="五"), title="新名")
THEIRS = village(
    proof(id="si", name="四"), {**ONE, "decision": "视情出具"}, {**TWO, "time_limit": "当天"}, status="试行"
)
BOTH = village(
    proof(id="si", name="四"), {**ONE, "condition": "甲", "decision": "视情出具"},
    {**TWO, "aliases": ["乙"], "time_limit": "当天"}, proof(id="wu", name="五"), title="新名", status="试行",
)  # fmt: skip


@pytest.mark.parametrize(
    "way", [["merge", "-q", "--no-edit", "theirs"], ["rebase", "-q", "theirs"], ["cherry-pick", "theirs"]]
)
def test_two_officials_in_one_file(repo: Path, way: list[str]) -> None:
    fork(repo, {LIST: OURS}, {LIST: THEIRS})
    git(repo, *way)
    assert load(repo, LIST) == BOTH
    assert git(repo, "status", "--porcelain") == ""
    assert ask("fmt", "--check").exit_code == 0


def test_without_the_driver_git_finds_conflicts_in_the_same_edits(bare: Path) -> None:
    fork(bare, {LIST: OURS}, {LIST: THEIRS})
    assert "CONFLICT" in git(bare, "merge", "theirs", fine=False)


def test_two_townships_in_one_merge(repo: Path) -> None:
    towns = {f"lists/jia/{name}/area.yml": {"name": f"{name}镇", "level": "乡"} for name in ("yi", "er")}
    duties = {f"lists/jia/{name}/duties.yml": {**HEAD, "items": [DUTY]} for name in ("yi", "er")}
    fork(repo, {"lists/jia/yi/area.yml": towns["lists/jia/yi/area.yml"], **dict(list(duties.items())[:1])},
         {"lists/jia/er/area.yml": towns["lists/jia/er/area.yml"], **dict(list(duties.items())[1:])})  # fmt: skip
    git(repo, "merge", "-q", "--no-edit", "theirs")
    assert all((repo / path).is_file() for path in [*towns, *duties])


def test_the_same_field_in_words_and_between_signs(repo: Path) -> None:
    fork(
        repo,
        {LIST: village({**ONE, "decision": "可以出具", "condition": "甲"}, TWO, THREE)},
        {LIST: village({**ONE, "decision": "视情出具"}, TWO)},
    )
    said = git(repo, "merge", "theirs", fine=False)
    assert f"{LIST}: yi 一: 结论 decision: 原来 “不应出具” → 我方 “可以出具” / 对方 “视情出具”" in said
    assert "1 处两边改得不一样" in said
    assert "Traceback" not in said
    text = (repo / LIST).read_text("utf-8")
    assert (
        "<<<<<<< 我方\n    decision: 可以出具\n=======\n    decision: 视情出具\n>>>>>>> 对方\n    condition: 甲\n"
        in text.replace("    issuing_body: [公安派出所]\n", "", 1)
    )
    assert text.count("<<<<<<<") == 1
    told = ask("check", LIST)
    assert told.exit_code == 1
    assert f"{LIST}:" in told.stdout
    assert "C013 合并没有完成" in told.stdout
    assert told.stdout.count(" error ") == 1
    kept = "".join(line for line in text.splitlines(keepends=True) if line[:7] not in ("<<<<<<<", "=======", ">>>>>>>"))
    write(repo, LIST, kept.replace("    decision: 可以出具\n", "", 1))
    assert ask("fmt", "--check").exit_code == 0
    assert load(repo, LIST) == village({**ONE, "decision": "视情出具", "condition": "甲"}, TWO)
    git(repo, "commit", "-qam", "选好了")


def test_an_item_that_one_removed_and_the_other_changed(repo: Path) -> None:
    fork(repo, {LIST: village(ONE, THREE)}, {LIST: village(ONE, {**TWO, "condition": "甲"}, THREE)})
    said = git(repo, "merge", "theirs", fine=False)
    assert f"{LIST}: er 二: 我方删去了这一项,对方改了它" in said


@pytest.mark.parametrize(
    "way", [["merge", "-q", "--no-edit", "theirs"], ["rebase", "-q", "theirs"], ["cherry-pick", "theirs"]]
)
def test_a_recorded_new_id_is_followed(repo: Path, way: list[str]) -> None:
    moved = {"moved": [{"kind": "certificates", "area": "jia", "old": "er", "new": "liang", "reason": "统一编号"}]}
    fork(
        repo,
        {LIST: village(ONE, {**TWO, "condition": "甲"}, THREE)},
        {LIST: village(ONE, {**TWO, "id": "liang"}, THREE), "lists/_site/moved.yml": moved},
    )
    git(repo, *way)
    assert load(repo, LIST) == village(ONE, {**TWO, "id": "liang", "condition": "甲"}, THREE)


def test_items_moved_both_ways_are_told_and_merged(repo: Path) -> None:
    rows = [proof(id=f"x{number}", name=f"第{number}") for number in range(5)]
    commit(repo, {LIST: village(*rows)})
    ours = [rows[at] for at in (2, 0, 1, 3, 4)]
    theirs = [rows[at] for at in (0, 1, 3, 4, 2)]
    fork(repo, {LIST: village(*ours)}, {LIST: village(*theirs)})
    assert "x2 第2: 两边挪到了不同的位置,留在原处" in git(repo, "merge", "--no-edit", "theirs")
    assert load(repo, LIST) == village(*rows)


@pytest.mark.parametrize("broken", ["title: [\n", "# 注\ntitle: 某清单\n", "title: 甲\ntitle: 乙\n", "a: \x01\n"])
def test_a_file_that_cannot_be_read_is_merged_by_lines(repo: Path, broken: str) -> None:
    text = "".join(f"b{number}: 乙\n" for number in range(9))
    commit(repo, {LIST: broken + text})
    fork(repo, {LIST: broken + text + "ours: 甲\n"}, {LIST: "theirs: 甲\n" + broken + text})
    said = git(repo, "merge", "--no-edit", "theirs")
    assert f"{LIST}: 没有按编号合并,交给 git 按行合并" in said
    assert (repo / LIST).read_text("utf-8") == "theirs: 甲\n" + broken + text + "ours: 甲\n"


def test_lines_of_an_unreadable_file_conflict_as_ever(repo: Path) -> None:
    fork(repo, {LIST: "title: [甲\n"}, {LIST: "title: [乙\n"})
    git(repo, "merge", "theirs", fine=False)
    assert (repo / LIST).read_text("utf-8") == "<<<<<<< 我方\ntitle: [甲\n=======\ntitle: [乙\n>>>>>>> 对方\n"


def test_a_file_that_is_not_utf_8(repo: Path) -> None:
    (repo / LIST).write_bytes("title: 清单\n".encode("gb18030"))
    git(repo, "commit", "-qam", "甲")
    fork(repo, {LIST: BASE}, {LIST: village(ONE)})
    said = git(repo, "merge", "theirs", fine=False)
    assert "C001" in said
    assert "Traceback" not in said
    assert "<<<<<<< 我方" in (repo / LIST).read_text("utf-8")


def test_a_driver_that_is_gone_leaves_git_to_its_own_way(repo: Path) -> None:
    for key in ("merge.mingbai.driver", "diff.mingbai.textconv"):
        git(repo, "config", key, git(repo, "config", key).strip().replace(sys.executable, "/nowhere/python"))
    (repo / LIST).write_text("title: 甲\n", "utf-8")
    assert "+title: 甲" in git(repo, "diff")
    git(repo, "checkout", "-q", ".")
    fork(repo, {LIST: OURS}, {LIST: THEIRS})
    git(repo, "merge", "theirs", fine=False)
    assert "<<<<<<< 我方" in (repo / LIST).read_text("utf-8")


def test_other_files_are_merged_as_ever(repo: Path) -> None:
    commit(repo, {"lists/jia/other.yml": "a: 1\nb: 2\n", "mkdocs.yml": "a: 1\nb: 2\nc: 3\nd: 4\n"})
    fork(repo, {"mkdocs.yml": "a: 0\nb: 2\nc: 3\nd: 4\n"}, {"mkdocs.yml": "a: 1\nb: 2\nc: 3\nd: 0\n"})
    assert "按行合并" not in git(repo, "merge", "--no-edit", "theirs")


# ── in words ─────────────────────────────────────────────────────────────────


def changed(said: str) -> list[str]:
    return [line for line in said.splitlines() if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]


def test_diff_log_and_blame_are_in_words(repo: Path) -> None:
    body = ["公安派出所", "民政局"]
    new = village(THREE, {**ONE, "decision": "视情出具", "issuing_body": body, "remark": "第一行\n第二行"}, TWO)
    write(repo, LIST, new)
    git(repo, "add", "-A")
    told = changed(git(repo, "diff", "--cached"))
    assert [line for line in told if "yi 一" in line] == [
        "-yi 一 | 结论: 不应出具",
        "+yi 一 | 结论: 视情出具",
        "+yi 一 | 由谁出具: 民政局",
        "+yi 一 | 备注: 第一行↵第二行",
    ]
    assert {line[1:].split(" | ")[0] for line in told} == {"yi 一", "san 三"}
    git(repo, "commit", "-qm", "改")
    assert "+yi 一 | 由谁出具: 民政局" in git(repo, "log", "-p", "-1")
    assert "+yi 一 | 由谁出具: 民政局" in git(repo, "show")
    assert "yi 一 | 由谁出具: 民政局" in git(repo, "blame", LIST)


def test_every_line_says_whose_it_is() -> None:
    source = {"title": "通知", "form": "原文"}
    data = header(
        declared_by_category={"民政": "3"},
        items=[proof(id="a", name="甲", sources=[source], legal_basis=[{"title": "法", "article": a} for a in "一二"])],
    )
    assert as_lines("certificates.yml", canonical(data, {}).encode()).decode().splitlines() == [
        "清单名称: 某清单",
        "状态: 现行",
        "完整程度: 完整",
        "分类公布数 民政: 3",
        "来源“某通知” 来源标题: 某通知",
        "来源“某通知” 形式: 原文",
        "a 甲 | 编号: a",
        "a 甲 | 名称: 甲",
        "a 甲 | 结论: 不应出具",
        "a 甲 | 由谁出具: 公安派出所",
        "a 甲 | 依据“法”之1 依据名称: 法",
        "a 甲 | 依据“法”之1 条款: 一",
        "a 甲 | 依据“法”之2 依据名称: 法",
        "a 甲 | 依据“法”之2 条款: 二",
        "a 甲 | 来源“通知” 来源标题: 通知",
        "a 甲 | 来源“通知” 形式: 原文",
    ]


@pytest.mark.parametrize("raw", [b"title: [\n", b"# \xe6\xb3\xa8\ntitle: a\n", b"\xff\xfe", b"", b"- a\n"])
def test_what_cannot_be_told_in_words_is_shown_as_it_is(raw: bytes) -> None:
    assert as_lines("certificates.yml", raw) == raw
    assert as_lines("unknown.yml", raw) == raw


def test_every_list_of_the_repository_can_be_told_in_words() -> None:
    for file in (ROOT / "lists").rglob("*.yml"):
        raw = file.read_bytes()
        assert as_lines(file.name, raw) != raw, file


# ── git-setup ────────────────────────────────────────────────────────────────


def test_setting_up_twice_and_undoing_it(bare: Path) -> None:
    config = (bare / ".git/config").read_text("utf-8")
    write(bare, ".gitattributes", "*.png binary")
    assert ask("git-setup", "--check").exit_code == 1
    done = ask("git-setup")
    assert "lists/**/*.yml diff=mingbai merge=mingbai" in done.stdout
    assert (bare / ".gitattributes").read_text("utf-8").splitlines() == [
        "*.png binary",
        "lists/**/*.yml diff=mingbai merge=mingbai",
    ]
    state = (bare / ".git/config").read_text("utf-8")
    assert ask("git-setup").stdout == "本来就设好了\n"
    assert (bare / ".git/config").read_text("utf-8") == state
    assert ask("git-setup", "--check").exit_code == 0
    assert ask("git-setup", "--remove").exit_code == 0
    assert (bare / ".gitattributes").read_text("utf-8") == "*.png binary\n"
    assert (bare / ".git/config").read_text("utf-8") == config
    assert ask("git-setup", "--remove").stdout == "本来就没有设\n"
    assert ask("git-setup", "--check").exit_code == 1


def test_a_committed_line_belongs_to_everybody(repo: Path) -> None:
    assert "留着" in ask("git-setup", "--remove").stdout
    assert git(repo, "status", "--porcelain") == ""


def test_lists_elsewhere(bare: Path) -> None:
    root, path = "我的's [清] 单", "我的's [清] 单/jia/certificates.yml"
    (bare / "lists").rename(bare / root)
    assert ask("git-setup", "--lists", root).exit_code == 0
    commit(bare, {})
    told = git(bare, "check-attr", "-z", "merge", path, f"{root}/area.yml", "mkdocs.yml")
    assert told.split("\0")[2::3] == ["mingbai", "mingbai", "unspecified"]
    fork(bare, {path: OURS}, {path: THEIRS})
    git(bare, "merge", "-q", "--no-edit", "theirs")
    assert load(bare, path) == BOTH


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lists").mkdir()
    done = ask("git-setup")
    assert done.exit_code == 2
    assert "不在 git 仓库里" in done.stderr


def test_a_form_that_has_changed_is_told(repo: Path) -> None:
    assert "再运行一次 mingbai git-setup" in ask("git-text", "--form", "00000000", LIST).stderr
    key = "diff.mingbai.textconv"
    git(repo, "config", key, git(repo, "config", key).strip().replace("--form ", "--form 0"))
    assert key in ask("git-setup", "--check").stdout


def test_this_repository_names_the_drivers() -> None:
    assert "lists/**/*.yml diff=mingbai merge=mingbai" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
