"""Figures: what a series says of its own changes, how it is drawn, and what the page of 六盘水 shows."""

import re
import warnings
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers import many
from mingbai.kinds import KINDS
from mingbai.rules.reported_change import change, differs
from mingbai.site.pictures import Picture, against, over_time
from site_fixtures import HEAD, build, built, said, small
from site_pages import Page, pages_of
from strategies import texts

LIUPANSHUI = "guizhou/liupanshui/statistics/"
FIGURES = {
    "wenjian": ["3759", "2482", "2031"],
    "huiyi": ["144", "111", "107"],
    "ducha": ["187", "67", "64"],
}

numbers = st.decimals(-(10**15) + 1, 10**15 - 1, places=6, allow_nan=False, allow_infinity=False).map(
    lambda value: f"{value:f}"
) | st.integers(-1000, 1000).map(str)
"""Every number that a list may hold."""

periods = st.sampled_from(["2019", "2020", "2021", "1999", "待核实", "2023上半年", "截至2024-09-14"]) | texts


def series(points: list[tuple[str, ...]], name: str = "发文", unit: str = "件") -> Any:
    """A series as the kind types it; a third word of a point is its target, a fourth its hedge."""
    fields = ("period", "value", "target", "qualifier")
    rows = [{key: said for key, said in zip(fields, point, strict=False) if said} for point in points]
    return KINDS["statistics"].item.model_validate({"id": "a", "name": name, "unit": unit, "points": rows})


def rows_of(*items: Any) -> list[Any]:
    return [SimpleNamespace(item=item) for item in items]


def yearly(*values: str, name: str = "发文", unit: str = "件", first: int = 2019) -> Any:
    """A series over years."""
    return series([(str(first + n), value) for n, value in enumerate(values)], name, unit)


def names(pictures: list[Picture]) -> list[list[str]]:
    """The names of the figures that share a picture, picture by picture."""
    return [[row.item.name for row in picture.rows] for picture in pictures]


def read(svg: str) -> ElementTree.Element:
    """A picture, which must be well-formed and quiet: no script, no style, nothing from elsewhere."""
    root = ElementTree.fromstring(svg)
    assert root.tag == "svg"
    for node in root.iter():
        assert "nan" not in " ".join(said for key, said in node.attrib.items() if key != "aria-label")
        assert node.tag in {"svg", "g", "rect", "line", "text", "path", "circle", "polyline"}, node.tag
        assert not {key for key in node.attrib if key == "style" or key.startswith("on") or "href" in key}
    return root


def drawn(item: Any) -> ElementTree.Element:
    """A series' picture."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (picture,) = over_time(rows_of(item))
    root = read(picture.svg)
    assert root.attrib["role"] == "img"
    return root


def bars(root: ElementTree.Element, style: str = "0") -> list[ElementTree.Element]:
    return [node for node in root.iter("rect") if node.get("class") == f"fill-{style}"]


def lines(root: ElementTree.Element) -> dict[str, str]:
    """Every line's class and its dashes."""
    return {node.attrib["class"]: node.get("stroke-dasharray", "") for node in root.iter("path")}


def words(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter("text")]


# ── its own changes ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        *(("3759", "2482", "-34.0"), ("2482", "2031", "-18.2"), ("144", "111", "-22.9"), ("67", "64", "-4.5")),
        *(("10", "10", "0.0"), ("10", "0", "-100.0"), ("1", "3", "200.0"), ("0.5", "0.25", "-50.0")),
    ],
)
def test_change(before: str, after: str, percent: str) -> None:
    assert change(before, after) == Decimal(percent)


@given(numbers, numbers)
@many(200)
def test_change_of_any_two(before: str, after: str) -> None:
    moved = change(before, after)
    old, new = Decimal(before), Decimal(after)
    assert (moved is None) == (old == 0)
    if moved is not None and old > 0:
        assert moved.as_tuple().exponent == -1
        assert abs(old * moved / 100 - (new - old)) <= old * Decimal("0.0005") + Decimal("1e-9")
        assert moved == 0 or (moved > 0) == (new > old)


@pytest.mark.parametrize(("before", "after"), [("-10", "-5"), ("-10", "5"), ("-5", "-10")])
def test_a_rise_from_below_zero_is_no_fall(before: str, after: str) -> None:
    moved = change(before, after)
    assert moved is None or (moved > 0) == (Decimal(after) > Decimal(before))


