"""Where the time of a command went: its stages, measured, and a table of them."""

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from .. import progress
from ..write import width
from .options import cannot

try:
    import resource
except ImportError:  # not a POSIX system
    resource = None  # type: ignore[assignment]

REST = "其他"
HEAD = ("阶段", "用时 s", "CPU s", "占比", "内存 MB")


@dataclass
class Cost:
    """What a stage took, all times that it came together."""

    name: str
    wall: float = 0.0  # s
    cpu: float = 0.0  # s, of this process and of those that it started and that have ended
    memory: float = 0.0  # MB, the most that a single one of these processes had held when the stage ended
    inside: "dict[str, Cost]" = field(default_factory=dict)
    spent: dict[str, float] = field(default_factory=dict)  # CPU s inside the parts of a pool

    def below(self, name: str) -> "Cost":
        """A stage inside this one."""
        return self.inside.setdefault(name, Cost(name))


class Costs(progress.Listener):
    """Listens, and measures."""

    measures = True

    def __init__(self, starting: bool = True) -> None:
        started = time.process_time() if starting else 0.0  # reading code: the processor is what it waits for
        self._begun, self._before = time.perf_counter() - started, 0.0 if starting else _cpu()
        inside = {"启动": Cost("启动", started, started, _memory())} if starting else {}
        self.whole = Cost("合计", inside=inside)
        self._open = [(self.whole, 0.0, 0.0)]

    def begin(self, name: str, total: int) -> None:
        """Look at the clocks."""
        self._open.append((self._open[-1][0].below(name), time.perf_counter(), _cpu()))

    def end(self, name: str) -> None:
        """Look at the clocks again; what was left open inside ends, too."""
        while name in [cost.name for cost, _, _ in self._open[1:]]:
            cost, wall, cpu = self._open.pop()
            cost.wall += time.perf_counter() - wall
            cost.cpu += _cpu() - cpu
            cost.memory = _memory()
            if cost.name == name:
                return

    def spend(self, spent: Mapping[str, float]) -> None:
        """Add to the innermost stage."""
        cost = self._open[-1][0]
        for name, cpu in spent.items():
            cost.spent[name] = cost.spent.get(name, 0.0) + cpu

    def close(self) -> None:
        """All is done."""
        self.whole.wall = time.perf_counter() - self._begun
        self.whole.cpu, self.whole.memory = _cpu() - self._before, _memory()


def _cpu() -> float:
    """CPU s of this process and of all that it started and that have ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _memory() -> float:
    """MB, the most that this process or a single one of those that it started ever held."""
    used = [resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return max(used) / (1e6 if sys.platform == "darwin" else 1e3)


@dataclass(frozen=True)
class Row:
    """A line of the table in whole numbers, rounded down, so that what stands inside a stage adds up to it."""

    name: str
    depth: int
    wall: int | None  # ms; None inside the parts of a pool, which are done side by side
    cpu: int  # ms
    share: int  # of the whole, in thousandths
    memory: float | None = None  # MB


def rows(whole: Cost) -> list[Row]:
    """The table: stages as they came, what is in them below, the rest of each, the whole last."""
    last = Row(whole.name, 0, int(whole.wall * 1e3), int(whole.cpu * 1e3), 1000, whole.memory)
    return [*_inside(whole, last, 0, whole.wall), last]


def _inside(cost: Cost, mine: Row, depth: int, whole: float) -> Iterator[Row]:
    """What is in a stage; ``whole`` is how long all took in s."""
    told: list[Row] = []
    busy = max(cost.cpu, sum(cost.spent.values()))
    for one in cost.inside.values():
        row = Row(one.name, depth, int(one.wall * 1e3), int(one.cpu * 1e3), int(one.wall / whole * 1e3), one.memory)
        told.append(row)
        yield row
        yield from _inside(one, row, depth + 1, whole)
    for name, cpu in sorted(cost.spent.items(), key=lambda one: -one[1]):
        row = Row(name, depth, None, int(cpu * 1e3), int(mine.share * cpu / busy))
        told.append(row)
        yield row
    if told:
        wall = None if cost.spent else _rest(mine.wall or 0, (row.wall or 0 for row in told))
        cpu, share = _rest(mine.cpu, (row.cpu for row in told)), _rest(mine.share, (row.share for row in told))
        yield Row(REST, depth, wall, cpu, share)


def _rest(mine: int, told: Iterable[int]) -> int:
    return max(0, mine - sum(told))


def table(some: list[Row]) -> str:
    """The rows as text: names to the left, numbers to the right."""
    lines = [HEAD] + [
        (
            "  " * row.depth + row.name,
            "" if row.wall is None else f"{row.wall / 1e3:.2f}",
            f"{row.cpu / 1e3:.2f}",
            f"{row.share / 10:.1f}%",
            "" if row.memory is None else f"{row.memory:.0f}",
        )
        for row in some
    ]
    wide = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    told = []
    for name, *numbers in lines:
        cells = [" " * (room - width(cell)) + cell for cell, room in zip(numbers, wide[1:], strict=True)]
        told.append("  ".join([name + " " * (wide[0] - width(name)), *cells]).rstrip())
    return "\n".join(told)


class Rounds(progress.Listener):
    """Measures work that is done again and again: a table each time, the first with all that came before it."""

    measures = True

    def __init__(self) -> None:
        can_measure()
        self._costs: Costs | None = Costs()

    def begin(self, name: str, total: int) -> None:
        """The first stage begins a new table."""
        self._costs = self._costs or Costs(starting=False)
        self._costs.begin(name, total)

    def end(self, name: str) -> None:
        """Look at the clocks."""
        if self._costs:
            self._costs.end(name)

    def spend(self, spent: Mapping[str, float]) -> None:
        """Add to the innermost stage."""
        if self._costs:
            self._costs.spend(spent)

    def tell(self) -> None:
        """Print the table: the work is done for now."""
        if self._costs:
            _print(self._costs)
        self._costs = None


def can_measure() -> None:
    """End with 2 where processes do not tell what they took."""
    if resource is None:
        cannot("--profile 要在 Linux 或 macOS 上用")


@contextmanager
def told() -> Iterator[None]:
    """Measure, and print the table once all is done; not where the command could not do its work."""
    can_measure()
    costs = Costs()
    try:
        with progress.heard(costs):
            yield
    except SystemExit as done:
        if done.code in (None, 0, 1):
            _print(costs)
        raise
    else:
        _print(costs)


def _print(costs: Costs) -> None:
    costs.close()
    click.echo(table(rows(costs.whole)), err=True)
