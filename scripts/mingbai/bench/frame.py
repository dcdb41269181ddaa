"""The frame of every page, lent to other generators: their pages are ours but for who makes them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ..site.code import code
from ..site.shell import Filling, Shell
from .measure import Failed
from .province import DAY, NAME, URL

BEFORE, AFTER = "@@before@@", "@@after@@"
"""The places of a peer's template where the frame goes, each on a line of its own but for what follows it."""

_CONFIG = """\
site_name: {name}
site_url: {url}
docs_dir: {content}
theme:
  name: material
  language: zh
  font: false
plugins: [mingbai: {{guides: false, lists: {lists}}}]
hooks: [{hook}]
not_in_nav: /shell.md
nav: [index.md, guide/index.md, about/index.md]
"""


def frame_of(work: Path, hook: Path) -> str:
    """The empty shell as MkDocs renders it, before the lists are poured in; ``hook`` keeps it."""
    folder = work / "peers" / "frame"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lists").mkdir(parents=True)
    (folder / "lists" / "area.yml").write_text("name: 全国\nlevel: 国家\n", encoding="utf-8")
    config = _CONFIG.format(name=NAME, url=URL, content=work / "content", lists=folder / "lists", hook=hook)
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    kept = folder / "frame.html"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", folder / "mkdocs.yml", "-d", folder / "site"],
        env={**os.environ, "MINGBAI_FRAME": str(kept)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Failed(done.stdout + done.stderr)
    return kept.read_text(encoding="utf-8")


def lend(frame: str, site: Path, variable: str) -> None:
    """Put the frame into a peer's templates; ``variable`` is how its language writes one: '${{{}}}'."""
    filling = Filling(**{slot: variable.format(slot) for slot in Filling.__annotations__} | {"content": BEFORE})
    before, after = Shell(frame).pour(filling, variable.format("root")).split(BEFORE)
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        text = file.read_text(encoding="utf-8")
        if BEFORE in text:
            file.write_text(text.replace(f"{BEFORE}\n", before).replace(f"\n{AFTER}", after), encoding="utf-8")


def papers(lists: Path) -> str:
    """What stands below every township's page on paper, as JSON: place → HTML. The peers need draw no codes."""
    return json.dumps(dict(_papers(lists)), ensure_ascii=False)


def _papers(lists: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(lists.rglob("duties.yml")):
        place = file.parent.relative_to(lists).as_posix()
        url = f"{URL}{place}/duties/"
        yield place, f'<div class="paper w">{code(url)}<p>网上看:{url}<br>{DAY} 制作</p></div>'
