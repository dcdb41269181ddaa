"""What is written about the project covers what the project has: commands, options, checks, fields, schemas."""

import json
import re
from collections.abc import Iterator

import click
import pytest

from bars import BARS
from mingbai.areas import AreaFile
from mingbai.cli import main
from mingbai.inventory import Inventory
from mingbai.kinds import KINDS
from mingbai.kinds.shape import choices, inner
from mingbai.moved import MovedFile
from mingbai.problems import REFUSALS
from mingbai.rules import RULES, manual
from mingbai.schemas import editor_files, stale
from mingbai.situations import SituationsFile
from site_fixtures import ROOT, built
from site_pages import pages_of

COMMANDS = {name: found for name in main.list_commands(None) if not (found := main.get_command(None, name)).hidden}
OPTIONS = [
    (name, max(option.opts, key=len))
    for name, command in COMMANDS.items()
    for option in command.params
    if isinstance(option, click.Option) and not option.hidden
]
CODES = sorted({*RULES, *REFUSALS})


def fields() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every field that may stand in a file under lists/: its key, its label, the words it may hold."""
    pending = [
        AreaFile,
        MovedFile,
        Inventory,
        SituationsFile,
        *(model for kind in KINDS.values() for model in (kind.header, kind.item)),
    ]
    seen = set()
    while pending:
        model = pending.pop()
        for key, info in model.model_fields.items():
            yield key, info.title or "", choices(info.annotation)
            below = inner(info.annotation)
            if below and below not in seen:
                seen.add(below)
                pending.append(below)


@pytest.fixture(scope="module")
def prose() -> str:
    """README and the hand-written guide, as written."""
    files = [ROOT / "README.md", *sorted((ROOT / "content/guide").rglob("*.md"))]
    return "\n".join(file.read_text("utf-8") for file in files)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of all pages under /guide/ of the built site."""
    pages = pages_of(built(tmp_path_factory))
    return "\n".join(page.text for address, page in pages.items() if address.startswith("guide/"))


@pytest.fixture(scope="module")
def anchors(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every id on the pages under /guide/."""
    pages = pages_of(built(tmp_path_factory))
    return {key for address, page in pages.items() if address.startswith("guide/") for key in page.ids}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_described(prose: str, name: str) -> None:
    assert re.search(rf"\bmingbai {name}\b", prose)


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_option_is_described(prose: str, name: str, option: str) -> None:
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", prose)


def test_readme_tells_how_a_list_is_begun() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "mingbai new KIND AREA" in readme
    assert not [kind for kind in KINDS if f"`{kind}`" not in readme]


def test_contributing_tells_how_a_kind_is_added() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for words in ("scripts/mingbai/kinds/", "overrides/lists/", "KIND = Kind(", "tests/cases/fields/"):
        assert words in text, words
    assert not [room for room in ("new", "inventory", "situations") if f"`{room}`" not in text]


def test_every_field_of_a_kind_stands_under_the_kind(guide: str) -> None:
    """The reference is made of the declarations: the label of each kind, then its header and its items."""
    for kind in KINDS.values():
        assert f"{kind.label}:{kind.key}.yml" in guide


def test_commands_in_the_docs_exist(prose: str) -> None:
    named = set(re.findall(r"(?:^|`|\s)mingbai ([a-z][a-z-]*)\b", prose))
    assert named <= set(COMMANDS), named - set(COMMANDS)


@pytest.mark.parametrize("words", ["make site", "make test", "make serve", "mkdocs build", "mkdocs serve"])
def test_readme_tells_a_newcomer(words: str) -> None:
    assert words in (ROOT / "README.md").read_text("utf-8")


def test_readme_speaks_to_officials_in_chinese() -> None:
    assert len(re.findall("[\u4e00-\u9fff]", (ROOT / "README.md").read_text("utf-8"))) > 100


@pytest.mark.parametrize("code", CODES)
def test_check_has_its_place_in_the_guide(guide: str, anchors: set[str], code: str) -> None:
    assert code in guide
    assert code in anchors


@pytest.mark.parametrize("code", RULES)
def test_manual_of_a_rule_is_published(guide: str, code: str) -> None:
    text = manual(RULES[code])
    title, _, rest = text.partition("\n")
    assert title in guide
    assert "反例" in rest
    assert "正例" in rest
    for line in rest.replace("反例:", "").replace("正例:", "").split("\n"):
        assert line.strip() in guide, line


@pytest.mark.parametrize("code", REFUSALS)
def test_manual_of_a_refusal_is_published(guide: str, code: str) -> None:
    for text in REFUSALS[code]:
        assert all(line.strip() in guide for line in text.split("\n")), text


def test_every_code_in_the_sources_has_a_manual() -> None:
    """A problem may not carry a code that the guide does not know."""
    used = set()
    for file in (ROOT / "scripts/mingbai").rglob("*.py"):
        used |= set(re.findall(r"\"(C\d{3})\"", file.read_text("utf-8")))
    assert used <= set(CODES)


def test_every_field_is_in_the_guide(guide: str) -> None:
    words = set(re.findall(r"[a-z_][a-z_0-9]*", guide))
    assert not sorted({key for key, _, _ in fields()} - words)


def test_every_label_and_choice_is_in_the_guide(guide: str) -> None:
    assert not sorted({label for _, label, _ in fields() if label not in guide})
    assert not sorted({word for _, _, words in fields() for word in words if word not in guide})


def test_schemas_are_fresh() -> None:
    assert stale(ROOT) == []


def test_no_schema_is_left_over() -> None:
    assert {f"schemas/{file.name}" for file in (ROOT / "schemas").iterdir()} == {
        path for path in editor_files() if path.startswith("schemas/")
    }


def test_published_schemas_are_those_of_the_editor(tmp_path_factory: pytest.TempPathFactory) -> None:
    published = built(tmp_path_factory) / "schemas"
    files = sorted((ROOT / "schemas").glob("*.json"))
    assert files
    for file in files:
        assert json.loads((published / file.name).read_text("utf-8")) == json.loads(file.read_text("utf-8"))


def test_editor_knows_every_file_under_lists() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    assert all((ROOT / schema).is_file() for schema in settings)
    globs = [re.escape(glob) for patterns in settings.values() for glob in patterns]
    shapes = [glob.replace(r"\*\*/", "(.*/)?").replace(r"\*", "[^/]*") for glob in globs]
    for file in (ROOT / "lists").rglob("*.yml"):
        shown = file.relative_to(ROOT).as_posix()
        assert sum(bool(re.fullmatch(shape, shown)) for shape in shapes) == 1, shown


def test_licences_are_there() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text("utf-8")
    assert re.search(r"CC BY 4\.0|Creative Commons Attribution 4\.0", (ROOT / "LICENSE-DATA").read_text("utf-8"))


def test_every_bar_of_the_audit_names_tests_that_are_there() -> None:
    for name in (test for bar in BARS for test in bar.tests):
        file, _, begins = name.partition("::")
        assert f"def {begins}" in (ROOT / "tests" / file).read_text("utf-8"), name


def test_what_security_rests_on_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    named = re.findall(r"`((?:tests/)?[\w/]+\.py|test_\w+\*\.py|tests/[\w/]+/)`", text)
    assert len(named) > 10
    for name in named:
        assert list((ROOT / "tests").glob(name.removeprefix("tests/").rstrip("/"))), name
    for file, test in re.findall(r"`(test_\w+\.py)::(\w+)`", text):
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8"), test
    assert set(re.findall(r"\bC\d{3}\b", text)) <= {*RULES, *REFUSALS}
