"""Test data of others: the YAML test suite and the Big List of Naughty Strings, through readers and onto pages."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from helpers import ROOT, codes, header, look_around, proof, site
from mingbai.problems import Level
from mingbai.read import read
from mingbai.write import canonical
from site_fixtures import CALL, DUTY, HEAD, MORE, build, said, small
from site_pages import pages_of

CORPORA = ROOT / "tests" / "corpora"
DOCUMENTS = json.loads((CORPORA / "yaml-test-suite.json").read_text("utf-8"))
NAUGHTY = list(dict.fromkeys(text for text in json.loads((CORPORA / "blns.json").read_text("utf-8")) if text.strip()))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_a_document_is_read_as_others_read_it_or_refused_in_its_place(document: dict[str, Any]) -> None:
    source, problems = read("list.yml", document["yaml"].encode("utf-8", "surrogatepass"))
    end = document["yaml"].count("\n") + 2
    assert all(1 <= problem.line <= end and problem.column >= 1 and problem.message for problem in problems)
    if source is None:
        assert any(problem.level is Level.ERROR for problem in problems)
    else:
        assert source.data == yaml.load(source.text, Loader=yaml.CBaseLoader)


def test_the_suite_is_whole() -> None:
    assert len(DOCUMENTS) == 406
    assert len(NAUGHTY) > 450


@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_naughty_string_is_kept_or_refused_in_its_place(text: str) -> None:
    raw = canonical({**header(body="村(居)委会"), "items": [proof(name=text, remark=text)]}, {})
    source, problems = read("lists/certificates.yml", raw.encode("utf-8", "surrogatepass"))
    if source is None:
        assert problems
        assert codes(problems) <= {"C001", "C002", "C007", "C008"}
        assert all(raw.split("\n")[problem.line - 1] for problem in problems)
    else:
        assert [source.data["items"][0][key] for key in ("name", "remark")] == [text, text]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The strings that may be published: those that neither the reader nor a rule refuses."""
    folder = tmp_path_factory.mktemp("naughty")
    rows = [{**DUTY, "id": f"d{number}", "name": text, "remark": text} for number, text in enumerate(NAUGHTY)]
    good = []
    for number, row in enumerate(rows):
        raw = canonical({**HEAD, "items": [row]}, {})
        if read("list.yml", raw.encode("utf-8", "surrogatepass"))[0]:
            good.append((number, row))
    lists = site(folder, {"jia/duties.yml": {**HEAD, "items": [row for _, row in good]}})
    text = (lists / "jia/duties.yml").read_text("utf-8")
    wrong = set()
    for problem in look_around(lists):
        if problem.level is Level.ERROR:
            before = text.split("\n")[: problem.line]
            at = next(line for line in reversed(before) if line.startswith("  - id: "))
            wrong.add(at.removeprefix("  - id: ").strip())
    return [row["name"] for _, row in good if row["id"] not in wrong]


@pytest.fixture(scope="module")
def poured(tmp_path_factory: pytest.TempPathFactory, kept: list[str]) -> Path:
    """A site with all of them as names, remarks, aliases, series and phone notes."""
    folder = tmp_path_factory.mktemp("poured")
    duties = [{**DUTY, "id": f"d{n}", "name": text, "aliases": [text], "remark": text} for n, text in enumerate(kept)]
    calls = [{**CALL, "id": f"c{n}", "name": text, "phone_note": text, "hours": text} for n, text in enumerate(kept)]
    short = [text for text in kept if len(text) < 40][:100]
    series = [{**MORE["statistics"], "id": f"s{n}", "name": text, "unit": text} for n, text in enumerate(short)]
    files = {
        "jia/duties.yml": {**HEAD, "items": duties},
        "jia/channels.yml": {**HEAD, "items": calls},
        "jia/statistics.yml": {**HEAD, "items": series},
    }
    done = build(small(folder, files))
    assert done.returncode == 0, said(done)
    return folder / "site"


def test_most_naughty_strings_may_be_published(kept: list[str]) -> None:
    assert len(kept) > 0.7 * len(NAUGHTY)


def test_naughty_strings_are_text_on_every_page(poured: Path, kept: list[str]) -> None:
    pages = pages_of(poured)
    for page in pages.values():
        own = ("/mingbai.js", "/draft.js")
        assert not [tag for tag in page.scripts() if not tag.attrs.get("src", "").endswith(own)], page.address
        assert not [tag for tag in page.tags if any(key.startswith("on") for key in tag.attrs)], page.address
        assert not [link for _, link in page.links() if link.strip().lower().startswith(("javascript:", "data:"))]
    for address in ("jia/duties/", "jia/channels/"):
        shown = "".join(pages[address].text.split())
        assert not [text for text in kept if "".join(text.split()) not in shown], address


def test_naughty_strings_are_whole_in_the_data_and_no_formula(poured: Path, kept: list[str]) -> None:
    data = json.loads((poured / "jia/duties/data.json").read_text("utf-8"))
    assert [item["name"] for item in data["items"]] == kept
    raw = (poured / "jia/duties/data.csv").read_bytes().decode("utf-8-sig")
    _, *rows = list(csv.reader(io.StringIO(raw, newline="")))
    assert [row[1].removeprefix("'") if row[1] not in kept else row[1] for row in rows] == kept
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r＝＋－＠")]


def test_naughty_strings_are_whole_in_the_index_of_search(poured: Path, kept: list[str]) -> None:
    text = (poured / "jia/search.json").read_text("utf-8")
    json.loads(text)
    held = json.loads(text)

    def strings(node: Any) -> set[str]:
        if isinstance(node, str):
            return {node}
        parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return set().union(*(strings(part) for part in parts)) if parts else set()

    assert set(kept) <= strings(held)


def test_pictures_with_naughty_strings_are_well_formed(poured: Path) -> None:
    from xml.etree import ElementTree

    html = (poured / "jia/statistics/index.html").read_text("utf-8")
    pictures = [f"<svg{part.partition('</svg>')[0]}</svg>" for part in html.split("<svg")[1:]]
    assert pictures
    for picture in pictures:
        root = ElementTree.fromstring(picture.replace("<svg", '<svg xmlns:xlink="x"', 1))
        assert not [tag for tag in root.iter() if tag.tag.endswith(("script", "foreignObject", "image"))]
