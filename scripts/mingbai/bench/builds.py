"""Builds of the province: for the first time, with nothing changed, with one list edited."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..cache_file import spare_of
from ..sums import RACY
from .measure import Cost, Failed, timed
from .peers import Peer
from .province import DAY
from .shown import compare
from .tasks import CACHE, MINGBAI

EVERYTHING = (*MINGBAI, "build", "--as-of", DAY)
HTML_ALONE = (*EVERYTHING, "--lists-only")  # the pages of lists and nothing else: the work of the peers

PHASES = ("第一次", "没有改动", "改一份清单", "再改一次")
PATIENCE = 60.0  # s of processor time; what takes more the first time is run that once
ONE = "sheng/xian00/zhen00/duties"  # the list that is edited
EDIT = "刚刚改过的"


class Tool(NamedTuple):
    """One way to build the province."""

    key: str
    label: str
    data: str
    command: tuple[str, ...]
    folder: Path
    output: Path
    edited: Path  # the file with the list of one township, in this tool's form


class Built(NamedTuple):
    """What a tool wrote."""

    size: int  # bytes
    files: int
    pages: int  # bytes of the townships' pages alone
    townships: int


def mingbai_tools(work: Path) -> list[Tool]:
    """Mingbai as it does the work of the peers, and as it is."""
    edited = work / "lists" / f"{ONE}.yml"
    return [
        Tool(key, label, "YAML", (*command, "--to", site), work, work / site, edited)
        for key, label, command, site in (
            ("mingbai-html", "Mingbai,只写履职页", HTML_ALONE, "site-html"),
            ("mingbai", "Mingbai,全部", EVERYTHING, "site"),
        )
    ]


def peer_tool(work: Path, peer: Peer, command: list[str]) -> Tool:
    """A peer whose site is ready."""
    site = work / "peers" / peer.key
    return Tool(peer.key, peer.label, peer.data, tuple(command), site, site / peer.output, site / peer.edited)


def first(work: Path, tool: Tool, like: Tool | None) -> tuple[list[Cost], Built]:
    """Every phase once, with a look at memory and at what was written; ``like`` is whose frame it has to have."""
    costs: list[Cost] = []
    for cost in _phases(work, tool, True):
        if not costs:
            files = [file for file in tool.output.rglob("*") if file.is_file()]
            pages, townships = compare(tool.output, work / "lists", like.output if like else None)
            built = Built(sum(file.stat().st_size for file in files), len(files), pages, townships)
        costs.append(cost)
    return costs, built


def again(work: Path, tool: Tool) -> list[Cost]:
    """Every phase once, for its time."""
    return list(_phases(work, tool, False))


def _phases(work: Path, tool: Tool, look: bool) -> Iterator[Cost]:
    for rest in (tool.output, spare_of(tool.output), work / CACHE):
        shutil.rmtree(rest, ignore_errors=True)
    time.sleep(RACY / 1e9)  # what was written so shortly before is not believed to be as it was
    yield timed(tool.command, tool.folder, look=look)
    yield timed(tool.command, tool.folder, look=look)
    before = tool.edited.read_text(encoding="utf-8")
    name = (work / "lists" / f"{ONE}.yml").read_text(encoding="utf-8").split("    name: ", 1)[1].split("\n", 1)[0]
    tool.edited.write_text(before.replace(name, f"{EDIT}{name}"), encoding="utf-8")
    try:
        yield timed(tool.command, tool.folder, look=look)
        _shows(tool, True)
    finally:
        tool.edited.write_text(before, encoding="utf-8")
    yield timed(tool.command, tool.folder, look=look)
    _shows(tool, False)


def _shows(tool: Tool, edit: bool) -> None:
    if (EDIT in (tool.output / ONE / "index.html").read_text(encoding="utf-8")) != edit:
        raise Failed(f"{tool.label}: {tool.edited} 改了,网页没有变")
