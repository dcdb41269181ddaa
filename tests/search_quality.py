"""How good search is: ``python tests/search_quality.py`` puts every question of tests/search to the real scripts.

Printed by kind of question: how many there are, the share whose right answer stands first
(R@1) and among the first five (R@5), the mean reciprocal rank (MRR); then the bytes that are
loaded before the first answer, and the time to make the index and to answer in Chromium with
the processor slowed down six times, as on a cheap phone.
"""

import gzip
import json
import shutil
import sqlite3
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import quantiles
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from browser_fixtures import CHROMIUM
from mingbai.areas import scan
from mingbai.site.book import Book, Sizes
from mingbai.site.digest import Entry
from mingbai.site.frame import Site
from mingbai.site.index import index_files
from mingbai.site.names import Rows, file_away
from mingbai.site.search import near_file, synonyms_file
from mingbai.site_files import read_site_files
from site_fixtures import ROOT, served

DATA = ROOT / "tests" / "search"
ASSETS = ROOT / "overrides" / "assets"
SCRIPTS = [
    "vendor/minisearch/minisearch.js",
    *(f"javascripts/{name}.js" for name in ("text", "sounds", "parts", "engine", "catalogue")),
]
UI = ["javascripts/search.js", "javascripts/search-worker.js"]
SLOWER = 6
FIRST = 10  # ranks that count

KINDS = {"证明": "certificates", "履职事项": "duties", "牌子": "signboards"}
ANSWERS = {
    "不得由村(居)出具": ("不用村里开", "no"),
    "村(居)可以出具": ("村里能开", "yes"),
    "基本履职事项": ("乡镇负责", "yes"),
    "配合履职事项": ("配合", "maybe"),
    "上级部门收回事项": ("已收回", "no"),
    "清理取消挂牌": ("不能挂", "no"),
}

RUN = """async (questions) => {
  const json = async (name) => (await fetch(name)).json();
  const [table, groups, data] = [await json('syllables.json'), await json('synonyms.json'), await json('search.json')];
  const begun = performance.now();
  const catalogue = new mingbaiCatalogue.Catalogue('');
  catalogue.add(data);
  const { Sounds, Synonyms } = mingbaiSounds;
  await catalogue.build(new Sounds(table), new Synonyms(groups));
  const made = performance.now() - begun;
  const asked = questions.map((query) => {
    const start = performance.now();
    const { groups, full } = catalogue.find(query);
    const time = performance.now() - start;
    return { time, full, found: groups.flatMap((group) => group.options.map((option) => option.address)) };
  });
  return { made, asked };
}"""


PARTED = """async (questions) => {
  const json = async (name) => (await fetch(name)).json();
  const names = ['syllables.json', 'synonyms.json', 'search/index.json'];
  const [table, groups, index] = await Promise.all(names.map(json));
  const { Sounds, Synonyms } = mingbaiSounds;
  const part = (count, number) => count ? json(`search/parts/${number}.json`) : null;
  const files = await Promise.all(index.parts.map(part));
  const sounds = new Sounds(table);
  const asked = [];
  for (const query of questions) {
    const catalogue = await new mingbaiCatalogue.Catalogue('').build(sounds, new Synonyms(groups));
    const tried = new Set();
    for (;;) {
      const wanted = catalogue.wanted(query, index.parts, tried);
      if (!wanted.length) break;
      for (const number of wanted) { tried.add(number); catalogue.add(files[number]); }
      await catalogue.extend();
    }
    const { groups: told, full } = catalogue.find(query);
    const found = told.flatMap((group) => group.options.map((option) => option.address));
    asked.push({ time: 0, full, found, parts: tried.size, entries: catalogue.list.length });
  }
  return { made: 0, asked };
}"""
"""The same with an index in parts: every question is put to those parts alone that it asks for."""


@dataclass
class Score:
    """Ranks of the right answers, 0 where none was found."""

    ranks: list[int] = field(default_factory=list)

    def within(self, most: int) -> float:
        """The share of questions answered among the first ``most``."""
        return sum(0 < rank <= most for rank in self.ranks) / len(self.ranks)

    @property
    def mrr(self) -> float:
        """The mean of 1/rank."""
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks)


@dataclass(frozen=True)
class Measured:
    """One set of questions: scores by kind of question, all together last; times in milliseconds."""

    scores: dict[str, Score]
    made: float
    times: list[float]

    @property
    def all(self) -> Score:
        """Every question."""
        return self.scores["all"]


