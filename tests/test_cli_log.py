"""mingbai log: the past of lists in the terminal."""

import json
from pathlib import Path

import pytest

from git_fixtures import commit, repository
from site_fixtures import DUTY, HEAD, PROOF, mingbai, put, said


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = repository(tmp_path_factory.mktemp("log") / "repo")
    proofs = {**HEAD, "body": "村(居)委会"}
    duties = {**HEAD, "title": "职责清单", "items": [DUTY, {**DUTY, "id": "fangxun", "name": "防汛"}]}
    area = {"area.yml": {"name": "全国", "level": "国家"}, "jia/area.yml": {"name": "甲县", "level": "县"}}
    commit(folder, "2024-09-14", {**area, "certificates.yml": {**proofs, "items": [PROOF]}, "jia/duties.yml": duties})
    commit(
        folder, "2025-01-02", {"jia/duties.yml": {**duties, "items": [{**DUTY, "role": "配合"}, *duties["items"][1:]]}}
    )
    why = {"type": "修改", "reason": "改了规定", "decision_doc": "某发〔2025〕1号"}
    commit(
        folder, "2025-02-03", {"certificates.yml": {**proofs, "items": [{**PROOF, "condition": "甲", "change": why}]}}
    )
    return folder


def test_everything_newest_first(repo: Path) -> None:
    done = mingbai("log", cwd=repo)
    assert done.returncode == 0, said(done)
    heads = [row for row in done.stdout.splitlines() if row.startswith("20")]
    assert [row[:10] for row in heads] == ["2025-02-03", "2025-01-02", "2024-09-14", "2024-09-14"]
    assert "lists/jia/duties.yml 职责清单:改 1 项" in heads[1]
    assert "改 qinshu 亲属关系证明  [修改。改了规定。某发〔2025〕1号]\n      条件:写上 甲" in done.stdout
    assert "改 fanghuo 森林防火  [没有写原因]\n      履职类型:基本 → 配合" in done.stdout


@pytest.mark.parametrize("name", ["lists/jia/duties.yml", "jia/duties.yml", "jia/duties", "jia/duties/"])
def test_one_list_by_its_file_or_its_address(repo: Path, name: str) -> None:
    done = mingbai("log", name, cwd=repo)
    assert done.returncode == 0, said(done)
    assert "森林防火" in done.stdout
    assert "亲属关系证明" not in done.stdout


def test_one_item(repo: Path) -> None:
    assert "森林防火" in mingbai("log", "jia/duties#fanghuo", cwd=repo).stdout
    quiet = mingbai("log", "jia/duties#fangxun", cwd=repo)
    assert (quiet.returncode, quiet.stdout) == (0, "")


def test_since_a_day(repo: Path) -> None:
    done = mingbai("log", "--since", "2025-01-02", cwd=repo)
    assert [row[:10] for row in done.stdout.splitlines() if row.startswith("20")] == ["2025-02-03", "2025-01-02"]


def test_as_json(repo: Path) -> None:
    data = json.loads(mingbai("log", "jia/duties", "--format", "json", cwd=repo).stdout)
    assert data["since"] is None
    changed, first = data["changes"]
    assert (changed["day"], changed["what"], first["what"], first["items"]) == ("2025-01-02", "changed", "new", 2)
    field = {"label": "履职类型", "old": "基本", "new": "配合"}
    assert changed["changes"] == [{"what": "edited", "id": "fanghuo", "name": "森林防火", "fields": [field]}]


def test_lists_elsewhere(repo: Path, tmp_path: Path) -> None:
    done = mingbai("log", "jia/duties", "--lists", str(repo / "lists"), cwd=tmp_path)
    assert done.returncode == 0, said(done)
    assert "森林防火" in done.stdout


@pytest.mark.parametrize("words", [["jia/nichts"], ["jia/duties#nichts"], ["#fanghuo"], ["--since", "gestern"]])
def test_what_is_not_there_is_told(repo: Path, words: list[str]) -> None:
    done = mingbai("log", *words, cwd=repo)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in said(done)


def test_without_a_repository(tmp_path: Path) -> None:
    put(tmp_path / "lists/area.yml", "name: 全国\nlevel: 国家\n")
    done = mingbai("log", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "读不到变更记录:没有装 git,或者这里不是有提交的 git 仓库\n")
