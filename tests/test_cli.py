"""The commands: what they print, how they end, and that they leave alone what they should."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mingbai.cli import main
from site_fixtures import AS_OF, CALL, DUTY, HEAD, ROOT, SMALL, mingbai, put, tree

WARNED = {**HEAD, "declared_total": "9", "items": [DUTY]}
WRONG = {**HEAD, "items": [{**CALL, "phones": ["0858-"]}]}
LINE = re.compile(r"lists/[\w./-]+:\d+:\d+: (error|warning) C\d{3} .*[\u4e00-\u9fff]")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lists of a small site, which is where the commands run."""
    for path, content in SMALL.items():
        put(tmp_path / "lists" / path, content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def check(*words: str) -> Result:
    return ask("check", "--as-of", AS_OF, *words)


# ── check ────────────────────────────────────────────────────────────────────


def test_check_without_a_fault(place: Path) -> None:
    done = check()
    assert (done.exit_code, done.stdout) == (0, "0 个错误,0 个提醒\n")


def test_check_of_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = check()
    assert done.exit_code == 0, done.output
    assert " error " not in done.output


def test_check_tells_errors_in_lines(place: Path) -> None:
    put(place / "lists/jia/channels.yml", WRONG)
    done = check()
    assert done.exit_code == 1
    first, last = done.stdout.splitlines()
    assert LINE.match(first)
    assert first.startswith("lists/jia/channels.yml:")
    assert 'error C104 电话号码不完整: "0858-"' in first
    assert first.endswith("(字段 phones)")
    assert last == "1 个错误,0 个提醒"
    line, column = map(int, first.split(":")[1:3])
    assert (
        (place / "lists/jia/channels.yml").read_text("utf-8").splitlines()[line - 1][column - 1 :].startswith("0858-")
    )


def test_check_sorts_by_file_and_line(place: Path) -> None:
    put(
        place / "lists/jia/channels.yml",
        {**HEAD, "items": [{**CALL, "phones": ["1"]}, {**CALL, "id": "b", "name": "乙", "phones": ["2"]}]},
    )
    put(place / "lists/channels.yml", WRONG)
    found = [(m[1], int(m[2])) for m in re.finditer(r"^(lists/\S+?):(\d+):", check().stdout, re.M)]
    assert len(found) == 4
    assert found == sorted(found)


def test_warnings_fail_only_when_strict(place: Path) -> None:
    put(place / "lists/jia/duties.yml", WARNED)
    assert check().exit_code == 0
    done = check("--strict")
    assert done.exit_code == 1
    assert "warning C303" in done.stdout
    assert "0 个错误,1 个提醒" in done.stdout


def test_strict_without_a_fault(place: Path) -> None:
    assert check("--strict").exit_code == 0


def test_check_for_github(place: Path) -> None:
    put(place / "lists/jia/channels.yml", WRONG)
    put(place / "lists/jia/duties.yml", WARNED)
    done = check("--format", "github")
    assert done.exit_code == 1
    rows = done.stdout.splitlines()
    assert len(rows) == 2
    form = r"::(error|warning) file=lists/jia/\w+\.yml,line=\d+,col=\d+,title=C\d{3}::.*[\u4e00-\u9fff].*"
    assert all(re.fullmatch(form, row) for row in rows), rows
    assert {row.split()[0] for row in rows} == {"::error", "::warning"}


def test_check_for_github_breaks_out_of_nothing(place: Path) -> None:
    put(place / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "role": "a%0A::error::b\n::warning::c"}]})
    for row in check("--format", "github").stdout.splitlines():
        assert row.startswith("::error file=lists/jia/duties.yml,")
        assert "%0A" not in row


def test_check_as_json(place: Path) -> None:
    put(place / "lists/jia/channels.yml", WRONG)
    done = check("--format", "json")
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)
    assert problem["file"] == "lists/jia/channels.yml"
    assert (problem["code"], problem["level"], problem["field"]) == ("C104", "error", "phones")
    assert problem["line"] > 1
    assert problem["message"]
    assert problem["fix"]


def test_check_as_json_without_a_fault(place: Path) -> None:
    assert json.loads(check("--format", "json").stdout) == []


