"""What a proposal is in git: where it began, which lines it changed, its lists as plain files."""

import re
from dataclasses import dataclass
from pathlib import Path

from ..git import GitFile, GitFolder, NoGit, Repo

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@")


class NoProposal(Exception):
    """There is nothing to look at; the message says what was looked for."""


@dataclass(frozen=True)
class Proposal:
    """Two commits of a repository and the folder that the lists lie in; ``base`` is where the proposal begins."""

    repo: Repo
    base: str
    head: str
    inside: str

    def before(self) -> GitFolder:
        """The lists before."""
        return self._lists(self.base)

    def after(self) -> GitFolder:
        """The lists as proposed."""
        return self._lists(self.head)

    def path(self, shown: str) -> str:
        """A file's path in the repository by the one that messages show: lists/a/b.yml."""
        return self.inside + shown.removeprefix("lists")

    def changed(self) -> dict[str, set[int]]:
        """The lines, from 1, that are new in each file of the proposal, by the file's path in the repository."""
        asked = (
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--diff-filter=AM",
            self.base,
            self.head,
        )
        where = ("--", f":(top,literal){self.inside}")
        names = [name for name in self.repo.run("diff", "-z", "--name-only", *asked, *where).split(b"\0") if name]
        parts = re.split(rb"^diff --git .*$", self.repo.run("diff", "-U0", *asked, *where), flags=re.MULTILINE)[1:]
        return {name.decode(errors="replace"): _lines(part) for name, part in zip(names, parts, strict=True)}

    def _lists(self, commit: str) -> GitFolder:
        folder = self.repo.folder(commit, self.inside)
        if folder is None:
            raise NoProposal(f"{commit[:12]} 里没有 {self.inside}")
        return folder


def proposal(repo: Repo, base: str, head: str, lists: Path) -> Proposal:
    """The proposal of ``head`` for ``base``. NoProposal where one of them is not here."""
    commits = []
    for name in (base, head):
        commit = repo.commit(name)
        if commit is None:
            raise NoProposal(f"找不到 git 版本 {name}")
        commits.append(commit)
    try:
        inside = lists.resolve().relative_to(repo.root.resolve()).as_posix()
    except ValueError as error:
        raise NoProposal(f"{lists} 不在 git 仓库 {repo.root} 里") from error
    try:
        start = repo.run("merge-base", *commits).decode().split()[0]
    except NoGit:
        start = commits[0]  # nothing in common, or too little history here
    return Proposal(repo, start, commits[1], inside)


def lay(folder: GitFolder, dest: Path) -> None:
    """Write a folder out of git as plain files into a new folder. NoProposal where a name in it is none."""
    dest.mkdir(parents=True)
    for entry in folder.iterdir():
        if entry.name in ("", ".", "..", ".git") or not entry.name.isprintable() or set(entry.name) & set("/\\:"):
            raise NoProposal(f"文件名不能用:{entry.name!r}")
        if isinstance(entry, GitFile):
            (dest / entry.name).write_bytes(entry.read_bytes())
        else:
            lay(entry, dest / entry.name)


def _lines(part: bytes) -> set[int]:
    found: set[int] = set()
    for line in part.split(b"\n"):
        if hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or b"1")
            found.update(range(first, first + count))
    return found
