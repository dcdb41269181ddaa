"""Two versions of a list and what the engine says of them."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from helpers import header, many, proof
from mingbai.diff import Added, Edit, Key, Moved, Removed, Renamed, apply, blank, diff_lists, normal
from mingbai.kinds import KINDS
from strategies import lists, steps

PROOFS = KINDS["certificates"]
SERIES = KINDS["statistics"]


def proofs(*ids: str, **fields: Any) -> dict[str, Any]:
    return header(items=[proof(id=item_id, **fields) for item_id in ids])


def test_lists_that_say_the_same_do_not_differ():
    shuffled = {key: proofs("a", "b")[key] for key in reversed(proofs("a", "b"))}
    assert not diff_lists(proofs("a", "b"), shuffled, PROOFS)


def test_a_field_of_one_item():
    new = proofs("a", "b")
    new["items"][1]["condition"] = "有丧葬证明的"
    diff = diff_lists(proofs("a", "b"), new, PROOFS)
    assert [(edited.key.id, edited.edits) for edited in diff.edited] == [
        ("b", (Edit(("condition",), None, "有丧葬证明的"),))
    ]
    assert not (diff.added or diff.removed or diff.moved or diff.header or diff.renamed)


def test_a_field_inside_a_source_is_named_by_itself():
    old, new = (header(sources=[{"title": "甲", "form": form}], items=[proof()]) for form in ("原文", "转载"))
    assert diff_lists(old, new, PROOFS).header == (Edit(("sources", 0, "form"), "原文", "转载"),)


def test_one_item_that_moves_is_one_move():
    diff = diff_lists(proofs("a", "b", "c", "d", "e"), proofs("b", "c", "d", "a", "e"), PROOFS)
    assert diff.moved == (Moved(Key("a"), 0, 3),)


def test_an_id_that_changed_is_a_removal_and_an_addition_until_somebody_records_it():
    old, new = proofs("a", "b"), proofs("a", "c")
    diff = diff_lists(old, new, PROOFS)
    assert ([gone.key.id for gone in diff.removed], [come.key.id for come in diff.added]) == (["b"], ["c"])
    diff = diff_lists(old, new, PROOFS, {"b": ("c",)})
    assert diff.renamed == (Renamed(Key("b"), Key("c")),)
    assert not (diff.removed or diff.added or diff.edited or diff.moved)


def test_a_chain_of_recorded_ids_is_followed():
    assert diff_lists(proofs("a"), proofs("c"), PROOFS, {"a": ("b",), "b": ("c",)}).renamed == (
        Renamed(Key("a"), Key("c")),
    )


def test_a_circle_of_recorded_ids_ends():
    assert diff_lists(proofs("a"), proofs("d"), PROOFS, {"a": ("b",), "b": ("a",)}).removed[0].into == ()


def test_a_split_item():
    old, new = proofs("a"), proofs("b", "c")
    diff = diff_lists(old, new, PROOFS, {"a": ("b", "c")})
    assert diff.removed == (Removed(Key("a"), 0, old["items"][0], ("b", "c")),)
    assert diff.added == (
        Added(Key("b"), 0, new["items"][0], ("a",)),
        Added(Key("c"), 1, new["items"][1], ("a",)),
    )


def test_merged_items():
    old, new = proofs("a", "b"), proofs("c")
    diff = diff_lists(old, new, PROOFS, {"a": ("c",), "b": ("c",)})
    assert [(gone.key.id, gone.into) for gone in diff.removed] == [("a", ("c",)), ("b", ("c",))]
    assert [(come.key.id, come.out_of) for come in diff.added] == [("c", ("a", "b"))]


def test_an_item_merged_into_one_that_was_there():
    diff = diff_lists(proofs("a", "b"), proofs("b"), PROOFS, {"a": ("b",)})
    assert [(gone.key.id, gone.into) for gone in diff.removed] == [("a", ("b",))]
    assert not diff.added


def test_a_list_that_is_new_and_one_that_is_gone():
    whole = proofs("a", "b")
    come, gone = diff_lists(None, whole, PROOFS), diff_lists(whole, None, PROOFS)
    assert [len(come.added), len(gone.removed)] == [2, 2]
    assert apply(come, blank(whole)) == whole
    assert apply(gone, whole) == blank(whole)


@many(500)
@given(lists | st.none(), lists | st.none(), steps, st.sampled_from([PROOFS, SERIES]))
@example({"items": []}, {}, {}, PROOFS)
@example({"items": "甲"}, {"items": [{"id": "a"}]}, {}, PROOFS)
def test_the_changes_put_into_the_old_version_give_the_new_one(old, new, recorded, kind):
    """``MINGBAI_EXAMPLES=20 pytest tests/test_diff.py`` takes 10,000 pairs."""
    diff = diff_lists(old, new, kind, recorded)
    before = blank(new) if old is None else old
    after = blank(old) if new is None else new
    order = kind.key_order()
    assert normal(apply(diff, before), order) == normal(after, order)
    assert bool(diff) == (normal(before, order) != normal(after, order))
