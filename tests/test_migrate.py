"""``mingbai migrate``: lists of an older format brought forward by numbered steps, all of them or none."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from helpers import ROOT, data, header
from helpers import site as lists_of
from mingbai.cli import main
from mingbai.migrate import CannotMigrate, apply, differences, plan
from mingbai.migrations import FORMAT, MIGRATIONS, Data, Migration
from mingbai.migrations.m0001 import change
from site_fixtures import AS_OF, Done, mingbai, put, said, tree

OLD_SERVICE = {"id": "dibao", "name": "低保申请", "department": "民政局"}
OLD_TASK = {"id": "qingpai", "name": "清理牌子", "deadline": "2026-12-31", "state": "进行中"}
DUTY = {"id": "fanghuo", "name": "森林防火", "role": "基本"}


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lists as they were written before formats had numbers."""
    files = {"services.yml": header(items=[OLD_SERVICE]), "jia/tasks.xin.yml": header(items=[OLD_TASK])}
    monkeypatch.chdir(tmp_path)
    return lists_of(tmp_path, {**files, "jia/duties.yml": header(items=[DUTY])})


def ask(*words: str) -> Result:
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def item(file: Path) -> dict[str, Any]:
    found = data(file.read_text("utf-8"))["items"][0]
    assert isinstance(found, dict)
    return found


# ── the first step ───────────────────────────────────────────────────────────


def test_the_first_step_is_real(old: Path) -> None:
    """``department`` was one text and ``state`` the progress of a task, once."""
    done = ask("migrate", "--from", "0")
    assert done.exit_code == 0, done.output
    assert item(old / "services.yml") == {**OLD_SERVICE, "department": ["民政局"]}
    task = item(old / "jia/tasks.xin.yml")
    assert (task["progress"], "state" in task) == ("进行中", False)
    assert ask("check", "--as-of", AS_OF).exit_code == 0
    assert (ask("fmt", "--check").exit_code, (old / "_site/format.yml").read_text("utf-8")) == (0, "format: 1\n")


def test_every_change_is_told(old: Path) -> None:
    told = ask("migrate", "--from", "0", "--check").stdout
    assert 'lists/services.yml: items[1].department: "民政局" → ["民政局"]' in told
    assert 'lists/jia/tasks.xin.yml: items[1].state: "进行中" → (没有)' in told
    assert 'lists/jia/tasks.xin.yml: items[1].progress: (没有) → "进行中"' in told
    assert "duties" not in told


def test_check_writes_nothing(old: Path) -> None:
    before = tree(old)
    assert ask("migrate", "--from", "0", "--check").exit_code == 1
    assert tree(old) == before


def test_twice_is_once(old: Path) -> None:
    ask("migrate", "--from", "0")
    before = tree(old)
    done = ask("migrate")
    assert (done.exit_code, done.stdout) == (0, f"清单已经是第 {FORMAT} 版格式,不用改\n")
    ask("migrate", "--from", "0")
    assert tree(old) == before


def test_a_file_that_no_step_changes_keeps_its_bytes(old: Path) -> None:
    put(old / "jia/duties.yml", '"title":  "某清单"\nstatus: 现行\ncompleteness: 完整\n# 说明\nitems: []\n')
    before = (old / "jia/duties.yml").read_bytes()
    assert ask("migrate", "--from", "0").exit_code == 0
    assert (old / "jia/duties.yml").read_bytes() == before


@pytest.mark.parametrize(
    "items",
    [[], "无", ["无"], [{"id": "a"}], [{"department": ["甲"]}], [{"progress": "进行中", "state": "x"}]],
    ids=str,
)
def test_the_first_step_leaves_what_it_does_not_know(items: Any) -> None:
    for kind in ("services", "tasks", "channels"):
        given = {"title": "某清单", "items": items}
        assert change(f"jia/{kind}.yml", given) == given


def test_the_first_step_keeps_the_order_and_what_it_was_given() -> None:
    given = {"items": [{"id": "a", "state": "进行中", "remark": "x"}]}
    assert list(change("tasks.yml", given)["items"][0]) == ["id", "progress", "remark"]
    assert given == {"items": [{"id": "a", "state": "进行中", "remark": "x"}]}
    assert change("channels.yml", given) is given  # the state of a contact is another thing


def test_steps_follow_each_other_and_say_why() -> None:
    assert [step.number for step in MIGRATIONS] == list(range(1, FORMAT + 1))
    assert all(len(step.about.splitlines()) > 1 for step in MIGRATIONS)


# ── what is refused ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("services.yml", "title: 某清单\n# 说明\nitems:\n  - id: a\n    department: 甲\n", "C011"),
        ("jia/services.yml", "title: [甲\n", "C002"),
        ("jia/whatever.yml", "a: 1\na: 2\n", "C003"),
        ("_site/format.yml", "format: 新\n", "C110"),
        ("_site/format.yml", "format: 99\n", "先升级软件"),
    ],
)
def test_one_file_that_cannot_be_is_enough_to_write_nothing(old: Path, path: str, text: str, word: str) -> None:
    put(old / path, text)
    before = tree(old)
    done = ask("migrate", *(() if "format" in path else ("--from", "0")))
    assert (done.exit_code, done.stdout) == (2, "")
    assert word in done.stderr
    assert "一个文件也没有动" in done.stderr
    assert tree(old) == before


