"""``mingbai new``: a starting file for a list of any kind that check accepts, and nothing overwritten."""

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft7Validator

from mingbai.cli import main
from mingbai.kinds import KINDS, UNKNOWN
from mingbai.kinds.schema import schema_of
from mingbai.kinds.shape import choices
from site_fixtures import AS_OF, put, tree

AREAS = {"": "全国", "hubei": "湖北省", "hubei/jingmen": "荆门市"}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with three places and no list."""
    for (path, name), level in zip(AREAS.items(), ("国家", "省", "市"), strict=True):
        put(tmp_path / "lists" / path / "area.yml", {"name": name, "level": level})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ask(*words: str) -> Result:
    """A command in this process; it may end, but not fail."""
    done = CliRunner().invoke(main, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def refused(done: Result) -> None:
    """Exit 2 and a word in Chinese on what to do."""
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    assert re.search("[\u4e00-\u9fff]{2}", done.stderr), done.stderr


@pytest.mark.parametrize("kind", KINDS)
def test_check_accepts_it(place: Path, kind: str) -> None:
    done = ask("new", kind, "hubei/jingmen")
    assert done.exit_code == 0, done.output
    file = place / f"lists/hubei/jingmen/{kind}.yml"
    assert file.is_file()
    assert f"{kind}.yml" in done.stdout
    found = ask("check", "--as-of", AS_OF)
    assert found.exit_code == 0, found.output
    assert " error " not in found.output


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_canonical(kind: str) -> None:
    ask("new", kind, "hubei")
    done = ask("fmt", "--check")
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_editor_finds_no_fault_and_explains_every_field(place: Path, kind: str) -> None:
    ask("new", kind, "hubei")
    data = yaml.safe_load((place / f"lists/hubei/{kind}.yml").read_text("utf-8"))
    schema = schema_of(KINDS[kind])
    assert not [error.message for error in Draft7Validator(schema).iter_errors(data)]
    for told in (schema["properties"], schema["properties"]["items"]["items"]["properties"]):
        assert all(field["title"] and field["description"] for field in told.values())


@pytest.mark.parametrize("kind", KINDS)
def test_it_claims_nothing(place: Path, kind: str) -> None:
    """Nothing that only a source could say: the status is open, and so is every word that may be."""
    ask("new", kind, "hubei")
    data = yaml.load((place / f"lists/hubei/{kind}.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    assert (data["status"], data["completeness"]) == (UNKNOWN, "节录")
    assert "湖北省" in data["title"]
    (item,) = data["items"]
    for fields, model in ((data, KINDS[kind].header), (item, KINDS[kind].item)):
        for name, info in model.model_fields.items():
            assert name in fields or not info.is_required(), name
            if UNKNOWN in choices(info.annotation) and name in fields:
                assert fields[name] == UNKNOWN, name
    assert data["sources"][0]["title"] == UNKNOWN


@pytest.mark.parametrize("area", [".", "/", "hubei/", "hubei/jingmen", "./hubei", "./"])
def test_ways_to_name_a_place(place: Path, area: str) -> None:
    done = ask("new", "duties", area)
    assert done.exit_code == 0, done.output
    assert (place / "lists" / area.strip("/") / "duties.yml").is_file()


def test_lists_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert ask("new", "duties", "hubei", "--lists", str(place / "lists")).exit_code == 0
    assert (place / "lists/hubei/duties.yml").is_file()


def test_a_second_list_of_the_kind(place: Path) -> None:
    assert ask("new", "certificates", "hubei").exit_code == 0
    assert ask("new", "certificates", "hubei", "--slug", "dierpi").exit_code == 0
    assert (place / "lists/hubei/certificates.dierpi.yml").is_file()
    assert ask("check", "--as-of", AS_OF).exit_code == 0


def test_never_overwrites(place: Path) -> None:
    ask("new", "duties", "hubei")
    ask("new", "duties", "hubei", "--slug", "a")
    put(place / "lists/hubei/duties.yml", "mine\n")
    before = tree(place)
    refused(ask("new", "duties", "hubei"))
    refused(ask("new", "duties", "hubei", "--slug", "a"))
    assert "--slug" in ask("new", "duties", "hubei").stderr
    assert tree(place) == before


@pytest.mark.parametrize("area", ["hunan", "hubei/wuhan", "hubei/../..", "..", "/tmp", "_site", "湖北"])
def test_an_unknown_place(place: Path, area: str) -> None:
    before = tree(place.parent)
    done = ask("new", "duties", area)
    refused(done)
    assert "area.yml" in done.stderr
    assert tree(place.parent) == before


@pytest.mark.parametrize("slug", ["第二批", "A", "a.b", "a b", "../../a", "a/b", "-", "/tmp/a"])
def test_a_slug_that_is_none(place: Path, slug: str) -> None:
    """What check would not accept as a file name is refused, and nothing is written outside the place."""
    before = tree(place.parent)
    refused(ask("new", "duties", "hubei", f"--slug={slug}"))
    assert tree(place.parent) == before


def test_an_unknown_kind() -> None:
    done = ask("new", "zhengming", "hubei")
    assert done.exit_code == 2
    assert "certificates" in done.stderr


def test_without_lists(place: Path) -> None:
    refused(ask("new", "duties", "hubei", "--lists", "nowhere"))
