"""The files of /admin/: the page with a policy of its own, what it is told, and Decap CMS in one file."""

import gzip
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ..areas import Tree
from .config import asked, told
from .settings import Settings

FOLDER = "admin/"
_HERE = Path(__file__).parent
_PAGE = """<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<meta name="referrer" content="no-referrer">
<title>编辑清单 · {name}</title>
<link rel="icon" href="../assets/images/favicon.png">
<link rel="stylesheet" href="editor.css">
<script type="module" src="editor.js"></script>
</head>
<body>
<p id="wait">正在打开编辑器……</p>
<noscript><p>编辑器要用 JavaScript。不用它也能改清单:在代码平台上打开清单文件,或者用 Excel。</p></noscript>
</body>
</html>
"""


def files(settings: Settings, tree: Tree, lists: PurePosixPath, url: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the editor with its address; CannotEdit where the settings do not fit the lists."""
    data = json.dumps(told(settings, tree, lists, url), ensure_ascii=False, separators=(",", ":"))
    page = _PAGE.format(policy=policy(asked(settings)), name=escape(name))
    yield f"{FOLDER}index.html", page.encode()
    yield f"{FOLDER}editor.json", f"{data}\n".encode()
    for file in sorted([*(_HERE / "assets").iterdir(), *(_HERE / "vendor").iterdir()]):
        if file.suffix == ".gz":
            yield FOLDER + file.stem, gzip.decompress(file.read_bytes())
        elif file.name != "README.md":
            yield FOLDER + file.name, file.read_bytes()


def policy(address: str) -> str:
    """What the page may do: code and data from its own folder, and the forge's interface, nothing else.

    Decap compiles the check of its configuration (unsafe-eval) and writes its styles itself.
    """
    parts = urlsplit(address)
    rules = {
        "default-src": "'none'",
        "script-src": "'self' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self'",
        "connect-src": f"'self' {parts.scheme}://{parts.netloc}",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())
