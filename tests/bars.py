"""The bars of safety as figures: what the tests of each bar have counted (`make audit`).

    .venv/bin/python tests/bars.py

Runs those tests alone, twenty times as long as `make test` does (200 builds are killed), and ends with 1 where one
fails or was not run.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
LONGER = "20"


class Bar(NamedTuple):
    """What has to hold, by which tests, and what is told of them: ``{cases}``, ``{failed}``, or what they recorded."""

    what: str
    tests: tuple[str, ...]
    told: str


BARS = (
    Bar(
        "MDN HTTP Observatory, the nginx files over TLS (A+, 130)",
        ("test_servers.py::test_the_observatory_gives_nginx_its_best_grade",),
        "{grade}",
    ),
    Bar(
        "SecureDrop's five public tests of landing pages",
        ("test_servers.py::test_report_pages_pass_the_public_tests_of_securedrop",),
        "{pages} report pages asked for, {failed} servers that fail",
    ),
    Bar(
        "CSP violations and foreign requests behind nginx, in Chromium",
        ("test_browser_served.py",),
        "{pages} kinds of page, {cases} tests, {failed} with any",
    ),
    Bar(
        "Canaries in every field of every kind",
        ("test_browser_hostile.py",),
        "{pages} pages opened, {fired} fired",
    ),
    Bar("Naughty strings and YAML made to confuse", ("test_corpora.py",), "{cases} tests, {failed} fail"),
    Bar(
        "Builds killed at a random moment (kill -9), or between two renames",
        ("test_build_safe.py::test_killed",),
        "{cases} killed, {failed} broken sites",
    ),
    Bar(
        "A full disk, a target that may not be written, two builds at once",
        ("test_build.py::", "test_build_safe.py::test_two_builds", "test_build_safe.py::test_next_build"),
        "{cases} tests, {failed} fail",
    ),
    Bar("Faults of a finished site", ("test_verify.py",), "{cases} tests, {failed} fail"),
    Bar(
        "Private data: numbers of every kind and form, in texts and in pages",
        ("test_private_data.py",),
        "{planted} planted, {missed} missed (`make private` tells of false alarms); {cases} tests, {failed} fail",
    ),
    Bar("False hosts, and the hosts of the real lists", ("test_hosts.py",), "{cases} tests, {failed} fail"),
    Bar(
        "The same bytes on other machines",
        ("test_same_bytes.py",),
        "{files} files compared, {bytes} differing bytes",
    ),
)  # fmt: skip


@dataclass
class Count:
    """What came of the tests of one bar."""

    cases: int = 0
    failed: int = 0
    recorded: dict[str, str | int] = field(default_factory=dict)

    def add(self, failed: bool, properties: list[tuple[str, object]]) -> None:
        """One test that is over; numbers recorded under one name are added up."""
        self.cases += 1
        self.failed += failed
        for name, value in properties:
            self.recorded[name] = int(self.recorded.get(name, 0)) + value if isinstance(value, int) else str(value)

    def told(self, bar: Bar) -> str:
        """The figures in words; what nobody recorded is a question mark."""
        return bar.told.format_map(_Known(self.recorded, cases=self.cases, failed=self.failed))


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


class Counting:
    """A plugin of pytest that counts for every bar."""

    def __init__(self) -> None:
        self.counts = {bar.what: Count() for bar in BARS}
        self._failed: set[str] = set()
        self._skipped: set[str] = set()

    def record(self, test: str, figures: dict[str, int]) -> None:
        """Figures that no test has counted; one called missed must be 0."""
        for bar in BARS:
            if test in bar.tests:
                self.counts[bar.what].recorded.update(figures)
                self.counts[bar.what].failed += bool(figures.get("missed"))

    def pytest_runtest_logreport(self, report: object) -> None:
        """One phase of one test."""
        name, when = str(report.nodeid).rpartition("tests/")[2], report.when  # type: ignore[attr-defined]
        if report.failed:  # type: ignore[attr-defined]
            self._failed.add(name)
        if report.skipped:  # type: ignore[attr-defined]
            self._skipped.add(name)
        if when != "teardown" or name in self._skipped:
            return
        for bar in BARS:
            if name.startswith(bar.tests):
                self.counts[bar.what].add(name in self._failed, report.user_properties)  # type: ignore[attr-defined]


def planted_and_missed(rows: Iterable[tuple[str, str, int, int, int, int]]) -> dict[str, int]:
    """Numbers planted in texts, most of them in pages as well, and those that were not found in one of them."""
    found = list(rows)
    return {
        "planted": sum(each for _, _, each, *_ in found),
        "missed": sum(each - text + pages - seen for _, _, each, text, pages, seen in found),
    }


def main() -> int:
    """Run the tests, print the table; 1 where a bar is not met or not measured."""
    os.environ.setdefault("MINGBAI_EXAMPLES", LONGER)
    import pytest

    counting = Counting()
    wanted = dict.fromkeys(test.partition("::")[0] for bar in BARS for test in bar.tests)
    pytest.main([*(str(HERE / file) for file in wanted), "-q", "-n", "2", "-p", "no:cacheprovider"], plugins=[counting])
    import private_rates  # here: pytest looks into what is imported before it

    counting.record("test_private_data.py", planted_and_missed(private_rates.planted()))
    print("\n| bar | figure | |\n|---|---|---|")
    low = False
    for bar in BARS:
        count = counting.counts[bar.what]
        told = count.told(bar)
        met = bool(count.cases) and not count.failed and "?" not in told
        low = low or not met
        print(f"| {bar.what} | {told} | {'met' if met else 'NOT MET'} |")
    return int(low)


if __name__ == "__main__":
    sys.exit(main())
