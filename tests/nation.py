"""The nation on paper: ``python tests/nation.py`` writes the tables of content/guide/nation.md.

They come out of tests/nation.json, which holds what builds of synthetic provinces took: places, seconds of
processor time, seconds by the clock, MB of memory, files, bytes. ``--measure 20 200 20+320`` measures such rows first
(20+320: twenty townships with 320 villages that have no list of their own), in the place of those with the same
numbers of places. What a township costs is the slope of a straight line through the rows without villages, what a
village costs the difference that villages make; whatever a site costs before its first place is left out.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from mingbai.bench.measure import timed
from mingbai.bench.province import make
from site_fixtures import AS_OF, ROOT

ROWS, PAGE = ROOT / "tests/nation.json", ROOT / "content/guide/nation.md"
TOWNSHIPS, VILLAGES, PROVINCE = 38_000, 600_000, 1_260
ITEMS = 250
MACHINES, CORES = 20, 2  # that share the work
CORE_HOUR, GIGABYTE_MONTH = 0.3, 0.2  # yuan: assumed, and said so on the page


@dataclass(frozen=True)
class Row:
    """One build."""

    townships: int
    villages: int
    cpu: float
    wall: float
    memory: float  # MB, of all processes together
    files: int
    bytes: int


@dataclass(frozen=True)
class Cost:
    """What places cost: processor seconds, files, bytes."""

    cpu: float
    files: float
    bytes: float

    def times(self, number: int) -> "Cost":
        """Of so many places."""
        return Cost(self.cpu * number, self.files * number, self.bytes * number)

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.cpu + other.cpu, self.files + other.files, self.bytes + other.bytes)


def slope(pairs: list[tuple[float, float]]) -> float:
    """Of the straight line that lies nearest to the points."""
    across, up = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return sum((x - across) * (y - up) for x, y in pairs) / sum((x - across) ** 2 for x, y in pairs)


def township(rows: list[Row]) -> Cost:
    """What one township costs, by the rows without villages."""
    plain = [row for row in rows if not row.villages]
    return Cost(
        slope([(row.townships, row.cpu) for row in plain]),
        slope([(row.townships, row.files) for row in plain]),
        slope([(row.townships, row.bytes) for row in plain]),
    )


def village(rows: list[Row]) -> Cost:
    """What one village costs, by the largest row with villages and the one without them."""
    more = max((row for row in rows if row.villages), key=lambda row: row.villages)
    bare = next(row for row in rows if not row.villages and row.townships == more.townships)
    return Cost(
        (more.cpu - bare.cpu) / more.villages,
        (more.files - bare.files) / more.villages,
        (more.bytes - bare.bytes) / more.villages,
    )


def measure(townships: int, villages: int) -> Row:
    """Build such a province once."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        make(work, townships, ITEMS)
        folders = sorted(file.parent for file in (work / "lists").glob("*/*/*/area.yml"))
        for number in range(villages):
            place = folders[number % len(folders)] / f"cun{number // len(folders):02}"
            place.mkdir()
            (place / "area.yml").write_text(f"name: 第{number}村\nlevel: 村\n", "utf-8")
        cost = timed([sys.executable, "-m", "mingbai", "build", "--as-of", AS_OF], work, look=True)
        sizes = [file.stat().st_size for file in (work / "site").rglob("*") if file.is_file()]
    memory = round(cost.memory or 0)
    return Row(townships, villages, round(cost.cpu, 2), round(cost.wall, 2), memory, len(sizes), sum(sizes))


def measured(rows: list[Row]) -> str:
    """The table of what was measured; few columns, for a phone."""
    told = (
        f"| {row.townships:,} 个乡镇{f',{row.villages:,} 个村' if row.villages else ''} | {row.cpu:.1f} "
        f"| {row.memory:.0f} | {row.files:,} | {row.bytes / 1e6:,.0f} |"
        for row in rows
    )
    return "\n".join(["| 多大 | 处理器秒 | 内存 MB | 文件 | MB |\n|---|---|---|---|---|", *told])


def planned(rows: list[Row]) -> str:
    """The tables of the nation."""
    one, more = township(rows), village(rows)
    nation = one.times(TOWNSHIPS)
    large = {
        f"一个省({PROVINCE:,} 个乡镇)": one.times(PROVINCE),
        f"全国的乡镇({TOWNSHIPS:,})": nation,
        f"再加全国的村({VILLAGES:,})": nation + more.times(VILLAGES),
    }
    sizes = ["| 多大 | 处理器 | 文件 | 大小 |\n|---|---|---|---|"]
    for name, cost in {"一个乡镇": one, "一个村": more, **large}.items():
        sizes.append(f"| {name} | {_time(cost.cpu)} | {_number(cost.files)} | {_size(cost.bytes)} |")
    prices = [f"| 多大 | 一台 {CORES} 核 | {MACHINES} 台 | 建一次 | 放一个月 |\n|---|---|---|---|---|"]
    for name, cost in large.items():
        times = _time(cost.cpu / CORES), _time(cost.cpu / CORES / MACHINES)
        money = _yuan(cost.cpu / 3600 * CORE_HOUR), _yuan(cost.bytes / 1e9 * GIGABYTE_MONTH)
        prices.append(f"| {' | '.join((name, *times, *money))} |")
    memory = max(row.memory for row in rows)
    return "\n".join([*sizes, "", *prices, "", f"每台电脑的内存:量到的最大的是 {memory:.0f} MB。"])


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} 毫秒"
    return (
        f"{seconds:.0f} 秒"
        if seconds < 120
        else f"{seconds / 60:.0f} 分"
        if seconds < 7200
        else f"{seconds / 3600:.1f} 小时"
    )


def _number(number: float) -> str:
    return f"{number:.0f}" if number < 10_000 else f"{number / 10_000:,.1f} 万"


def _size(number: float) -> str:
    return (
        f"{number / 1e3:.0f} KB"
        if number < 1e6
        else f"{number / 1e6:.0f} MB"
        if number < 1e9
        else f"{number / 1e9:,.1f} GB"
    )


def _yuan(number: float) -> str:
    return "不到 1 分" if number < 0.01 else f"{number:.2f} 元"


def filled(text: str, rows: list[Row]) -> str:
    """The page with its tables as the rows have them."""
    for name, table in (("measured", measured(rows)), ("planned", planned(rows))):
        before, _, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        assert end, f"no place for {name}"
        text = f"{before}<!-- {name} -->\n\n{table}\n\n{end}{after}"
    return text


def read() -> list[Row]:
    """The rows that are kept."""
    return [Row(**row) for row in json.loads(ROWS.read_text("utf-8"))] if ROWS.is_file() else []


def main() -> None:
    """Measure what is asked for, write the page."""
    parser = argparse.ArgumentParser(description="the tables of content/guide/nation.md")
    parser.add_argument("--measure", nargs="*", default=[], metavar="TOWNSHIPS[+VILLAGES]")
    kept = {(row.townships, row.villages): row for row in read()}
    for asked in parser.parse_args().measure:
        townships, _, villages = asked.partition("+")
        row = measure(int(townships), int(villages or 0))
        kept[row.townships, row.villages] = row
        print(row, flush=True)
    rows = [kept[key] for key in sorted(kept, key=lambda key: (key[1], key[0]))]
    told = ",\n".join(f"  {json.dumps(asdict(row))}" for row in rows)
    ROWS.write_text(f"[\n{told}\n]\n", "utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), rows), "utf-8")


if __name__ == "__main__":
    main()
