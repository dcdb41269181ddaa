"""Building: what is wrong stops it with clear words and leaves the old site as it was."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import build_fixtures
from build_fixtures import WRONG, clear, edit, names, spoil
from mingbai.cli import main
from site_fixtures import AS_OF, DUTY, HEAD, build, mingbai, put, run, said, tree

master, folder = build_fixtures.master, build_fixtures.folder

CASES = Path(__file__).parent / "cases/read"


def has_error(case: Path) -> bool:
    return " error " in (case / "expected.txt").read_text("utf-8")


BROKEN = sorted(case.name for case in CASES.iterdir() if has_error(case)) if CASES.is_dir() else []

# ── lists with errors ────────────────────────────────────────────────────────


@pytest.mark.parametrize("what", WRONG)
def test_errors_stop_the_build_and_the_old_site_stays(folder: Path, what: str) -> None:
    code, files = WRONG[what]
    spoil(folder, files)
    before, around = tree(folder / "site"), names(folder)
    done = build(folder)
    clear(done, 1)
    assert f"error {code} " in said(done)
    assert re.search(r"^lists/\S+:\d+:\d+: error ", said(done), re.M)
    assert tree(folder / "site") == before
    assert names(folder) == around


@pytest.mark.parametrize("case", BROKEN[:: max(1, len(BROKEN) // 6)])
def test_broken_file_stops_the_build(folder: Path, case: str) -> None:
    spoil(folder, {"yi/duties.yml": (CASES / case / "list.yml").read_bytes()})
    before = tree(folder / "site")
    clear(build(folder), 1)
    assert tree(folder / "site") == before


def test_forty_broken_files_and_more() -> None:
    """Whatever cases/read refuses, and one of each stage."""
    assert len(BROKEN) + len(WRONG) >= 40


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_told_by_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    spoil(tmp_path, {"area.yml": {"name": "全国", "level": "国家"}})
    put(tmp_path / "lists/yi/duties.yml", (CASES / case / "list.yml").read_bytes())
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check", "--as-of", AS_OF])
    assert isinstance(done.exception, SystemExit)
    assert done.exit_code == 1
    assert re.search(r"^lists/yi/duties.yml:\d+:\d+: error C\d{3} .*[\u4e00-\u9fff]", done.output, re.M)


def test_all_problems_at_once(folder: Path) -> None:
    for what in ("not YAML", "phone", "two items of one id", "identity number", "old id that leads nowhere"):
        spoil(folder, WRONG[what][1])
    done = build(folder)
    clear(done, 1)
    found = re.findall(r"error (C\d+)", said(done))
    assert {"C002", "C104", "C301", "C401", "C205"} <= set(found)
    assert "11010119900307109X" not in said(done)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_list_or_clear_problems(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("certificates.yml", "area.yml", "yi/channels.yml", "_site/moved.yml"):
        spoil(folder, {"area.yml": {"name": "全国", "level": "国家"}})
        put(folder / "lists" / name, raw)
        done = CliRunner().invoke(main, ["check", "--as-of", AS_OF, "--lists", str(folder / "lists")])
        assert isinstance(done.exception, SystemExit), (name, done.exception)
        assert done.exit_code in (0, 1)
        assert done.exit_code == 1 or name == "_site/moved.yml" or b":" in raw
        shutil.rmtree(folder / "lists")
    shutil.rmtree(folder)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(raw=st.binary(min_size=1, max_size=300))
def test_any_bytes_leave_the_old_site_alone(master: Path, tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = Path(shutil.copytree(master, tmp_path_factory.mktemp("raw") / "work"))
    before = tree(folder / "site")
    put(folder / "lists/jia/duties.yml", raw)
    done = CliRunner().invoke(main, ["build", "--as-of", AS_OF, "--config", str(folder / "mkdocs.yml")])
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1, done.output
    assert tree(folder / "site") == before
    shutil.rmtree(folder)


def test_warnings_stop_nothing(folder: Path) -> None:
    spoil(folder, {"yi/duties.yml": {**HEAD, "declared_total": "9", "items": [DUTY]}})
    done = build(folder)
    clear(done, 0)
    assert "C303" in said(done)
    assert "公布 9 项" in (folder / "site/yi/duties/index.html").read_text("utf-8")


# ── nothing to build with ────────────────────────────────────────────────────


def _own_template(folder: Path) -> None:
    put(folder / "own/lists/duties.html", "{% if %}")
    edit(folder, theme={"name": "material", "language": "zh", "font": False, "custom_dir": "own"})


HOPELESS = {
    "no mkdocs.yml": lambda folder: (folder / "mkdocs.yml").unlink(),
    "mkdocs.yml broken": lambda folder: put(folder / "mkdocs.yml", "site_name: ["),
    "mkdocs.yml empty": lambda folder: put(folder / "mkdocs.yml", ""),
    "plugin not named": lambda folder: edit(folder, plugins=[]),
    "unknown plugin": lambda folder: edit(folder, plugins=["mingbai", "nonesuch"]),
    "unknown theme": lambda folder: edit(folder, theme={"name": "nonesuch"}),
    "no lists": lambda folder: shutil.rmtree(folder / "lists"),
    "shell.md without its template": lambda folder: put(folder / "content/shell.md", "# shell\n"),
    "shell.md with an unknown template": lambda folder: put(
        folder / "content/shell.md", "---\ntemplate: no.html\n---\n"
    ),
    "own template broken": _own_template,
}


@pytest.mark.parametrize("what", HOPELESS)
def test_what_cannot_be_built_is_told(folder: Path, what: str) -> None:
    before = tree(folder / "site")
    HOPELESS[what](folder)
    around = names(folder)
    clear(build(folder), 2)
    assert tree(folder / "site") == before
    assert names(folder) == around


def test_without_a_shell_of_its_own_a_site_has_that_of_the_package(folder: Path) -> None:
    (folder / "content/shell.md").unlink()
    assert build(folder).returncode == 0
    assert "<main" in (folder / "site/duties/index.html").read_text("utf-8")


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "昨天", "20261122x", ""])
def test_wrong_day_is_told(folder: Path, day: str) -> None:
    before = tree(folder / "site")
    done = mingbai("build", "--as-of", day, cwd=folder)
    clear(done, 2)
    assert "不是日期" in said(done)
    assert tree(folder / "site") == before


@pytest.mark.parametrize("dest", ["mkdocs.yml/site", "/proc/site", "/dev/null/site", "content/index.md"])
def test_target_that_cannot_be_written(folder: Path, dest: str) -> None:
    before = tree(folder)
    clear(build(folder, "--to", dest), 2)
    assert tree(folder) == before


@pytest.mark.parametrize("dest", [".", "..", "lists", "lists/jia", "content", "./content/.."])
def test_target_that_holds_the_sources_is_refused(folder: Path, dest: str) -> None:
    """The swap replaces the whole target; it must never replace what the site is made of."""
    before = tree(folder)
    clear(build(folder, "--to", dest), 2)
    assert tree(folder) == before


def test_full_disk_leaves_the_old_site(folder: Path) -> None:
    """No file may grow past 20 kB, as on a disk that runs full."""
    before, around = tree(folder / "site"), names(folder)
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (20_000, 20_000))"
    done = run("-c", f"{limit}; from mingbai.cli import main; main(['build', '--as-of', {AS_OF!r}])", cwd=folder)
    clear(done, 2)
    assert tree(folder / "site") == before
    assert names(folder) == around


def test_target_in_a_folder_that_is_not_there_yet(folder: Path) -> None:
    done = build(folder, "--to", "out/of/site")
    clear(done, 0)
    assert tree(folder / "out/of/site") == tree(folder / "site")


def test_config_elsewhere(folder: Path, tmp_path: Path) -> None:
    done = mingbai("build", "--as-of", AS_OF, "--config", str(folder / "mkdocs.yml"), "--to", "here", cwd=tmp_path)
    clear(done, 0)
    assert tree(tmp_path / "here") == tree(folder / "site")
