"""What the tests share: cases on disk, a small site to write lists into, words that YAML trips over."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings

from mingbai.check import check
from mingbai.kinds import KINDS
from mingbai.kinds.load import load
from mingbai.moved import Moves
from mingbai.problems import Problem
from mingbai.read import read
from mingbai.write import canonical

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CASES = TESTS / "cases"
TODAY = date(2026, 11, 22)
MORE = int(os.environ.get("MINGBAI_EXAMPLES", "1"))  # 20 looks 20 times as hard, and at random


def many(examples: int) -> settings:
    """How often a property is tried; the same examples each time unless MINGBAI_EXAMPLES asks for more."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=examples * MORE, deadline=None, derandomize=MORE == 1, suppress_health_check=slow)


def cases(group: str) -> list[Any]:
    """The folders of a group of cases."""
    return sorted(path for path in (CASES / group).iterdir() if path.is_dir())


def name_of(path: Path) -> str:
    """A case's name in the test report."""
    return path.name


def lines(problems: list[Problem]) -> str:
    """Problems as the command prints them."""
    return "".join(f"{problem}\n" for problem in problems)


def codes(problems: list[Problem]) -> set[str]:
    """The codes of problems."""
    return {problem.code for problem in problems}


def look(file: Path) -> list[Problem]:
    """Everything wrong with one list file by itself: its reading and its fields."""
    source, problems = read(file.name, file.read_bytes())
    if source:
        problems = problems + load(KINDS[file.name.split(".")[0]], source)[2]
    return sorted(problems)


def look_around(lists: Path) -> list[Problem]:
    """Everything wrong with a folder of lists."""
    return check(lists, TODAY, jobs=1)


def data(text: str) -> dict[str, Any]:
    """What a text says, which must be readable."""
    source, problems = read("list.yml", text.encode())
    assert source, lines(problems)
    return source.data


def header(**fields: Any) -> dict[str, Any]:
    """A list without a fault, but for what ``fields`` say; None takes a field away."""
    whole = {
        "title": "某清单",
        "status": "现行",
        "completeness": "完整",
        "sources": [{"title": "某通知", "form": "原文"}],
        **fields,
    }
    return {key: value for key, value in whole.items() if value is not None}


def proof(**fields: Any) -> dict[str, Any]:
    """One certificate without a fault."""
    return {"id": "qinshu", "name": "亲属关系证明", "decision": "不应出具", "issuing_body": ["公安派出所"], **fields}


def contact(**fields: Any) -> dict[str, Any]:
    """One channel without a fault."""
    whole = {
        "id": "rexian",
        "name": "热线",
        "topics": ["综合"],
        "authority": "某局",
        "phones": ["12345"],
        "state": "有效",
    }
    return {**whole, "verified_on": "2026-11-01", **fields}


def site(folder: Path, files: dict[str, Any]) -> Path:
    """A folder of lists: path → data, or text as it stands; places get an area.yml of a fitting level."""
    lists = folder / "lists"
    for path, content in {"area.yml": {"name": "全国", "level": "国家"}, **files}.items():
        file = lists / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else canonical(content, {}), "utf-8", newline="")
    for place in sorted(path for path in lists.rglob("*") if path.is_dir() and not path.name.startswith("_")):
        if not (place / "area.yml").exists():
            level = "省市县乡村"[len(place.relative_to(lists).parts) - 1]
            (place / "area.yml").write_text(f"name: {place.name}\nlevel: {level}\n", "utf-8")
    return lists


TRAPS = [
    "0858", "12345", "1.10", "8:30", "12:30:00", "1e3", "0x1F", "0o14", "0b1", "1_000", "+5", "-5", ".5", "5.", "00",
    "no", "No", "on", "yes", "true", "FALSE", "null", "~", "y", "=", "<<", ".nan", "-.inf", "190:20:30", "1e400",
    "2024-09-14", "2024-9-4", "2024-02-30", "2026-13-45", "2024-09-14 10:00:00", "2024", "12345678901234567890",
    "a: b", "a:", ": a", ":", "a #b", "#b", "a#b", "- a", "-", "--- a", "...", "? a", "?", "[a]", "{a}", "a, b", "]",
    "&a", "*a", "!a", "!!int 3", "|", ">", "|-", "%a", "@a", "`a`", "'", '"', "''", '"a"', "it's", "a\\b", "\\",
    "\\n", "a?", "什么证明?", "甲:乙", "中文", "“引号”", "甲：乙", "a：b", "sha256：b", "a甲：", "甲，乙", "（甲）",
    "〔2020〕20号", "《书》", "甲\u3000乙", "\u3000", "甲\u3000", "\u3000甲", "甲:\u3000乙", "a:\u3000b", "🙂", "𠮷",
    "é", "👨👩", " ", "  ", " a", "a ", "a  b", "", "a\nb", "a\n", "\na", "\n", "a\n\nb", "a\n\n", " a\nb", "a\n b",
    "a \nb", "a\n#b", "a\n- b", "a\nb: c", "# a\nb", "a: b\nc: d\n", "---\na", "a\n---", "a\n\u3000b", "a：b\nc：d",
    "- a\n- b", "a\n ", "a\n \n", "0858-8610001", "—",
]  # fmt: skip
"""Texts that some reader of YAML takes for something else."""


def old_ids(moves: Moves, kind: str, area: str) -> dict[str, list[str]]:
    """Id in use → every old one that led to it, for the lists of a kind in one place."""
    found: dict[str, list[str]] = {}
    for old, ends in moves.ends(kind, area).items():
        for end in ends:
            found.setdefault(end, []).append(old)
    return found