@given(numbers, numbers)
@many(200)
def test_a_change_does_not_differ_from_itself(before: str, after: str) -> None:
    moved = change(before, after)
    assume(moved is not None)
    assert moved is not None
    assert not differs(str(moved), moved)
    assert not differs(str(round(moved)), moved), "printed without decimals"
    exact = (Decimal(after) - Decimal(before)) / abs(Decimal(before)) * 100
    if abs(exact) < 10**12:
        assert not differs(f"{exact:.2f}", moved), "printed with two decimals"
    assert differs(str(moved + 1), moved)
    assert differs(str(moved - 1), moved)


@pytest.mark.parametrize(
    ("printed", "differ"),
    [("-16", True), ("-18", False), ("-18.2", False), ("-18.17", False), ("-18.3", True), ("18.2", True), ("0", True)],
)
def test_differs(printed: str, differ: bool) -> None:
    assert differs(printed, Decimal("-18.2")) is differ


# ── drawn ────────────────────────────────────────────────────────────────────


def test_one_value_is_no_picture() -> None:
    assert over_time(rows_of(series([("2021", "5")]))) == []


def test_two_points_are_columns() -> None:
    root = drawn(series([("2020", "10"), ("2021", "5")]))
    first, second = (Decimal(bar.attrib["height"]) for bar in bars(root))
    assert abs(first - 2 * second) < 1
    assert root.attrib["aria-label"] == "发文:2020 10件,2021 5件"
    assert {"2020", "2021"} <= {node.text for node in root.iter("text")}


def test_three_years_are_a_line() -> None:
    root = drawn(series([("2019", "3759"), ("2020", "2482"), ("2021", "2031")]))
    assert not bars(root)
    assert list(root.iter("path"))
    assert {"2019", "2020", "2021"} <= {node.text for node in root.iter("text")}


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("zero", [("2020", "0"), ("2021", "0")]),
        ("three zero years", [("2019", "0"), ("2020", "0"), ("2021", "0")]),
        ("from zero", [("2020", "0"), ("2021", "7")]),
        ("negative", [("2020", "-10"), ("2021", "-5")]),
        ("negative and alike", [("2020", "-5"), ("2021", "-5")]),
        ("negative years", [("2019", "-5"), ("2020", "-5"), ("2021", "-5")]),
        ("both sides of zero", [("2020", "-3"), ("2021", "4")]),
        ("one year thrice", [("2020", "1"), ("2020", "1"), ("2020", "2")]),
        ("backwards", [("2021", "1"), ("2020", "2"), ("2019", "3")]),
        ("unknown twice", [("待核实", "1"), ("待核实", "2")]),
        ("many", [(str(1960 + n), str(n * n)) for n in range(60)]),
        ("many halves", [(f"{2000 + n // 2}{'上下'[n % 2]}半年", str(n)) for n in range(40)]),
        ("tiny and huge", [("2019", "0.000001"), ("2020", "999999999999999.999999"), ("2021", "0")]),
    ],
)
def test_drawn(name: str, points: list[tuple[str, str]]) -> None:
    assert drawn(series(points)).attrib["aria-label"].count("件") == len(points)


@pytest.mark.parametrize("points", [["-10", "-5"], ["-3", "4"], ["0", "7"], ["-5", "-5"], ["3", "-3", "3"]])
def test_columns_stand_inside_the_picture(points: list[str]) -> None:
    """A column begins at zero and ends at its value: as high as its share, none sticking out."""
    found = bars(drawn(series([(f"第{n}期", value) for n, value in enumerate(points)])))
    assert len(found) == len(points)
    heights = [Decimal(bar.attrib["height"]) for bar in found]
    for bar, value, height in zip(found, points, heights, strict=True):
        assert Decimal(bar.attrib["y"]) > -1 and Decimal(bar.attrib["y"]) + height < 240
        assert abs(height * max(abs(int(v)) for v in points) - max(heights) * abs(int(value))) < 10


@pytest.mark.parametrize(
    "name",
    [
        "全市各县(市、区)发至乡镇(街道)和村(社区)的各类文件、简报、通知、函件总数" * 5,
        '<script>alert(1)</script>"><img src=x onerror=alert(2)>',
        "</svg><style>*{display:none}</style>",
        'fill="series-0" stroke="series-1" x="1.23456"',
        '<svg width="1" height="1" version="1.1" xmlns="http://www.w3.org/2000/svg">',
        r"C:\文件\d \1 \g<0>",
        "&amp; {{7*7}} @@mingbai:root@@ <!-- mingbai:places -->",
    ],
)
def test_names_are_text(name: str) -> None:
    for points in ([(name, "1"), ("乙", "2")], [("2019", "1"), ("2020", "2"), ("2021", "3")]):
        item = series(points, name=name, unit=name)
        told = f"{name}:" + ",".join(f"{period} {value}{name}" for period, value in points)
        assert drawn(item).attrib["aria-label"] == told
        assert "<script" not in over_time(rows_of(item))[0].svg


