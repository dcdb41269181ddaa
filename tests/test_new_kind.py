"""A further kind is one file and one template: everything else follows, in a copy of the package that gets both."""

import json
import shutil
from pathlib import Path

import pytest

from site_fixtures import AS_OF, HEAD, ROOT, Done, build, mingbai, once, put, run, said, small, tree
from site_pages import Page, broken_links, index_of, pages_of, target

KIND = '''"""Weather: what the sky will do."""

from typing import Literal

from .base import Answer, Header, HeaderStart, Item, ItemEnd, Kind, Reach
from .fields import Danger, Date, Number, Text, Texts, field


class StationField(HeaderStart):
    """A list of weather says who measured."""

    station: Text = field("气象站名", "哪个站测的", Danger.BODY, required=True)


class WeatherHeader(Header, StationField):
    """The header of a list of weather."""


class WeatherFields(Item):
    """One warning."""

    colour: Literal["红色", "黄色"] = field("预警颜色", "红色最急", Danger.ROLE, required=True)
    rain: Number | None = field("雨量毫米", "一小时雨量", Danger.FACT)
    until: Date | None = field("到哪天", "", Danger.DATE)
    advice: Texts | None = field("怎么躲雨", "一步一条", Danger.FACT)


class Weather(ItemEnd, WeatherFields):
    """One warning with the fields that all items share."""


KIND = Kind(
    key="weather",
    label="天气预警",
    question="今天会不会下雨",
    about="哪里有什么天气预警",
    rank=99,
    reach=Reach.LOCAL,
    header=WeatherHeader,
    item=Weather,
    facet="colour",
    flow="advice",
    answer=lambda item: Answer(f"{item.colour}预警", "no" if item.colour == "红色" else "maybe"),
)
'''
TEMPLATE = '{#- Warnings. -#}{% include "_items.html" %}'
STORM = {
    **{"id": "baoyu", "name": "暴雨预警", "aliases": ["下大雨"], "category": "降水", "colour": "红色"},
    **{"rain": "80.5", "until": "2026-11", "advice": ["不出门", "往高处走"]},
}
WEATHER = {"title": "甲县天气预警清单", "station": "甲县气象站", **HEAD, "items": [STORM]}
ADDED = {"scripts/mingbai/kinds/weather.py", "overrides/lists/weather.html"}


def around(copy: Path) -> dict[str, str]:
    """An environment in which the copy of the package is the one that is found."""
    return {"PYTHONPATH": str(copy / "scripts"), "PYTHONDONTWRITEBYTECODE": "1"}


