"""What a check keeps: what is not looked at again, and what becomes of the memory."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from build_fixtures import clear
from cache_world import World, words
from mingbai import check as checks
from mingbai import program, sums
from mingbai.areas import Area, scan
from mingbai.catalog import Catalog
from mingbai.check import Findings, check
from mingbai.checked import checked, file_of
from mingbai.site_files import SiteFiles
from site_fixtures import AS_OF, CALL, HEAD, environment, mingbai, put, run
from test_build_safe import DEADLY
from test_checked import told


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Lists that were checked."""
    world = World(tmp_path, past=False)
    checked(world.folder / "lists", world.day)
    return world


# ── what is not looked at again ──────────────────────────────────────────────


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The places that are checked, as it goes on."""
    found, real = list[str](), checks.check_area

    def look(catalog: Catalog, area: Area, files: SiteFiles) -> Findings:
        found.append(area.path)
        return real(catalog, area, files)

    monkeypatch.setattr(checks, "check_area", look)
    return found


@pytest.mark.parametrize(
    ("path", "places"),
    [
        ("jia/dong/duties.yml", ["jia/dong"]),
        ("jia/certificates.yml", ["jia", "jia/dong", "jia/nan", "jia/xi"]),
        ("yi/area.yml", ["yi", "yi/dong", "yi/nan", "yi/xi"]),
        ("yi/xi/area.yml", ["yi/xi"]),
    ],
)
def test_an_edit_is_looked_at_in_its_place_and_below(
    world: World, asked: list[str], path: str, places: list[str]
) -> None:
    checked(world.folder / "lists", world.day)
    assert asked == []
    world.say({**world.lists, path: {**world.lists[path], "remark": "说明"}})
    checked(world.folder / "lists", world.day)
    assert asked == places


def test_what_all_share_is_looked_at_everywhere(world: World, asked: list[str]) -> None:
    every = [str(file.parent.relative_to(world.folder / "lists")) for file in world.folder.rglob("area.yml")]
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    words(random.Random(1), world)
    checked(world.folder / "lists", world.day)
    assert {place or "." for place in asked} == set(every)


def test_a_list_that_was_written_anew_and_says_the_same_is_not_looked_at(world: World, asked: list[str]) -> None:
    for file in (world.folder / "lists").rglob("*.yml"):
        put(file, file.read_bytes())
    checked(world.folder / "lists", world.day)
    assert asked == []


def test_a_copy_of_the_folder_with_its_memory_is_not_looked_at(world: World, asked: list[str]) -> None:
    """As in a workflow that keeps ``.cache/``: other files on another disk, that say the same."""
    shutil.rmtree(world.folder / "lists")
    fresh = World(world.folder.parent / "again", past=False)
    shutil.move(fresh.folder / "lists", world.folder / "lists")
    checked(world.folder / "lists", world.day)
    assert asked == []


OPENED = """
import sys
opened, was = [], sys.argv.pop(1)
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from mingbai.cli import main
try:
    main()
finally:
    print([file for file in opened if file.endswith(".yml")], "pydantic" in sys.modules)
"""
"""mingbai, which tells at the end what files of lists were opened, and whether the kinds were read."""


def test_where_nothing_changed_no_list_is_opened(world: World, tmp_path: Path) -> None:
    put(tmp_path / "opened.py", OPENED)
    time.sleep(sums.RACY / 1e9 + 0.1)  # else the files are too young to be relied on
    found = [
        run(str(tmp_path / "opened.py"), "", "check", "--as-of", AS_OF, cwd=world.folder).stdout.splitlines()
        for _ in range(3)
    ]
    assert found[0][:-1] == found[1][:-1] == found[2][:-1]
    assert "area.yml" in found[0][-1]
    assert found[2][-1] == "[] False"


# ── the memory itself ────────────────────────────────────────────────────────


def kept(world: World) -> Path:
    (file,) = (world.folder / ".cache/mingbai").glob("check-*.json")
    return file


def test_a_damaged_memory_is_not_believed(world: World) -> None:
    """Cut, flipped, empty, of another kind, of another folder: all is checked."""
    file, lists = kept(world), world.folder / "lists"
    good = file.read_bytes()
    world.edit("channels.yml", phones=["0858-"])
    wanted = check(lists, world.day, jobs=1)
    assert told(wanted, "C104")
    dice = random.Random(1)
    bits = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in dice.sample(range(len(good)), 20)]
    cut = [good[: len(good) // 2], good[:-1], good.replace(b"lists", b"lizts", 1), good.splitlines(True)[0]]
    for data in (b"", b"[]", b"null\nnull\nnull\n", b"\xff" * 100, *cut, *bits):
        file.write_bytes(data)
        assert checked(lists, world.day) == wanted
        assert file.read_bytes() not in (data, good)


def test_of_other_code_nothing_is_believed(world: World, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "code", lambda: "another sum")
    checked(world.folder / "lists", world.day)
    assert sorted(asked) == sorted(scan(world.folder / "lists").areas)


def test_where_nobody_knows_what_a_library_is_nothing_is_kept(
    world: World, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the code runs out of a folder and was never installed."""
    every = sorted(scan(world.folder / "lists").areas)
    monkeypatch.setattr(program, "libraries", lambda: version("nothing-of-this-name"))
    for times in (1, 2):
        checked(world.folder / "lists", world.day)
        assert sorted(asked) == sorted(every * times)


