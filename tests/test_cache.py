"""Building again: what nothing changed for is not made again, and the site is the one that a whole build makes."""

import json
import random
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from build_fixtures import clear
from cache_world import EDITS, World, outcome, settle
from helpers import MORE
from site_fixtures import AS_OF, ROOT, build, environment, mingbai, put, run, small, tree
from test_build_safe import DEADLY

# ── the same as a whole build ────────────────────────────────────────────────

STEPS = 10
ROUNDS = 3 if MORE == 1 else max(3, 16 * MORE // STEPS)  # MINGBAI_EXAMPLES=20: some 500 edits in 320 builds


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_after_any_edits_the_site_is_the_one_that_a_whole_build_makes(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:
        settle(monkeypatch)
    dice, world = random.Random(seed), World(tmp_path, past=seed % 3 != 2)
    queue = [EDITS[(seed * STEPS + at) % len(EDITS)] for at in range(STEPS)] if seed < 3 else []
    dice.shuffle(queue)
    world.build()
    told, good = list[str](), world.lists
    for _ in range(STEPS):
        for edit in [queue.pop()] if queue else dice.choices(EDITS, k=dice.choice([1, 1, 1, 2, 3])):
            told.append(edit.__name__)
            edit(dice, world)
        before = tree(world.site)
        wrong = outcome(world.build)
        found: dict[str, str] = {}
        assert wrong == outcome(lambda found=found: found.update(world.whole())), told
        after = tree(world.site)
        if wrong:
            assert after == before, told
        else:
            assert {name for name in after.keys() | found.keys() if after.get(name) != found.get(name)} == set(), told
            good = world.lists
        if wrong:
            world.say(good)
        shutil.rmtree(world.fresh, ignore_errors=True)


# ── what is not made again ───────────────────────────────────────────────────

Marks = dict[str, tuple[int, int]]


def marks(site: Path) -> Marks:
    """Every file of a site with its number on the disk and its time: what is not the very same file differs."""
    files = (file for file in site.rglob("*") if file.is_file() and "assets/" not in file.as_posix())
    return {file.relative_to(site).as_posix(): (file.stat().st_ino, file.stat().st_mtime_ns) for file in files}


def new(before: Marks, after: Marks) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A site that was built."""
    world = World(tmp_path)
    world.build()
    return world


def test_where_nothing_changed_nothing_is_written_anew(world: World) -> None:
    before = marks(world.site)
    world.build()
    assert new(before, marks(world.site)) == set()


def test_of_an_edited_township_its_files_are_new_and_those_that_show_it_and_no_others(world: World) -> None:
    before = marks(world.site)
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    world.build()
    changed = new(before, marks(world.site))
    own = {name for name in changed if name.startswith(("jia/dong/", "jia/lao/"))}  # its old address has copies
    assert {"jia/dong/duties/index.html", "jia/dong/duties/data.json", "jia/dong/duties/data.csv"} <= own
    shown = {"jia/compare/duties/index.html", "all/index.html", "search/index.json"}
    assert shown <= changed
    assert changed - own - shown <= {"search/places/0.json"}


def test_a_list_of_a_county_is_shown_in_its_townships_alone(world: World) -> None:
    before = marks(world.site)
    world.edit("jia/certificates.yml", decision="可以出具", issuing_body=None)
    world.build()
    changed = {name for name in new(before, marks(world.site)) if "/" in name}
    assert {"jia/certificates/index.html", "jia/dong/certificates/index.html", "jia/xi/report/index.html"} <= changed
    assert not [name for name in changed if name.startswith(("yi/", "demo/", "certificates/data", "jia/xi/duties/"))]


def test_a_commit_changes_what_tells_of_the_past(world: World) -> None:
    world.edit("yi/xi/duties.yml", name="森林草原防火")
    world.build()
    before = marks(world.site)
    world.commit("改一项")
    world.build()
    changed = new(before, marks(world.site))
    assert "yi/xi/duties/changes/index.html" in changed
    assert "changes/index.html" in changed
    assert not [name for name in changed if name.startswith(("jia/", "yi/dong/", "yi/nan/", "all/", "search/"))]


# ── the site that stands was changed ─────────────────────────────────────────


@pytest.mark.parametrize("address", ["jia/dong/duties/index.html", "all/index.html", "index.html", "about/index.html"])
def test_what_somebody_did_to_the_site_is_undone(world: World, address: str) -> None:
    wanted, file = tree(world.site), world.site / address
    text = file.read_text("utf-8")
    for harm in (
        lambda: file.write_text(text.replace("<p", "<b"), "utf-8"),  # as long as before
        file.unlink,
        lambda: put(file.with_name("stray.html"), "stray"),
        lambda: shutil.rmtree(world.site),
        lambda: shutil.copytree(world.folder / "content", world.site, dirs_exist_ok=True),
    ):
        harm()
        world.build()
        assert tree(world.site) == wanted


# ── the memory itself ────────────────────────────────────────────────────────


def kept(world: World) -> Path:
    (file,) = (world.folder / ".cache/mingbai").glob("site-*.json")
    return file


@pytest.mark.parametrize("ending", [".json", ".db"])
def test_a_damaged_memory_is_not_believed(world: World, ending: str) -> None:
    """Cut, flipped, empty, of another kind, of another site: the build is a whole one."""
    file = kept(world).with_suffix(ending)
    good = file.read_bytes()
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    wanted = world.whole()
    dice = random.Random(1)
    bits = [good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :] for at in dice.sample(range(len(good)), 3)]
    cut = [good[: len(good) // 2], good.replace(b"site", b"sice", 1), good.splitlines(True)[0]]
    for data in (b"", b"[]", b"null\nnull\nnull\n", b"\xff" * 100, *cut, *bits):
        file.write_bytes(data)
        world.build()
        assert tree(world.site) == wanted
        assert file.read_bytes() != data


def test_where_nothing_can_be_kept_the_site_is_built_all_the_same(world: World) -> None:
    shutil.rmtree(world.folder / ".cache")
    put(world.folder / ".cache", "a file in its way")
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    world.build()
    assert tree(world.site) == world.whole()


def test_a_database_that_cannot_be_read_is_said_and_gone(world: World) -> None:
    """Its seal fits: only the disk, or a fault of ours, can have brought it about."""
    wanted, seal = tree(world.site), kept(world)
    live, said = seal.read_text("utf-8").splitlines()
    for harm in (b"no database at all", seal.with_suffix(".db").read_bytes()[:5000]):
        seal.with_suffix(".db").write_bytes(harm)
        seal.write_text(f"{live}\n{json.dumps([json.loads(said)[0], [], [zlib.crc32(harm)]])}", "utf-8")
        world.edit("jia/dong/duties.yml", name="森林草原防火")
        (wrong,) = outcome(world.build)
        assert "数据库" in wrong
        assert tree(world.site) == wanted
        assert not list(seal.parent.glob("*site-*"))
        world.edit("jia/dong/duties.yml", name="森林防火")
        world.build()
        assert tree(world.site) == wanted == world.whole()


def test_what_is_kept_of_one_folder_is_not_taken_for_another(world: World) -> None:
    build(world.folder, "--to", "second")
    shutil.copytree(world.site, world.folder / "third")
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    wanted = world.whole()
    for name in ("third", "second", "site"):
        clear(build(world.folder, "--to", name), 0)
        assert tree(world.folder / name) == wanted


def test_what_is_kept_of_folders_that_are_gone_goes(world: World) -> None:
    clear(build(world.folder, "--to", "second"), 0)
    folder = world.folder / ".cache/mingbai"
    assert len(list(folder.glob("site-*.json"))) == 2
    shutil.rmtree(world.folder / "second")
    world.build()
    assert len(list(folder.glob("site-*.json"))) == 1


MEANWHILE = """
import sys
from pathlib import Path
from mingbai.site import build
file, old, new = Path(sys.argv.pop(1)), sys.argv.pop(1), sys.argv.pop(1)
make = build._make
def meanwhile(*words):
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    make(*words)
build._make = meanwhile
from mingbai.cli import main
main()
"""
"""mingbai, with somebody who edits a file once it is known what all say, and before it is made into pages."""


@pytest.mark.parametrize("name", ["lists/jia/dong/duties.yml", "overrides/lists/duties.html"])
def test_what_was_changed_while_it_was_built_and_then_back_is_made_again(
    world: World, tmp_path: Path, name: str
) -> None:
    file = world.folder / name
    put(world.folder / "overrides/lists/duties.html", (ROOT / "overrides/lists/duties.html").read_text("utf-8"))
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    before = file.read_bytes()
    old, new = ("草原", "湿地") if "lists/jia" in name else ("<section", "<!-- x --><section")
    put(tmp_path / "meanwhile.py", MEANWHILE)
    words = (str(tmp_path / "meanwhile.py"), str(file), old, new, "build", "--as-of", AS_OF, "--jobs", "1")
    clear(run(*words, cwd=world.folder), 0)
    assert new in (world.site / "jia/dong/duties/index.html").read_text("utf-8")
    file.write_bytes(before)
    world.build()
    assert tree(world.site) == world.whole()


# ── builds that end otherwise ────────────────────────────────────────────────


def test_a_build_that_was_refused_leaves_what_is_known_as_it_was(world: World) -> None:
    wanted, file = tree(world.site), kept(world).with_suffix(".db")
    before = file.read_bytes()
    put(world.folder / "content/about/index.md", "# 说明\n\n[哪里也不去](../nowhere/)\n")
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    assert outcome(world.build)
    assert (tree(world.site), file.read_bytes()) == (wanted, before)
    put(world.folder / "content/about/index.md", "# 说明\n")
    world.build()
    assert tree(world.site) == world.whole()


def test_a_link_to_what_is_gone_is_found_on_a_page_that_stays(world: World) -> None:
    """The page was right when it was made; what it leads to is no more."""
    put(world.folder / "content/about/index.md", "# 说明\n\n[西乡](../jia/xi/signboards/)\n")
    world.build()
    world.say({path: said for path, said in world.lists.items() if path != "jia/xi/signboards.yml"})
    assert "about/index.html" in outcome(world.build)[0]


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_build_that_is_killed_lets_the_next_one_make_what_a_whole_one_makes(
    world: World, tmp_path: Path, step: int
) -> None:
    """Right after it put something in its place: the past, the site, the memory."""
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    world.commit("改一项")
    put(tmp_path / "deadly.py", DEADLY)
    run(str(tmp_path / "deadly.py"), str(step), "build", "--as-of", AS_OF, cwd=world.folder)
    world.edit("jia/dong/duties.yml", name="森林防火")
    world.build()
    assert tree(world.site) == world.whole()


def test_two_builds_at_once_leave_what_the_next_one_can_rely_on(world: World) -> None:
    world.edit("jia/dong/duties.yml", name="森林草原防火")
    command = [sys.executable, "-m", "mingbai", "build", "--as-of", AS_OF]
    both = [subprocess.Popen(command, cwd=world.folder, env=environment(), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    world.edit("jia/xi/duties.yml", name="森林草原防火")
    world.build()
    assert tree(world.site) == world.whole()


# ── mingbai clean ────────────────────────────────────────────────────────────


def test_clean_takes_what_is_kept_and_what_was_left_and_nothing_else(world: World) -> None:
    clear(build(world.folder, "--to", "second"), 0)
    world.build()
    put(world.folder / ".site.new-abc/index.html", "half a site")
    put(world.folder / ".second.new-abc/index.html", "half a site")
    put(world.folder / ".cache/mingbai/.site-1234.db.new", "half a memory")
    before = {name: sum_ for name, sum_ in tree(world.folder).items() if not name.startswith(".")}
    done = mingbai("clean", cwd=world.folder)
    clear(done, 0)
    notes = sum(done.stdout.count(f"/{name}-") for name in ("stands", "frame"))  # of builds of old files
    assert len(done.stdout.splitlines()) - notes == 10, "4 folders, 2 seals and what they seal, half a one, the past"
    assert {name: sum_ for name, sum_ in tree(world.folder).items() if not name.startswith(".git")} == before
    assert not (world.folder / ".cache/mingbai").exists()
    assert "没有" in mingbai("clean", cwd=world.folder).stdout
    world.build()
    assert tree(world.site) == world.whole()


def test_clean_in_a_folder_of_several_sites_takes_its_own(tmp_path: Path) -> None:
    env = {"MINGBAI_CACHE": str(tmp_path / "cache")}
    for name in ("one", "other"):
        clear(build(small(tmp_path / name), env=env), 0)
    put(tmp_path / "cache/note", "somebody's")
    clear(mingbai("clean", cwd=tmp_path / "one", env=env), 0)
    (left,) = (tmp_path / "cache").glob("site-*.json")
    assert str(tmp_path / "other/site") in left.read_text("utf-8")
    assert (tmp_path / "cache/note").is_file()


def test_clean_leaves_the_old_site_where_it_is_all_that_there_is(world: World) -> None:
    wanted = tree(world.site)
    world.site.rename(world.folder / ".site.old")
    clear(mingbai("clean", cwd=world.folder), 0)
    assert tree(world.folder / ".site.old") == wanted


def test_clean_without_a_site_says_so(tmp_path: Path) -> None:
    clear(mingbai("clean", cwd=tmp_path), 2)
