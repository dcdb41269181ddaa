"""What runs: the code of this package as a sum, and the versions of what it is built on."""

import hashlib
import re
import sys
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path


@cache
def code() -> str:
    """A sum of the code that runs: what is written over it while it does is of no account."""
    seen = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        data = file.read_bytes()
        seen.update(f"{file.relative_to(package)} {len(data)}\n".encode())
        seen.update(data)
    return seen.hexdigest()


@cache
def libraries() -> list[str]:
    """What the package is built on, by version."""
    needed = [re.split("[^A-Za-z0-9_-]", one)[0] for one in requires("mingbai") or () if "extra ==" not in one]
    return [sys.version, *(f"{name} {version(name)}" for name in sorted({*needed, "markupsafe"}))]  # which escapes
