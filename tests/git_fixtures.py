"""Real git repositories of lists, committed on given days; what of them a site is built from."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mingbai.kinds import KINDS
from mingbai.write import canonical
from site_fixtures import ROOT, once, put
from site_pages import plain_yaml

WHO = {
    **{"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.invalid", "GIT_CONFIG_NOSYSTEM": "1"},
    **{"GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull},
}
FIRST, SECOND, THIRD = "2026-02-03", "2026-05-06", "2026-08-09"
"""The days of the made-up past of the real lists."""


def git(folder: Path, *words: str, day: str = "", hour: str = "08:00:00+08:00") -> str:
    """A git command in a folder, on a day; what it says."""
    when = {"GIT_AUTHOR_DATE": f"{day}T{hour}", "GIT_COMMITTER_DATE": f"{day}T{hour}"} if day else {}
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, **WHO, **when},
    )  # fmt: skip
    return done.stdout.strip()


def repository(folder: Path) -> Path:
    """An empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def commit(folder: Path, day: str, files: dict[str, Any] | None = None, words: str = "改清单", **when: str) -> str:
    """Write lists (data, text or bytes; None takes one away) and commit all; the commit's id."""
    for path, content in (files or {}).items():
        file = folder / "lists" / path
        if content is None:
            file.unlink()
        elif isinstance(content, dict) and file.name.split(".")[0] in KINDS:
            put(file, canonical(content, KINDS[file.name.split(".")[0]].key_order()))
        else:
            put(file, content)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", words, day=day, **when)
    return git(folder, "rev-parse", "HEAD")


# ── the real lists with a made-up past ───────────────────────────────────────


def source(factory: pytest.TempPathFactory) -> Path:
    """What the real site is built from, with a past of three days that ends in the lists of today."""
    return once(factory, "source", _make)


def _make(folder: Path) -> None:
    repository(folder)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    put(folder / ".gitignore", ".cache/\nsite/\n")
    for name in ("content", "lists"):
        shutil.copytree(ROOT / name, folder / name)
    today = {name: (folder / "lists" / name).read_text("utf-8") for name in _PAST}
    for day, changes in ((FIRST, _first), (SECOND, _second)):
        lists = {name: plain_yaml(text) for name, text in today.items()}
        for name, data in lists.items():
            changes(name, data)
        commit(folder, day, lists, words="以前的样子")
    commit(folder, THIRD, dict(today), words="现在的样子")


_PAST = ("certificates.yml", "demo/certificates.yml", "demo/liuxi/duties.yml", "beijing/duties.yml")


def _second(name: str, data: dict[str, Any]) -> None:
    """The last version before today's: one item says why it was changed."""
    item = data["items"][1]
    item["name"] += "(旧名)"
    item["change"] = {"type": "修改", "reason": "按新的规定改正", "decision_doc": "某市决定第 1 号(编造)"}


def _first(name: str, data: dict[str, Any]) -> None:
    """The oldest version: an item less, one more, a longer header, one that today's fields do not fit."""
    data["remark"] = "旧的说明。" + "很长的一段说明文字" * 12
    data["items"][0]["remark"] = "旧的备注"
    gone = {**data["items"][3], "id": "zaonian-de-shi", "name": "早年的事项"}
    data["items"] = [gone, *data["items"][:-1]]
    if name == "beijing/duties.yml":
        data["items"][2]["old_field"] = "以前有过的字段"
