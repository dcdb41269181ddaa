"""What changes because the program changed: which kinds, and, where asked for, which answers each version gives."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ..folders import Node
from ..git import NoGit, Repo
from ..kinds import KINDS
from ..revisions import Side, files
from .compare import Turned
from .model import Effect

PACKAGE = "scripts/mingbai"
DECIDES = [f"{PACKAGE}/{name}" for name in ("kinds", "catalog.py", "answers.py", "areas.py")]  # what answers rest on
DRAWS = "overrides/lists"

_ASK = """
import json, sys
from datetime import date
from pathlib import Path
from mingbai.answers import own_answers
from mingbai.areas import scan
from mingbai.catalog import Catalog
from mingbai.kinds import KINDS
tree = scan(Path(sys.argv[1]))
catalog = Catalog(tree, date.fromisoformat(sys.argv[2]))
for area in tree:
    catalog.enter(area.path)
    for kind in KINDS.values():
        for item, (name, answer) in own_answers(catalog, area, kind).items():
            said = ",".join(part for part in (answer.word, answer.instead) if part)
            print(json.dumps([kind.key, item, name, said, area.path]))
"""


def changed_code(old: Side, new: Side) -> list[str]:
    """The files of the program that answers rest on, or rows are drawn with, that differ between two git revisions.

    A side that is a folder stands for the program as it lies in the repository. Nothing where neither is in git.
    """
    repo = old.repo or new.repo
    if repo is None or not (repo.root / PACKAGE).is_dir():
        return []
    ends = [side.commit for side in (old, new) if side.commit]
    try:
        told = repo.run("diff", "--name-only", "-z", "--no-renames", *ends, "--", *DECIDES, DRAWS)
    except NoGit:
        return []
    return sorted(path for path in told.decode(errors="replace").split("\0") if path)


def code_effects(paths: list[str]) -> Iterator[Effect]:
    """What changed files of the program can mean, without running them."""
    if not paths:
        return
    kinds = [KINDS[key] for path in paths if (key := Path(path).stem.split(".")[0].replace("_", "-")) in KINDS]
    labels = "、".join(dict.fromkeys(kind.label for kind in kinds)) or "所有种类"
    yield Effect("code", f"程序也改了:{labels}的答案和网页可能跟着变,清单没有改的地方也一样", tuple(paths))


def code_answers(old: Side, new: Side, as_of: date) -> list[Turned] | Effect:
    """The answers that differ when each side is read by its own version of the program, which is run for it.

    Never to be asked for a proposal from somebody who is not trusted.
    """
    before, after = _answers(old, as_of), _answers(new, as_of)
    if isinstance(before, str) or isinstance(after, str):
        return Effect("code", "有一边的程序算不出答案,没有比:" + next(s for s in (before, after) if isinstance(s, str)))
    found = []
    for kind, item, area in {**before, **after}:
        name, one = before.get((kind, item, area), ("", ""))
        name, other = after.get((kind, item, area), (name, ""))
        if one != other:
            found.append(Turned(kind, item, name, one, other, area))
    return found


def _answers(side: Side, as_of: date) -> dict[tuple[str, str, str], tuple[str, str]] | str:
    """(kind, id, area) → name and answer, as this side's own program says; or why it cannot."""
    assert side.root
    with _laid_out(side.repo, side.commit) as scripts, tempfile.TemporaryDirectory() as folder:
        lists = Path(folder)
        _write(side.root, lists)
        done = subprocess.run(
            [sys.executable, "-c", _ASK, str(lists), as_of.isoformat()],
            env={"PYTHONPATH": str(scripts), "PYTHONIOENCODING": "utf-8"}, capture_output=True, check=False,
        )  # fmt: skip
    if done.returncode:
        return done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return {(kind, item, area): (name, said) for kind, item, name, said, area in rows}


@contextmanager
def _laid_out(repo: Repo | None, commit: str) -> Iterator[Path]:
    """The program of a commit in a folder; the one that runs where there is no commit."""
    scripts = repo.folder(commit, PACKAGE) if repo and commit else None
    if scripts is None:
        yield Path(__file__).parents[2]
        return
    with tempfile.TemporaryDirectory() as folder:
        _write(scripts, Path(folder) / "mingbai")
        yield Path(folder)


def _write(folder: Node, to: Path) -> None:
    for path, file in files(folder).items():
        there = to / path
        there.parent.mkdir(parents=True, exist_ok=True)
        there.write_bytes(file.read_bytes())