@given(st.lists(st.tuples(periods, numbers), min_size=1, max_size=12), texts, texts)
@example([("2020", "-1"), ("2021", "-2")], "甲", "件")
@example([("2020", "1"), ("2021", "2")], "\\d", "件")
@many(150)
def test_any_series_is_drawn(points: list[tuple[str, str]], name: str, unit: str) -> None:
    assume(all(text.strip() and text not in ("~", "null") for text in (name, unit, *(period for period, _ in points))))
    item = series(points, name=name, unit=unit)
    if len(points) > 1:
        drawn(item)
    else:
        assert over_time(rows_of(item)) == []


def test_a_series_alone_needs_no_legend() -> None:
    (picture,) = over_time(rows_of(yearly("3", "2", "1")))
    assert list(picture.legend) == []


@pytest.mark.parametrize("period", ["整治前", "截至2024-09-14", "2018年11月中旬至2019年2月", "长" * 50])
def test_every_period_of_two_can_be_read_with_its_number(period: str) -> None:
    """Long ones are broken into lines above bars, with nothing left out."""
    root = drawn(series([(period, "156"), ("整治后", "9")]))
    assert {"156", "9"} <= set(words(root))
    assert period in "".join(words(root))
    first, second = bars(root)
    along = "height" if first.attrib["width"] == second.attrib["width"] else "width"
    assert abs(Decimal(first.attrib[along]) * 9 - Decimal(second.attrib[along]) * 156) < 156


@pytest.mark.parametrize(
    "periods",
    [
        [str(1990 + n) for n in range(30)],
        [f"{2010 + n // 2}{'上下'[n % 2]}半年" for n in range(24)],
        ["2000", "2020", "2021"],
    ],
)
def test_labels_below_never_run_into_each_other(periods: list[str]) -> None:
    root = drawn(series([(period, "5") for period in periods]))
    below = [node for node in root.iter("text") if node.get("dy") == "1em" and node.text]
    assert len(below) > 1
    for one, other in pairwise(below):
        widths = [sum(10 if letter.isascii() else 18 for letter in node.text or "") for node in (one, other)]
        assert Decimal(other.attrib["x"]) - Decimal(one.attrib["x"]) >= sum(widths) / 2


# ── sharing a picture ────────────────────────────────────────────────────────


def test_series_that_can_be_compared_share_a_picture() -> None:
    papers = yearly("3759", "2482", "2031", name="文件")
    talks = yearly("144", "111", "107", name="会议", unit="次")
    visits = yearly("187", "67", "64", name="督查", unit="次")
    assert names(over_time(rows_of(talks, papers, visits))) == [["会议", "督查"], ["文件"]]


@pytest.mark.parametrize(
    "other",
    [
        yearly("9", "8", "7", unit="次"),
        yearly("9", "8", "7", first=2018),
        yearly("9", "8"),
        yearly("210", "8", "7"),
        yearly("0", "0", "0"),
        series([("2019", "9"), ("2020", "8", "6"), ("2021", "7")]),
    ],
    ids=["another unit", "other years", "fewer years", "more than twenty times as high", "nothing", "with a target"],
)
def test_series_that_cannot_be_compared_do_not(other: Any) -> None:
    assert len(over_time(rows_of(yearly("10", "9", "8"), other))) == 2


def test_no_more_than_four_share_a_picture() -> None:
    found = over_time(rows_of(*(yearly("3", "2", "1", name=f"第{n}") for n in range(6))))
    assert [len(picture.rows) for picture in found] == [4, 2]


def test_no_more_columns_than_a_phone_can_show() -> None:
    halves = [(f"{2020 + n // 2}{'上下'[n % 2]}", "5") for n in range(6)]
    assert [len(picture.rows) for picture in over_time(rows_of(*[series(halves)] * 3))] == [2, 1]


def test_lines_differ_by_their_dashes_and_the_legend_shows_them() -> None:
    four = [yearly(str(n), "2", "1", name=f"第{n}") for n in range(1, 5)]
    (picture,) = over_time(rows_of(*four))
    found = lines(read(picture.svg))
    assert len(found) == 4 == len(set(found.values()))
    assert [name for _, name in picture.legend] == ["第1", "第2", "第3", "第4"]
    assert [lines(read(sample)) for sample, _ in picture.legend] == [{style: found[style]} for style in found]
    assert all(read(sample).attrib["aria-hidden"] == "true" for sample, _ in picture.legend)


