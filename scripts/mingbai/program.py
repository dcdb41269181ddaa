"""What runs: the code of this package as a sum, and the versions of what it is built on."""

import hashlib
import re
import sys
from functools import cache
from pathlib import Path

_known: list[str] = []


def believe(known: list[str]) -> None:
    """Spare the looking: this is ``running()`` of just this code, as somebody has made sure."""
    _known[:] = known


def running() -> list[str]:
    """All of it: the sum of the code, then the libraries."""
    return [code(), *libraries()]


def code() -> str:
    """A sum of the code that runs: what is written over it while it does is of no account."""
    return _known[0] if _known else _code()


def edited() -> bool:
    """Whether the code on the disk is not what runs any more; reads it all."""
    return code() != _read()


def libraries() -> list[str]:
    """What the package is built on, by version."""
    return _known[1:] if _known else _libraries()


@cache
def _code() -> str:
    return _read()


def _read() -> str:
    seen = hashlib.sha256()
    package = Path(__file__).parent
    for file in sorted(package.rglob("*.py")):
        data = file.read_bytes()
        seen.update(f"{file.relative_to(package)} {len(data)}\n".encode())
        seen.update(data)
    return seen.hexdigest()


@cache
def _libraries() -> list[str]:
    from importlib.metadata import requires, version  # which takes a while to load

    needed = [re.split("[^A-Za-z0-9_-]", one)[0] for one in requires("mingbai") or () if "extra ==" not in one]
    return [sys.version, *(f"{name} {version(name)}" for name in sorted({*needed, "markupsafe"}))]  # which escapes