def rows(name: str) -> list[dict[str, Any]]:
    """One of the files of tests/search."""
    found: list[dict[str, Any]] = json.loads((DATA / name).read_text("utf-8"))
    return found


def of_items() -> list[Entry]:
    """The 300 items."""
    entries = []
    for item in rows("items.json"):
        word, tone = ANSWERS[item["cat"]]
        body = item["body"].partition("办理单位:")[2].partition("(")[0].rstrip("。")
        instead = f"找{body}" if body else ""
        entries.append(
            Entry(KINDS[item["kind"]], item["title"], tuple(item["aliases"]), word, tone, instead, "", item["id"])
        )
    return entries


def prepare(folder: Path, entries: list[Entry], common: int = 400) -> None:
    """The index of a site with one place that says this, the real scripts, and a page that loads them.

    A part holds the first ``common`` names of a key.
    """
    (folder / "lists").mkdir(parents=True)
    (folder / "lists/area.yml").write_text("name: 全国\nlevel: 国家\n", "utf-8")
    tree = scan(folder / "lists")
    site = Site(tree, date(2026, 11, 21), None)
    for name, text in (
        near_file(tree, tree.areas[""], entries),
        synonyms_file(read_site_files(ROOT / "lists").synonyms),
    ):
        (folder / Path(name).name).write_text(text, "utf-8")
    (folder / "search/parts").mkdir(parents=True)
    said: Rows = {}
    file_away(said, 0, entries)
    with closing(sqlite3.connect("")) as connection:
        book = Book(connection, site.real, Sizes(limit=0, aim=8, common=common))
        book.hear(said, [0])
        for file in index_files(book, book.changes()):
            (folder / file.file).write_text(file.text(site), "utf-8")
    shutil.copy(ASSETS / "search/syllables.json", folder)
    for script in SCRIPTS:
        shutil.copy(ASSETS / script, folder)
    tags = "".join(f'<script src="{Path(script).name}"></script>' for script in SCRIPTS)
    (folder / "404.html").touch()
    (folder / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><title>搜索</title>{tags}', "utf-8")


def measure(browser: Browser, root: str, name: str, slower: int = 1, script: str = RUN) -> Measured:
    """Put one file of questions to the page at ``root``."""
    questions = rows(name)
    page = browser.new_page()
    page.goto(root)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    told = page.evaluate(script, [question["q"] for question in questions])
    page.close()
    scores: dict[str, Score] = defaultdict(Score)
    for question, answer in zip(questions, told["asked"], strict=True):
        found = answer["found"][:FIRST]
        rank = next((at for at, item in enumerate(found, 1) if item in question["ok"]), 0)
        for kind in (question["type"], "all"):
            scores[kind].ranks.append(rank)
    ordered = {kind: score for kind, score in scores.items() if kind != "all"} | {"all": scores["all"]}
    return Measured(ordered, told["made"], [answer["time"] for answer in told["asked"]])


def main() -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder, of_items())
        with sync_playwright() as playwright, served(folder) as root:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for name in ("queries.json", "unseen.json"):
                found = measure(browser, root, name, SLOWER)
                print(f"\n{name}\n{'':14}{'n':>5}{'R@1':>8}{'R@5':>8}{'MRR':>8}")
                for kind, score in found.scores.items():
                    numbers = (score.within(1), score.within(5), score.mrr)
                    print(f"{kind:14}{len(score.ranks):5}" + "".join(f"{number:8.3f}" for number in numbers))
                cuts = quantiles(found.times, n=20)
                print(f"at {SLOWER}x: index {found.made:.0f} ms, answer p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")
            browser.close()
        sizes = {name: packed(folder / f"{name}.json") for name in ("search", "synonyms", "syllables")}
        sizes["scripts"] = sum(packed(ASSETS / script) for script in (*SCRIPTS, *UI))
    later = sizes.pop("synonyms")
    told = ", ".join(f"{name} {size}" for name, size in sizes.items())
    print(f"\nbytes before the first answer, gzip: {told} = {sum(sizes.values())}; after it: synonyms {later}")


def packed(file: Path) -> int:
    """What a file costs on the way to a phone."""
    return len(gzip.compress(file.read_bytes(), 6))


if __name__ == "__main__":
    sys.exit(main())
