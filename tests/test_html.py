"""Every kind of page by the Nu HTML checker: no error."""

import json
import subprocess

import pytest

from browser_fixtures import PAGES
from site_fixtures import ROOT, built


def test_no_errors_in_html(tmp_path_factory: pytest.TempPathFactory) -> None:
    site = built(tmp_path_factory)
    files = [site / page / "index.html" for page in PAGES if page != "no/such/page/"]
    checker = ["java", "-jar", str(ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"), "--format", "json"]
    done = subprocess.run(
        [*checker, *map(str, files), str(site / "404.html")], capture_output=True, encoding="utf-8", check=False
    )
    messages = json.loads(done.stderr)["messages"]
    faults = [
        f"{one['url'].removeprefix(site.as_uri())}:{one['lastLine']} {one['message']}"
        for one in messages
        if one["type"] != "info"
    ]
    assert not faults
