"""Styles and scripts of a packed site: addressed with a version to keep them by, and a sum to know them by."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import NamedTuple

_INTEGRITY = ' integrity="'


class Seal(NamedTuple):
    """What files say by their bytes: one version of them all, so that a script can load others, and a sum each."""

    version: str
    integrity: str


def seals_of(files: Mapping[str, bytes]) -> dict[str, Seal]:
    """The seals of all files that are kept for long, by their addresses."""
    sums = {name: base64.b64encode(hashlib.sha384(files[name]).digest()).decode() for name in sorted(files)}
    version = hashlib.sha256(json.dumps(sums).encode()).hexdigest()[:12]
    return {name: Seal(version, f"sha384-{one}") for name, one in sums.items()}


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
