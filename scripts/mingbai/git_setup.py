"""Tell a repository that its lists are compared in words and merged by id: its own config, and .gitattributes."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from .git import NoGit, Repo

NAME = "mingbai"
ATTRIBUTES = ".gitattributes"
_DRIVES = f"diff={NAME} merge={NAME}"


def settings(form: str) -> dict[str, str]:
    """What stands in the repository's config. Where the command fails git goes its own way: nothing is ever lost."""
    command = f"{shlex.quote(sys.executable)} -P -m mingbai"
    lines = "git merge-file -L 我方 -L 原来 -L 对方 %A %O %B"
    return {
        f"diff.{NAME}.textconv": f'f() {{ {command} git-text --form {form} "$1" || cat "$1"; }}; f',
        f"diff.{NAME}.cachetextconv": "true",
        f"merge.{NAME}.name": "明白:按编号和字段合并清单",
        f"merge.{NAME}.driver": (
            f"{command} merge-driver %O %A %B %P && exit 0; if grep -q '^<<<<<<< ' %A; then exit 1; fi; {lines}"
        ),
    }


def line_for(repo: Repo, lists: Path) -> str:
    """The line of .gitattributes. ValueError where the lists do not lie in the repository."""
    inside = lists.resolve().relative_to(repo.root.resolve()).as_posix()
    folder = "" if inside == "." else f"{inside}/"
    pattern = "".join(f"\\{char}" if char in "[]*?\\" else char for char in folder) + "**/*.yml"
    if any(char in pattern for char in ' "#!\\'):
        pattern = '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{pattern} {_DRIVES}"


def missing(repo: Repo, line: str, form: str) -> list[str]:
    """What is not as ``apply`` would make it."""
    found = [key for key, value in settings(form).items() if _get(repo, key) != value]
    return found if line in _lines(repo) else [*found, ATTRIBUTES]


def apply(repo: Repo, line: str, form: str) -> Iterator[str]:
    """Write what is missing; each thing that was written, in words."""
    wanted = missing(repo, line, form)
    for key, value in settings(form).items():
        if key in wanted:
            repo.run("config", "--local", key, value)
            yield f"登记了 {key}"
    if ATTRIBUTES in wanted:
        file = repo.root / ATTRIBUTES
        text = file.read_text("utf-8") if file.exists() else ""
        file.write_text(f"{text}{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n", "utf-8", newline="")
        yield f"{ATTRIBUTES} 里加了一行:{line}"


def remove(repo: Repo, line: str) -> Iterator[str]:
    """Take it all out again; a line that is committed belongs to everybody, and git passes over a driver it has not."""
    for section in (f"diff.{NAME}", f"merge.{NAME}"):
        try:
            repo.run("config", "--local", "--remove-section", section)
            yield f"取消了 {section}"
        except NoGit:
            continue  # it was not there
    if line not in _lines(repo):
        return
    if line in _committed(repo):
        yield f"{ATTRIBUTES} 里的那一行已经提交,留着:没有登记的,git 不理它"
        return
    file = repo.root / ATTRIBUTES
    rest = "".join(f"{other}\n" for other in _lines(repo) if other != line)
    if rest:
        file.write_text(rest, "utf-8", newline="")
    else:
        file.unlink()
    yield f"{ATTRIBUTES} 里去掉了一行:{line}"


def _get(repo: Repo, key: str) -> str:
    try:
        return repo.run("config", "--local", "--get", key).decode().removesuffix("\n")
    except NoGit:
        return ""


def _lines(repo: Repo) -> list[str]:
    file = repo.root / ATTRIBUTES
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _committed(repo: Repo) -> list[str]:
    try:
        return repo.run("show", f"HEAD:{ATTRIBUTES}").decode().splitlines()
    except NoGit:
        return []