def test_two_periods_are_columns_side_by_side() -> None:
    (picture,) = over_time(
        rows_of(series([("前", "8"), ("后", "4")], "甲"), series([("前", "6"), ("后", "2")], "乙")),
    )
    root = read(picture.svg)
    spans = sorted(
        (Decimal(bar.attrib["x"]), Decimal(bar.attrib["x"]) + Decimal(bar.attrib["width"]), style)
        for style in ("0", "1")
        for bar in bars(root, style)
    )
    assert [style for *_, style in spans] == ["0", "1", "0", "1"], "甲 and 乙 before, then after"
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert {"8", "4", "6", "2", "前", "后"} <= set(words(root))
    assert [name for _, name in picture.legend] == ["甲", "乙"]


def test_the_alternative_tells_every_series_as_its_source_hedges_it() -> None:
    near = series([("前", "50", "", "近"), ("后", "20", "", "余")], "甲")
    (picture,) = over_time(rows_of(near, series([("前", "30"), ("后", "10")], "乙")))
    assert read(picture.svg).attrib["aria-label"] == "甲:前 近50件,后 20余件;乙:前 30件,后 10件"


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=7))
@many(60)
def test_every_series_is_in_exactly_one_picture(values: list[list[str]]) -> None:
    found = over_time(rows_of(*(yearly(*row, name=f"第{n}") for n, row in enumerate(values))))
    assert sorted(name for picture in names(found) for name in picture) == [f"第{n}" for n in range(len(values))]
    for picture in found:
        assert len(lines(read(picture.svg))) == len(picture.rows)


# ── against the target ───────────────────────────────────────────────────────


def test_a_target_over_years_is_a_dashed_line_of_its_own() -> None:
    (picture,) = over_time(rows_of(series([("2019", "71", "70"), ("2020", "75"), ("2021", "80", "85")], unit="%")))
    root = read(picture.svg)
    assert lines(root)["stroke-goal"]
    assert len([node for node in root.iter("circle") if node.get("class") == "fill-goal"]) == 2
    assert [name for _, name in picture.legend] == ["实际", "目标"]
    assert root.attrib["aria-label"] == "发文:2019 71%,目标 70%,2020 75%,2021 80%,目标 85%"


def test_a_target_of_two_periods_is_a_column_beside_the_figure() -> None:
    (picture,) = over_time(rows_of(series([("前", "40", "60"), ("后", "90", "80")])))
    root = read(picture.svg)
    assert (len(bars(root)), len(bars(root, "goal"))) == (2, 2)
    assert [name for _, name in picture.legend] == ["实际", "目标"]


def test_a_target_higher_than_every_figure_stands_inside_the_picture() -> None:
    root = drawn(series([("2019", "1", "100"), ("2020", "2", "100"), ("2021", "3", "100")]))
    assert all(Decimal(node.attrib["cy"]) > -1 for node in root.iter("circle"))


def test_single_figures_with_targets_share_a_picture() -> None:
    items = [
        series([("2019", "33.2", "30")], "文件", "%"),
        series([("2019", "5")], "没有目标", "%"),
        series([("2019", "69.1", "50")], "督查", "%"),
        series([("2019", "8", "6")], "会议", "次"),
    ]
    found = against(rows_of(*items))
    assert names(found) == [["文件", "督查"], ["会议"]]
    root = read(found[0].svg)
    assert {"文件", "督查", "33.2", "30", "69.1", "50"} == set(words(root))
    real, aim = bars(root), bars(root, "goal")
    assert abs(Decimal(real[0].attrib["width"]) * 30 - Decimal(aim[0].attrib["width"]) * Decimal("33.2")) < 30
    assert root.attrib["aria-label"] == "文件:2019 33.2%,目标 30%;督查:2019 69.1%,目标 50%"
    assert [name for _, name in found[0].legend] == ["实际", "目标"]
    assert over_time(rows_of(*items)) == []


@example([(".nan", "0.000000", "0.000000")])
@given(st.lists(st.tuples(texts, numbers, numbers), min_size=1, max_size=5))
@many(60)
def test_any_figures_with_targets_are_drawn_inside_the_width(figures: list[tuple[str, str, str]]) -> None:
    assume(all(name.strip() and name not in ("~", "null") for name, *_ in figures))
    for picture in against(rows_of(*(series([("2019", value, aim)], name) for name, value, aim in figures))):
        root = read(picture.svg)
        for bar in bars(root) + bars(root, "goal"):
            assert Decimal(bar.attrib["x"]) >= 0
            assert Decimal(bar.attrib["x"]) + Decimal(bar.attrib["width"]) <= 328


