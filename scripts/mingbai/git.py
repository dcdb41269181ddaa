"""Git as far as this project reads it: commits, trees read like folders, blobs, the log of a folder."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

Entries: TypeAlias = dict[str, "str | Entries"]
"""A folder's entries by name: the blob of a file, or what lies in a folder."""

_FILE = ("100644", "100755")  # modes of plain files: links and submodules are never followed
_QUIET = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class NoGit(Exception):
    """Git is not there, or it refuses; the message says why."""


class Touched(NamedTuple):
    """One file that a commit changed, with its blobs; '' where it is not there."""

    path: str
    old: str
    new: str


class Commit(NamedTuple):
    """One commit: when it was made, in its maker's time zone, and which files it changed against its first parent."""

    id: str
    time: str  # 2026-11-22T08:00:00+08:00
    subject: str
    body: str
    files: tuple[Touched, ...]


@dataclass
class Repo:
    """A repository by the folder that its files lie in."""

    root: Path
    _readers: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict, repr=False)

    def run(self, *args: str) -> bytes:
        """What a git command prints. NoGit where it fails."""
        try:
            done = subprocess.run(
                ["git", "-C", str(self.root), *args], capture_output=True, check=True, env={**os.environ, **_QUIET}
            )
        except FileNotFoundError as error:
            raise NoGit("没有装 git") from error
        except subprocess.CalledProcessError as error:
            raise NoGit(error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")) from error
        return done.stdout

    def commit(self, name: str) -> str | None:
        """The id of the commit that a name stands for; None where there is none."""
        try:
            return (
                self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").decode().strip()
            )
        except NoGit:
            return None

    def shallow(self) -> bool:
        """Whether older commits are not here."""
        return self.run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def folder(self, commit: str, under: str) -> "GitFolder | None":
        """A folder as it was at a commit; None where it was not there."""
        top: Entries = {}
        prefix = f"{under.strip('/')}/" if under.strip("/") else ""
        for line in self.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix or ".").decode().split("\0"):
            head, _, path = line.partition("\t")
            mode, _, rest = head.partition(" ")
            if mode not in _FILE:
                continue
            *folders, name = path.removeprefix(prefix).split("/")
            here = top
            for part in folders:
                below = here.setdefault(part, {})
                assert isinstance(below, dict)
                here = below
            here[name] = rest.partition(" ")[2]
        return GitFolder(self, under.rpartition("/")[2], top) if top else None

    def blob(self, sha: str) -> bytes:
        """The bytes of a file by its blob; one reading process a process of ours."""
        reader = self._readers.get(os.getpid())
        if reader is None:
            reader = subprocess.Popen(
                ["git", "-C", str(self.root), "cat-file", "--batch"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **_QUIET},
            )  # fmt: skip
            self._readers[os.getpid()] = reader
        asked, told = _pipes(reader)
        try:
            asked.write(f"{sha}\n".encode())
            asked.flush()
            head = told.readline().split()
        except OSError as error:
            raise NoGit("git 停了") from error
        if len(head) != 3 or head[1] != b"blob":
            raise NoGit(f"仓库里没有 {sha}")
        data = told.read(int(head[2]) + 1)
        return data[:-1]

    def close(self) -> None:
        """End the reading process of this process."""
        if reader := self._readers.pop(os.getpid(), None):
            for pipe in _pipes(reader):
                pipe.close()
            reader.wait()

    def __del__(self) -> None:
        with suppress(Exception):  # the interpreter may be gone already
            self.close()

    def __reduce__(self) -> tuple[object, ...]:
        return Repo, (self.root,)  # another process reads for itself

    def log(self, under: str, since: str = "", until: str = "HEAD") -> Iterator[Commit]:
        """The commits of a branch that changed a folder, newest first, merges as one change of the branch."""
        way = f"{since}..{until}" if since else until
        form = "--format=%x1e%H%x1f%cI%x1f%s%x1f%b%x1f"
        told = self.run(
            "log", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z", form,
            way, "--", under or ".",
        )  # fmt: skip
        for part in told.decode(errors="replace").split("\x1e")[1:]:
            sha, time, subject, body, raw = part.split("\x1f", 4)
            yield Commit(sha, time, subject, body.strip(), tuple(_touched(raw)))


class GitFile(NamedTuple):
    """A file at a commit, read like a Path."""

    repo: Repo
    name: str
    sha: str

    def is_file(self) -> bool:
        """It is."""
        return True

    def is_dir(self) -> bool:
        """It is not."""
        return False

    def iterdir(self) -> Iterator["GitFile | GitFolder"]:
        """Nothing lies in it."""
        return iter(())

    def read_bytes(self) -> bytes:
        """What it says."""
        return self.repo.blob(self.sha)

    def __truediv__(self, name: str) -> "Missing":
        return Missing(name.rpartition("/")[2])


class GitFolder(NamedTuple):
    """A folder at a commit, read like a Path; links and submodules are not in it."""

    repo: Repo
    name: str
    entries: Entries

    def is_file(self) -> bool:
        """It is not."""
        return False

    def is_dir(self) -> bool:
        """It is."""
        return True

    def iterdir(self) -> "Iterator[GitFile | GitFolder]":
        """What lies right in it."""
        return (_node(self.repo, name, entry) for name, entry in self.entries.items())

    def read_bytes(self) -> bytes:
        """As with any folder: an error."""
        raise IsADirectoryError(self.name)

    def __truediv__(self, path: str) -> "GitFile | GitFolder | Missing":
        entry: str | Entries | None = self.entries
        parts = [part for part in path.split("/") if part]
        for part in parts:
            entry = entry.get(part) if isinstance(entry, dict) else None
        return (
            Missing(path.rpartition("/")[2]) if entry is None else _node(self.repo, (parts or [self.name])[-1], entry)
        )


class Missing(NamedTuple):
    """What is not there at a commit."""

    name: str

    def is_file(self) -> bool:
        """It is not."""
        return False

    def is_dir(self) -> bool:
        """It is not."""
        return False

    def iterdir(self) -> "Iterator[GitFile | GitFolder]":
        """Nothing lies in it."""
        return iter(())

    def read_bytes(self) -> bytes:
        """As with any missing file: an error."""
        raise FileNotFoundError(self.name)

    def __truediv__(self, name: str) -> "Missing":
        return Missing(name.rpartition("/")[2])


def find(path: Path) -> Repo | None:
    """The repository that a path lies in; None where it lies in none, or there is no git."""
    here = path.resolve()
    try:
        told = Repo(here if here.is_dir() else here.parent).run("rev-parse", "--show-toplevel")
    except NoGit:
        return None
    return Repo(Path(os.fsdecode(told).rstrip("\n")))


def _node(repo: Repo, name: str, entry: str | Entries) -> GitFile | GitFolder:
    return GitFile(repo, name, entry) if isinstance(entry, str) else GitFolder(repo, name, entry)


def _pipes(reader: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    assert reader.stdin and reader.stdout
    return reader.stdin, reader.stdout


def _touched(raw: str) -> Iterator[Touched]:
    """The entries of ``--raw -z``: ':mode mode blob blob M', then the path."""
    parts = raw.lstrip("\0\n").split("\0")
    for head, path in zip(parts[::2], parts[1::2], strict=False):
        was, now, old, new, _ = head.lstrip(":\n").split(" ")
        yield Touched(path, old if was[:3] == "100" else "", new if now[:3] == "100" else "")