def ask(copy: Path, *words: str) -> Done:
    """A command of the copy in its site."""
    return mingbai(*words, cwd=copy / "place", env=around(copy))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of package and templates with a kind more, and a small site built by it."""

    def make(folder: Path) -> None:
        for part in ("scripts", "overrides"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        put(folder / "scripts/mingbai/kinds/weather.py", KIND)
        put(folder / "overrides/lists/weather.html", TEMPLATE)
        place = small(folder / "place", {"jia/weather.yml": {**WEATHER, "title": "甲县天气预警清单"}})
        put(place / "content/guide/fields.md", "# 字段\n\n<!-- mingbai:fields -->\n")
        assert ask(folder, "fmt").returncode == 0
        done = build(place, env=around(folder))
        assert done.returncode == 0, said(done)

    return once(tmp_path_factory, "weather", make)


@pytest.fixture(scope="module")
def pages(copy: Path) -> dict[str, Page]:
    return pages_of(copy / "place/site")


def test_the_copy_is_what_runs(copy: Path) -> None:
    ask_where = "import mingbai.plugin as p, mingbai.resources as r; print(p.__file__, r.overrides())"
    done = run("-c", ask_where, cwd=copy / "place", env=around(copy))
    assert done.stdout.split() == [str(copy / "scripts/mingbai/plugin/__init__.py"), str(copy / "overrides")], said(
        done
    )


def test_nothing_else_was_touched(copy: Path) -> None:
    for part in ("scripts", "overrides"):
        here = {f"{part}/{name}": told for name, told in tree(ROOT / part).items() if "__pycache__" not in name}
        there = {f"{part}/{name}": told for name, told in tree(copy / part).items() if "__pycache__" not in name}
        assert there.keys() - here.keys() == {name for name in ADDED if name.startswith(part)}
        assert {name: there[name] for name in here} == here


def test_its_page(pages: dict[str, Page]) -> None:
    page = pages["jia/weather/"]
    for words in ("甲县天气预警清单", "暴雨预警", "下大雨", "红色预警", "80.5", "雨量毫米", "往高处走", "甲县气象站"):
        assert words in page.text, words
    assert "baoyu" in page.ids


def test_links_hold(copy: Path, pages: dict[str, Page]) -> None:
    assert not broken_links(copy / "place/site", pages)


def test_its_data(copy: Path) -> None:
    site = copy / "place/site"
    told = json.loads((site / "jia/weather/data.json").read_text("utf-8"))
    assert (told["kind"], told["station"], told["items"][0]["rain"]) == ("weather", "甲县气象站", "80.5")
    head, row = (site / "jia/weather/data.csv").read_text("utf-8-sig").splitlines()
    assert {"预警颜色", "雨量毫米", "怎么躲雨"} <= set(head.split(","))
    assert {"红色", "80.5", "不出门；往高处走"} <= set(row.split(","))
    index = json.loads((site / "api/v1/index.json").read_text("utf-8"))
    assert {"key": "weather", "label": "天气预警", "schema": "schemas/weather.json"} in index["kinds"]
    assert "jia/weather/" in {one["page"] for one in index["lists"]}


def test_its_schema(copy: Path) -> None:
    told = json.loads((copy / "place/site/schemas/weather.json").read_text("utf-8"))
    assert told["required"] == ["title", "station", "status", "completeness"]
    fields = told["properties"]["items"]["items"]["properties"]
    assert fields["colour"]["enum"] == ["红色", "黄色"]
    assert fields["rain"]["title"] == "雨量毫米"


def test_all_search_and_questions(copy: Path, pages: dict[str, Page]) -> None:
    assert "暴雨预警" in pages["all/"].text
    assert "下大雨" in pages["all/"].text
    assert ("jia/weather/", "baoyu") in {target("all/", link) for _, link in pages["all/"].links()}
    found = [one for one in index_of(copy / "place/site") if "jia/weather/#baoyu" in one.pages]
    assert [(one.name, one.answers["jia/weather/#baoyu"]) for one in found] == [("暴雨预警", "红色预警")]
    assert "下大雨" in found[0].words
    for address in ("", "weather/", "jia/"):
        assert "今天会不会下雨" in pages[address].text, address
    assert "甲县天气预警清单" in pages["weather/"].text


def test_its_fields_are_documented(pages: dict[str, Page]) -> None:
    text = pages["guide/fields/"].text
    assert "天气预警:weather.yml 的开头" in text
    assert "天气预警:weather.yml 的每一项" in text
    for words in ("station", "气象站名", "哪个站测的", "colour", "预警颜色", "红色、黄色", "advice"):
        assert words in text, words


def test_check_fmt_schema_and_new_know_it(copy: Path, tmp_path: Path) -> None:
    place = copy / "place"
    assert ask(copy, "check", "--as-of", AS_OF).stdout == "0 个错误,0 个提醒\n"
    assert ask(copy, "fmt", "--check").returncode == 0
    shutil.copytree(place / "lists", tmp_path / "lists")
    lists = ["--lists", str(tmp_path / "lists")]
    put(tmp_path / "lists/jia/weather.yml", {**WEATHER, "items": [{**STORM, "colour": "绿色"}]})
    done = ask(copy, "check", *lists)
    assert done.returncode == 1
    assert "C103 预警颜色 colour 不能是“绿色”。只能写 红色、黄色" in done.stdout
    (tmp_path / "lists/jia/weather.yml").unlink()
    done = ask(copy, "new", "weather", "jia", *lists)
    assert done.returncode == 0, said(done)
    assert "station: 待核实" in (tmp_path / "lists/jia/weather.yml").read_text("utf-8")
    assert ask(copy, "check", *lists).returncode == 0
    assert ask(copy, "schema", "--to", str(tmp_path)).returncode == 0
    assert "lists/**/weather.yml" in (tmp_path / ".vscode/settings.json").read_text("utf-8")


def test_without_the_two_files_nobody_knows_it(tmp_path: Path) -> None:
    folder = small(tmp_path, {"jia/weather.yml": WEATHER})
    done = build(folder)
    assert done.returncode == 1
    assert "C204" in said(done)
