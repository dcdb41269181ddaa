"""--profile: a table of where the time went, which adds up; nothing of the rest is other than without it."""

from pathlib import Path
from typing import NamedTuple

import pytest

from mingbai.cli import main
from mingbai.cli.costs import Cost, rows, table
from site_fixtures import AS_OF, BOARD, HEAD, Done, mingbai, put, said, small, tree

OFFERED = ("check", "diff", "review", "log", "build", "join", "pack", "export", "import", "contacts", "serve")
AREAS = {f"jia/yi{number}/area.yml": {"name": f"乙{number}乡", "level": "乡"} for number in range(30)}


class Line(NamedTuple):
    """A line of the table: its stages from the outermost, and its numbers as far as it has them."""

    names: tuple[str, ...]
    cells: list[str]


def read(text: str) -> list[Line]:
    """The table out of what a command said."""
    head, *lines = text[text.index("阶段") :].splitlines()
    assert head.split() == ["阶段", "用时", "s", "CPU", "s", "占比", "内存", "MB"]
    found: list[Line] = []
    names: list[str] = []
    for line in lines:
        name, *cells = line.strip().split("  ")
        names[(len(line) - len(line.lstrip())) // 2 :] = [name]
        found.append(Line(tuple(names), [cell.strip() for cell in cells if cell.strip()]))
    return found


def share(line: Line) -> int:
    """Thousandths."""
    return next(int(cell.rstrip("%").replace(".", "")) for cell in line.cells if cell.endswith("%"))


def adds_up(text: str) -> list[Line]:
    """The table, in which every stage stands once in its place and all that is in a stage makes up its share."""
    found = read(text)
    assert len({line.names for line in found}) == len(found)
    *inside, whole = found
    assert (whole.names, share(whole)) == (("合计",), 1000)
    assert sum(share(line) for line in inside if len(line.names) == 1) == 1000
    for line in inside:
        below = [share(one) for one in inside if one.names[:-1] == line.names]
        assert not below or sum(below) == share(line), line
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGBAI_CACHE", str(tmp_path / "cache"))
    return small(tmp_path / "site", AREAS)


def build(place: Path, *words: str) -> Done:
    return mingbai("build", "--as-of", AS_OF, *words, cwd=place)


# ── commands ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_build_says_what_its_processes_did(place: Path, jobs: str) -> None:
    plain = build(place, "--to", "../one", "--jobs", jobs)
    told = build(place, "--to", "../two", "--jobs", jobs, "--profile")
    assert (plain.returncode, plain.stderr) == (0, "")
    assert (told.returncode, told.stdout) == (0, plain.stdout)
    assert tree(place.parent / "one") == tree(place.parent / "two")
    stages = [line.names for line in adds_up(told.stderr)]
    assert stages[:5] == [("启动",), ("看有没有改动",), ("装载程序",), ("读 mkdocs.yml",), ("建网站",)]
    assert stages[-2:] == [("其他",), ("合计",)]
    done = {names[-1] for names in stages if names[:-1] == ("建网站", "做各地的网页")}
    assert done == {"读清单", "检查", "网页", "数据文件", "搜索", "写文件", "核对", "看有没有个人信息", "其他"}
    assert ("建网站", "看设置和以前", "看有哪些地方") in stages


def test_packing_says_what_it_compressed(place: Path) -> None:
    told = mingbai("pack", "--as-of", AS_OF, "--profile", cwd=place)
    assert told.returncode == 0, said(told)
    stages = [line.names for line in adds_up(told.stderr)]
    done = {names[-1] for names in stages if names[:-1] == ("压缩",)}
    assert done == {"gzip", "brotli", "看旧网站的", "写文件", "看有没有个人信息", "其他"}


def test_check_says_what_it_read_and_what_it_looked_at(place: Path) -> None:
    told = mingbai("check", "--as-of", AS_OF, "--profile", cwd=place)
    assert (told.returncode, told.stdout) == (0, "0 个错误,0 个提醒\n")
    stages = [line.names for line in adds_up(told.stderr)]
    assert {names[-1] for names in stages if names[:-1] == ("检查清单",)} == {"读清单", "检查", "其他"}


def test_lists_that_are_wrong_were_looked_at_all_the_same(place: Path) -> None:
    put(place / "lists/jia/signboards.yml", {**HEAD, "items": [BOARD, BOARD]})
    for told in (mingbai("check", "--as-of", AS_OF, "--profile", cwd=place), build(place, "--profile")):
        assert told.returncode == 1
        assert "C301" in said(told)
        adds_up(told.stderr)


def test_workbooks_taken_in_say_what_was_done_with_them(place: Path) -> None:
    (place / "甲.csv").write_text("事项名称,履职类型\n河道巡查,基本\n", "utf-8")
    words = ("--kind", "duties", "--area", "jia", "--slug", "dierpi", "--as-of", AS_OF)
    told = mingbai("import", "甲.csv", *words, "--profile", cwd=place)
    assert (place / "lists/jia/duties.dierpi.yml").is_file(), said(told)
    stages = [line.names[1] for line in adds_up(told.stderr) if line.names[0] == "收工作簿" and len(line.names) == 2]
    assert stages == ["读表", "认出每一列", "看别处的编号", "和清单对上", "检查", "写文件", "其他"], said(told)


@pytest.mark.parametrize("words", [("--lists", "nowhere"), ("--as-of", "gestern"), ("--config", "nowhere.yml")])
def test_what_could_not_begin_has_no_table(place: Path, words: tuple[str, str]) -> None:
    plain, told = build(place, *words), build(place, *words, "--profile")
    assert (told.returncode, told.stdout, told.stderr) == (2, plain.stdout, plain.stderr)
    assert "阶段" not in told.stderr


def test_who_offers_it() -> None:
    commands = {name: main.get_command(None, name) for name in main.list_commands(None)}
    offering = {
        name for name, one in commands.items() if one and "--profile" in [o for p in one.params for o in p.opts]
    }
    assert offering == set(OFFERED)


# ── the table ────────────────────────────────────────────────────────────────


def test_the_table_in_full() -> None:
    pages = Cost("网页", 6.0, 10.0, 140.6, spent={"写文件": 2.5, "核对": 5.0})
    site = Cost("建网站", 7.5, 11.5, 150.0, {"网页": pages, "搜索": Cost("搜索", 1.0, 1.0, 150.0)})
    whole = Cost("合计", 8.0, 12.0, 151.0, {"启动": Cost("启动", 0.3333, 0.3333, 20.0), "建网站": site})
    assert table(rows(whole)).splitlines() == [
        "阶段        用时 s  CPU s    占比  内存 MB",
        "启动          0.33   0.33    4.1%       20",
        "建网站        7.50  11.50   93.7%      150",
        "  网页        6.00  10.00   75.0%      141",
        "    核对             5.00   37.5%",
        "    写文件           2.50   18.7%",
        "    其他             2.50   18.8%",
        "  搜索        1.00   1.00   12.5%      150",
        "  其他        0.50   0.50    6.2%",
        "其他          0.17   0.17    2.2%",
        "合计          8.00  12.00  100.0%      151",
    ]


def test_clocks_that_differ_leave_no_rest_below_nothing() -> None:
    pages = Cost("网页", 1.0, 1.0, 1.0, spent={"写文件": 0.75, "核对": 0.75})
    found = rows(Cost("合计", 1.0, 1.0, 1.0, {"网页": pages}))
    assert [(row.name, row.cpu, row.share) for row in found] == [
        ("网页", 1000, 1000), ("写文件", 750, 500), ("核对", 750, 500), ("其他", 0, 0), ("其他", 0, 0),
        ("合计", 1000, 1000),
    ]  # fmt: skip
