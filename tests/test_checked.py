"""Checking again: only what changed is looked at, and what is said is what a check says that knows nothing."""

import os
import random
import shutil
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cache_world import EDITS, World
from helpers import CASES, MORE, ROOT, TODAY
from mingbai import check as checks
from mingbai import sums
from mingbai.areas import Area, Tree
from mingbai.catalog import Catalog, Reading
from mingbai.check import Findings, check
from mingbai.checked import checked
from mingbai.problems import Problem
from mingbai.site_files import SiteFiles
from site_fixtures import CALL, DUTY, HEAD, OTHER_CALL, put

# ── the same as a check that knows nothing ───────────────────────────────────

STEPS = 12
ROUNDS = 4 if MORE == 1 else max(4, 26 * MORE // STEPS)  # MINGBAI_EXAMPLES=20: some 500 checks


def exchange(dice: random.Random, world: World) -> None:
    """Two places change their folders: every file in them is as old as it was."""
    lists = world.folder / "lists"
    places = sorted(path.rpartition("/")[0] for path in world.lists if path.count("/") == 2 and "area.yml" in path)
    one, other = dice.choice(places), dice.choice(places)
    if one == other:
        return
    (lists / one).rename(lists / "aside")
    (lists / other).rename(lists / one)
    (lists / "aside").rename(lists / other)
    moved = {f"{one}/": f"{other}/", f"{other}/": f"{one}/"}
    world.lists = {
        next((new + path[len(old) :] for old, new in moved.items() if path.startswith(old)), path): said
        for path, said in world.lists.items()
    }


def unseen(dice: random.Random, world: World) -> None:
    """A list says something else, is as long and was changed when it was changed before."""
    file = dice.choice(sorted((world.folder / "lists").rglob("duties.yml")))
    before = file.stat()
    file.write_bytes(file.read_bytes().replace("防".encode(), dice.choice("防仿").encode()))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def proved(dice: random.Random, world: World) -> None:
    """A list names a copy of its source and a row of the inventory, which are there or not."""
    lists, data = deepcopy(world.lists), dice.choice([b"%PDF-1.4", b"%PDF-1.5", b"no document"])
    named = dice.choice([data, b"%PDF-1.4"])
    path = dice.choice(sorted(path for path in lists if "items" in lists[path]))
    source = {
        "title": "某通知",
        "form": "原文",
        "sha256": sha256(named).hexdigest(),
        "rows": [dice.choice(["1.1", "1.2"])],
    }
    lists[path]["sources"] = [source]
    row = {"no": dice.choice(["1.1", "1.2"]), "what": "事项", "publish": "清单"}
    lists["_site/inventory.yml"] = {"documents": [{"no": "1", "title": "某通知", "rows": [row]}]}
    world.say(lists)
    copies = world.folder / "lists/_site/archive"
    if dice.random() < 0.3:
        shutil.rmtree(copies, ignore_errors=True)
    else:
        put(copies / f"{sha256(data).hexdigest()}.pdf", dice.choice([data, data, b"%PDF- changed"]))


def cited(dice: random.Random, world: World) -> None:
    """One document has a number here, and perhaps another one there."""
    lists = deepcopy(world.lists)
    path = dice.choice(sorted(path for path in lists if "items" in lists[path]))
    for item in lists[path]["items"]:
        item["legal_basis"] = [{"title": "某意见", "doc_no": f"某发〔2026〕{dice.randrange(1, 3)}号"}]
    world.say(lists)


def called(dice: random.Random, world: World) -> None:
    """Somebody else is to be called in a place, or nobody."""
    lists = deepcopy(world.lists)
    place = dice.choice(["", "jia/", "yi/", "jia/dong/", "yi/nan/"])
    item = {**CALL, "authority": dice.choice(["某局", "某办"]), "phones": [dice.choice(["12345", "待核实", "0858-"])]}
    lists[f"{place}channels.yml"] = {**HEAD, "items": [item]}
    if dice.random() < 0.3:
        del lists[f"{place}channels.yml"]
    world.say(lists)


def roles(dice: random.Random, world: World) -> None:
    """A duty is taken back above, or is basic below."""
    lists = deepcopy(world.lists)
    for place in dice.sample(["", "jia/", "yi/", "jia/dong/", "yi/xi/"], 2):
        items = lists.get(f"{place}duties.yml", lists["yi/xi/duties.yml"])["items"]
        lists[f"{place}duties.yml"] = {**HEAD, "items": [{**items[0], "role": dice.choice(["收回", "基本"])}]}
    world.say(lists)


def level(dice: random.Random, world: World) -> None:
    """A place is of another level, has another name, or none."""
    lists = deepcopy(world.lists)
    path = dice.choice(sorted(path for path in lists if path.endswith("/area.yml")))
    lists[path] |= dice.choice([{"level": "村"}, {"level": "县"}, {"name": "改了名"}, {"name": ""}])
    if dice.random() < 0.2:
        del lists[path]
    world.say(lists)


def strange(dice: random.Random, world: World) -> None:
    """Something comes or goes that no list is."""
    lists = world.folder / "lists"
    for name in dice.sample(
        ["note.txt", "jia/.hidden.yml", "jia/Dong/x.yml", "all/x.yml", "_own/x.yml", "yi/odd.yml"], 2
    ):
        if (lists / name).exists():
            (lists / name).unlink()
        else:
            put(lists / name, dice.choice(["a", "b"]))
    for name in ("jia/Dong", "all"):
        if (lists / name).is_dir() and not any((lists / name).iterdir()):
            (lists / name).rmdir()


def linked(dice: random.Random, world: World) -> None:
    """A list is a link to another one, which may be gone."""
    link = world.folder / "lists/demo/certificates.lian.yml"
    link.unlink(missing_ok=True)
    link.symlink_to(
        world.folder / dice.choice(["lists/certificates.yml", "lists/jia/certificates.yml", "lists/gone.yml"])
    )


def unreadable(dice: random.Random, world: World) -> None:
    """A list is in another encoding, and right again."""
    file = world.folder / "lists/jia/dong/duties.yml"
    if file.is_file():
        put(file, dice.choice(["标题".encode("gb18030"), world.lists.get("jia/dong/duties.yml", "title: 某")]))


OF_BUILDS = {"template", "frame", "page", "setting", "committed", "packed", "by_hand"}
OWN = [exchange, unseen, proved, cited, called, roles, level, strange, linked, unreadable]
ALL: list[Callable[[random.Random, World], None]] = [*(one for one in EDITS if one.__name__ not in OF_BUILDS), *OWN]


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_after_any_edits_the_same_is_found_as_by_a_check_that_knows_nothing(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # else no file of this test is ever old enough
        monkeypatch.setattr(sums, "RACY", 0)
    dice, world, told = random.Random(seed), World(tmp_path, past=False), list[str]()
    queue = [ALL[(seed * STEPS + at) % len(ALL)] for at in range(STEPS)] if seed < 4 else []
    dice.shuffle(queue)
    lists, found = world.folder / "lists", set[str]()
    checked(lists, world.day)
    for _ in range(STEPS):
        for edit in [queue.pop()] if queue else dice.choices(ALL, k=dice.choice([0, 1, 1, 1, 2, 3])):
            told.append(edit.__name__)
            edit(dice, world)
        wanted = check(lists, world.day, jobs=1)
        assert checked(lists, world.day) == wanted, told
        assert checked(lists, world.day) == wanted, told
        found |= {problem.code for problem in wanted}
    assert found


# ── each thing that findings follow from ─────────────────────────────────────

COPY = b"%PDF-1.4"
SHA = sha256(COPY).hexdigest()
ONE_CALL = {"yi/channels.yml": {**HEAD, "items": [CALL]}, "channels.yml": None, "jia/channels.yml": None}
SOURCED = {**HEAD, "sources": [{"title": "某通知", "form": "原文", "sha256": SHA, "rows": ["1.1"]}], "items": [DUTY]}
ROWS = {"documents": [{"no": "1", "title": "某通知", "rows": [{"no": "1.1", "what": "事项", "publish": "清单"}]}]}
BASIS = [{"title": "某意见", "doc_no": "某发〔2026〕1号"}]
OTHER_BASIS = [{"title": "某意见", "doc_no": "某发〔2026〕2号"}]


def led(kind: str, area: str, id: str) -> dict[str, Any]:
    """A situation that leads to one item."""
    question = {"ask": "要办", "items": [{"kind": kind, "area": area, "id": id}]}
    return {"situations": [{"id": "qingkuang", "name": "情况", "about": "要办。", "questions": [question]}]}


FOLLOWS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "C203 a level above": ({}, {"jia/area.yml": {"name": "甲县", "level": "乡"}}),
    "C106 a place": ({}, {"jia/dong/area.yml": {"name": "", "level": "乡"}}),
    "C201 a place that says nothing": ({}, {"jia/dong/area.yml": None}),
    "C330 the name of a place": (ONE_CALL, {"yi/area.yml": {"name": "丙县", "level": "县"}}),
    "C330 the level of a place": (
        {**ONE_CALL, "yi/channels.yml": {**HEAD, "items": [CALL, {**CALL, "id": "bie", "authority": "别的局"}]}},
        {"yi/area.yml": {"name": "乙县", "level": "村"}},
    ),
    "C330 a list above": (
        {**ONE_CALL, "yi/channels.yml": None, "yi/nan/channels.yml": {**HEAD, "items": [CALL]}},
        {"channels.yml": {**HEAD, "items": [OTHER_CALL]}},
    ),
    "C325 a list of the place above": (
        {"jia/dong/duties.yml": {**HEAD, "items": [{**DUTY, "role": "基本"}]}},
        {"jia/duties.yml": {**HEAD, "items": [{**DUTY, "role": "收回"}]}},
    ),
    "C104 a list": ({}, {"jia/dong/channels.yml": {**HEAD, "items": [{**CALL, "phones": ["0858-"]}]}}),
    "C204 a file that is no list": ({}, {"jia/note.yml": b"a"}),
    "C202 a folder that is no place": ({}, {"jia/Dong/": b""}),
    "C201 a folder": ({}, {"jia/xin/": b""}),
    "C001 a list in another encoding": ({}, {"jia/duties.yml": "标题".encode("gb18030")}),
    "C209 a copy that comes": ({"jia/duties.yml": SOURCED}, {f"_site/archive/{SHA}.pdf": COPY}),
    "C209 a copy that is wanted no more": (
        {"jia/duties.yml": SOURCED, f"_site/archive/{SHA}.pdf": COPY},
        {"jia/duties.yml": None},
    ),
    "C209 a copy that is another one": (
        {"jia/duties.yml": SOURCED, f"_site/archive/{SHA}.pdf": COPY},
        {f"_site/archive/{SHA}.pdf": b"%PDF-1.5"},
    ),
    "C208 the inventory": (
        {"jia/duties.yml": SOURCED, "_site/inventory.yml": {"documents": []}},
        {"_site/inventory.yml": ROWS},
    ),
    "C206 a situation": ({}, {"_site/situations.yml": led("duties", "yi/xi", "gaoling")}),
    "C206 an item that a situation leads to": (
        {"_site/situations.yml": led("services", "jia/xi", "dibao")},
        {"jia/xi/services.yml": None},
    ),
    "C206 another item of a list that stays": (
        {"_site/situations.yml": led("duties", "yi/xi", "gaoling")},
        {"_site/situations.yml": led("duties", "yi/xi", "fangxun")},
    ),
    "C205 an old id": (
        {},
        {"_site/moved.yml": {"moved": [{"kind": "duties", "old": "a", "new": "b", "reason": "改名"}]}},
    ),
    "C207 a synonym": ({}, {"_site/synonyms.yml": {"synonyms": [{"say": ["火"], "means": ["森林防火"]}]}}),
    "C210 the format": ({}, {"_site/format.yml": {"format": "0"}}),
    "C307 a document that another place cites": (
        {"jia/dong/duties.yml": {**HEAD, "items": [{**DUTY, "legal_basis": BASIS}]}},
        {"yi/nan/duties.yml": {**HEAD, "items": [{**DUTY, "legal_basis": OTHER_BASIS}]}},
    ),
}  # fmt: skip
"""By the code that comes or goes: what lists say, and an edit."""


def told(problems: list[Problem], code: str) -> list[str]:
    return [str(problem) for problem in problems if problem.code == code]


def write(lists: Path, files: dict[str, Any]) -> None:
    """Write files of the lists, make folders (``a/``); None takes a file away."""
    for path, said in files.items():
        if path.endswith("/"):
            (lists / path).mkdir()
        elif said is None:
            (lists / path).unlink(missing_ok=True)
        else:
            put(lists / path, said)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Lists that were checked."""
    world = World(tmp_path, past=False)
    checked(world.folder / "lists", world.day)
    return world


@pytest.mark.parametrize("name", FOLLOWS)
def test_what_follows_from_an_edit_is_found(world: World, name: str) -> None:
    (before, edit), code, lists = FOLLOWS[name], name[:4], world.folder / "lists"
    write(lists, before)
    old = checked(lists, world.day)
    write(lists, edit)
    new = checked(lists, world.day)
    assert told(old, code) != told(new, code), "the case shows nothing"
    assert new == check(lists, world.day, jobs=1)


def test_another_day_finds_what_has_run_out(world: World) -> None:
    lists = world.folder / "lists"
    put(lists / "jia/duties.yml", {**HEAD, "effective_to": "2026-12-31", "items": [DUTY]})
    for day, wanted in (("2026-12-31", 0), ("2027-01-01", 1), ("2026-12-31", 0)):
        assert len(told(checked(lists, date.fromisoformat(day)), "C304")) == wanted


LISTS = [ROOT / "lists", *sorted(folder for group in ("rules", "areas") for folder in (CASES / group).rglob("lists"))]


def test_no_rule_looks_at_what_lies_beside_or_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor at other files: what findings follow from is what keys are made of."""
    asked, real, whole = set[tuple[str, str]](), Catalog.reading, checks.check_area
    here = ""

    def reading(catalog: Catalog, path: str) -> Reading:
        asked.add((here, path))
        return real(catalog, path)

    def look(catalog: Catalog, area: Area, files: SiteFiles) -> Findings:
        nonlocal here
        here = area.path
        with monkeypatch.context() as patch:
            patch.setattr(Catalog, "reading", reading)
            patch.delattr(Tree, "children")
            patch.delattr(Tree, "__iter__")
            return whole(catalog, area, files)

    monkeypatch.setattr(checks, "check_area", look)
    for lists in LISTS:
        check(lists, TODAY, jobs=1)
    assert len(asked) > 100
    assert not [(place, path) for place, path in asked if path and path != place and not place.startswith(f"{path}/")]
