"""Tables that others made: what comes out of thirty of them, and that nothing is ever lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_score import BLIND, TUNED, Score, grids, lost, scored, table_of
from helpers import many, name_of
from mingbai.kinds import KINDS
from mingbai.office.cells import grid
from mingbai.office.columns import Table, heads
from mingbai.office.cutting import split
from mingbai.office.foreign import drafted, drafts
from mingbai.office.grid import Draft, Grid, Span
from mingbai.office.numerals import counted, ordinal
from mingbai.office.targets import head_targets, targets
from mingbai.office.usual import LABELS, WORDS


@pytest.mark.parametrize("case", TUNED, ids=name_of)
def test_every_row_field_doubt_and_skipped_row_is_as_it_must_be(case: Path) -> None:
    assert scored(case).wrong == []


def test_of_the_unseen_tables_too_nearly_every_row_and_field_is_right() -> None:
    score = sum((scored(case) for case in BLIND), Score())
    assert score.rows_right >= 0.98 * score.rows, score.wrong
    assert score.fields_right >= 0.98 * score.fields, score.wrong
    assert not [line for line in score.wrong if "no doubt says" in line]


@pytest.mark.parametrize("case", [*TUNED, *BLIND], ids=name_of)
def test_every_row_and_every_cell_of_a_table_is_accounted_for(case: Path) -> None:
    for table, draft in zip(grids(case), drafts(table_of(case)), strict=True):
        accounted(table, draft)


def accounted(table: Grid, draft: Draft) -> None:
    """Rows in = items + skipped + joined; the text of every cell is somewhere."""
    assert draft.rows == len(draft.items) + len(draft.skipped) + draft.joined
    assert lost(table, draft) == []
    spread = Table(table)
    head = heads(spread, draft.kind) if draft.kind else None
    below = range(head.bottom + 1 if head else 1, spread.height + 1)
    filled = sum(bool(spread.own(row)) for row in below)
    assert filled <= draft.rows <= filled + 1  # one more: a heading right above the header


@pytest.mark.parametrize("label", sorted({*LABELS, *WORDS}))
def test_other_words_belong_to_a_label_that_some_kind_has(label: str) -> None:
    assert label in {target.label for kind in KINDS for target in (*targets(kind), *head_targets(kind))}


def test_other_words_of_choices_stand_for_words_that_may_be_written() -> None:
    found = (target.choices for kind in KINDS for target in (*targets(kind), *head_targets(kind)))
    allowed = {word for words in found for word in words}
    assert not {word for words in WORDS.values() for word in words} - allowed


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), ("３.", 3), ("十二", 12), ("二十", 20), ("一百零三", 103), ("(四)", 4), ("⑤", 5), ("第3项", 3)],
)
def test_a_number_is_a_number_however_it_is_written(text: str, number: int) -> None:
    assert ordinal(text) == number


@pytest.mark.parametrize("text", ["", "甲", "1.1", "3月", "A4", "十项全能"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert ordinal(text) == 0


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("身份证、户口簿", ["身份证", "户口簿"]),
        ("证明(原件、复印件)、照片", ["证明(原件、复印件)", "照片"]),
        ("1.身份证\n2.户口簿", ["身份证", "户口簿"]),
        ("先看户口簿,有登记、有盖章的直接用", ["先看户口簿,有登记、有盖章的直接用"]),
        ("申请→审核→发放", ["申请", "审核", "发放"]),
        ("县民政局\n县公安局", ["县民政局", "县公安局"]),
        ("3.5元现金", ["3.5元现金"]),
        ("", []),
    ],
)
def test_a_list_in_a_cell_is_cut_outside_of_brackets_and_sentences(text: str, entries: list[str]) -> None:
    assert split(text) == entries


TEXTS = st.one_of(
    st.sampled_from(
        [
            "",
            "",
            "1",
            "2",
            "三",
            "(四)",
            "12",
            "√",
            "☐",
            "■",
            "是",
            "否",
            "/",
            "合计",
            "小计",
            "一、某类",
            "(二)某类(3项)",
        ]
    ),
    st.sampled_from(
        ["可以出具", "不应出具", "配合", "保留", "待核实", "注:某事", "2025年3月", "0000-8800001", "等", "1.22万余块"]
    ),
    st.text("甲乙丙丁(),、;《》1第条\uff08\uff09\uff1b\uff0c", min_size=1, max_size=12).map(str.strip),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, Grid]:
    """A table of a kind: some of its columns by their labels, some strange ones, rows of anything, merged cells."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    labels = [target.label for target in targets(kind) if len(target.path) == 1]
    usual = [LABELS[label].split()[0] for label in labels if label in LABELS]
    names = draw(st.lists(st.sampled_from([*labels, *usual, "怪列", ""]), max_size=5))
    head = ["序号", "名称", *names]
    above = draw(st.lists(st.sampled_from(["某清单", "某发〔2020〕1号", "单位:某局", "甲乙丙"]), max_size=2))
    rows = draw(st.lists(st.lists(TEXTS, min_size=len(head), max_size=len(head)), max_size=8))
    whole = [[text, *[""] * (len(head) - 1)] for text in above] + [head] + rows
    spans = []
    for _ in range(draw(st.integers(0, 2))):
        top = draw(st.integers(len(above) + 2, max(len(above) + 2, len(whole))))
        left = draw(st.integers(1, len(head)))
        bottom, right = top + draw(st.integers(0, 2)), left + draw(st.integers(0, 2))
        span = Span(top, left, min(bottom, len(whole)), min(right, len(head)))
        cells = [(row, column) for row in range(top, span.bottom + 1) for column in range(left, span.right + 1)]
        if span.bottom < top or any((row, column) in taken for taken in map(_cells, spans) for row, column in cells):
            continue
        spans.append(span)
        for row, column in cells[1:]:
            whole[row - 1][column - 1] = ""
    return kind, grid("某表", whole, spans)


def _cells(span: Span) -> set[tuple[int, int]]:
    return {(r, c) for r in range(span.top, span.bottom + 1) for c in range(span.left, span.right + 1)}


@many(400)
@given(tables())
def test_whatever_a_table_holds_nothing_of_it_is_lost(made: tuple[str, Grid]) -> None:
    kind, table = made
    for draft in drafted([table], kind):
        accounted(table, draft)


@many(100)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=5), max_size=10))
def test_rows_of_anything_are_read_or_named(rows: list[list[str]]) -> None:
    table = grid("某表", rows)
    for draft in drafted([table]):
        accounted(table, draft)


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("党的建设(7项)", ("党的建设", 7)),
        ("平安法治 共13项", ("平安法治", 13)),
        ("第二类医疗器械 9 项", ("第二类医疗器械", 9)),
        ("第3类", ("第3类", None)),
        ("第 12 类", ("第 12 类", None)),
    ],
)
def test_a_heading_tells_its_count_and_no_ordinal(heading: str, told: tuple[str, int | None]) -> None:
    assert counted(heading) == told
