"""Problems as text, GitHub annotations or JSON, from the same objects."""

import json
from collections.abc import Callable
from dataclasses import asdict

from ..problems import Level, Problem


def text(problems: list[Problem]) -> str:
    """A line a problem, then how many there are."""
    errors = sum(problem.level is Level.ERROR for problem in problems)
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, f"{errors} 个错误,{len(problems) - errors} 个提醒"])


def github(problems: list[Problem]) -> str:
    """Workflow commands that GitHub shows beside the line in a pull request."""
    return "\n".join(_command(problem) for problem in problems)


def as_json(problems: list[Problem]) -> str:
    """An array of objects with the fields of a problem."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


def _command(problem: Problem) -> str:
    place = {"file": problem.file, "line": problem.line, "col": problem.column, "title": problem.code}
    told = ",".join(f"{key}={_escape(str(value), ':,')}" for key, value in place.items())
    fix = f"。{problem.fix}" if problem.fix else ""
    return f"::{problem.level} {told}::{_escape(problem.message + fix)}"


def _escape(value: str, more: str = "") -> str:
    for char in "%\r\n" + more:
        value = value.replace(char, f"%{ord(char):02X}")
    return value


FORMATS: dict[str, Callable[[list[Problem]], str]] = {"text": text, "github": github, "json": as_json}
