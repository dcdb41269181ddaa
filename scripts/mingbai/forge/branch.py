"""Commits that are made of a proposal's texts alone, put on branches: no work tree, no checkout, no hook."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

NAME = "收件箱"
MAIL = "inbox@mingbai.invalid"
"""Who makes the one commit of a branch of ours: a branch that ends with any other is left alone."""

GUEST = "inbox-guest@mingbai.invalid"
"""Who makes commits on branches of other people."""

_HELPER = '!f() { echo username=x-access-token; echo "password=$FORGE_TOKEN"; }; f'


class NoGit(Exception):
    """Git refused; the message says what it said."""


class Repository:
    """A clone, and the remote that it is one of; the token stays in the environment (FORGE_TOKEN)."""

    def __init__(self, folder: Path, remote: str) -> None:
        self._folder = folder
        self._remote = remote

    def commit(self, on: str, lists: Mapping[str, str], gone: Sequence[str], message: str, mail: str = MAIL) -> str:
        """A commit on top of another that writes lists and takes files away; the same one however often it is made."""
        with TemporaryDirectory() as aside:
            env = {"GIT_INDEX_FILE": str(Path(aside) / "index")}
            self._run("read-tree", on, env=env)
            entries = [f"0 {'0' * 40}\t{path}" for path in gone]
            for path, text in lists.items():
                blob = self._run("hash-object", "-w", "--stdin", "--no-filters", said=text.encode())
                entries.append(f"100644 {blob}\t{path}")
            said = "".join(f"{entry}\0" for entry in entries).encode()
            self._run("update-index", "-z", "--index-info", env=env, said=said)
            tree = self._run("write-tree", env=env)
        when = self._run("show", "-s", "--format=%cI", on)
        who = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", NAME), ("EMAIL", mail), ("DATE", when))
        }
        return self._run("commit-tree", "--no-gpg-sign", "-p", on, tree, env=who, said=message.encode())

    def tips(self, pattern: str) -> dict[str, str]:
        """The branches of the remote that fit a pattern, and the commits they are at."""
        told = self._remotely("ls-remote", self._remote, f"refs/heads/{pattern}")
        rows = (line.split("\t") for line in told.splitlines())
        return {ref.removeprefix("refs/heads/"): commit for commit, ref in rows}

    def ours(self, branch: str) -> bool:
        """Whether the last commit of a branch of the remote is one that was made here."""
        self._remotely("fetch", "--quiet", "--no-tags", "--depth=1", self._remote, f"refs/heads/{branch}")
        return self._run("show", "-s", "--format=%ce", "FETCH_HEAD") == MAIL

    def fetch(self, branch: str) -> str:
        """The last commit of a branch of the remote, brought here."""
        self._remotely("fetch", "--quiet", "--no-tags", self._remote, f"refs/heads/{branch}")
        return self._run("rev-parse", "FETCH_HEAD")

    def push(self, commit: str, branch: str, seen: str) -> None:
        """Put a branch of the remote at a commit, if it is still where it was seen ('' where it was not there)."""
        lease = f"--force-with-lease=refs/heads/{branch}:{seen}"
        self._remotely("push", "--quiet", "--no-verify", lease, self._remote, f"{commit}:refs/heads/{branch}")

    def drop(self, branch: str, seen: str) -> None:
        """Take a branch of the remote away, if it is still where it was seen."""
        lease = f"--force-with-lease=refs/heads/{branch}:{seen}"
        self._remotely("push", "--quiet", "--no-verify", lease, self._remote, f":refs/heads/{branch}")

    def _remotely(self, command: str, *args: str) -> str:
        return self._run("-c", "credential.helper=", "-c", f"credential.helper={_HELPER}", command, *args)

    def _run(self, *args: str, env: Mapping[str, str] | None = None, said: bytes = b"") -> str:
        quiet = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(
                ["git", "-C", str(self._folder), *args],
                input=said, capture_output=True, check=True, env={**os.environ, **quiet, **(env or {})},
            )  # fmt: skip
        except FileNotFoundError as error:
            raise NoGit("没有装 git") from error
        except subprocess.CalledProcessError as error:
            told = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise NoGit("".join(char for char in "".join(told) if char.isprintable())) from error
        return done.stdout.decode(errors="replace").strip()
