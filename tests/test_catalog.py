"""What holds where: random trees of places and lists against a plain reading of design.md §3."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import TODAY, contact, header, many, proof, site
from mingbai.areas import scan
from mingbai.catalog import Catalog, Statement, day
from mingbai.kinds import KINDS
from mingbai.moved import Move, Moves, read_moves

PLACES = ["", "hubei", "hubei/jingmen", "hubei/jingmen/zhongxiang", "hunan"]
VILLAGE = "村(居)委会"
DAYS = [
    *("待核实", "2019", "2020-05", "2025-12-31", "2026", "2026-10", "2026-11", "2027", "2027-01"),
    *((TODAY + timedelta(days=offset)).isoformat() for offset in (-400, -1, 0, 1, 400)),
]
days = st.none() | st.sampled_from(DAYS)
SOURCE = {
    "整理": [{"title": "甲", "form": "整理"}],
    "原文": [{"title": "甲", "form": "原文"}],
    "both": [{"title": "甲", "form": "整理"}, {"title": "乙", "form": "原文"}],
    "none": None,
}
heads = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["现行", "现行", "现行", "试行", "已修改", "废止", "待核实"]),
        "completeness": st.sampled_from(["完整", "完整", "节录", "仅目录"]),
        "sources": st.sampled_from([*SOURCE]).map(SOURCE.__getitem__),
        "effective_from": days,
        "effective_to": days,
        "date_published": days,
        "date_written": days,
    }
)
body = st.sampled_from([VILLAGE, VILLAGE, VILLAGE, "公安派出所"])
spans = st.fixed_dictionaries({"effective_from": days, "effective_to": days})
decisions = st.sampled_from(["可以出具", "不应出具", "视情出具", "过渡期出具"])
ids = st.sampled_from(["a", "b", "c"])


def present(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value is not None}


def rows(make: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(make, min_size=1, max_size=3, unique_by=lambda row: row["id"])


items = {
    "certificates": st.builds(
        lambda id, decision, span: proof(id=id, decision=decision, **present(**span)), ids, decisions, spans
    ),
    "signboards": st.builds(
        lambda id, action, span: present(id=id, name="牌", object="标识", action=action, **span),
        ids,
        st.sampled_from(["保留", "摘除"]),
        spans,
    ),
    "duties": st.builds(lambda id, span: present(id=id, name="事", role="基本", **span), ids, spans),
    "channels": st.builds(
        lambda id, topics, state, span: contact(id=id, topics=topics, state=state, **present(**span)),
        ids,
        st.lists(st.sampled_from(["证明", "挂牌", "综合"]), min_size=1, max_size=2, unique=True),
        st.sampled_from(["有效", "待核实", "停用"]),
        spans,
    ),
}


@st.composite
def worlds(draw: st.DrawFn, kind: str) -> dict[str, dict[str, Any]]:
    """Lists of one kind by their path, such as hubei/certificates.b.yml."""
    files: dict[str, dict[str, Any]] = {}
    for place in PLACES:
        for slug in draw(st.lists(st.sampled_from(["", ".b", ".c"]), max_size=2, unique=True)):
            head = header(title=f"{place}{slug}清单", **draw(heads))
            if kind == "certificates":
                head["body"] = draw(body)
            files[f"{place}/{kind}{slug}.yml".lstrip("/")] = {**head, "items": draw(rows(items[kind]))}
    return files


# The plain reading: lists as dicts, everything asked anew for every item.


def begin(date: str | None) -> str:
    return "" if date in (None, "待核实") else (date + "-01-01")[:10] if len(date) == 4 else (date + "-01")[:10]


def end(date: str | None) -> str:
    return "9999" if date in (None, "待核实") else date + "-99"


def reasons(file: dict[str, Any], item: dict[str, Any]) -> set[str]:
    """Every reason why a list does not decide on an item today."""
    found: set[str] = set()
    if file.get("body", VILLAGE) != VILLAGE:
        found.add("其他机构的清单")
    if file["status"] not in ("现行", "试行"):
        found.add(file["status"])
    forms = [source["form"] for source in file.get("sources") or []]
    if file["completeness"] == "节录" and forms and set(forms) == {"整理"}:
        found.add("汇编")
    for said in (file, item):
        if begin(said.get("effective_from")) > TODAY.isoformat():
            found.add(f"将于{said['effective_from']}施行")
        if end(said.get("effective_to")) < TODAY.isoformat():
            found.add(f"已于{said['effective_to']}失效")
    return found


def in_force_since(file: dict[str, Any], item: dict[str, Any]) -> str:
    dates = [
        item.get("effective_from"),
        file.get("effective_from"),
        file.get("date_published"),
        file.get("date_written"),
    ]
    return next((begin(date) for date in dates if begin(date)), "")


def place_of(path: str) -> str:
    return path.rpartition("/")[0]


def above(place: str) -> list[str]:
    """The place and those above it, nearest first."""
    return sorted(
        (other for other in PLACES if other == "" or f"{place}/".startswith(f"{other}/")), key=len, reverse=True
    )


def plain_dict(item: Any) -> dict[str, Any]:
    return {key: value for key, value in item.model_dump().items() if value is not None}


def check_origin(statement: Statement, files: dict[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Every statement names the place and the list that it comes from, and says what stands there."""
    path = statement.list.ref.shown.removeprefix("lists/")
    assert statement.area.path == place_of(path)
    row = next(row for row in files[path]["items"] if row["id"] == statement.item.id)
    assert plain_dict(statement.item) == row
    why = reasons(files[path], row)
    assert statement.aside in (why or {""}), f"{statement.list.ref.shown}: {statement.aside!r} of {why}"
    return path, row


def open_catalog(files: dict[str, dict[str, Any]], folder: str) -> Catalog:
    places = {
        f"{place}/area.yml": {"name": place, "level": "国省市县"[place.count("/") + 1]} for place in PLACES if place
    }
    return Catalog(scan(site(Path(folder), {**places, **files})), TODAY)


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
                    if place_of(path) in chain
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
    moves, source, problems = read_moves(site(tmp_path, {"_site/moved.yml": {"moved": moved}}))
    assert source and not problems
    assert moves.old_ids("certificates", "") == moves.old_ids("certificates", "hubei") == {"qinshu": ["a", "b"]}
    assert moves.old_ids("duties", "hubei") == {"d": ["c"]}
    assert moves.old_ids("duties", "") == moves.old_ids("duties", "hunan") == {}
    assert moves.old_ids("channels", "") == {"f": ["e"]} and moves.old_ids("channels", "hubei") == {}


def test_an_id_renamed_twice_is_reached_from_both_old_ones():
    twice = Moves(
        tuple(Move(kind="certificates", old=old, new=new, reason="改名") for old, new in [("a", "b"), ("b", "c")])
    )
    assert sorted(twice.old_ids("certificates", "").get("c", [])) == ["a", "b"], "the oldest address keeps working"


def test_no_moves_without_the_file(tmp_path):
    assert read_moves(site(tmp_path, {})) == (Moves(), None, [])
