"""The guide for reviewers says what the tool says today: its quotes, words and commands, the page."""

import html
import json
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

import browser_fixtures
import example
import pictures
from browser_fixtures import AXE, AXE_OPTIONS, LARGE_ENOUGH, RUN_AXE, opened
from helpers import header, proof, site
from mingbai.cli import main
from mingbai.report import telling
from mingbai.rules import RULES
from site_fixtures import ROOT

browser = browser_fixtures.browser

GUIDE = (ROOT / "content/guide/review.md").read_text("utf-8")
BODY = GUIDE.split("---\n", 2)[2]
QUOTES = re.findall(r"^> (.+)$", BODY, re.M)
COMMANDS = [line for block in re.findall(r"```sh\n(.+?)```", BODY, re.S) for line in block.splitlines()]
UNKNOWN = [{"type": "error", "message": "CSS: “paint-order”: Property “paint-order” doesn't exist."}]  # SVG 2


def ask(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code in (0, 1), done.output
    return done.stdout


def unmarked(markdown: str) -> str:
    """A Markdown report as it is read."""
    return html.unescape(re.sub(r"</?(?:del|ins|b|details|summary)>|\*\*|`|\u2060", "", markdown))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example.repository(tmp_path_factory.mktemp("guide") / "site", steps=3)


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def told(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that the tool says of the example: both reports in all forms for people, and both checks."""
    proposal = example.repository(tmp_path_factory.mktemp("first") / "site", steps=2)
    broken = tmp_path_factory.mktemp("broken")
    old = site(broken / "a", {"certificates.yml": {**header(body="村(居)委会"), "items": [proof()]}})
    new = site(broken / "b", {"certificates.yml": "title: 甲\n  x: [\n"})
    day = ("--as-of", example.AS_OF)
    with pytest.MonkeyPatch.context() as patch:
        said = [ask("diff", str(old), str(new), *day)]
        for place in (proposal, folder):
            patch.chdir(place)
            forms = ("text", "markdown", "html")
            said += [unmarked(ask("diff", "main", "gengxin", "--format", form, *day)) for form in forms]
            said.append(ask("check", "--base", "main", *day))
    return "\n".join(said)


# ── words ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("quote", QUOTES)
def test_what_is_quoted_is_a_line_of_the_report(told: str, quote: str) -> None:
    lines = {line.strip().removeprefix("- ").removeprefix("#### ").partition("(1)")[0] for line in told.splitlines()}
    whole = {line.removeprefix("### 清单改动:") for line in lines}
    assert quote in whole | {line.partition(f"{example.BASE} → {example.PROPOSAL}:")[2] for line in lines}


@pytest.mark.parametrize("word", sorted(set(re.findall("“([^”]+)”", re.sub(r"^> .*$", "", BODY, flags=re.M)))))
def test_a_word_in_quotation_marks_is_one_of_the_tools(told: str, word: str) -> None:
    drawn = "".join(file.read_text("utf-8") for file in sorted((ROOT / "overrides" / "lists").glob("*.html")))
    assert word in told + drawn or word in (*telling.EFFECTS.values(), *telling.STATES.values())


def test_every_tag_and_every_effect_is_explained() -> None:
    assert set(re.findall(r"^- \*\*【(.+?)】", BODY, re.M)) == set(telling.WORDS.values())
    assert not [title for title in telling.EFFECTS.values() if f"“{title}”" not in BODY]


def test_rules_that_compare_are_all_named() -> None:
    compared = {code for code, rule in RULES.items() if rule.SCOPE == "change"}
    assert compared == set(re.findall(r"#(C50\d)", BODY))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_as_it_stands(here: Path, command: str) -> None:
    name, *words = shlex.split(command)
    assert name == "mingbai"
    assert ask(*words) or (here / "report.html").stat().st_size > 10_000


def test_the_example_is_as_the_guide_tells_it(told: str) -> None:
    assert "41 处" in GUIDE
    first = told.split("没有核对成")[1]
    assert "只换了位置,内容没有变(20)" in first
    assert "**6 项**" not in first
    assert re.search(r"^- 6 项 .*对应上级部门:县民政局 → 县社会事务局", first, re.M)


def test_the_example_is_invented_and_says_so() -> None:
    for file in example.STEPS.rglob("*.yml"):
        text = file.read_text("utf-8")
        phones = re.findall(r"phones: \[(.+)\]", text)
        assert all(phone.startswith("0000-") for line in phones for phone in line.split(", ")), file
        assert all(mailbox.endswith(".invalid") for mailbox in re.findall(r"[\w.]+@[\w.]+", text)), file
        assert "title:" not in text or "(示例)" in text, file


# ── the report as a page ─────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pictures.report(tmp_path_factory.mktemp("pictures"))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_report_can_be_read_by_everybody(browser: Browser, report: Path, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(report.as_uri())
    opened(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(LARGE_ENOUGH) == []
    links = page.locator("nav a, summary").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(links) >= 44
    page.evaluate(AXE)
    faults = page.evaluate(RUN_AXE, AXE_OPTIONS)["violations"]
    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in faults] == []
    page.close()


@pytest.mark.browser
def test_the_report_unfolds_on_paper(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.emulate_media(media="print")
    assert page.get_by_text("maodun-tiaojie").first.is_visible()
    page.close()


def test_no_errors_in_the_reports_html(report: Path) -> None:
    checker = ["java", "-jar", str(ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"), "--format", "json", str(report)]
    done = subprocess.run(checker, capture_output=True, encoding="utf-8", check=False)
    found = [{key: one[key] for key in ("type", "message")} for one in json.loads(done.stderr)["messages"]]
    assert not [one for one in found if one["type"] != "info" and one not in UNKNOWN]
