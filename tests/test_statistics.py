"""Figures: what a series says of its own changes, how it is drawn, and what the page of 六盘水 shows."""

import re
import warnings
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from helpers import many
from mingbai.kinds import KINDS
from mingbai.rules.reported_change import change, differs
from mingbai.site.charts import chart
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


def series(points: list[tuple[str, str]], name: str = "发文", unit: str = "件") -> Any:
    """A series as the kind types it."""
    rows = [{"period": period, "value": value} for period, value in points]
    return KINDS["statistics"].item.model_validate({"id": "a", "name": name, "unit": unit, "points": rows})


def drawn(item: Any) -> ElementTree.Element:
    """A series' picture, which must be well-formed and quiet: no script, no style, nothing from elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        svg = str(chart(item))
    root = ElementTree.fromstring(svg)
    assert (root.tag, root.attrib["role"]) == ("svg", "img")
    assert "nan" not in svg.replace(root.attrib["aria-label"], "")
    for node in root.iter():
        assert node.tag in {"svg", "g", "rect", "line", "text", "path", "circle", "polyline"}, node.tag
        assert not {key for key in node.attrib if key == "style" or key.startswith("on") or "href" in key}
    return root


def bars(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [node for node in root.iter("rect") if "fill-0" in node.attrib.get("class", "")]


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
    assert chart(series([("2021", "5")])) == ""


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
        assert "<script" not in chart(item)


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
        assert chart(item) == ""


# ── the page of 六盘水 ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages_of(built(tmp_path_factory))


def part(page: Page, key: str) -> str:
    """The section of one series."""
    start = page.html.index(f'id="{key}"')
    return page.html[start : page.html.index("</section>", start)]


@pytest.mark.parametrize("key", FIGURES)
def test_full_table_beside_the_picture(pages: dict[str, Page], key: str) -> None:
    html = part(pages[LIUPANSHUI], key)
    table = html[html.index("<table") :]
    rows = re.findall(r"<tr><th[^>]*>(\d{4})</th><td[^>]*><b>(\d+)</b>", table)
    assert rows == list(zip(["2019", "2020", "2021"], FIGURES[key], strict=True))
    (svg,) = re.findall(r"<svg.*?</svg>", html, re.S)
    root = ElementTree.fromstring(svg)
    assert root.attrib["role"] == "img"
    assert all(value in root.attrib["aria-label"] for value in FIGURES[key])
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=", svg)


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
