"""A build of which nothing would come is not begun, and MkDocs is not asked where the lists alone have changed."""

import os
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from build_fixtures import clear
from cache_world import EDITS, World, day, duties, environment, outcome, settle
from mingbai import again, areas, plugin, program, stands
from mingbai.cache_file import spare_of
from mingbai.order import Order
from mingbai.site import cache, output
from mingbai.stands import Known, Stands, known
from site_fixtures import build, put, tree


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A site that was built, of files that count as old."""
    settle(monkeypatch)
    world = World(tmp_path)
    world.build()
    return world


def found(world: World, **more: object) -> Known | None:
    return known(world.folder / "mkdocs.yml", world.site, Order(world.day, **more))


def asked(world: World, **more: object) -> Stands | None:
    return (there := found(world, **more)) and there.stands


def test_where_nothing_was_touched_the_site_stands(world: World) -> None:
    stands = asked(world)
    assert stands
    assert stands == world.build()
    (world.folder / ".cache").rename(world.folder / "gone")
    built = world.build()
    assert stands == Stands(built.pages, built.areas, built.warnings)
    assert stands.warnings


def test_a_build_that_waited_for_another_makes_the_same_site(world: World, monkeypatch) -> None:
    """The other has built what it looked at meanwhile, out of the spare site that it looked through."""
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    lists = world.lists

    @contextmanager
    def late(live: Path) -> Iterator[None]:
        for said in ({path: data for path, data in lists.items() if path != "jia/xi/duties.yml"}, lists):
            world.say(said)
            clear(build(world.folder), 0)
        with output.alone(live):
            yield

    monkeypatch.setattr(again, "alone", late)
    world.build()
    monkeypatch.undo()
    assert (world.site / "jia/xi/duties/index.html").is_file()
    assert tree(world.site) == world.whole()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_after_an_edit_it_is_built(world: World, edit) -> None:
    edit(random.Random(7), world)
    if asked(world):  # an edit that changed nothing
        assert tree(world.site) == world.whole()
    outcome(world.build)


def test_where_the_lists_alone_have_changed_mkdocs_is_not_asked(world: World, monkeypatch) -> None:
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    monkeypatch.setattr(plugin, "build", None)
    world.build()
    monkeypatch.undo()
    assert "森林草原防火" in (world.site / "jia/dong/duties/index.html").read_text("utf-8")
    assert tree(world.site) == world.whole()


OF_THE_SITE = [
    lambda world: put(world.site / "stray.html", "stray"),
    lambda world: (world.site / "index.html").unlink(),
    lambda world: put(world.site / "index.html", (world.site / "index.html").read_text("utf-8")),
]
OF_THE_FRAME = [
    lambda world: put(world.folder / "editor.yml", "x: 1\n"),
    lambda world: put(world.folder / "content/more.md", "# 多一页\n"),
    lambda world: put(world.folder / "overrides/more.html", "x"),
    lambda world: os.utime(world.folder / "mkdocs.yml", (1, 1)),
    lambda world: (world.folder / "lists/more").symlink_to(world.folder / "content"),
    lambda world: world.site.rename(world.folder / "elsewhere"),
    lambda world: (world.site / "404.html").unlink(),
    day.__get__(random.Random(1)),
]


@pytest.mark.parametrize("harm", [*OF_THE_SITE, *OF_THE_FRAME])
def test_whatever_else_is_touched_it_is_built(world: World, harm) -> None:
    assert asked(world)
    harm(world)
    assert asked(world) is None
    assert bool(found(world)) == (harm in OF_THE_SITE)


def test_what_the_environment_says_is_part_of_it(world: World) -> None:
    with environment(SITE_URL="https://mingbai.example/"):
        assert asked(world) is None
    with environment(OLDPWD="/"):
        assert asked(world)


@pytest.mark.parametrize("more", [{"areas": ("jia",)}, {"bare": True}, {"branches": (Path("a"),)}], ids=str)
def test_what_is_no_whole_site_is_built(world: World, more) -> None:
    assert asked(world, **more) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"plugins": [{"mingbai": {"guides": False}}, "search"]},
        {"hooks": ["hook.py"]},
        {"markdown_extensions": ["pymdownx.snippets"]},
        {"INHERIT": "../base.yml"},
    ],
    ids=str,
)
def test_where_something_may_be_read_that_nobody_looks_at_every_build_is_made(world: World, changes) -> None:
    put(world.folder / "hook.py", "")
    put(world.folder.parent / "base.yml", "site_description: x\n")
    world.configured(**changes)
    world.build()
    assert asked(world) is None


def test_no_area_yml_is_read_again_where_none_was_touched(world: World, monkeypatch) -> None:
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    monkeypatch.setattr(areas, "read", None)
    monkeypatch.setattr(areas, "inside", None)  # nor are folders
    world.build()
    monkeypatch.undo()
    assert tree(world.site) == world.whole()


def test_a_site_that_was_copied_is_looked_at_file_by_file_once(world: World, monkeypatch) -> None:
    """Its files are others, and as they were left."""
    asked_for: list[object] = []
    monkeypatch.setattr(cache, "os", SimpleNamespace(lstat=lambda file: asked_for.append(file) or os.lstat(file)))
    shutil.copytree(world.site, world.folder / "copy")
    shutil.rmtree(world.site)
    (world.folder / "copy").rename(world.site)
    shutil.rmtree(spare_of(world.site))
    rows = []
    for name in ("森林草原防火", "森林防火", "草原防火"):
        world.edit("jia/dong/duties.yml", name=name)
        asked_for.clear()
        world.build()
        rows.append(len(asked_for))
        assert tree(world.site) == world.whole()
    assert rows[0] > 2 * rows[1] > 0
    assert rows[1] == rows[2]


@pytest.mark.parametrize("name", ["jia/bei", "jia/dong/cun", "jia/.bei", "_site/more", "jia/__pycache__"])
def test_a_folder_with_nothing_in_it_is_seen(world: World, name: str) -> None:
    folder = world.folder / "lists" / name
    folder.mkdir()
    assert bool(asked(world)) == name.endswith("__pycache__")
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    wrong = outcome(world.build)
    assert wrong == outcome(world.whole)
    assert bool(wrong) == (name in ("jia/bei", "jia/dong/cun"))
    folder.rmdir()
    world.build()
    assert tree(world.site) == world.whole()


@pytest.mark.parametrize(
    "said",
    [
        {"jia/xi/area.yml": {"name": "西镇", "level": "乡"}},
        {"jia/xi/area.yml": {"name": "西乡", "level": "乡", "remark": "举报人李小明反映,某村仍在开证明"}},
        {"jia/xi/area.yml": {"name": "西乡", "level": "县"}},  # a county in a county
        {"jia/xi/area.yml": None},
        {"jia/bei/duties.yml": {**duties("jia/bei")}},  # a place of which nothing says what it is called
        {"jia/bei/area.yml": {"name": "北乡", "level": "乡"}, "jia/bei/duties.yml": duties("jia/bei")},
    ],
)
def test_what_an_area_yml_says_now_is_told_as_by_a_whole_build(world: World, said: dict) -> None:
    """With the edit, and again with a list alone edited after it."""
    lists = {path: data for path, data in {**world.lists, **said}.items() if data is not None}
    for name in ("森林草原防火", "森林防火"):
        world.say(lists)
        world.edit("jia/dong/duties.yml", name=name)
        lists = world.lists
        if wrong := outcome(world.build):
            assert wrong == outcome(world.whole)
        else:
            built = world.build()
            assert tree(world.site) == world.whole()
            assert built.warnings.get("C402", 0) == ("remark" in str(said))


def test_where_the_code_was_edited_under_a_server_nothing_is_kept(world: World, monkeypatch) -> None:
    """Its pages are those of the code that runs; whoever starts anew has other code, and must not believe them."""
    (world.folder / ".cache").rename(world.folder / "gone")
    monkeypatch.setattr(program, "_read", lambda: "as it is now")
    world.build()
    assert not list((world.folder / ".cache").rglob("stands-*"))


def test_a_file_that_was_touched_just_before_may_change_again_unseen(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.build()
    assert asked(world) is None


def test_a_damaged_note_is_not_believed(world: World) -> None:
    (file,) = (world.folder / ".cache/mingbai").glob("stands-*.json")
    good = file.read_bytes()
    for data in (b"", b"[]", b"{}", b"\xff", good[:-9], good.replace(b'"frame": "', b'"frame": "0')):
        file.write_bytes(data)
        assert asked(world) is None
    file.write_bytes(good)
    assert asked(world)


def test_a_damaged_frame_is_not_believed(world: World) -> None:
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    (file,) = (world.folder / ".cache/mingbai").glob("frame-*.bin")
    good = file.read_bytes()
    for data in (b"", good[:-9], good.replace(b"404.html", b"405.html"), good.replace(b'"name": "', b'"name": "x')):
        file.write_bytes(data)
        assert found(world) is None
    file.unlink()
    assert found(world) is None
    world.build()
    assert tree(world.site) == world.whole()
    assert asked(world)


def test_a_folder_of_lists_is_the_one_that_is_meant_from_here(world: World, tmp_path: Path, monkeypatch) -> None:
    shutil.copytree(world.folder / "lists", tmp_path / "other/lists")
    monkeypatch.chdir(world.folder)
    world.build(lists=Path("lists"))
    assert asked(world, lists=Path("lists"))
    monkeypatch.chdir(tmp_path / "other")
    assert found(world, lists=Path("lists")) is None


def test_a_site_that_is_only_looked_at_has_a_frame_of_its_own(world: World) -> None:
    assert known(world.folder / "mkdocs.yml", world.site, Order(world.day), shown=True) is None


def test_the_command_says_so(world: World) -> None:
    world.commit("all")
    time.sleep(stands.RACY / 1e9 + 2.1)
    first, second = build(world.folder), build(world.folder)
    clear(first, 0)
    assert "建成" in first.stdout
    clear(second, 0)
    assert second.stdout.splitlines()[-1] == first.stdout.splitlines()[-1].replace("建成", "没有改动,网站原样")
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    assert "建成" in build(world.folder).stdout
    assert tree(world.site) == world.whole()
