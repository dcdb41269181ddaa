"""Where the files lie that the package brings: theme overrides, templates, assets, hand-written pages, workflows."""

import re
from pathlib import Path

_PAGES = ("index.md", "shell.md")  # and all of guide/; what else lies in content/ is this site's own

EDITOR = "editor.yml"  # beside mkdocs.yml, where the site has an editor

REMARKS = {
    "assets/javascripts": re.compile(r"^ *//.*\n", re.MULTILINE),
    "assets/stylesheets": re.compile(r"^/\*.*?\*/\n", re.MULTILINE | re.DOTALL),
}
"""What our own scripts and styles say, by their folder, to those who read their source; it is not sent."""


def overrides() -> Path:
    """The package's overrides: inside the installed package, or beside it in a checkout."""
    return _brought("overrides", "overrides")


def workflows() -> Path:
    """The workflows that publish and review a site."""
    return _brought("workflows", ".github/workflows")


def pages(guides: bool = True) -> tuple[Path, list[str]]:
    """The folder of the hand-written pages that every site has, and their paths in it."""
    folder = _brought("content", "content")
    found = list(_PAGES)
    if guides:
        found += sorted(f.relative_to(folder).as_posix() for f in (folder / "guide").rglob("*") if f.is_file())
    return folder, found


def starter() -> Path:
    """The files that a new site begins with."""
    return Path(__file__).parent / "starter"


def _brought(packed: str, beside: str) -> Path:
    here = Path(__file__).parent
    return here / packed if (here / packed).is_dir() else here.parent.parent / beside
