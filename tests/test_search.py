"""Search by its figures: the right answers among the first, on questions it was built with and on others."""

from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import browser_fixtures
from mingbai.site.data import dumps
from mingbai.site.digest import Entry
from mingbai.site.syllables import table
from search_quality import ASSETS, PARTED, RUN, Measured, measure, of_items, prepare, rows
from site_fixtures import served

browser = browser_fixtures.browser

pytestmark = pytest.mark.browser

BARS = {"queries.json": (0.95, 0.98), "unseen.json": (0.75, 0.92)}
"""Least share of right answers that stand first, and among the first five."""
LESS = 0.02  # that may be missed where only a few parts of eight names each are looked at


@pytest.fixture(
    scope="module",
    params=[(name, way) for name in BARS for way in (RUN, PARTED)],
    ids=lambda one: one[0] + " in parts" * (one[1] == PARTED),
)
def measured(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, float, Measured]:
    """A set of questions, what it may miss, and what was found."""
    folder: Path = tmp_path_factory.mktemp("search")
    prepare(folder, of_items())
    with served(folder) as root:
        name, way = request.param
        return name, LESS if way == PARTED else 0, measure(browser, root, name, script=way)


def test_right_answers_stand_first(measured: tuple[str, float, Measured]) -> None:
    name, less, found = measured
    first, five = BARS[name]
    assert found.all.within(5) >= five - less
    assert found.all.within(1) >= first - less


def test_a_name_typed_whole_is_found_where_all_its_words_stand_in_hundreds(browser: Browser, tmp_path: Path) -> None:
    """Parts hold a few names of each pair; all begin alike with hundreds, and each is asked for by all of its name."""
    matters, deeds = ("森林", "河道", "道路", "食品", "消防", "学校"), ("巡查", "保洁", "宣传", "排查", "整治", "登记")
    names = ["".join(words) for words in product(matters, deeds, matters, deeds)]
    prepare(tmp_path, [Entry("duties", name, (), "乡镇负责", "yes", "", "", name) for name in names], common=8)
    asked = [*names[::29], *(f" {name[:4]}、{name[4:]}。" for name in names[::97])]
    with served(tmp_path) as root:
        page = browser.new_page()
        page.goto(root)
        told = page.evaluate(PARTED, asked)["asked"]
    missed = [
        name
        for name, answer in zip(asked, told, strict=True)
        if answer["found"][:1] != [name.strip(" 。").replace("、", "")]
    ]
    assert not missed


def test_every_question_of_the_sets_has_an_answer_among_the_items() -> None:
    items = {item["id"] for item in rows("items.json")}
    for name, number in (("queries.json", 99), ("unseen.json", 60)):
        questions = rows(name)
        assert len(questions) == number
        assert all(question["ok"] and set(question["ok"]) <= items for question in questions), name


def test_the_table_of_syllables_is_what_pypinyin_says() -> None:
    kept = (ASSETS / "search/syllables.json").read_text("utf-8")
    assert kept == dumps(table()), "python -m mingbai.site.syllables > overrides/assets/search/syllables.json"
