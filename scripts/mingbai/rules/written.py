"""Hand-written pages, looked through by the rules that know more than lists."""

from pathlib import Path

from ..problems import Problem
from . import false_host, private_data

LOOKS = (private_data.in_page, false_host.in_page)


def wrong(folder: Path) -> list[Problem]:
    """All that no page in a folder may hold, rule by rule; a page is named with the folder, content/index.md."""
    pages = [
        (f"{folder.name}/{file.relative_to(folder).as_posix()}", file.read_text("utf-8", "replace"))
        for file in sorted(folder.rglob("*.md"))
    ]
    return [problem for look in LOOKS for page in pages for problem in look(*page)]
