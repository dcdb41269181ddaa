"""What was measured, as a Markdown table and as a chart."""

import os
import platform
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from ..pool import cores
from ..site.charts import Plot, draw
from ..site.shapes import Strip
from .builds import PHASES, Built, Tool
from .measure import Cost

_STYLE = "svg{background:#fff}text{font:18px sans-serif;fill:#222}.fill-0{fill:#1d5fa8}"
_HEAD = "| | 数据 | 次数 | 用时 s | CPU s | 内存 MB | 用时比 Hugo | CPU 比 Hugo |\n" + "|---|---|" + "--:|" * 6


class Measured(NamedTuple):
    """One row: what a command cost in each round, and the memory that it took."""

    costs: list[Cost]
    memory: float | None

    @property
    def wall(self) -> float:
        """The median, s."""
        return median(cost.wall for cost in self.costs)

    @property
    def cpu(self) -> float:
        """The median, s."""
        return median(cost.cpu for cost in self.costs)


class Results(NamedTuple):
    """All that was measured."""

    built: list[tuple[Tool, Built, list[Measured]]]  # one measured a phase
    tasks: list[tuple[str, Measured]]


def machine() -> str:
    """What it ran on: processor, cores, memory, system."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        text = ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = found[1] if found else platform.machine()
    return f"{name},{cores()} 核,{memory:.0f} GB 内存,{platform.system()} {platform.release()}"


def lines(results: Results) -> Iterator[str]:
    """The tables: builds phase by phase, what they wrote, the other commands."""
    hugo = next((found for tool, _, found in results.built if tool.key == "hugo-yaml"), None)
    for at, phase in enumerate(PHASES if results.built else ()):
        yield from (f"### 建站,{phase}", "", _HEAD)
        for tool, _, found in results.built:
            yield f"| {tool.label} | {tool.data} | {_told(found[at], hugo[at] if hugo else None)} |"
        yield ""
    if results.built:
        yield from ("### 写了什么", "", "| | 数据 | 共 MB | 文件 | 履职页 MB | 每页 kB |", "|---|---|--:|--:|--:|--:|")
        for tool, built, _ in results.built:
            page = built.pages / built.townships / 1000
            yield (
                f"| {tool.label} | {tool.data} | {built.size / 1e6:.1f} | {built.files} "
                f"| {built.pages / 1e6:.1f} | {page:.1f} |"
            )
        yield ""
    if results.tasks:
        yield from ("### 别的命令", "", "| | 次数 | 用时 s | CPU s | 内存 MB |", "|---|--:|--:|--:|--:|")
        yield from (f"| {label} | {_plain(found)} |" for label, found in results.tasks)
        yield ""


def _plain(found: Measured) -> str:
    memory = "—" if found.memory is None else f"{found.memory:.0f}"
    return f"{len(found.costs)} | {found.wall:.2f} | {found.cpu:.2f} | {memory}"


def _told(found: Measured, hugo: Measured | None) -> str:
    ratios = f"{found.wall / hugo.wall:.2f} | {found.cpu / hugo.cpu:.2f}" if hugo else "— | —"
    return f"{_plain(found)} | {ratios}"


def chart(results: Results, title: str) -> str:
    """An SVG of its own: how long the first build takes."""
    labels = [f"{tool.label}({tool.data})" for tool, _, _ in results.built]
    values = [found[0].wall for _, _, found in results.built]
    written = [f"{value:.2f} s" if value < 10 else f"{value:.1f} s" for value in values]
    told = ";".join(f"{label} {text}" for label, text in zip(labels, written, strict=True))
    svg = str(draw(Plot(labels, [Strip("0", values, written)]), f"{title}:{told}", across=True))
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        ">", f"><style>{_STYLE}</style>", 1
    )
