"""The data that pages hold for machines, judged by schema.org's own types (schema-dts) and the TypeScript compiler."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from site_fixtures import ROOT, built
from site_pages import pages_of

NODE = Path(sys.executable).with_name("node")
TSC = ROOT / "node_modules/typescript/bin/tsc"
OPTIONS = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"]
EACH = 40  # pages of a sort that are judged


def judged(folder: Path, graphs: list[list[dict[str, Any]]]) -> str:
    """What the compiler says of graphs of schema.org; '' where it accepts them."""
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    told = ['import type { Graph } from "schema-dts";']
    for number, graph in enumerate(graphs):
        data = {"@context": "https://schema.org", "@graph": graph}
        told.append(f"export const page{number}: Graph = {json.dumps(data, ensure_ascii=False)};")
    (folder / "pages.ts").write_text("\n".join(told), "utf-8")
    done = subprocess.run(
        [NODE, TSC, *OPTIONS, "pages.ts"], cwd=folder, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return done.stdout


def test_a_validator_accepts_the_data_of_answers_services_and_report_pages(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    found: dict[str, list[list[dict[str, Any]]]] = {}
    for page in pages_of(built(tmp_path_factory)).values():
        if "ld+json" in page.html and (graph := page.linked()):
            sort = " ".join(sorted({thing["@type"] for thing in graph}))
            found.setdefault(sort, []).append(graph)
    assert set(found) == {"FAQPage GovernmentService", "GovernmentService", "GovernmentOrganization"}
    graphs = [graph for pages in found.values() for graph in sorted(pages, key=lambda g: -len(str(g)))[:EACH]]
    assert judged(tmp_path, graphs) == ""


@pytest.mark.parametrize(
    "thing",
    [
        {"@type": "GovermentService", "name": "居住证明"},
        {"@type": "GovernmentService", "nam": "居住证明"},
        {"@type": "GovernmentService", "provider": {"@type": "ContactPoint", "telephone": "12345"}},
    ],
    ids=["unknown type", "unknown property", "a property of another type"],
)
def test_the_validator_refuses_what_schema_org_does_not_know(tmp_path: Path, thing: dict[str, Any]) -> None:
    assert "error" in judged(tmp_path, [[thing]])
