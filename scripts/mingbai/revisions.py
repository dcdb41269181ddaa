"""What stands on either side of a comparison: a git revision, a folder of lists, or one file."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .folders import Node
from .git import GitFile, GitFolder, NoGit, Repo, find
from .progress import stage


class CannotRead(Exception):
    """There is nothing of that name to compare; the message says what was looked for."""


@dataclass(frozen=True)
class Side:
    """One side: a folder of lists (``root``), or a single file."""

    label: str  # as it was asked for
    root: Node | None = None
    file: Node | None = None
    repo: Repo | None = None
    commit: str = ""  # '' where it does not come out of git
    inside: str = ""  # where the lists lie in the repository


def side(asked: str, lists: Path) -> Side:
    """What ``asked`` names: a path that exists, else REVISION, else REVISION:FILE. ``lists`` is the site's own folder.

    A folder may be one of lists, or one that has ``lists`` in it. CannotRead where it is none of these.
    """
    path = Path(asked)
    if path.is_dir():
        inner = path / lists.name
        return Side(asked, root=path if (path / "area.yml").is_file() or not inner.is_dir() else inner)
    if path.is_file():
        return Side(asked, file=path)
    return _out_of_git(asked, lists)


def _out_of_git(asked: str, lists: Path) -> Side:
    repo = find(lists if lists.exists() else Path())
    if repo is None:
        raise CannotRead(f"找不到 {asked}:没有这个文件或文件夹,这里也不是 git 仓库")
    name, _, path = asked.partition(":")
    commit = repo.commit(name)
    if commit is None:
        raise CannotRead(f"找不到 {asked}:没有这个文件、文件夹,也没有这个 git 版本")
    try:
        inside = lists.resolve().relative_to(repo.root.resolve()).as_posix()
    except ValueError as error:
        raise CannotRead(f"{lists} 不在 git 仓库 {repo.root} 里") from error
    if path:
        whole = repo.folder(commit, "")
        file = whole / path if whole else None
        if isinstance(file, GitFolder):
            return Side(asked, root=file, repo=repo, commit=commit, inside=path)
        if not isinstance(file, GitFile):
            raise CannotRead(f"{name} 里没有 {path}")
        return Side(asked, file=file, repo=repo, commit=commit)
    root = repo.folder(commit, "" if inside == "." else inside)
    if root is None:
        raise CannotRead(f"{name} 里没有 {inside}")
    return Side(asked, root=root, repo=repo, commit=commit, inside=inside)


def files(root: Node) -> dict[str, Node]:
    """All files below a folder by their path in it, hidden ones left out."""
    return dict(_files(root, ""))


def _files(folder: Node, path: str) -> Iterator[tuple[str, Node]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        elif entry.is_file():
            yield f"{path}{entry.name}", entry


@stage("找不同的文件")
def changed(old: Node, new: Node) -> list[str]:
    """The paths of all files that are not alike, byte for byte, on both sides."""
    before, after = files(old), files(new)
    found = (path for path in before.keys() | after.keys() if not _alike(before.get(path), after.get(path)))
    return sorted(found)


def _alike(one: Node | None, other: Node | None) -> bool:
    if one is None or other is None:
        return False
    if isinstance(one, GitFile) and isinstance(other, GitFile) and len(one.sha) == len(other.sha):
        return one.sha == other.sha
    if isinstance(other, GitFile):
        one, other = other, one
    if isinstance(one, GitFile):
        data = other.read_bytes()
        how = hashlib.sha256 if len(one.sha) == 64 else hashlib.sha1
        return how(b"blob %d\0" % len(data) + data).hexdigest() == one.sha
    if isinstance(one, Path) and isinstance(other, Path) and one.stat().st_size != other.stat().st_size:
        return False
    return one.read_bytes() == other.read_bytes()


def holding(side: Side, texts: list[str]) -> list[str]:
    """The files of a side, as paths in its folder, that hold one of some texts."""
    if side.root is None or not texts:
        return []
    if side.repo and side.commit:
        asked = [part for text in texts for part in ("-e", text)]
        try:
            told = side.repo.run("grep", "-l", "-z", "-F", *asked, side.commit, "--", f":(top){side.inside}").decode()
        except NoGit:
            return []  # git says with its exit code that nothing was found
        head = f"{side.commit}:{side.inside}/" if side.inside not in ("", ".") else f"{side.commit}:"
        return sorted(path.removeprefix(head) for path in told.split("\0") if path)
    wanted = [text.encode() for text in texts]
    return sorted(path for path, file in files(side.root).items() if any(text in file.read_bytes() for text in wanted))
