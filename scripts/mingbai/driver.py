"""Three versions of a file, as git hands them over, into the text of one; nothing is printed here."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .declared import declared, key_order
from .diff import Data, Merged, marked, merge
from .git import NoGit, Repo
from .kinds import Kind
from .kinds.load import model_of
from .moved import FILE as MOVED
from .moved import Move, MovedFile, Moves
from .problems import Problem
from .read import Source, read


class Result(NamedTuple):
    """What became of a merge: its text, and what to tell; no text means that git's own way by lines is left."""

    text: str | None
    merged: Merged | None = None
    problems: tuple[Problem, ...] = ()


def merge_texts(base: bytes, ours: bytes, theirs: bytes, path: str, repo: Repo | None = None) -> Result:
    """One file out of three versions of it; ``path`` is where it lies in the repository.

    A version that cannot be read, or has comments, is not touched: they would be lost.
    """
    what = declared(path)
    if what is None:
        return Result(None)
    versions: list[Data] = []
    for raw, label in ((base, "原来"), (ours, "我方"), (theirs, "对方")):
        source, problems = read(f"{path}({label})", raw) if raw.strip() else (Source(path, "", {}), [])
        if source is None or problems:
            return Result(None, problems=tuple(problems))
        versions.append(source.data)
    steps: dict[str, tuple[str, ...]] = {}
    if isinstance(what, Kind) and repo and _lost(*versions):
        moves, area = recorded(repo, path)
        steps = moves.steps(what.key, area)
    merged = merge(versions[0], versions[1], versions[2], what, steps)
    return Result(marked(merged, key_order(what)), merged)


def recorded(repo: Repo, path: str) -> tuple[Moves, str]:
    """The moves of ids that either side recorded, as far as git says which commits are merged, and the file's place."""
    found: list[Move] = []
    area = ""
    folders = path.split("/")[:-1]
    for commit in _sides(repo):
        for depth in range(len(folders), -1, -1):
            name = "/".join([*folders[:depth], MOVED])
            try:
                source, _ = read(name, repo.run("show", f"{commit}:{name}"))
            except NoGit:
                continue
            typed = model_of(MovedFile, source.data, source, (), []) if source else None
            found += (typed and typed.moved) or []
            area = "/".join(folders[depth:])
            break
    return Moves(tuple(dict.fromkeys(found))), area


def _lost(base: Data, *sides: Data) -> bool:
    """Whether an id of the base is missing on a side: only then moves matter."""
    return any(_ids(base) - _ids(side) for side in sides)


def _ids(data: Data) -> set[str]:
    rows = data.get("items")
    ids = [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {item_id for item_id in ids if isinstance(item_id, str)}


def _sides(repo: Repo) -> Iterator[str]:
    """The commits that are being merged: the one that is checked out, and what git says of the others."""
    names = ["HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"]
    names += [match[1] for key in os.environ if (match := re.fullmatch("GITHEAD_([0-9a-f]{40,64})", key))]
    names += _picked(repo)
    seen = set()
    for name in names:
        commit = repo.commit(name)
        if commit and commit not in seen:
            seen.add(commit)
            yield commit


def _picked(repo: Repo) -> list[str]:
    """The commit that a rebase is at, which it has not named yet."""
    try:
        done = Path(repo.run("rev-parse", "--git-path", "rebase-merge/done").decode().strip())
    except NoGit:
        return []
    file = done if done.is_absolute() else repo.root / done
    lines = file.read_text("utf-8", errors="replace").split("\n") if file.is_file() else []
    words = [line.split() for line in lines if line.strip()]
    return words[-1][1:2] if words else []