def test_no_lists_no_migration(tmp_path: Path) -> None:
    assert ask("migrate", "--lists", str(tmp_path / "nowhere")).exit_code == 2


# ── check says which format it is ────────────────────────────────────────────


@pytest.mark.parametrize(("number", "word"), [("0", "mingbai migrate"), ("99", "升上去")])
def test_check_names_the_format_and_nothing_else(old: Path, number: str, word: str) -> None:
    put(old / "_site/format.yml", f"format: {number}\n")
    done = ask("check", "--as-of", AS_OF)
    assert done.exit_code == 1
    first, last = done.stdout.splitlines()
    assert first.startswith("lists/_site/format.yml:1:9: error C210")
    assert word in first
    assert last == "1 个错误,0 个提醒"


def test_no_file_is_the_first_format(old: Path) -> None:
    assert " C210 " not in ask("check", "--as-of", AS_OF).stdout
    put(old / "_site/format.yml", "format: 1\n")
    assert " C210 " not in ask("check", "--as-of", AS_OF).stdout


# ── the machinery, with steps made here ──────────────────────────────────────


def renamed(path: str) -> str:
    return path.replace("signboards.yml", "duties.paizi.yml")


def marked(path: str, data: Data) -> Data:
    return {**data, "title": f"{data['title']}!"} if path.endswith("duties.yml") else data


STEPS = (
    Migration(1, "标题加感叹号。", marked),
    Migration(2, "牌子并入履职。", lambda path, data: data, renamed),
    Migration(3, "标题再加一个。", marked),
)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    files = {"jia/duties.yml": header(items=[DUTY]), "jia/signboards.yml": header(title="牌子")}
    return lists_of(tmp_path, files)


@pytest.mark.parametrize(("start", "title"), [(0, "某清单!!"), (1, "某清单!"), (2, "某清单!")])
def test_every_step_that_is_missing_in_order(lists: Path, start: int, title: str) -> None:
    found = plan(lists, start, STEPS)
    assert (found.start, found.end) == (start, 3)
    apply(lists, found)
    assert data((lists / "jia/duties.yml").read_text("utf-8"))["title"] == title
    assert (lists / "_site/format.yml").read_text("utf-8") == "format: 3\n"
    assert plan(lists, 3, STEPS).writes == {}


def test_a_file_gets_another_name(lists: Path) -> None:
    found = plan(lists, 1, STEPS)
    assert found.removes == ("jia/signboards.yml",)
    assert "lists/jia/signboards.yml: 改名为 lists/jia/duties.paizi.yml" in found.said
    apply(lists, found)
    assert data((lists / "jia/duties.paizi.yml").read_text("utf-8"))["title"] == "牌子"
    assert not (lists / "jia/signboards.yml").exists()


def test_two_files_never_get_one_name(lists: Path) -> None:
    put(lists / "jia/duties.paizi.yml", header())
    with pytest.raises(CannotMigrate, match=r"duties\.paizi\.yml"):
        plan(lists, 1, STEPS)


def test_what_cannot_be_written_leaves_all_as_it_was(lists: Path) -> None:
    """A folder stands where a file is to go: the files before it get their old text back."""
    (lists / "jia/duties.paizi.yml").mkdir()
    put(lists / "jia/duties.paizi.yml/x", "x")
    before = tree(lists)
    with pytest.raises(OSError):
        apply(lists, plan(lists, 0, STEPS))
    assert tree(lists) == before


def test_lists_newer_than_the_last_step_are_left(lists: Path) -> None:
    with pytest.raises(CannotMigrate, match="先升级软件"):
        plan(lists, 4, STEPS)


def test_differences_in_words() -> None:
    old = {"a": "甲", "b": ["乙"], "c": {"d": "丁"}, "items": [{"x": "1"}, {"x": "2"}]}
    new = {"a": "甲", "b": ["乙", "丙"], "c": {}, "items": [{"x": "1"}, {"x": "3"}]}
    assert list(differences(old, new)) == [
        'b: ["乙"] → ["乙", "丙"]',
        'c.d: "丁" → (没有)',
        'items[2].x: "2" → "3"',
    ]


NEXT = '''"""标题改叫名称,文件也改名。

Because a test says so.
"""

NUMBER = {number}


def change(path, data):
    """``remark`` of duties in capitals."""
    return {{**data, "remark": "甲"}} if path.endswith("duties.yml") else data
'''


def test_a_further_step_is_one_more_file(tmp_path: Path) -> None:
    """In a copy of the package: check asks for it, migrate does it, and all is well."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    put(tmp_path / f"scripts/mingbai/migrations/m{FORMAT + 1:04}.py", NEXT.format(number=FORMAT + 1))
    lists_of(tmp_path / "place", {"jia/duties.yml": header(items=[DUTY])})
    put(tmp_path / "place/lists/_site/format.yml", f"format: {FORMAT}\n")

    def there(*words: str) -> Done:
        return mingbai(*words, cwd=tmp_path / "place", env={"PYTHONPATH": str(tmp_path / "scripts")})

    assert "mingbai migrate" in there("check").stdout
    done = there("migrate")
    assert done.returncode == 0, said(done)
    assert 'lists/jia/duties.yml: remark: (没有) → "甲"' in done.stdout
    assert there("check").returncode == 0
    assert there("fmt", "--check").returncode == 0
    assert "不用改" in there("migrate").stdout
