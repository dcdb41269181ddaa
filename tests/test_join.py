"""A site built branch by branch and joined: the same bytes as a whole build's, or plain words why not."""

import json
import shutil
from pathlib import Path

import pytest

from site_fixtures import AS_OF, CALL, DUTY, HEAD, PROOF, build, mingbai, put, said, small, tree

PROOFS = {**HEAD, "body": "村(居)委会"}
TOWNS = {
    f"{county}/{town}/{name}": content
    for county, county_name in (("yi", "乙县"), ("bing", "丙县"))
    for town, town_name in (("dong", "东镇"), ("xi", "西镇"))
    for name, content in (
        ("area.yml", {"name": f"{county_name}{town_name}", "level": "乡"}),
        ("duties.yml", {**HEAD, "items": [DUTY, {**DUTY, "id": town, "name": f"{town_name}自己的事"}]}),
    )
} | {
    "yi/area.yml": {"name": "乙县", "level": "县"},
    "bing/area.yml": {"name": "丙县", "level": "县"},
    "bing/certificates.yml": {**PROOFS, "items": [PROOF, {**PROOF, "id": "jian", "name": "健在证明"}]},
    "bing/channels.yml": {**HEAD, "items": [CALL]},
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's folder with a whole build in site/ and two counties in parts/."""
    folder = small(tmp_path_factory.mktemp("join") / "work", TOWNS)
    assert build(folder).returncode == 0
    for county in ("yi", "bing"):
        done = build(folder, "--areas", county, "--to", f"parts/{county}")
        assert done.returncode == 0, said(done)
    return folder


@pytest.fixture
def folder(parts: Path, tmp_path: Path) -> Path:
    """The same to do harm to."""
    return Path(shutil.copytree(parts, tmp_path / "work"))


def join(folder: Path, *words: str, day: str = AS_OF):
    return mingbai("join", "--as-of", day, *words, cwd=folder)


def test_a_branch_is_the_pages_of_its_places_and_what_the_whole_needs_to_know(parts: Path) -> None:
    branch, whole = tree(parts / "parts/yi"), tree(parts / "site")
    assert branch.pop("branch.jsonl")
    mine = {path: sum_ for path, sum_ in whole.items() if path.startswith("yi/")}
    assert branch == mine


def test_joined_branches_are_the_whole_site(folder: Path) -> None:
    done = join(folder, "parts/yi", "parts/bing", "--to", "joined")
    assert done.returncode == 0, said(done)
    assert tree(folder / "joined") == tree(folder / "site")


def test_branches_are_joined_over_a_site_that_stands(folder: Path) -> None:
    before = tree(folder / "site")
    put(folder / "lists/jia/duties.yml", {**HEAD, "items": [{**DUTY, "name": "河道巡查"}]})
    assert build(folder, "--to", "wanted").returncode == 0
    for county in ("yi", "bing"):
        assert build(folder, "--areas", county, "--to", f"parts/{county}").returncode == 0
    after = tree(folder / "wanted")
    done = join(folder, "parts/yi", "parts/bing")
    assert done.returncode == 0, said(done)
    assert tree(folder / "site") == after != before


def test_a_place_without_a_branch_is_made_on_joining(folder: Path) -> None:
    done = join(folder, "parts/bing", "--to", "joined")
    assert done.returncode == 0, said(done)
    assert tree(folder / "joined") == tree(folder / "site")


def test_branches_are_joined_with_the_files_for_publishing_as_well(folder: Path) -> None:
    assert build(folder, "--areas", "yi/dong", "yi/xi", "--to", "parts/towns").returncode == 0
    done = join(folder, "parts/towns", "--to", "joined")
    assert done.returncode == 0, said(done)
    assert tree(folder / "joined") == tree(folder / "site")


REFUSED = {
    "another day": (
        lambda folder: None,
        ["parts/yi"],
        "2030-01-01",
        "parts/yi 是用别的设置、别的程序或者在清单改动以前建的",
    ),
    "a list that changed": (
        lambda folder: put(folder / "lists/yi/xi/duties.yml", {**HEAD, "items": [DUTY]}),
        ["parts/bing", "parts/yi"],
        AS_OF,
        "parts/yi 建好以后 yi/xi 的清单改过,重建这一支",
    ),
    "a place that is new": (
        lambda folder: put(folder / "lists/yi/nan/area.yml", {"name": "南镇", "level": "乡"}),
        ["parts/yi"],
        AS_OF,
        "在清单改动以前建的,重建这一支",
    ),
    "one place twice": (lambda folder: None, ["parts/yi", "parts/yi"], AS_OF, "另一支里也有,两支只留一支"),
    "no branch": (lambda folder: None, ["site"], AS_OF, "site 里没有 branch.jsonl,不是 mingbai build --areas 建的一支"),
    "no folder": (lambda folder: None, ["nirgends"], AS_OF, "nirgends 里没有 branch.jsonl"),
    "a damaged branch": (
        lambda folder: (folder / "parts/yi/branch.jsonl").write_text('{"made": "'),
        ["parts/yi"],
        AS_OF,
        "branch.jsonl 坏了,重建这一支",
    ),
    "a branch of other shape": (
        lambda folder: (folder / "parts/yi/branch.jsonl").write_text('{"digests": {"yi": {"findings": 3}}}'),
        ["parts/yi"],
        AS_OF,
        "branch.jsonl 坏了,重建这一支",
    ),
    "a file that is lost": (
        lambda folder: (folder / "parts/yi/yi/dong/duties/index.html").unlink(),
        ["parts/yi"],
        AS_OF,
        "yi/dong/duties/",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_belong_together_is_not_joined(folder: Path, case: str) -> None:
    spoil, words, day, told = REFUSED[case]
    before = tree(folder / "site")
    spoil(folder)
    done = join(folder, *words, day=day)
    assert done.returncode == 2, said(done)
    assert told in said(done)
    assert "旧网站没有动" in said(done)
    assert "Traceback" not in said(done)
    assert tree(folder / "site") == before


WRONG_WORDS = {
    "a place that there is not": (["--areas", "wu", "--to", "x"], "清单里没有 wu 这个地方"),
    "no place": (["--areas", "--to", "x"], "--areas 后面写地方"),
    "no target": (["--areas", "yi"], "用 --to 写明放在哪里"),
    "a place without --areas": (["yi"], "多写了 yi"),
}


@pytest.mark.parametrize("case", WRONG_WORDS)
def test_a_branch_that_cannot_be_built_is_told(folder: Path, case: str) -> None:
    words, told = WRONG_WORDS[case]
    before = tree(folder / "site")
    done = build(folder, *words)
    assert done.returncode == 2
    assert told in said(done)
    assert tree(folder / "site") == before
    assert not (folder / "x").exists()


def test_errors_of_a_branch_stop_it_and_those_of_others_do_not(folder: Path) -> None:
    put(folder / "lists/bing/dong/duties.yml", {**HEAD, "items": [{**DUTY, "role": "必须"}]})
    good, bad = (build(folder, "--areas", county, "--to", f"new/{county}") for county in ("yi", "bing"))
    assert good.returncode == 0, said(good)
    assert bad.returncode == 1
    assert "lists/bing/dong/duties.yml" in said(bad)
    assert not (folder / "new/bing").exists()


def test_lists_only_makes_the_pages_of_lists_and_nothing_else(folder: Path) -> None:
    done = build(folder, "--lists-only", "--to", "bare")
    assert done.returncode == 0, said(done)
    bare, whole = tree(folder / "bare"), tree(folder / "site")
    duties = {path for path in bare if path.endswith("/duties/index.html")}
    assert {path for path in bare if path.startswith("yi/")} == {path for path in duties if path.startswith("yi/")}
    assert len(duties) == 5
    assert all(bare[path] == whole[path] for path in duties)
    assert not list((folder / "bare").rglob("data.json"))


def test_a_branch_tells_of_its_places_and_of_nothing_private(parts: Path) -> None:
    told = [json.loads(line) for line in (parts / "parts/yi/branch.jsonl").read_text("utf-8").splitlines()]
    assert set(told[0]["places"]) == {"yi", "yi/dong", "yi/xi"}
    assert str(parts) not in (parts / "parts/yi/branch.jsonl").read_text("utf-8")
