"""``mingbai fmt``: one canonical form, written once, with nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mingbai.cli import main
from site_fixtures import BOARD, HEAD, PROOF, ROOT, SMALL, put, tree
from site_pages import plain_yaml

LOOSE = "items:\n- {role: 基本, name: '森林防火', id: \"fanghuo\"}\nstatus: 现行\ntitle: 某清单\ncompleteness: 完整\n"


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


def test_lists_of_the_repository_are_in_canonical_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = ask("fmt", "--check")
    assert (done.exit_code, done.output) == (0, "")


def test_fmt_writes_the_canonical_form_once(place: Path) -> None:
    file = place / "lists/jia/duties.yml"
    put(file, LOOSE)
    before = plain_yaml(LOOSE)
    done = ask("fmt")
    assert done.exit_code == 0
    assert "lists/jia/duties.yml" in done.stdout
    text = file.read_text("utf-8")
    assert text != LOOSE
    assert text.startswith("title: 某清单\n")
    assert text.index("id: fanghuo") < text.index("name: 森林防火") < text.index("role: 基本")
    assert plain_yaml(text) == before
    again = ask("fmt")
    assert (again.exit_code, again.output) == (0, "")
    assert ask("fmt", "--check").exit_code == 0
    assert file.read_text("utf-8") == text


def test_fmt_check_only_looks(place: Path) -> None:
    put(place / "lists/jia/duties.yml", LOOSE)
    before = tree(place)
    done = ask("fmt", "--check")
    assert done.exit_code == 1
    assert "lists/jia/duties.yml" in done.stdout
    assert tree(place) == before


def test_fmt_of_chosen_paths(place: Path) -> None:
    put(place / "lists/jia/duties.yml", LOOSE)
    put(place / "lists/jia/yi/area.yml", "level: 乡\nname: 乙镇\n")
    done = ask("fmt", "lists/jia/yi")
    assert done.exit_code == 0
    assert (place / "lists/jia/duties.yml").read_text("utf-8") == LOOSE
    assert (place / "lists/jia/yi/area.yml").read_text("utf-8") == "name: 乙镇\nlevel: 乡\n"


@pytest.mark.parametrize("comment", ["# 周末无人接听\n", "title: 某清单 # 注\n"])
def test_fmt_refuses_to_drop_a_comment(place: Path, comment: str) -> None:
    file = place / "lists/jia/duties.yml"
    text = comment + LOOSE.replace("title: 某清单\n", "" if "title" in comment else "title: 某清单\n")
    put(file, text)
    for words in (["fmt"], ["fmt", "--check"]):
        done = ask(*words)
        assert done.exit_code == 1
        assert "lists/jia/duties.yml" in done.stderr
        assert "C011" in done.stderr
        assert file.read_text("utf-8") == text


def test_fmt_leaves_what_it_cannot_read(place: Path) -> None:
    put(place / "lists/jia/duties.yml", "title: [\n")
    put(place / "lists/jia/signboards.yml", f"items: [{json.dumps(BOARD, ensure_ascii=False)}]\ntitle: 某清单\n")
    done = ask("fmt")
    assert done.exit_code == 1
    assert "lists/jia/duties.yml:" in done.stderr
    assert (place / "lists/jia/duties.yml").read_text("utf-8") == "title: [\n"
    assert (place / "lists/jia/signboards.yml").read_text("utf-8").startswith("title: 某清单\n")


@pytest.mark.parametrize("words", [["lists/nowhere.yml"], ["--lists", "nowhere"]])
def test_what_fmt_cannot_do(place: Path, words: list[str]) -> None:
    assert ask("fmt", *words).exit_code == 2


def test_fmt_keeps_every_value(place: Path) -> None:
    values = [
        "0858",
        "no",
        "8:30",
        "2024-09-14",
        "1e3",
        "~x",
        "a: b",
        "# a",
        "- a",
        "[a]",
        "多行\n文字",
        " 空格 ",
        "\\n",
        "'",
        '"',
    ]
    rows: list[dict[str, Any]] = [
        {**PROOF, "id": f"p{n}", "aliases": [value], "remark": value} for n, value in enumerate(values)
    ]
    data = {**HEAD, "body": "村(居)委会", "items": rows}
    file = place / "lists/certificates.yml"
    put(file, json.dumps(data, ensure_ascii=False, indent=1))
    assert ask("fmt", "lists/certificates.yml").exit_code == 0
    assert plain_yaml(file.read_bytes()) == data
