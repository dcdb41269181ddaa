"""The comparison: everything in turn, several times, medians; the output held against the lists."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..cache_file import PLACE
from ..progress import each, stage
from ..read import Source, read
from . import CHOICES, TASKS, peers, table
from .builds import PATIENCE, PHASES, Built, Tool, again, first, mingbai_tools, peer_tool
from .follow import LABEL, follow
from .measure import Cost
from .province import COUNTY, REWORDED, make
from .table import Measured, Results
from .tasks import CACHE, cost, tasks

PACKAGE = Path(__file__).parents[2]  # where this very code is found, from whatever folder it is run


def run(
    townships: int, items: int, own: float, rounds: int, only: Sequence[str], keep: Path | None,
    words: str,
) -> tuple[str, str]:  # fmt: skip
    """Make the province and measure; a report in Markdown and a chart in SVG ('' where nothing was built).

    ``only`` names what is measured (CHOICES; nothing: all that is there), ``words`` is
    the command that the report names.
    """
    work = (keep or Path(tempfile.mkdtemp(prefix="mingbai-bench-"))).resolve()
    os.environ |= {PLACE: str(work / CACHE), "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(PACKAGE)}
    try:
        size = make(work, townships, items, own)
        wanted = only or CHOICES
        found, missing = _peers(wanted)
        peers.ready(work, found)
        tools = [tool for tool in mingbai_tools(work) if tool.key in wanted]
        tools += [peer_tool(work, peer, peer.find() or []) for peer in found]
        results = Results(
            list(_built(work, tools, rounds)),
            list(_done(work, rounds)) if TASKS in wanted else [],
        )
        title = f"{townships} 个乡镇 × {items} 项"
        head = [
            f"## {title}",
            "",
            f"- 清单:YAML {size / 1e6:.1f} MB,{-(-townships // COUNTY)} 个县;每个乡镇 {own:.0%} 的事项用自己的话写,"
            f"其余照抄本县;每个县 {REWORDED:.0%} 另写,其余照抄全省",
            f"- 机器:{table.machine()}",
            f"- 版本:{peers.versions(found)}",
            f"- 命令:`{words}`,{time.strftime('%Y-%m-%d')}",
            f"- 量法:轮流各跑 {rounds} 次,取中位数;先各跑一次,看内存(所有进程合计,PSS),也对输出:"
            f"每个网站每个乡镇每一项和清单逐项对过;第一次用处理器超过 {PATIENCE:.0f} 秒的只跑那一次",
            *_reading(work),
            *([f"- 没有量:{'、'.join(missing)}。要量:{peers.HOW}"] if missing else []),
            "",
        ]
        report = "\n".join([*head, *table.lines(results)])
        return report, table.chart(results, f"{title},第一次建站") if results.built else ""
    finally:
        if keep is None:
            shutil.rmtree(work, ignore_errors=True)


def _peers(wanted: Sequence[str]) -> tuple[list[peers.Peer], list[str]]:
    """The peers that can be run, and the names of those that cannot."""
    asked = [peer for peer in peers.PEERS if peer.key in wanted]
    there = [peer for peer in asked if peers.SOURCES.is_dir() and peer.find()]
    return there, list(dict.fromkeys(peer.label for peer in asked if peer not in there))


def _built(work: Path, tools: list[Tool], rounds: int) -> Iterator[tuple[Tool, Built, list[Measured]]]:
    """Each tool with what it wrote and what each phase cost."""
    like = next((tool for tool in tools if tool.key.startswith("mingbai")), None)
    looks = []
    for tool in each("看输出和内存", tools):
        with stage(f"{tool.label} {tool.data}"):
            looks.append(first(work, tool, like if tool is not like else None))
    runs: list[list[list[Cost]]] = [[] for _ in tools]
    for turn in range(rounds):
        for tool, (costs, _), mine in each(f"第 {turn + 1} 轮", list(zip(tools, looks, runs, strict=True))):
            if costs[0].cpu <= PATIENCE:
                with stage(f"{tool.label} {tool.data}"):
                    mine.append(again(work, tool))
    for tool, (costs, built), mine in zip(tools, looks, runs, strict=True):
        rows = mine or [costs]
        yield tool, built, [Measured([row[at] for row in rows], costs[at].memory) for at in range(len(PHASES))]


def _done(work: Path, rounds: int) -> Iterator[tuple[str, Measured]]:
    """Each command with what it cost."""
    every = tasks(work)
    looks, runs = [], [list[Cost]() for _ in every]
    for task in each("看内存", every):
        with stage(task.label):
            looks.append(cost(task, look=True))
    for turn in range(rounds):
        for task, look, mine in each(f"第 {turn + 1} 轮", list(zip(every, looks, runs, strict=True))):
            if look.cpu <= PATIENCE:
                with stage(task.label):
                    mine.append(cost(task, look=False))
    for task, look, mine in zip(every, looks, runs, strict=True):
        yield task.label, Measured(mine or [look], look.memory)
    with stage(LABEL):
        yield LABEL, follow(work, rounds)


def _reading(work: Path) -> Iterator[str]:
    """How quickly lists are read, each once: one read again says nothing of a first reading."""
    every = [file.read_bytes() for file in sorted((work / "lists").rglob("duties.yml"))[:COUNTY]]
    for label, careful in (("快读", False), ("带位置", True)):
        begin = time.perf_counter()
        for raw in every:
            source, _problems = read("duties.yml", raw)
            if careful and isinstance(source, Source):
                source.where(())
        speed = sum(map(len, every)) / 1e6 / (time.perf_counter() - begin)
        yield f"- 读清单({label}):{speed:.0f} MB/s,单进程"
