"""A small site, built, to do harm to; what can be wrong with its lists."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from site_fixtures import BOARD, CALL, DUTY, HEAD, PROOF, build, once, put, said, small

PROOFS = {**HEAD, "body": "村(居)委会"}


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "not UTF-8": ("C001", {"yi/duties.yml": "title: 履职事项清单\n".encode("gb18030")}),
    "not YAML": ("C002", {"yi/duties.yml": "title: [甲\n"}),
    "unknown key": ("C102", {"yi/duties.yml": {**HEAD, "itemz": []}}),
    "not a choice": ("C103", {"yi/duties.yml": {**HEAD, "items": [{**DUTY, "role": "必须"}]}}),
    "phone": ("C104", {"yi/channels.yml": {**HEAD, "items": [{**CALL, "phones": ["0858-"]}]}}),
    "place without area.yml": ("C201", {"yi/area.yml": None}),
    "place with a reserved name": ("C202", {"report/area.yml": {"name": "报告", "level": "县"}}),
    "place above its parent": (
        "C203",
        {"yi/area.yml": {"name": "乙省", "level": "省"}, "yi/bing/area.yml": "name: 丙\nlevel: 省\n"},
    ),
    "unknown file": ("C204", {"yi/zhengming.yml": HEAD}),
    "old id that leads nowhere": (
        "C205",
        {
            "_site/moved.yml": {
                "moved": [{"kind": "duties", "area": "jia", "old": "a", "new": "nowhere", "reason": "改名"}]
            }
        },
    ),
    "two items of one id": ("C301", {"yi/signboards.yml": {**HEAD, "items": [BOARD, {**BOARD, "name": "另一块"}]}}),
    "identity number": (
        "C401",
        {"yi/certificates.yml": {**PROOFS, "items": [{**PROOF, "remark": "11010119900307109X"}]}},
    ),
}
"""Errors of every stage: reading, fields, places, rules on a list, on the whole. name → (code, files)."""


def spoil(folder: Path, files: dict[str, Any]) -> None:
    """Put files among the lists; None takes one away."""
    put(folder / "lists/yi/area.yml", {"name": "乙县", "level": "县"})
    for path, content in files.items():
        if content is None:
            (folder / "lists" / path).unlink()
        else:
            put(folder / "lists" / path, content)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site, built."""

    def make(folder: Path) -> None:
        done = build(small(folder))
        assert done.returncode == 0, said(done)

    return once(tmp_path_factory, "small", make)


@pytest.fixture
def folder(master: Path, tmp_path: Path) -> Path:
    """A copy of the small built site to do harm to."""
    return Path(shutil.copytree(master, tmp_path / "work"))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".site.spare")


def clear(done: subprocess.CompletedProcess[str], code: int) -> None:
    """The exit code, something said in Chinese, and no traceback."""
    assert done.returncode == code, said(done)
    assert re.search("[\u4e00-\u9fff]{2}", said(done)), said(done)
    assert "Traceback" not in said(done)


def edit(folder: Path, **changes: Any) -> None:
    config = json.loads((folder / "mkdocs.yml").read_text("utf-8"))
    put(folder / "mkdocs.yml", json.dumps({**config, **changes}, ensure_ascii=False))
