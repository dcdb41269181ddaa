"""What holds where: random trees of places and lists against a plain reading of design.md §3."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import TODAY, header, many, old_ids, proof, site
from mingbai.areas import scan
from mingbai.catalog import Catalog, day
from mingbai.kinds import KINDS
from mingbai.moved import FILE, Move, Moves
from mingbai.site_files import read_site_files
from worlds import (
    PLACES,
    SOURCE,
    VILLAGE,
    above,
    check_origin,
    in_force_since,
    of_today,
    open_catalog,
    place_of,
    reasons,
    worlds,
)


@pytest.mark.parametrize("kind", ["certificates", "signboards"])
@many(150)
@given(st.data())
def test_for_one_item_the_nearest_list_in_force_wins(kind, data):
    files = data.draw(worlds(kind))
    with tempfile.TemporaryDirectory() as folder:
        catalog = open_catalog(files, folder)
        for place in PLACES:
            said = [
                (path, row)
                for here in above(place)
                for path, file in files.items()
                if place_of(path) == here
                for row in file["items"]
            ]
            holdings = {holding.id: holding for holding in catalog.holding(place, KINDS[kind])}
            assert set(holdings) == {row["id"] for _, row in said}
            for id, holding in holdings.items():
                mine = [(path, row) for path, row in said if row["id"] == id]
                told = [check_origin(statement, files) for statement in holding.every]
                assert sorted(path for path, _ in told) == sorted(path for path, _ in mine), "nothing is left out"
                binding = [(path, row) for path, row in mine if not reasons(files[path], row)]
                if not binding:
                    assert holding.deciding is None and holding.shown is holding.others[0]
                    assert holding.shown.area.path == place_of(mine[0][0])
                    continue
                assert holding.deciding is not None and holding.shown is holding.deciding
                nearest = [(path, row) for path, row in binding if place_of(path) == place_of(binding[0][0])]
                latest = max(in_force_since(files[path], row) for path, row in nearest)
                winner, row = check_origin(holding.deciding, files)
                assert winner in [path for path, _ in nearest]
                assert in_force_since(files[winner], row) == latest
                distances = [len(statement.area.path) for statement in holding.others]
                assert distances == sorted(distances, reverse=True), "nearest first"


@many(40)
@given(worlds("duties"))
def test_a_local_list_speaks_of_its_own_place_only(files):
    with tempfile.TemporaryDirectory() as folder:
        catalog = open_catalog(files, folder)
        for place in PLACES:
            holdings = catalog.holding(place, KINDS["duties"])
            told = [check_origin(holding.shown, files) for holding in holdings]
            expected = [
                (path, row["id"]) for path, file in files.items() if place_of(path) == place for row in file["items"]
            ]
            assert sorted((path, row["id"]) for path, row in told) == sorted(expected)
            for holding in holdings:
                assert (holding.deciding is None) == bool(holding.shown.aside)
                assert len(holding.every) == 1


@many(120)
@given(worlds("channels"))
def test_channels_of_the_places_above_hold_as_well(files):
    with tempfile.TemporaryDirectory() as folder:
        catalog = open_catalog(files, folder)
        for place in PLACES:
            chain = above(place)
            holdings = catalog.holding(place, KINDS["channels"])
            told = [check_origin(holding.shown, files) for holding in holdings]
            expected = [
                (path, row["id"]) for path, file in files.items() if place_of(path) in chain for row in file["items"]
            ]
            assert sorted((path, row["id"]) for path, row in told) == sorted(expected)
            order = [chain.index(place_of(path)) for path, _ in told]
            assert order == sorted(order), "nearest first"
            assert all((holding.deciding is None) == bool(holding.shown.aside) for holding in holdings)
            for topic in ("证明", "文会督查"):
                found = [check_origin(statement, files) for statement in catalog.contacts(place, topic)]
                ranks = [(topic not in row["topics"], chain.index(place_of(path))) for path, row in found]
                assert ranks == sorted(ranks), "those of the topic first, nearest first, then the general ones"
                wanted = [
                    (path, row["id"])
                    for path, file in files.items()
                    if place_of(path) in chain and of_today(file)
                    for row in file["items"]
                    if row["state"] != "停用" and {topic, "综合"} & set(row["topics"])
                ]
                assert sorted((path, row["id"]) for path, row in found) == sorted(wanted)


@many(30)
@given(worlds("certificates"), st.lists(st.sampled_from(PLACES), min_size=2, max_size=8))
def test_the_way_through_the_places_changes_no_answer(files, way):
    with tempfile.TemporaryDirectory() as folder:
        wandering = open_catalog(files, folder)
        for place in way:
            wandering.enter(place)
            fresh = Catalog(wandering.tree, TODAY)
            kind = KINDS["certificates"]
            found, expected = wandering.holding(place, kind), fresh.holding(place, kind)
            assert [(h.id, h.deciding and h.deciding.list.ref, len(h.every)) for h in found] == [
                (h.id, h.deciding and h.deciding.list.ref, len(h.every)) for h in expected
            ]


def asides(tmp_path: Path, **fields: Any) -> str:
    lists = site(tmp_path, {"certificates.yml": header(body=VILLAGE, items=[proof()], **fields)})
    return Catalog(scan(lists), TODAY).holding("", KINDS["certificates"])[0].shown.aside


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"status": "试行"}, ""),
        ({"status": "废止"}, "废止"),
        ({"status": "待核实"}, "待核实"),
        ({"status": "已修改"}, "已修改"),
        ({"effective_from": "2026-11-22"}, ""),
        ({"effective_from": "2026-11-23"}, "将于2026-11-23施行"),
        ({"effective_from": "2026-11"}, ""),
        ({"effective_from": "2026-12"}, "将于2026-12施行"),
        ({"effective_from": "2027"}, "将于2027施行"),
        ({"effective_from": "待核实"}, ""),
        ({"effective_to": "2026-11-22"}, ""),
        ({"effective_to": "2026-11-21"}, "已于2026-11-21失效"),
        ({"effective_to": "2026-11"}, ""),
        ({"effective_to": "2026-10"}, "已于2026-10失效"),
        ({"effective_to": "2026"}, ""),
        ({"effective_to": "2025"}, "已于2025失效"),
        ({"completeness": "节录"}, ""),
        ({"completeness": "节录", "sources": SOURCE["整理"]}, "汇编"),
        ({"completeness": "节录", "sources": SOURCE["both"]}, ""),
        ({"completeness": "完整", "sources": SOURCE["整理"]}, ""),
    ],
)
def test_why_a_list_does_not_decide(tmp_path, fields, words):
    assert asides(tmp_path, **fields) == words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"effective_from": "2024"}, {"effective_from": "2025-06"}),
        ({"effective_from": "2024", "date_published": "2026"}, {"effective_from": "2025", "date_published": "2023"}),
        ({"date_published": "2024", "date_written": "2026"}, {"date_published": "2025", "date_written": "2023"}),
        ({"date_written": "2024-01"}, {"date_written": "2024-02-01"}),
        ({"effective_from": "待核实", "date_published": "2024"}, {"effective_from": "2025"}),
        ({}, {"date_written": "1999"}),
    ],
)
@pytest.mark.parametrize("names", [("certificates", "certificates.erpi"), ("certificates.erpi", "certificates")])
def test_of_two_lists_of_one_place_the_later_in_force_wins(tmp_path, names, old, new):
    files = {
        f"{name}.yml": header(body=VILLAGE, items=[proof()], **fields)
        for name, fields in zip(names, (old, new), strict=True)
    }
    holding = Catalog(scan(site(tmp_path, files)), TODAY).holding("", KINDS["certificates"])[0]
    assert holding.deciding and holding.deciding.list.page == names[1]
    assert [other.list.page for other in holding.others] == [names[0]]


def test_an_item_may_come_into_force_later_than_its_list(tmp_path):
    files = {
        "certificates.yml": header(body=VILLAGE, effective_from="2025", items=[proof()]),
        "certificates.erpi.yml": header(body=VILLAGE, effective_from="2024", items=[proof(effective_from="2026")]),
    }
    holding = Catalog(scan(site(tmp_path, files)), TODAY).holding("", KINDS["certificates"])[0]
    assert holding.deciding and holding.deciding.list.page == "certificates.erpi"


def test_a_list_of_another_body_never_decides(tmp_path):
    files = {"certificates.yml": header(body="公安派出所", items=[proof(decision="可以出具")])}
    holding = Catalog(scan(site(tmp_path, files)), TODAY).holding("", KINDS["certificates"])[0]
    assert holding.deciding is None and holding.shown.aside == "其他机构的清单"


def test_aliases_of_a_shared_id_come_from_every_list(tmp_path):
    files = {
        "certificates.yml": header(body=VILLAGE, items=[proof(aliases=["家属证明", "证明我妈是我妈"])]),
        "hubei/certificates.yml": header(
            body=VILLAGE, items=[proof(name="亲属证明", aliases=["家属证明", "亲戚证明"])]
        ),
    }
    catalog = Catalog(scan(site(tmp_path, files)), TODAY)
    holding = catalog.holding("hubei", KINDS["certificates"])[0]
    assert catalog.aliases(holding, KINDS["certificates"]) == ["家属证明", "亲戚证明", "亲属关系证明", "证明我妈是我妈"]


@given(st.dates())
def test_days_in_full(date):
    text = date.isoformat()
    assert day(text) == day(text, last=True) == text
    assert day(text[:7]) == text[:7] + "-01" <= text <= day(text[:7], last=True)
    assert day(text[:4]) == text[:4] + "-01-01" <= text <= day(text[:4], last=True)
    assert day(None) == day("待核实") == day(None, last=True) == day("待核实", last=True) == ""


def test_old_ids(tmp_path):
    moved = [
        {"kind": "certificates", "old": "a", "new": "qinshu", "reason": "改名"},
        {"kind": "certificates", "old": "b", "new": "qinshu", "reason": "合并"},
        {"kind": "duties", "area": "hubei", "old": "c", "new": "d", "reason": "改名"},
        {"kind": "channels", "old": "e", "new": "f", "reason": "改名"},
    ]
    files = read_site_files(site(tmp_path, {FILE: {"moved": moved}}))
    moves = files.moves
    assert FILE in files.sources and not files.problems
    assert old_ids(moves, "certificates", "") == old_ids(moves, "certificates", "hubei") == {"qinshu": ["a", "b"]}
    assert old_ids(moves, "duties", "hubei") == {"d": ["c"]}
    assert old_ids(moves, "duties", "") == old_ids(moves, "duties", "hunan") == {}
    assert old_ids(moves, "channels", "") == {"f": ["e"]} and old_ids(moves, "channels", "hubei") == {}


def test_an_id_renamed_twice_is_reached_from_both_old_ones():
    twice = Moves(
        tuple(Move(kind="certificates", old=old, new=new, reason="改名") for old, new in [("a", "b"), ("b", "c")])
    )
    assert sorted(old_ids(twice, "certificates", "").get("c", [])) == ["a", "b"], "the oldest address keeps working"


def test_no_moves_without_the_file(tmp_path):
    files = read_site_files(site(tmp_path, {}))
    assert (files.moves, files.sources, files.problems) == (Moves(), {}, ())