def test_formats_tell_the_same_problems(place: Path) -> None:
    put(place / "lists/jia/channels.yml", WRONG)
    put(place / "lists/jia/duties.yml", WARNED)
    as_json = [(p["file"], p["line"], p["code"]) for p in json.loads(check("--format", "json").stdout)]
    as_text = re.findall(r"^(\S+?):(\d+):\d+: \w+ (C\d+)", check().stdout, re.M)
    github = re.findall(r"file=([^,]+),line=(\d+),col=\d+,title=(C\d+)", check("--format", "github").stdout)
    assert [(file, int(line), code) for file, line, code in as_text] == as_json
    assert [(file, int(line), code) for file, line, code in github] == as_json


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["lists"], {"lists/channels.yml", "lists/jia/channels.yml", "lists/jia/duties.yml"}),
        (["lists/jia"], {"lists/jia/channels.yml", "lists/jia/duties.yml"}),
        (["lists/jia/"], {"lists/jia/channels.yml", "lists/jia/duties.yml"}),
        (["lists/jia/../channels.yml"], {"lists/channels.yml"}),
        (["lists/jia/duties.yml", "lists/channels.yml"], {"lists/jia/duties.yml", "lists/channels.yml"}),
        (["lists/area.yml"], set()),
    ],
)
def test_check_of_chosen_paths(place: Path, paths: list[str], files: set[str]) -> None:
    put(place / "lists/channels.yml", WRONG)
    put(place / "lists/jia/channels.yml", WRONG)
    put(place / "lists/jia/duties.yml", WARNED)
    done = check("--format", "json", *paths)
    assert {problem["file"] for problem in json.loads(done.stdout)} == files
    assert done.exit_code == (1 if any("channels" in file for file in files) else 0)


def test_check_of_absolute_paths_from_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place / "lists/jia/duties.yml", WARNED)
    monkeypatch.chdir("/")
    done = check("--lists", str(place / "lists"), str(place / "lists/jia"))
    assert "lists/jia/duties.yml:" in done.stdout


@pytest.mark.parametrize(
    "words", [["lists/nowhere.yml"], ["--lists", "nowhere"], ["mkdocs.yml"], ["--format", "xml"], ["--as-of", "x"]]
)
def test_what_check_cannot_do(place: Path, words: list[str]) -> None:
    put(place / "mkdocs.yml", "a: b\n")
    done = check(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr


@pytest.mark.parametrize("words", [["lists/nowhere.yml"], ["--lists", "nowhere"], ["mkdocs.yml"]])
def test_what_check_cannot_do_is_said_in_chinese(place: Path, words: list[str]) -> None:
    put(place / "mkdocs.yml", "a: b\n")
    assert re.search("[\u4e00-\u9fff]{2}", check(*words).stderr)


def test_a_list_that_the_disk_does_not_give_is_said(place: Path) -> None:
    unreadable = place / "lists/jia/powers.er.yml"
    unreadable.symlink_to("/proc/self/mem")  # a file that nobody can read, root neither
    done = check()
    unreadable.unlink()  # other tests look at all that lies around them
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("没有查成:")


def test_day_decides_what_is_past(place: Path) -> None:
    put(place / "lists/jia/duties.yml", {**HEAD, "effective_to": "2026-06-30", "items": [DUTY]})
    assert "C304" in ask("check", "--as-of", "2026-07-01").stdout
    assert "C304" not in ask("check", "--as-of", "2026-06-30").stdout


def test_check_changes_nothing_but_its_own_notes(place: Path) -> None:
    before = tree(place)
    check()
    assert {name: said for name, said in tree(place).items() if not name.startswith(".cache/mingbai/")} == before


# ── schema, build, help ───────────────────────────────────────────────


def test_schemas_of_the_repository_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = ask("schema", "--check")
    assert (done.exit_code, done.output) == (0, "")


def test_schema_writes_what_check_wants(tmp_path: Path) -> None:
    assert ask("schema", "--check", "--to", str(tmp_path)).exit_code == 1
    assert not list(tmp_path.iterdir())
    assert ask("schema", "--to", str(tmp_path)).exit_code == 0
    assert ask("schema", "--check", "--to", str(tmp_path)).exit_code == 0
    file = tmp_path / "schemas/duties.json"
    put(file, file.read_text("utf-8").replace("履职", "旧职"))
    done = ask("schema", "--check", "--to", str(tmp_path))
    assert done.exit_code == 1
    assert "schemas/duties.json" in done.stdout
    assert "signboards" not in done.stdout


def test_check_in_a_process_of_its_own(place: Path) -> None:
    put(place / "lists/jia/channels.yml", WRONG)
    done = mingbai("check", "--as-of", AS_OF, cwd=place, env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert "电话号码不完整" in done.stdout


@pytest.mark.parametrize("words", [[], ["check"], ["fmt"], ["build"], ["schema"], ["new"], ["bench"]])
def test_help_is_in_chinese(words: list[str]) -> None:
    done = ask(*words, "--help")
    assert done.exit_code == 0
    assert re.search("[\u4e00-\u9fff]{4}", done.stdout)
    assert "Traceback" not in done.stdout


def test_version() -> None:
    assert re.fullmatch(r"mingbai \d+\.\d+\.\d+\n", ask("--version").stdout)


def test_unknown_command() -> None:
    assert ask("publish").exit_code == 2
