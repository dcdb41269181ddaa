"""Styles and scripts of a packed site: addressed with a version to keep them by, and a sum to know them by."""

import base64
import hashlib
from collections.abc import Mapping
from typing import NamedTuple

_INTEGRITY = ' integrity="'


class Seal(NamedTuple):
    """What one file's bytes say."""

    version: str
    integrity: str


def seal(data: bytes) -> Seal:
    """The seal of a file."""
    sums = base64.b64encode(hashlib.sha384(data).digest()).decode()
    return Seal(hashlib.sha256(data).hexdigest()[:12], f"sha384-{sums}")


def link(attribute: str, root: str, name: str, seals: Mapping[str, Seal]) -> str:
    """``href`` or ``src`` of a file by its address from the root; plain where it has no seal."""
    found = seals.get(name)
    if found is None:
        return f'{attribute}="{root}{name}"'
    return f'{attribute}="{root}{name}?v={found.version}"{_INTEGRITY}{found.integrity}"'


def unsealed(html: str) -> str:
    """A page that may be kept as a file: browsers refuse to compare sums of what lies on a disk, and drop it."""
    first, *rest = html.split(_INTEGRITY)
    return first + "".join(part.split('"', 1)[1] for part in rest)