def test_where_nothing_can_be_kept_lists_are_checked_all_the_same(world: World) -> None:
    shutil.rmtree(world.folder / ".cache")
    put(world.folder / ".cache", "a file in its way")
    world.edit("channels.yml", phones=["0858-"])
    assert checked(world.folder / "lists", world.day) == check(world.folder / "lists", world.day, jobs=1)


def test_what_is_kept_of_one_folder_is_not_taken_for_another_and_goes_with_it(world: World) -> None:
    lists, other = world.folder / "lists", world.folder / "other"
    shutil.copytree(lists, other)
    put(other / "jia/channels.yml", {**HEAD, "items": [{**CALL, "phones": ["0858-"]}]})
    assert told(checked(other, world.day), "C104")
    assert not told(checked(lists, world.day), "C104")
    folder = world.folder / ".cache/mingbai"
    assert len(list(folder.glob("check-*"))) == 2
    shutil.rmtree(other)
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    checked(lists, world.day)
    assert kept(world) == file_of(lists)


def test_a_check_that_is_killed_leaves_nothing_that_the_next_one_does_not_sweep_up(
    world: World, tmp_path: Path
) -> None:
    put(
        tmp_path / "deadly.py",
        DEADLY.replace(
            "found = real", "os.kill(os.getpid(), signal.SIGKILL) if left == 1 else 0\n        found = real"
        ),
    )
    world.edit("channels.yml", phones=["0858-"])
    run(str(tmp_path / "deadly.py"), "1", "check", "--as-of", AS_OF, cwd=world.folder)
    folder = world.folder / ".cache/mingbai"
    assert len(list(folder.glob(".check-*"))) == 1
    assert "C104" in mingbai("check", "--as-of", AS_OF, cwd=world.folder).stdout
    assert not list(folder.glob(".check-*"))


def test_two_checks_at_once_leave_what_the_next_one_can_rely_on(world: World) -> None:
    for number in range(3):
        world.edit("jia/dong/duties.yml", name=f"防火{number}")
        command = [sys.executable, "-m", "mingbai", "check", "--as-of", AS_OF]
        both = [
            subprocess.Popen(command, cwd=world.folder, env=environment(), stdout=subprocess.PIPE) for _ in range(2)
        ]
        assert len({one.communicate()[0] for one in both}) == 1
        assert [one.returncode for one in both] == [0, 0]
    assert checked(world.folder / "lists", world.day) == check(world.folder / "lists", world.day, jobs=1)
    assert not list((world.folder / ".cache/mingbai").glob(".check-*"))


def test_what_was_changed_while_it_was_checked_and_then_back_is_checked_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, real = world.folder / "lists/channels.yml", checks.check_areas
    good = file.read_bytes() + b"remark: a\n"

    def meanwhile(*words: Any) -> Iterator[Findings]:
        file.write_bytes(good.replace(b"12345", b"0858-"))
        return real(*words)

    file.write_bytes(good)
    with monkeypatch.context() as patch:
        patch.setattr(checks, "check_areas", meanwhile)
        assert told(checked(world.folder / "lists", world.day), "C104")
    file.write_bytes(good)
    assert not told(checked(world.folder / "lists", world.day), "C104")


# ── the commands ─────────────────────────────────────────────────────────────


def test_chosen_paths_and_other_forms_are_of_the_same_memory(world: World) -> None:
    world.edit("channels.yml", phones=["0858-"])
    for _ in range(2):
        assert "0 个错误" in mingbai("check", "--as-of", AS_OF, "lists/jia", cwd=world.folder).stdout
        done = mingbai("check", "--as-of", AS_OF, "--format", "json", "lists/channels.yml", cwd=world.folder)
        assert (done.returncode, [one["level"] for one in json.loads(done.stdout)]) == (1, ["error"])


def test_clean_takes_what_a_check_kept(world: World) -> None:
    put(world.folder / ".cache/mingbai" / f".{kept(world).name}.abc", "half a memory")
    done = mingbai("clean", cwd=world.folder)
    clear(done, 0)
    assert done.stdout.count("上次检查记下的") == 2
    assert not (world.folder / ".cache/mingbai").exists()
    assert "没有" in mingbai("clean", cwd=world.folder).stdout


def test_clean_finds_what_is_kept_beside_lists_that_lie_elsewhere(world: World, tmp_path: Path) -> None:
    shutil.move(world.folder / "lists", tmp_path / "elsewhere/lists")
    world.configured(plugins=[{"mingbai": {"lists": "../elsewhere/lists"}}])
    checked(tmp_path / "elsewhere/lists", world.day)
    clear(mingbai("clean", cwd=world.folder), 0)
    assert not (tmp_path / "elsewhere/.cache/mingbai").exists()
