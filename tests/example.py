"""The worked example of the guide for reviewers: an invented county's lists, a proposal, and the proposal mended."""

import shutil
import subprocess
from pathlib import Path

from helpers import TESTS, TODAY

STEPS = TESTS / "example"  # 1 what is published, 2 the proposal, 3 the proposal mended; 2 and 3 hold what differs
BASE, PROPOSAL = "main", "gengxin"
AS_OF = TODAY.isoformat()


def repository(folder: Path, steps: int) -> Path:
    """A repository with the branch that is published and, above it, that of the proposal, of one commit or two."""
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", BASE)
    for step in range(1, steps + 1):
        if step == 2:
            _git(folder, "checkout", "-q", "-b", PROPOSAL)
        shutil.copytree(STEPS / str(step), folder, copy_function=shutil.copyfile, dirs_exist_ok=True)
        _git(folder, "add", ".")
        _git(folder, "commit", "-q", "-m", f"{step}")
    return folder


def _git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)
