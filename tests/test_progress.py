"""Long work tells how far it is: in a terminal, where it can be seen, and nowhere else."""

import io
import os
import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from git_fixtures import commit, repository
from mingbai import progress
from mingbai.cli import screen
from mingbai.pool import spread
from site_fixtures import AS_OF, DUTY, HEAD, Done, mingbai, run, small
from terminal import WIDE, Terminal, seen, slow_git

AREAS = {f"jia/yi{number}/area.yml": {"name": f"乙{number}乡", "level": "乡"} for number in range(30)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in git, with places for several processes, and a past to be read."""
    folder = small(repository(tmp_path_factory.mktemp("progress") / "site"), AREAS)
    (folder / ".gitignore").write_text(".cache/\n/site*\n", "utf-8")
    commit(folder, "2025-01-02")
    commit(folder, "2025-02-03", {"jia/duties.yml": {**HEAD, "items": [{**DUTY, "role": "配合"}]}})
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> dict[str, str]:
    """Nothing is known from before."""
    return {"MINGBAI_CACHE": str(tmp_path / "cache")}


def shown(done: Done) -> str:
    """What a terminal shows of what a command printed."""
    return seen((done.stdout + done.stderr).replace("\n", "\r\n"))


# ── a terminal ───────────────────────────────────────────────────────────────


def test_a_terminal_shows_how_far_the_work_is_and_then_no_more(
    place: Path, tmp_path: Path, cache: dict[str, str]
) -> None:
    env, go = slow_git(tmp_path)
    terminal = Terminal("-m", "mingbai", "log", cwd=place, env={**env, **cache})
    terminal.until("读变更记录")
    go.touch()
    code, sent = terminal.end()
    assert code == 0
    assert seen(sent) == shown(mingbai("log", cwd=place))


def test_a_build_shows_its_stages_one_in_the_other(place: Path, tmp_path: Path, cache: dict[str, str]) -> None:
    env, go = slow_git(tmp_path)
    words = ("-m", "mingbai", "build", "--as-of", AS_OF, "--jobs", "2", "--to")
    terminal = Terminal(*words, str(tmp_path / "one"), cwd=place, env={**env, **cache})
    for line in ("建网站", "\n  看设置和以前", "\n    读变更记录"):
        terminal.until(line)
    go.touch()
    code, sent = terminal.end()
    assert code == 0, sent
    assert seen(sent) == shown(run(*words, str(tmp_path / "two"), cwd=place))


def test_what_is_printed_meanwhile_stands_above(tmp_path: Path) -> None:
    code, sent = in_terminal(
        tmp_path,
        """
        import click, logging
        for number in each("数数", [1, 2, 3]):
            wait()
            click.echo(f"第 {number} 个")
        print("一行", "两段", file=sys.stderr)
        logging.getLogger("x").warning("当心")
        """,
        *("0/3", "1/3", "2/3"),
    )
    assert (code, seen(sent)) == (0, "第 1 个\n第 2 个\n第 3 个\n一行 两段\n当心\n")
    assert "第 1 个\r\n数数" in sent, "what stood below stands there again"


def test_what_goes_into_a_file_is_the_same(place: Path, tmp_path: Path, cache: dict[str, str]) -> None:
    env, go = slow_git(tmp_path)
    out = tmp_path / "out.txt"
    terminal = Terminal("-m", "mingbai", "log", cwd=place, env={**env, **cache}, out=out)
    terminal.until("读变更记录")
    go.touch()
    code, sent = terminal.end()
    assert (code, seen(sent)) == (0, "")
    assert out.read_text("utf-8") == mingbai("log", cwd=place).stdout


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"CI": "true"}, {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}])
def test_where_nobody_can_look_nothing_shows(place: Path, tmp_path: Path, env: dict[str, str]) -> None:
    code, sent = in_terminal(tmp_path, 'with stage("数数", 3):\n    time.sleep(2 * screen.WAIT)\nprint(1)', env=env)
    assert (code, sent) == (0, "1\r\n")


def test_no_colour_where_none_is_wanted(tmp_path: Path) -> None:
    work = 'for _ in each("数数", [1, 2]):\n    wait()\n'
    plain, coloured = (in_terminal(tmp_path, work, "0/2", "1/2", env=env)[1] for env in ({"NO_COLOR": "1"}, {}))
    assert ("\x1b[36m" in coloured, "\x1b[36m" in plain) == (True, False)
    assert not [code for code in plain.split("\x1b[")[1:] if code.partition("m")[0].replace(";", "").isdigit()]
    assert "━" in plain


@pytest.mark.parametrize("wide", [34, 44])
def test_a_narrow_terminal_gets_words_and_no_bar(tmp_path: Path, wide: int) -> None:
    code, sent = in_terminal(
        tmp_path, 'for _ in each("很长很长很长很长很长的一步", [1, 2]):\n    wait()\n', "0/2", "1/2", wide=wide
    )
    assert (code, seen(sent)) == (0, "")
    assert "━" not in sent
    assert re.search("[很长] ?… +0/2 +0:0", sent), "the name is cut, the numbers are not"
    assert "\x1b[2A" not in sent, "one line, whatever it has to leave out"


# ── the end before its time ──────────────────────────────────────────────────


def test_ctrl_c_leaves_a_terminal_that_works(place: Path, tmp_path: Path, cache: dict[str, str]) -> None:
    env, _ = slow_git(tmp_path)
    words = ("build", "--as-of", AS_OF, "--to", str(tmp_path / "site"))
    terminal = Terminal("-m", "mingbai", *words, cwd=place, env={**env, **cache})
    terminal.until("读变更记录")
    terminal.press("\x03")
    code, sent = terminal.end()
    assert (code, seen(sent)) == (1, "\nAborted!\n")
    assert "\x1b[?25l" not in sent, "the cursor was never hidden"
    assert [one.name for one in tmp_path.iterdir() if one.name not in ("bin", "cache")] == []


def test_ctrl_c_reaches_the_processes_of_a_pool_without_a_word(tmp_path: Path) -> None:
    code, sent = in_terminal(
        tmp_path,
        """
        def work(part):
            wait()
            return part
        try:
            list(spread("数数", work, [[1], [2], [3]], lambda: None, (), 2))
        except KeyboardInterrupt:
            print("停了")
        """,
        "数数",
        key="\x03",
    )
    assert (code, seen(sent)) == (0, "停了\n")


def test_a_wrong_word_is_one_clear_message(place: Path) -> None:
    for words in (("check", "--lists", "nowhere"), ("check", "--lists", "nowhere", "--profile")):
        code, sent = Terminal("-m", "mingbai", *words, cwd=place).end()
        message = "找不到清单文件夹 nowhere(在网站的根目录运行,或用 --lists 指定)\n"
        assert (code, seen(sent)) == (2, message)


def test_a_failure_is_told_below_what_was_shown(tmp_path: Path) -> None:
    code, sent = in_terminal(tmp_path, 'with stage("数数"):\n    wait()\n    sys.exit("不行")', "数数")
    assert (code, seen(sent)) == (1, "不行\n")


# ── nobody listens ───────────────────────────────────────────────────────────


def test_short_work_never_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "WAIT", 1e9)
    drawn = io.StringIO()
    on = screen.Screen(drawn)
    with progress.heard(on), progress.stage("数数", 2):
        progress.go()
        time.sleep(3 * screen.TICK)
    on.close()
    assert drawn.getvalue() == ""


def test_a_pipe_gets_what_it_got_and_nothing_else_is_read(place: Path) -> None:
    done = run("-X", "importtime", "-m", "mingbai", "check", "--as-of", AS_OF, cwd=place)
    assert (done.returncode, done.stdout) == (0, "0 个错误,0 个提醒\n")
    read = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "mingbai.progress" in read
    assert not {one for one in read if one.startswith("rich") or one in ("mingbai.cli.screen", "mingbai.cli.costs")}
    assert all(line.startswith("import time:") for line in done.stderr.splitlines())


# ── telling ──────────────────────────────────────────────────────────────────


class Heard(progress.Listener):
    """Whoever writes down what is told."""

    def __init__(self, measures: bool = False) -> None:
        self.measures = measures
        self.told: list[str] = []
        self.spent: set[str] = set()

    def begin(self, name: str, total: int) -> None:
        self.told.append(f"{name} 0/{total}")

    def go(self, number: int) -> None:
        self.told.append(f"+{number}")

    def end(self, name: str) -> None:
        self.told.append(f"{name}.")

    def spend(self, spent: Mapping[str, float]) -> None:
        self.spent |= spent.keys()


@progress.doing("加")
def add(part: list[int]) -> int:
    return sum(part)


def work(part: list[int]) -> tuple[int, int]:
    return add(part), os.getpid()


@pytest.mark.parametrize("measures", [False, True])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_pool_tells_how_far_it_is_from_however_many_processes(jobs: int, measures: bool) -> None:
    heard = Heard(measures)
    with progress.heard(heard):
        done = list(spread("数数", work, [[1, 2], [3], [4, 5]], lambda: None, (), jobs))
    assert [found for found, _ in done] == [3, 3, 9]
    assert (os.getpid() in {pid for _, pid in done}) == (jobs == 1)
    assert heard.told == ["数数 0/5", "+2", "+1", "+2", "数数."]
    assert heard.spent == ({"加"} if measures else set())
    assert progress.spent() == {}, "nothing is measured afterwards"


def test_a_stage_ends_where_its_work_fails() -> None:
    heard = Heard()
    with progress.heard(heard), pytest.raises(ZeroDivisionError):
        for number in progress.each("除", [1, 0]):
            assert 1 / number
    assert heard.told == ["除 0/2", "+1", "除."]
    list(progress.each("除", [1]))
    assert len(heard.told) == 3, "who has left hears nothing more"


# ── a piece of work in a terminal ────────────────────────────────────────────

_FRAME = """
import sys, time
from pathlib import Path
from mingbai.cli import screen
from mingbai.pool import spread
from mingbai.progress import each, stage

def wait():
    "Until the test has seen what it waits for."
    while not Path("go").exists():
        time.sleep(0.02)
    {forget}

with screen.shown() if screen.watched(sys.stderr) else open("go"):
{work}
"""


def in_terminal(
    folder: Path, work: str, *looks: str, env: dict[str, str] | None = None, key: str = "", wide: int = WIDE
) -> tuple[int, str]:
    """Do some work that goes on at each ``wait()`` once the terminal shows the next of ``looks`` (a key is pressed)."""
    lines = work.strip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip())
    body = "\n".join(f"    {line[indent:]}" for line in lines)
    go = folder / "go"
    go.unlink(missing_ok=True)
    if not looks:
        go.touch()
    forget = 'Path("go").unlink()' if len(looks) > 1 else ""
    terminal = Terminal("-c", _FRAME.format(work=body, forget=forget), cwd=folder, env=env, wide=wide)
    for look in looks:
        terminal.until(look)
        if key:
            terminal.press(key)
        go.touch()
    return terminal.end()
