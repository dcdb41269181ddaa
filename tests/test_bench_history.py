"""The synthetic repository of the benchmark: its commits are real and all of them are seen."""

from pathlib import Path

from mingbai.bench_history import make
from mingbai.history import read_history
from mingbai.moved import Moves
from site_fixtures import mingbai, said


def test_every_commit_changes_items_of_one_list(tmp_path: Path) -> None:
    make(tmp_path, lists=3, items=20, commits=8)
    history = read_history(tmp_path / "lists", Moves())
    assert history
    events = [event for line in history.lines.values() for event in line.events]
    assert sorted(event.what for event in events) == ["changed"] * 7 + ["new"] * 3
    assert all(event.count("added") == event.count("removed") == 1 for event in events if event.what == "changed")


def test_bench_tells_what_reading_the_past_costs() -> None:
    done = mingbai("bench", "--history", "3", "--items", "10")
    assert done.returncode == 0, said(done)
    assert "100 份清单 × 10 项,3 次提交" in done.stdout
    assert "多一次提交" in done.stdout
