"""The ready examples of a site built branch by branch: linted, valid, without rights or secrets, and tried."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

import nation
from helpers import ROOT
from mingbai.bench.province import make
from site_fixtures import AS_OF, environment, mingbai, said, tree

FOLDER = ROOT / "examples/branches"
TOGETHER = list(yaml.safe_load_all((FOLDER / "kubernetes.yml").read_text("utf-8")))
JOBS = [one for one in TOGETHER if one["kind"] == "Job"]


def steps(job: dict[str, Any]) -> list[dict[str, Any]]:
    pod = job["spec"]["template"]["spec"]
    return [*pod["initContainers"], *pod["containers"]]


@pytest.mark.parametrize("one", TOGETHER, ids=lambda one: one["metadata"]["name"])
@pytest.mark.parametrize("version", ["1.33", "1.36"])
def test_kubernetes_takes_it(one: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(one, version, strict=True)


def test_the_schemas_do_find_what_is_wrong() -> None:
    wrong = {**JOBS[0], "spec": {**JOBS[0]["spec"], "completion": 3}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.33", strict=True)


@pytest.mark.parametrize("job", JOBS, ids=lambda one: one["metadata"]["name"])
def test_no_step_of_a_job_has_rights_that_it_does_not_need(job: dict[str, Any]) -> None:
    pod = job["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for step in steps(job):
        bare = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        assert step["securityContext"] == bare
        assert {"cpu", "memory", "ephemeral-storage"} == set(step["resources"]["limits"])
        assert not step["image"].endswith(":latest")
        assert ":" in step["image"]


def test_what_builds_sees_no_key_of_the_storage() -> None:
    for job in JOBS:
        for step in steps(job):
            secret = any("secretRef" in one for one in step["envFrom"])
            assert secret == step["image"].startswith("rclone/"), step["name"]
    assert not [one for one in TOGETHER if one["kind"] == "Secret"]


def test_there_are_as_many_parts_as_pods() -> None:
    config = next(one["data"] for one in TOGETHER if one["kind"] == "ConfigMap")
    assert JOBS[0]["spec"]["completions"] == int(config["JOBS"])


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.sh")), ids=lambda file: file.name)
def test_scripts_are_scripts_for_any_shell(file: Path) -> None:
    done = subprocess.run(["sh", "-n", file], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert file.read_text("utf-8").startswith("#!/bin/sh\n#")


def branches(lists: Path, depth: int) -> list[str]:
    done = subprocess.run(["sh", FOLDER / "list.sh", str(depth), lists], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_branches_share_no_place_and_leave_out_only_those_above(depth: int) -> None:
    found = branches(ROOT / "lists", depth)
    places = {file.parent.relative_to(ROOT / "lists").as_posix() for file in (ROOT / "lists").glob("*/**/area.yml")}
    held = [[branch for branch in found if f"{place}/".startswith(f"{branch}/")] for place in sorted(places)]
    assert all(len(one) <= 1 for one in held)
    alone = {place for place, one in zip(sorted(places), held, strict=True) if not one}
    assert all(any(branch.startswith(f"{place}/") for branch in found) for place in alone)
    assert found == sorted(found)


def test_the_plan_for_the_nation_is_what_the_measured_rows_say() -> None:
    rows = nation.read()
    assert {(20, 0), (200, 0)} <= {(row.townships, row.villages) for row in rows}
    text = nation.PAGE.read_text("utf-8")
    assert nation.filled(text, rows) == text, "python tests/nation.py"


def test_places_cost_what_the_straight_line_through_the_measured_rows_says() -> None:
    rows = [nation.Row(n, 0, 3 + n / 10, 0, 100, 7 + 9 * n, 5_000 * n) for n in (20, 200, 1260)]
    rows.append(nation.Row(20, 100, 5 + 2, 0, 100, 7 + 180 + 500, 100_000 + 4_000))
    one, more = nation.township(rows), nation.village(rows)
    assert (round(one.cpu, 6), round(one.files, 6), round(one.bytes, 3)) == (0.1, 9, 5_000)
    assert (more.cpu, more.files, more.bytes) == (0.02, 5, 40)


def test_a_site_of_four_branches_in_parallel_is_the_whole_one(tmp_path: Path) -> None:
    make(tmp_path, 84, 20)
    assert len(branches(tmp_path / "lists", 2)) == 4
    whole = mingbai("build", "--as-of", AS_OF, "--to", "whole", cwd=tmp_path)
    assert whole.returncode == 0, said(whole)
    command = tmp_path / "mingbai"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mingbai "$@"\n', "utf-8")
    command.chmod(0o755)
    done = subprocess.run(
        ["sh", FOLDER / "parallel.sh", "site"], cwd=tmp_path, capture_output=True, text=True,
        env={**environment(), "MINGBAI": str(command), "DAY": AS_OF, "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert tree(tmp_path / "site") == tree(tmp_path / "whole")
    assert not list(tmp_path.glob("site.parts-*"))
