"""The walls of the house (design.md §2): who may know whom, seen by the imports."""

import ast
from pathlib import Path

import pytest

from helpers import ROOT

PACKAGE = ROOT / "scripts" / "mingbai"

FLOORS = {
    "forge": 0, "problems": 0, "marks": 0, "careful": 0, "glance": 0, "folders": 0, "git": 0, "fullwidth": 0, "read": 0,
    "libyaml": 0, "write": 0,
    "kinds": 0, "resources": 0, "migrations": 0, "policy": 0, "seals": 0, "memo": 0, "pieces": 0, "private": 0,
    "ahead": 0, "cache_file": 0, "progress": 0, "program": 0, "sums": 0,
    "areas": 1, "catalog": 1, "answers": 1, "moved": 1, "renamed": 1, "inventory": 1, "situations": 1, "synonyms": 1,
    "site_files": 1, "archive": 1, "fix": 1, "neighbours": 1, "pool": 1, "diff": 1, "changes": 1, "git_setup": 1,
    "data_format": 1, "rights": 1, "wording": 1,
    "declared": 2, "contacts": 2, "driver": 2, "migrate": 2,
    "rules": 2, "check": 2, "checked": 2, "revisions": 2, "against": 2, "review": 2, "history": 2, "fmt": 2, "keep": 2,
    "schemas": 2,
    "site": 3, "serving": 3, "report": 3, "office": 3, "editor": 3, "new": 3, "init": 3,
    "order": 4, "stands": 4, "poured": 4, "again": 4, "make": 4, "plugin": 4, "cli": 4, "bench": 4, "bench_history": 4,
    "proposal": 4, "inbox": 4,
}  # fmt: skip
"""Every module and folder of the package by its floor. A room may know its own floor and those below."""

STRANGERS = {"site", "report", "office", "editor"}  # of one floor, and never know each other

FILES = sorted(PACKAGE.rglob("*.py"))


def name(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


def room(file: Path) -> str:
    """The room that a file belongs to: its folder right below the package, or itself."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path, package: Path = PACKAGE) -> set[str]:
    """All modules that a file imports anywhere, in full: mingbai.kinds.base, yaml."""
    here = ["mingbai", *file.relative_to(package).with_suffix("").parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(here[: len(here) - node.level]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            found.update(f"{module}.{alias.name}" for alias in node.names)
    return found


def known(file: Path) -> set[str]:
    """The rooms of the package that a file knows, its own left out."""
    found = {module.split(".")[1] for module in imports(file) if module.startswith("mingbai.")}
    return found - {room(file)}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_every_file_has_a_room(file):
    assert room(file) in {*FLOORS, "__init__", "__main__"}, "say in FLOORS where it belongs"


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nobody_knows_who_lives_above(file):
    if room(file) in FLOORS:
        too_high = {other for other in known(file) if FLOORS.get(other, 99) > FLOORS[room(file)]}
        assert not too_high


@pytest.mark.parametrize("file", FILES, ids=name)
def test_site_report_and_office_never_know_each_other(file):
    if room(file) in STRANGERS:
        assert not known(file) & STRANGERS


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_plugin_imports_mkdocs(file):
    if room(file) != "plugin":
        assert not {module for module in imports(file) if module.split(".")[0] in ("mkdocs", "material", "properdocs")}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_charts_import_the_library_that_draws_them(file):
    if name(file) not in ("site/charts.py", "site/shapes.py"):
        assert not {module for module in imports(file) if module.split(".")[0] == "leather"}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_codes_import_the_library_that_makes_them(file):
    if name(file) != "site/code.py":
        assert not {module for module in imports(file) if module.split(".")[0] == "segno"}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_office_imports_the_libraries_of_spreadsheets(file):
    if room(file) != "office":
        assert not {module for module in imports(file) if module.split(".")[0] in ("xlsxwriter", "python_calamine")}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_copies_import_the_library_that_compresses(file):
    if name(file) != "serving/copies.py":
        assert not {module for module in imports(file) if module.split(".")[0] == "brotli"}


def test_what_draws_and_compares_is_in_the_site():
    """One drawing, one comparing, both below the pages that use them, neither knowing a page."""
    for module in ("shapes", "charts", "pictures", "compare"):
        assert room(PACKAGE / f"site/{module}.py") == "site"
        inside = {found.split(".")[2] for found in imports(PACKAGE / f"site/{module}.py") if ".site." in found}
        assert not inside & {"pages", "whole", "build"}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_nothing_but_a_kind_knows_its_fields(file):
    """A kind's own module is imported by nobody: it is found."""
    found = {module for module in imports(file) if module.startswith("mingbai.kinds.")}
    shared = {path.stem for path in (PACKAGE / "kinds").glob("*.py") if "KIND = Kind(" not in path.read_text("utf-8")}
    own = {path.stem for path in (PACKAGE / "kinds").glob("*.py")} - shared
    assert not {module for module in found if module.split(".")[2] in own}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_file_stays_small_and_says_what_it_is_for(file):
    text = file.read_text("utf-8")
    assert text.count("\n") <= 300, "two files"
    assert not text.strip() or ast.get_docstring(ast.parse(text)), "start with one sentence"


def test_no_circle_of_rooms():
    """A room that knows a second one is not known by it, on whatever way."""
    ways = {one: {other for file in FILES if room(file) == one for other in known(file)} for one in FLOORS}

    def reach(start: str) -> set[str]:
        found: set[str] = set()
        pending = [start]
        while pending:
            for other in ways.get(pending.pop(), ()):
                if other not in found:
                    found.add(other)
                    pending.append(other)
        return found

    assert not [one for one in FLOORS if one in reach(one)]


def test_imports_are_seen(tmp_path):
    """The guard itself: relative, absolute, inside functions."""
    file = tmp_path / "site" / "x.py"
    file.parent.mkdir()
    file.write_text(
        "import yaml\nfrom ..report import a\nfrom . import b\ndef f():\n    from mingbai.office.book import c\n",
        "utf-8",
    )
    assert imports(file, tmp_path) == {"yaml", "mingbai.report.a", "mingbai.site.b", "mingbai.office.book.c"}
