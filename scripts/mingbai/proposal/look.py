"""A proposal → what a reviewer gets: the problems that it brings, the report, suggestions, its lists for a preview."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..against import check_against
from ..check import check
from ..fmt import format_lists
from ..forge.bundle import Bundle, Finding, Suggestion, write
from ..git import GitFolder
from ..problems import Level, Problem
from ..report.markdown import markdown
from ..review import Review, review
from ..revisions import Side
from .commits import Proposal, lay
from .suggest import suggest

LISTS = "lists"
QUALITY = "gl-code-quality-report.json"
LIMIT = 60_000  # characters of the report: the comment says more
MOST = 10  # suggestions for a whole proposal: more is done by `mingbai fmt --fix`


@dataclass(frozen=True)
class Looked:
    """What was found: the problems that the proposal brings, by their files in the repository, and the review."""

    brings: tuple[Problem, ...]
    told: Review
    sides: tuple[Side, Side]


def look(proposal: Proposal, to: Path, as_of: date) -> Looked:
    """Look at a proposal and write what was found into the new folder ``to``."""
    before, after = proposal.before(), proposal.after()
    to.mkdir(parents=True)
    lay(after, to / LISTS)
    new = [*_new(check(before, as_of), check(to / LISTS, as_of)), *check_against(before, to / LISTS, as_of)]
    brings = [_at(proposal, problem) for problem in sorted(new)]
    changed = proposal.changed()
    findings = tuple(
        Finding(p.file, p.line, p.code, str(p.level), p.message, p.fix, p.line in changed.get(p.file, ()))
        for p in brings
    )
    suggestions, unsaid = _suggestions(proposal, to / LISTS, changed)
    sides = _side(proposal, proposal.base, before), _side(proposal, proposal.head, after)
    told = review(*sides, as_of)
    write(Bundle(markdown(told, LIMIT, "report.html"), findings, tuple(suggestions), unsaid), to)
    (to / QUALITY).write_text(_quality(brings), "utf-8")
    return Looked(tuple(brings), told, sides)


def _at(proposal: Proposal, problem: Problem) -> Problem:
    return replace(problem, file=proposal.path(problem.file))


def _new(before: list[Problem], after: list[Problem]) -> Iterator[Problem]:
    """Those that were not there before, however far their lines moved."""
    known = Counter(map(_what, before))
    for problem in after:
        if known[_what(problem)]:
            known[_what(problem)] -= 1
        else:
            yield problem


def _what(problem: Problem) -> tuple[str, str, str, str]:
    return problem.file, problem.code, problem.message, problem.field


def _side(proposal: Proposal, commit: str, root: GitFolder) -> Side:
    return Side(commit[:12], root=root, repo=proposal.repo, commit=commit, inside=proposal.inside)


def _suggestions(proposal: Proposal, root: Path, changed: dict[str, set[int]]) -> tuple[list[Suggestion], int]:
    """What `fmt --fix` would write at the lines that the proposal changed, and how many places are left out."""
    found: list[Suggestion] = []
    unsaid = 0
    wanted = set(changed)
    for one in format_lists(root, LISTS, mend=True, wanted=lambda shown: proposal.path(shown) in wanted):
        if one.text is None or not one.changed:
            continue
        path = proposal.path(one.shown)
        text = one.file.read_bytes().decode("utf-8", errors="replace")
        some, left = suggest(path, text, one.text, changed[path])
        found += some
        unsaid += left
    return found[:MOST], unsaid + len(found[MOST:])


def _quality(problems: list[Problem]) -> str:
    """GitLab's Code Quality report; the same problem has the same fingerprint wherever its line went."""
    told = []
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for problem in problems:
        what = _what(problem)
        name = "\0".join((*what, str(seen[what])))
        seen[what] += 1
        told.append(
            {
                "description": problem.message + (f"。{problem.fix}" if problem.fix else ""),
                "check_name": problem.code,
                "fingerprint": hashlib.sha256(name.encode(errors="replace")).hexdigest(),
                "severity": "blocker" if problem.level is Level.ERROR else "minor",
                "location": {"path": problem.file, "lines": {"begin": problem.line}},
            }
        )
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
