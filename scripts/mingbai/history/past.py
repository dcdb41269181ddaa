"""The past of a folder of lists out of git, in one pass over the log; only what is new since the last time is read."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..diff import Data
from ..git import Commit, NoGit, Repo, find
from ..kinds import KINDS
from ..moved import Moves
from ..pool import cores, spread
from ..progress import doing, stage
from ..read import read
from . import store
from .events import History, Line, Place, parse_place
from .follow import NOTHING, Recorded, Step, follow

PAYS = 60  # versions to read below which starting processes costs more than it saves
CHUNK = 4  # lists a process takes at a time


@stage("读变更记录")
def read_history(lists: Path, moves: Moves, jobs: int = 0) -> History | None:
    """All that git knows of the lists on this branch; None without git, outside a repository or before any commit."""
    repo = find(lists)
    if repo is None or (head := repo.commit("HEAD")) is None:
        return None
    under = lists.resolve().relative_to(repo.root.resolve()).as_posix().removeprefix(".")
    try:
        return _read(repo, under, head, moves, jobs)
    except NoGit:
        return None  # objects are missing
    finally:
        repo.close()


def _read(repo: Repo, under: str, head: str, moves: Moves, jobs: int) -> History:
    branch = repo.run("rev-list", "--first-parent", head).decode().split()
    root, shallow = branch[-1], repo.shallow()
    file = store.file_of(repo.root, under)
    kept = store.load(file)
    renamed = _digest([[one.old, one.new] for one in moves.addresses.records])
    if kept and (kept.root != root or kept.head not in branch or kept.renamed != renamed):
        kept = None  # rewritten, or deepened, or lists are to be followed otherwise
    kept = kept or store.Kept("", root, renamed, {})
    told = moves_of(moves, kept.lines)
    stale = {name for name, (seal, _) in kept.lines.items() if seal != _seal(told[name])}
    commits = list(repo.log(under, "" if stale else kept.head, head)) if kept.head != head or stale else []
    fresh = set(branch[: branch.index(kept.head)]) if kept.head else set(branch)
    chains = _chains(reversed(commits), under, moves, fresh, stale)
    told |= moves_of(moves, chains.keys() - told.keys())
    lines = {name: line for name, (_, line) in kept.lines.items()}
    first = root if shallow else ""
    parts = [
        (name, chains[name], lines.get(name, Line()) if name not in stale else Line(), told[name]) for name in chains
    ]
    versions = sum(len(chain) for chain in chains.values())
    workers = jobs or (cores() if versions > PAYS else 1)
    groups = [parts[start : start + CHUNK] for start in range(0, len(parts), CHUNK)]
    for group in spread("比各个版本", _work, groups, _start, (repo, first), workers):
        lines.update(group)
    if kept.head != head or stale:
        seals = {name: (_seal(told.get(name, NOTHING)), line) for name, line in lines.items()}
        store.save(file, store.Kept(head, root, renamed, seals))
    since = next((line.events[0].day for line in lines.values() if line.events and line.events[0].what == "start"), "")
    places: dict[str, list[str]] = {}
    for name in sorted(lines):
        places.setdefault(_place(name).area, []).append(name)
    return History(lines, str(repo.root), since, places)


def _place(name: str) -> Place:
    place = parse_place(name, KINDS)
    assert place
    return place


def moves_of(moves: Moves, names: Iterable[str]) -> dict[str, Recorded]:
    """What is recorded of the ids of each list."""
    found: dict[str, Recorded] = {}
    for name in names:
        place = _place(name)
        steps = moves.steps(place.kind, place.area)
        found[name] = Recorded(steps, moves.reasons(place.kind, place.area)) if steps else NOTHING
    return found


def _seal(recorded: Recorded) -> str:
    return _digest([sorted(recorded.steps.items()), sorted(recorded.reasons.items())]) if recorded.steps else ""


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:16]


def _chains(
    commits: Iterable[Commit], under: str, moves: Moves, fresh: set[str], stale: set[str]
) -> dict[str, list[Step]]:
    """The versions to read of each list, oldest first; of a list that is stale all, of others those that are new.

    A list that changed its address, as recorded, is one: that its old file went is not its end.
    """
    prefix = f"{under}/" if under else ""
    names: dict[str, str] = {}
    chains: dict[str, list[Step]] = {}
    for commit in commits:
        for touched in commit.files:
            file = touched.path.removeprefix(prefix)
            if file not in names:
                names[file] = _today(file, moves) if parse_place(file, KINDS) else ""
            name = names[file]
            if name and (touched.new or name == file) and (commit.id in fresh or name in stale):
                chains.setdefault(name, []).append(Step(commit.id, commit.time, commit.subject, touched.new))
    return chains


def _today(file: str, moves: Moves) -> str:
    """Where a list's file is today, as recorded."""
    end = moves.addresses.end(file.removesuffix(".yml")) or ""
    return f"{end}.yml" if end and parse_place(f"{end}.yml", KINDS) else file


# ── in each process ──────────────────────────────────────────────────────────

_repo: Repo
_first: str


def _start(repo: Repo, first: str) -> None:
    global _repo, _first
    _repo, _first = repo, first


def _work(parts: list[tuple[str, list[Step], Line, Recorded]]) -> list[tuple[str, Line]]:
    return [
        (name, follow(name, KINDS[_place(name).kind], chain, _data, line, recorded, _first))
        for name, chain, line, recorded in parts
    ]


@doing("读以前的清单")
def _data(blob: str) -> Data | None:
    """What a version says, as raw data; None where it cannot be read."""
    source, _ = read("", _repo.blob(blob))
    return source.data if source else None
