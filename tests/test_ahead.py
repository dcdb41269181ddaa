"""A folder looked at by another process: what it finds, and when it is not to be believed."""

import os
import sys
from pathlib import Path

import pytest

from mingbai.ahead import Ahead, look
from mingbai.site.output import gather
from site_fixtures import ROOT, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A page, a file whose name is no character, a link, a folder with nothing in it."""
    made = tmp_path / "spare"
    (made / "jia/empty").mkdir(parents=True)
    (made / "jia/index.html").write_text("甲", "utf-8")
    (made / os.fsdecode(b"\xff")).write_text("x", "utf-8")
    (made / "link").symlink_to("jia", target_is_directory=True)
    return made


def test_another_process_finds_what_lies_there(folder: Path) -> None:
    files, folders = found = look(str(folder))
    assert Ahead(folder).look(folder) == found
    assert set(files) == {"jia/index.html", os.fsdecode(b"\xff"), "link"}
    assert folders == ["jia", "jia/empty"]
    stat = (folder / "jia/index.html").stat()
    assert files["jia/index.html"] == (stat.st_ino, stat.st_size, stat.st_mtime_ns)


@pytest.mark.parametrize("env", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}, {"PYTHONUTF8": "1"}], ids=str)
def test_names_are_the_same_words_in_any_locale(folder: Path, env: dict[str, str]) -> None:
    (folder / "清单").mkdir()
    (folder / "清单/index.html").write_text("甲", "utf-8")
    said = "import sys; from pathlib import Path; from mingbai.ahead import Ahead, look; folder = Path(sys.argv[1]);"
    done = run("-c", f"{said} assert Ahead(folder).look(folder) == look(str(folder))", str(folder), cwd=ROOT, env=env)
    assert done.returncode == 0, done.stderr


def test_what_was_moved_meanwhile_is_looked_at_where_it_lies(folder: Path) -> None:
    wanted, ahead = look(str(folder)), Ahead(folder)
    there = folder.rename(folder.with_name("new"))
    assert ahead.look(there) == wanted


def test_a_folder_that_others_have_moved_or_changed_does_not_hold(folder: Path) -> None:
    ahead = Ahead(folder)
    assert ahead.holds(folder)
    other = folder.rename(folder.with_name("other"))
    assert not ahead.holds(folder)
    other.rename(folder)
    assert not ahead.holds(folder), "it may have been built into elsewhere"
    ahead.close()
    ahead.close()


def test_where_no_process_can_be_the_folder_is_looked_at_when_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert Ahead(folder).look(folder) == look(str(folder))


def test_a_folder_that_is_not_there_holds_until_it_is(tmp_path: Path) -> None:
    ahead = Ahead(tmp_path / "spare")
    assert ahead.holds(tmp_path / "spare")
    (tmp_path / "spare").mkdir()
    assert not ahead.holds(tmp_path / "spare")
    assert ahead.look(tmp_path / "spare") == ({}, [])


def test_a_site_is_gathered_whatever_the_folder_held(folder: Path, tmp_path: Path) -> None:
    """Of what lay there only what stays is left: no file, link or folder of something else, nor where one is needed."""
    live, made = tmp_path / "live", tmp_path / "made"
    for place in (live, made):
        place.mkdir()
    for address in ("stays", "deep/stays", "lost"):
        (live / address).parent.mkdir(exist_ok=True)
        (live / address).write_text(address, "utf-8")
    os.link(live / "stays", folder / "stays")
    (made / "link").mkdir()
    (made / "link/index.html").write_text("new", "utf-8")
    (made / "jia").write_text("new", "utf-8")
    (folder / "deep").write_text("a file where a folder has to be", "utf-8")
    stay = {address: (live / address).stat().st_ino for address in ("stays", "deep/stays")}
    files, links = gather(made, folder, live, stay, look(str(folder)))
    assert links
    assert files == {"stays", "deep/stays", "jia", "link/index.html"}
    found, folders = look(str(folder))
    assert set(found) == files
    assert sorted(folders) == ["deep", "link"]
    assert [found[address][0] for address in stay] == list(stay.values())