# ── the page of 六盘水 ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


def part(page: Page, key: str) -> str:
    """The section of one series."""
    start = page.html.index(f'id="{key}"')
    return page.html[start : page.html.index("</section>", start)]


def figures(page: Page) -> list[str]:
    return re.findall(r"<figure>.*?</figure>", page.html, re.S)


@pytest.mark.parametrize("key", FIGURES)
def test_full_table_of_every_series(pages: dict[str, Page], key: str) -> None:
    html = part(pages[LIUPANSHUI], key)
    table = html[html.index("<table") :]
    rows = re.findall(r"<tr><th[^>]*>(\d{4})</th><td[^>]*><b>(\d+)</b>", table)
    assert rows == list(zip(["2019", "2020", "2021"], FIGURES[key], strict=True))
    (label,) = [label for figure in figures(pages[LIUPANSHUI]) for label in re.findall(r'aria-label="(.*?)"', figure)
                if f"2020 {FIGURES[key][1]}" in label]  # fmt: skip
    assert all(f" {value}" in label for value in FIGURES[key])


def test_pictures_of_liupanshui(pages: dict[str, Page]) -> None:
    """Documents stand alone, meetings and inspections together, percentages against their targets above their table."""
    html = pages[LIUPANSHUI].html
    papers, counts, aims = figures(pages[LIUPANSHUI])
    assert html.index('id="wenjian"') < html.index(papers) < html.index(counts) < html.index('id="huiyi"')
    assert html.index('id="huiyi"') < html.index('id="ducha"') < html.index(aims) < html.index('id="wenjian-mubiao"')
    assert "<figcaption" not in papers
    for figure, legend in ((counts, ["召开会议", "开展督查检查考核"]), (aims, ["实际", "目标"])):
        assert re.findall(r"</svg>([^<]+)</li>", figure) == legend
    assert "单位: 次" in counts and "单位: %" in aims
    for figure in (papers, counts, aims):
        assert not re.search(r"\bstyle=|<style|<script|\bon\w+=", figure)
        for svg in re.findall(r"<svg.*?</svg>", figure, re.S):
            read(svg)


def test_computed_change_stands_beside_the_printed_one(pages: dict[str, Page]) -> None:
    text = Page("", part(pages[LIUPANSHUI], "wenjian")).text
    assert re.search(r"-18\.2%\s*来源写 -16%,与数字算出的不符", text)
    assert re.search(r"-34\.0%\s*来源写 -34%(?!,与)", text)
    assert text.count("不符") == 1
    for key in ("huiyi", "ducha"):
        assert "不符" not in Page("", part(pages[LIUPANSHUI], key)).text


def test_the_reader_is_warned_at_the_top(pages: dict[str, Page]) -> None:
    text = pages[LIUPANSHUI].text
    assert "来源写 -16%,按数字是 -18.2%" in text.split("发文、开会、督查")[0]


def test_targets_are_beside_the_figures(pages: dict[str, Page]) -> None:
    rows = re.findall(r'<tr id="(\w+)-mubiao".*?</tr>', pages[LIUPANSHUI].html, re.S)
    assert rows == ["wenjian", "huiyi", "ducha"]
    for key, value, goal in (("wenjian", "33.2", "30"), ("huiyi", "40", "30"), ("ducha", "69.1", "50")):
        (row,) = re.findall(rf'<tr id="{key}-mubiao".*?</tr>', pages[LIUPANSHUI].html, re.S)
        assert f"<b>{value}</b>" in row
        assert f"目标 {goal}" in row


def test_figures_of_hubei_at_a_glance(pages: dict[str, Page]) -> None:
    text = pages["hubei/statistics/"].text
    for words in ("184", "2892", "9357", "327"):
        assert words in text, words


def test_qualifiers_stand_where_they_are_said(tmp_path: Path) -> None:
    point = {"period": "2021", "value": "3700"}
    rows = [
        {"id": f"s{n}", "name": f"指标{n}", "unit": "项", "points": [{**point, "qualifier": word}]}
        for n, word in enumerate(["余", "近", "约", "超", "以上"])
    ]
    done = build(small(tmp_path, {"jia/statistics.yml": {**HEAD, "items": rows}}))
    assert done.returncode == 0, said(done)
    pages = pages_of(tmp_path / "site")
    for address in ("jia/statistics/", "jia/"):
        text = re.sub(r"\s+", "", pages[address].text)
        for words in ("3700余项", "近3700项", "约3700项", "超3700项", "3700项以上"):
            assert words in text, (address, words)
