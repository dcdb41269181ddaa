"""Three versions of a list into one: what is put together, what somebody has to decide, and that nothing is lost."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from helpers import header, many, proof
from mingbai.areas import AreaFile
from mingbai.diff import Conflict, Key, Merged, marked, merge, normal
from mingbai.diff.weave import weave
from mingbai.inventory import Inventory
from mingbai.kinds import KINDS
from mingbai.moved import MovedFile
from mingbai.situations import SituationsFile
from mingbai.synonyms import SynonymsFile
from mingbai.write import canonical
from strategies import forks, steps

PROOFS, SERIES = KINDS["certificates"], KINDS["statistics"]
Data = dict[str, Any]


def ids(data: Data) -> list[str]:
    return [item["id"] for item in data["items"]]


def three(base: Data, ours: dict[str, Any], theirs: dict[str, Any]) -> Merged:
    """A list of one item, and what each side changed in it; None takes a field out."""

    def item(changed: dict[str, Any]) -> Data:
        return header(items=[{k: v for k, v in {**proof(id="a"), **base, **changed}.items() if v is not None}])

    return merge(item({}), item(ours), item(theirs), PROOFS)


def merged_item(merged: Merged) -> Data:
    assert not merged.conflicts
    return merged.data["items"][0]


# ── fields and items ─────────────────────────────────────────────────────────


def test_two_fields_of_one_item():
    item = merged_item(three({}, {"condition": "有证明的"}, {"decision": "视情出具"}))
    assert (item["condition"], item["decision"]) == ("有证明的", "视情出具")


def test_one_field_that_both_changed_is_theirs_to_decide():
    merged = three({}, {"decision": "可以出具"}, {"decision": "视情出具"})
    assert merged.conflicts == (Conflict(("items", Key("a"), "decision"), "不应出具", "可以出具", "视情出具"),)
    assert merged.data["items"][0]["decision"] == "可以出具"
    assert merged.other["items"][0]["decision"] == "视情出具"


def test_a_field_that_one_side_took_out_and_the_other_changed():
    merged = three({"condition": "甲"}, {"condition": None}, {"condition": "乙"})
    assert merged.conflicts == (Conflict(("items", Key("a"), "condition"), "甲", None, "乙"),)


def test_an_item_that_one_side_edited_and_the_other_removed():
    base = header(items=[proof(id="a"), proof(id="b")])
    ours = header(items=[proof(id="a", condition="甲"), proof(id="b")])
    theirs = header(items=[proof(id="b")])
    merged = merge(base, ours, theirs, PROOFS)
    assert merged.conflicts == (Conflict(("items", Key("a")), base["items"][0], ours["items"][0], None),)
    assert (ids(merged.data), ids(merged.other)) == (["a", "b"], ["b"])


def test_one_id_added_twice():
    base, ours, theirs = (header(items=items) for items in ([], [proof(id="a")], [proof(id="a", condition="甲")]))
    assert merge(base, ours, theirs, PROOFS).conflicts == (
        Conflict(("items", Key("a")), None, ours["items"][0], theirs["items"][0]),
    )
    assert merge(base, ours, deepcopy(ours), PROOFS).data == ours


def test_headers_are_merged_by_field():
    base = header(items=[])
    merged = merge(base, {**base, "status": "试行"}, {**base, "title": "新名"}, PROOFS)
    assert merged.data == header(title="新名", status="试行", items=[])


def test_a_new_file_that_both_added():
    merged = merge({}, header(items=[proof(id="a")]), header(items=[proof(id="b")]), PROOFS)
    assert (merged.data, merged.conflicts) == (header(items=[proof(id="a"), proof(id="b")]), ())


# ── lists inside a field ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result"),
    [
        (["甲"], ["甲", "乙"], ["甲", "丙"], ["甲", "丙", "乙"]),
        (["甲", "乙"], ["甲"], ["甲", "乙", "丙"], ["甲", "丙"]),
        (["甲", "乙"], ["丙", "乙"], ["甲", "乙", "丁"], ["丙", "乙", "丁"]),
        (["甲", "乙"], ["丙", "乙"], ["甲", "丁"], ["丙", "丁"]),
        (["甲", "乙", "丙"], ["丙", "甲", "乙"], ["甲", "乙", "丙", "丁"], ["丙", "丁", "甲", "乙"]),
        (["甲"], ["甲", "乙"], ["甲", "乙"], ["甲", "乙"]),
        (["甲"], ["乙"], ["丙"], None),
        (["待核实"], ["乙"], ["丙"], None),
        (["甲", "乙"], ["甲"], ["乙"], None),
        (["甲"], ["甲", "乙"], ["待核实"], None),
        (["甲"], ["乙"], None, None),
        (None, ["甲"], ["乙"], None),
        (["甲", "乙", "丙"], ["乙", "甲", "丙"], ["甲", "丙", "乙"], None),
        (["甲", "乙", "丙"], ["乙", "甲", "丙"], ["丙", "甲", "乙"], None),
        (["甲", "乙", "丙"], ["乙", "甲", "丙"], ["乙", "丙", "甲"], None),
        (["甲", "乙", "丙"], ["甲", "丙", "乙"], ["乙", "丙", "甲"], None),
    ],
)  # fmt: skip
def test_lists_of_texts(base, ours, theirs, result):
    merged = three({"aliases": base}, {"aliases": ours}, {"aliases": theirs})
    if result is None:
        assert merged.conflicts == (Conflict(("items", Key("a"), "aliases"), base, ours, theirs),)
    else:
        assert merged_item(merged)["aliases"] == result


def source(title: str, **fields: str) -> Data:
    return {"title": title, "form": "原文", **fields}


def test_two_sources():
    base = [source("甲"), source("乙")]
    ours = [source("甲", accessed="2026-11-01"), source("乙")]
    theirs = [source("甲"), source("乙"), source("丙")]
    assert merged_item(three({"sources": base}, {"sources": ours}, {"sources": theirs}))["sources"] == [
        ours[0], base[1], theirs[2],
    ]  # fmt: skip


def test_one_source_is_one_value():
    base, ours, theirs = [source("甲")], [source("甲", date="2026")], [source("甲", accessed="2026-11-01")]
    assert len(three({"sources": base}, {"sources": ours}, {"sources": theirs}).conflicts) == 1


def test_two_points_for_one_year_are_not_both_kept():
    base = [{"period": "2024", "value": "1"}]
    ours, theirs = ([*base, {"period": "2025", "value": value}] for value in "23")
    versions = (header(items=[{"id": "a", "name": "甲", "points": points}]) for points in (base, ours, theirs))
    assert merge(*versions, SERIES).conflicts == (Conflict(("items", Key("a"), "points"), base, ours, theirs),)


def test_a_quantity_is_one_value():
    base, ours, theirs = (
        header(items=[{"id": "a", "name": "甲", "quantity": {"value": value, "unit": unit}}])
        for value, unit in (("15", "万块"), ("16", "万块"), ("15", "块"))
    )
    assert len(merge(base, ours, theirs, KINDS["signboards"]).conflicts) == 1


# ── ids ──────────────────────────────────────────────────────────────────────


def test_a_recorded_new_id_keeps_what_the_other_side_changed():
    base, ours, theirs = (
        header(items=[proof(id=name, **fields)]) for name, fields in (("a", {}), ("b", {}), ("a", {"condition": "甲"}))
    )
    merged = merge(base, ours, theirs, PROOFS, {"a": ("b",)})
    assert (merged.data["items"], merged.conflicts) == ([proof(id="b", condition="甲")], ())
    assert merge(base, ours, theirs, PROOFS).conflicts == (
        Conflict(("items", Key("a")), base["items"][0], None, theirs["items"][0]),
    )


def test_two_recorded_new_ids_for_one_item():
    base, ours, theirs = (header(items=[proof(id=name)]) for name in "abc")
    merged = merge(base, ours, theirs, PROOFS, {"a": ("b", "c")})
    assert merged.conflicts == (Conflict(("items", Key("a"), "id"), "a", "b", "c"),)


def test_a_new_id_that_the_other_side_gave_to_something_else():
    base, ours = header(items=[proof(id="a")]), header(items=[proof(id="b")])
    theirs = header(items=[proof(id="a"), proof(id="b", name="别的")])
    merged = merge(base, ours, theirs, PROOFS, {"a": ("b",)})
    assert [conflict.path for conflict in merged.conflicts] == [("items", Key("b"))]
    assert ids(merged.data) == ids(merged.other) == ["b"]


def test_one_item_under_two_new_ids_that_nobody_recorded():
    base, ours, theirs = (header(items=[proof(id=name)]) for name in "abc")
    merged = merge(base, ours, theirs, PROOFS)
    assert merged.conflicts == (Conflict(("items", Key("a")), *(d["items"][0] for d in (base, ours, theirs))),)
    assert (ids(merged.data), ids(merged.other)) == (["b"], ["c"])


def test_items_without_ids_are_never_taken_for_one_another():
    base = header(items=[{"name": "甲"}, {"name": "乙"}])
    ours, theirs = (
        header(items=[{"name": "乙"}]),
        header(items=[{"name": "甲"}, {"name": "乙", "decision": "可以出具"}]),
    )
    merged = merge(base, ours, theirs, PROOFS)
    assert (merged.data["items"], merged.conflicts) == ([{"name": "乙", "decision": "可以出具"}], ())


def test_an_item_without_id_that_both_changed():
    base, ours, theirs = (header(items=[{"name": name}, proof(id="z")]) for name in "甲乙丙")
    merged = merge(base, ours, theirs, PROOFS)
    assert merged.conflicts == (Conflict(("items",), [{"name": "甲"}], [{"name": "乙"}], [{"name": "丙"}]),)


# ── order ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "result", "torn"),
    [
        ("abc", "axbc", "abcy", "axbcy", ""),
        ("abc", "abcx", "abcy", "abcxy", ""),
        ("abc", "abcy", "abcx", "abcxy", ""),
        ("abc", "abcmq", "abcnp", "abcmqnp", ""),
        ("abcd", "dabc", "abxcd", "dabxc", ""),
        ("abcd", "axbcd", "bcda", "bcdax", ""),
        ("abcd", "bacd", "abdc", "badc", ""),
        ("abcd", "bacd", "bacd", "bacd", ""),
        ("abcde", "eabcd", "bcdea", "ebcda", ""),
        ("abc", "bac", "acb", "bac", ""),
        ("abcde", "cabde", "abdec", "abcde", "c"),
        ("xabcde", "axcbde", "abdecx", "abcdex", "c"),
        ("abc", "acb", "bca", "cba", ""),
        ("", "ab", "ba", "ab", "ab"),
        ("ab", "yb", "ax", "yx", ""),
        ("abc", "ac", "abxc", "axc", ""),
        ("abcd", "azd", "abycd", "ayzd", ""),
    ],
)
def test_orders(base, ours, theirs, result, torn):
    keys = [[Key(letter) for letter in letters] for letters in (base, ours, theirs)]
    woven, open_ = weave(*keys, {Key(letter) for letter in result})
    assert ("".join(key.id for key in woven), "".join(sorted(key.id for key in open_))) == (result, torn)


def test_an_item_moved_both_ways_stays_and_is_told():
    base, ours, theirs = (header(items=[proof(id=name) for name in names]) for names in ("abcde", "cabde", "abdec"))
    merged = merge(base, ours, theirs, PROOFS)
    assert (merged.data, merged.conflicts, merged.torn) == (base, (), (("items", Key("c")),))


# ── files of no place ────────────────────────────────────────────────────────


def test_area():
    base = {"name": "荆门市", "level": "市"}
    merged = merge(base, {**base, "short": "荆门"}, {**base, "code": "420800"}, AreaFile)
    assert (merged.data, merged.conflicts) == ({**base, "short": "荆门", "code": "420800"}, ())


def test_recorded_moves_are_a_set():
    moves = [{"kind": "certificates", "old": name, "new": f"{name}2", "reason": "甲"} for name in "abc"]
    merged = merge({"moved": moves[:1]}, {"moved": moves[:2]}, {"moved": [moves[0], moves[2]]}, MovedFile)
    assert (merged.data, merged.conflicts) == ({"moved": moves}, ())
    assert merge({}, {"moved": moves[:1]}, {"moved": moves[1:2]}, MovedFile).data == {"moved": moves[:2]}


def test_situations_by_id():
    def one(name: str, about: str = "甲", *wanted: str) -> Data:
        questions = [{"items": [{"kind": "certificates", "id": lead}]} for lead in wanted or ("siwang",)]
        return {"id": name, "name": name, "about": about, "questions": questions}

    base, ours = [one("a"), one("b")], [one("a", "乙"), one("b"), one("c")]
    theirs = [one("a", "甲", "siwang", "juzhu"), one("b"), one("d")]
    merged = merge(*({"situations": rows} for rows in (base, ours, theirs)), SituationsFile)
    assert merged.data == {"situations": [one("a", "乙", "siwang", "juzhu"), one("b"), one("c"), one("d")]}


def test_documents_by_number():
    def document(number: str, *rows: str) -> Data:
        return {"no": number, "title": "甲", "rows": [{"no": no, "what": "乙", "publish": "清单"} for no in rows]}

    merged = merge(
        {"documents": [document("1", "1.1")]},
        {"documents": [document("1", "1.1", "1.2")]},
        {"documents": [document("1", "1.1", "1.3"), document("2", "2.1")]},
        Inventory,
    )
    assert merged.data == {"documents": [document("1", "1.1", "1.2", "1.3"), document("2", "2.1")]}


def test_a_group_of_synonyms_that_both_changed():
    def group(*say: str) -> Data:
        return {"say": list(say), "means": ["死亡"]}

    base, ours = [group("过世"), group("甲乙")], [group("过世", "走了"), group("甲乙"), group("丙丁")]
    theirs = [group("过世", "没了"), group("甲乙", "己庚")]
    merged = merge(*({"synonyms": rows} for rows in (base, ours, theirs)), SynonymsFile)
    assert merged.conflicts == (Conflict(("synonyms",), base[:1], ours[:1], theirs[:1]),)
    assert merged.data == {"synonyms": [ours[0], theirs[1], ours[2]]}


# ── the text ─────────────────────────────────────────────────────────────────

HUNK = re.compile(r"^<<<<<<< 我方\n(.*?)^=======\n(.*?)^>>>>>>> 对方\n", re.S | re.M)


def test_signs_stand_around_the_field_alone():
    text = marked(three({"condition": "甲"}, {"condition": "乙"}, {"condition": "丙"}), PROOFS.key_order())
    assert [match.groups() for match in HUNK.finditer(text)] == [("    condition: 乙\n", "    condition: 丙\n")]


def test_signs_stand_around_one_line_of_a_long_value():
    ours, theirs = ([source("甲"), source("乙", date=day), source("丙")] for day in ("2025", "2026"))
    merged = three({"sources": [source("甲"), source("乙"), source("丙")]}, {"sources": ours}, {"sources": theirs})
    text = marked(merged, PROOFS.key_order())
    assert [match.groups() for match in HUNK.finditer(text)] == [("        date: 2025\n", "        date: 2026\n")]


# ── any lists ────────────────────────────────────────────────────────────────


def facts(data: Data, plain: set[str]) -> Counter[tuple[str, str, str]]:
    """What a list says, bit by bit, and how often: whose, which field, what; entries of lists one by one."""
    found: Counter[tuple[str, str, str]] = Counter()

    def say(owner: str, field: str, value: Any) -> None:
        if isinstance(value, list):
            found[owner, field, "a list"] = 1
            found.update((owner, field, "- " + json.dumps(entry, sort_keys=True)) for entry in value)
        else:
            found[owner, field, json.dumps(value, sort_keys=True)] += 1

    rows = data.get("items")
    for key, value in data.items():
        if key != "items" or not isinstance(value, list):
            say("", key, value)
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("id"), str) and row["id"] in plain:
            found[row["id"], "", "is there"] += 1
            for key, value in row.items():
                say(row["id"], key, value)
        else:
            found["", "items", json.dumps(row, sort_keys=True)] += 1
    return found


def plain_ids(*versions: Data) -> set[str]:
    """The ids that name one item in every version."""
    counts = [
        Counter(row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))
        for version in versions
        for rows in (version.get("items"),)
        if isinstance(rows, list)
    ]
    return {name for count in counts for name in count if name and all(other[name] < 2 for other in counts)}


def covered(fact: tuple[str, str, str], conflicts: tuple[Conflict, ...]) -> bool:
    """Whether a conflict tells of the field, its item, or items of its name or place."""
    owner, field, value = fact
    for conflict in conflicts:
        head, *rest = conflict.path
        if not rest:
            if (head == "items" and (owner or field == "items")) or (head == field and not owner):
                return True
        elif isinstance(rest[0], Key):
            if not owner and value in (json.dumps(side, sort_keys=True) for side in conflict[2:]):
                return True
            said = json.dumps([conflict.ours, conflict.theirs], ensure_ascii=False)
            whole = len(rest) == 1 and f'"id": {json.dumps(owner)}' in said
            if (rest[0].id == owner and rest[1:] in ([], [field])) or (owner and whole):
                return True
    return False


def scalars(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from scalars(part)


@many(500)
@given(forks, steps)
def test_what_one_side_left_alone_is_as_the_other_has_it(fork, recorded):
    order = PROOFS.key_order()
    base, ours, theirs = fork
    for side in (ours, theirs):
        for versions in ((base, side, base), (base, base, side), (base, side, deepcopy(side))):
            merged = merge(*versions, PROOFS, recorded)
            assert normal(merged.data, order) == normal(merged.other, order) == normal(side, order)
            assert not (merged.conflicts or merged.torn)


@many(500)
@given(forks, steps)
def test_it_is_the_same_whoever_merges(fork, recorded):
    order = PROOFS.key_order()
    base, ours, theirs = fork
    one, other = merge(base, ours, theirs, PROOFS, recorded), merge(base, theirs, ours, PROOFS, recorded)
    assert normal(one.data, order) == normal(other.other, order)
    assert normal(one.other, order) == normal(other.data, order)
    mirrored = [conflict._replace(ours=conflict.theirs, theirs=conflict.ours) for conflict in other.conflicts]
    assert sorted(map(repr, one.conflicts)) == sorted(map(repr, mirrored))
    assert set(one.torn) == set(other.torn)


@many(500)
@given(forks)
def test_nothing_is_lost_and_nothing_made_up(fork):
    """``MINGBAI_EXAMPLES=20 pytest tests/test_merge.py`` takes 10,000 merges of each property."""
    base, ours, theirs = fork
    merged = merge(base, ours, theirs, PROOFS)
    plain = plain_ids(base, ours, theirs)
    twice = {fact for version in fork for fact, number in facts(version, plain).items() if number > 1}
    was, mine, yours, data, other = (
        facts(version, plain).keys() - twice for version in (base, ours, theirs, merged.data, merged.other)
    )
    assert mine - was <= data
    assert yours - was <= other
    assert not (was - mine) & data
    assert not (was - yours) & other
    assert data | other <= was | mine | yours
    assert not {fact for fact in data ^ other if not covered(fact, merged.conflicts)}
    known = {*scalars(base), *scalars(ours), *scalars(theirs)}
    assert {*scalars(merged.data), *scalars(merged.other)} <= known


@many(500)
@given(forks, steps)
def test_a_conflict_names_both_values(fork, recorded):
    base, ours, theirs = fork
    merged = merge(base, ours, theirs, PROOFS, recorded)
    for conflict in merged.conflicts:
        assert conflict.ours != conflict.theirs or json.dumps(conflict.ours) != json.dumps(conflict.theirs)
        assert set(scalars(conflict.ours)) <= set(scalars(ours))
        assert set(scalars(conflict.theirs)) <= set(scalars(theirs))


@many(300)
@given(forks, steps)
def test_each_side_of_the_signs_is_a_whole_file(fork, recorded):
    order = PROOFS.key_order()
    merged = merge(*fork, PROOFS, recorded)
    text = marked(merged, order)
    assert HUNK.sub(r"\1", text) == canonical(merged.data, order)
    if merged.conflicts:
        assert HUNK.sub(r"\2", text) == canonical(merged.other, order)
        assert HUNK.search(text)
