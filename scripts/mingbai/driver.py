"""Three versions of a file, as git hands them over, into the text of one; nothing is printed here."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
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
        moves, area = recorded(repo, path, theirs)
        steps = moves.steps(what.key, area)
    merged = merge(versions[0], versions[1], versions[2], what, steps)
    return Result(marked(merged, key_order(what)), merged)


def recorded(repo: Repo, path: str, theirs: bytes) -> tuple[Moves, str]:
    """The moves of ids that either side recorded, as far as git says which commits are merged, and the file's place."""
    found: list[Move] = []
    area = ""
    folders = path.split("/")[:-1]
    for commit in _sides(repo, path, theirs):
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


def _sides(repo: Repo, path: str, theirs: bytes) -> Iterator[str]:
    """The commits that are being merged: the one that is checked out, what git says of the others, whose file it is."""
    names = ["HEAD", *(match[1] for key in os.environ if (match := re.fullmatch("GITHEAD_([0-9a-f]{40,64})", key)))]
    head = repo.commit("HEAD") or ""
    how = hashlib.sha256 if len(head) == 64 else hashlib.sha1
    blob = how(b"blob %d\0" % len(theirs) + theirs).hexdigest()
    with suppress(NoGit):  # a version that was never committed
        names += repo.run("log", "--all", "--format=%H", f"--find-object={blob}", "--", path).decode().split()
    seen = set()
    for name in names:
        commit = repo.commit(name)
        if commit and commit not in seen:
            seen.add(commit)
            yield commit
