"""The linters of script and style refuse what the oldest browsers lack."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from site_fixtures import ROOT

NODE = shutil.which("node", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
SCRIPT = ["node_modules/eslint/bin/eslint.js", "--stdin", "--stdin-filename", "overrides/assets/javascripts/x.js"]
STYLE = ["node_modules/stylelint/bin/stylelint.mjs", "--stdin-filename", "overrides/assets/stylesheets/x.css"]


def complaints(tool: list[str], text: str) -> str:
    assert NODE
    done = subprocess.run([NODE, *tool], cwd=ROOT, input=text, capture_output=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize(
    "text",
    [
        *("window.a?.b;", "window.a ?? 1;", "[1].at(-1);", '"a".replaceAll("a", "b");', "structuredClone({});"),
        *("new ResizeObserver(() => 1);", "document.body.replaceChildren();", "new BroadcastChannel('x');"),
    ],
)
def test_younger_script_is_refused(text: str) -> None:
    assert complaints(SCRIPT, text)


@pytest.mark.parametrize(
    "text",
    [
        *("a:has(b) { color: red }", ".x { display: flex; gap: 1rem }", ":is(a, b) { color: red }"),
        *("a { inset: 0 }", "a { aspect-ratio: 1 }", "a { width: clamp(1px, 2px, 3px) }", "a { b { color: red } }"),
        *("@layer x { a { color: red } }", "@container (min-width: 1px) { a { color: red } }"),
    ],
)
def test_younger_style_is_refused(text: str) -> None:
    assert complaints(STYLE, text)


def test_plain_script_and_style_pass() -> None:
    assert not complaints(SCRIPT, 'export const a = async () => (await import("./text.js")).words;\n')
    assert not complaints(STYLE, "a:focus { display: grid; grid-gap: 1rem; color: var(--x) }\n")
