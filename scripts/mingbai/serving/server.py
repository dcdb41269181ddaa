"""The files that nginx, Caddy and hosts with a ``_headers`` file read; what they say of pages stands in policy.py."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..areas import LEVELS
from ..policy import (
    ALWAYS_KEPT,
    ELSE_KEPT,
    KEPT,
    NEVER_KEPT,
    OPENER,
    POLICY,
    REPORT,
    UNLOGGED,
    VERSIONED,
    headers,
    opener,
    sent,
)
from ..site.redirects import Pair
from . import CannotPack

HEADERS = "_headers"
FILES = {
    "nginx/server.conf": "nginx-server.conf",
    "nginx/mingbai/maps.conf": "nginx-maps.conf",
    "nginx/mingbai/site.conf": "nginx-site.conf",
    "caddy/Caddyfile": "Caddyfile",
    "caddy/mingbai.caddy": "mingbai.caddy",
}
"""The server files and their templates: what an administrator copies once, and what each pack may change."""

_SAFE = re.compile(r"[\w\-+=*:/.,; ']+", re.ASCII)  # what neither nginx nor Caddy take for their own signs
_DEPTH = 1 + len(LEVELS)  # folders before a report page, an earlier version's included
_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "files"), undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
)  # fmt: skip


def own_policies(found: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Folders whose pages bring a policy of their own, out of all policies and their pages' folders."""
    own: dict[str, str] = {}
    for policy in sorted(found.keys() - {POLICY, ""}):
        for folder in sorted(found[policy]):
            if not folder:
                raise CannotPack("首页和 404 页不能自带安全策略(Content-Security-Policy)")
            if not _SAFE.fullmatch(policy):
                raise CannotPack(f"{folder}/ 自带的安全策略里有服务器看不懂的字符:{policy}")
            own[folder] = policy
    return own


def files(url: str, hsts: str, own: Mapping[str, str], pairs: Iterable[Pair]) -> dict[str, str]:
    """Every server file by its path; without ``url`` for any name, over TLS."""
    values = _values(url, hsts, own) | {"pairs": sorted(set(pairs))}
    return {path: _environment.get_template(name).render(values) for path, name in FILES.items()}


def for_hosts(url: str, hsts: str, own: Mapping[str, str]) -> str:
    """The file ``_headers`` of the site itself.

    These hosts join what several lines say of one page, so that nothing can be said of all pages
    that is not true of those with a policy of their own; their pages' ``<meta>`` says the rest.
    """
    places = ["".join(f"/:{chr(97 + n)}" for n in range(depth)) for depth in range(_DEPTH + 1)]
    return _environment.get_template("_headers").render(_values(url, hsts, own) | {"places": places})


def _values(url: str, hsts: str, own: Mapping[str, str]) -> dict[str, object]:
    parts = urlsplit(url)
    secure = parts.scheme != "http"
    base = parts.path or "/"
    return {
        "host": parts.hostname or "",
        "port": parts.port or (443 if secure else 80),
        "secure": secure,
        "base": base,
        "headers": headers(secure, hsts),
        "opener": OPENER if secure else "",
        "opens": opener(POLICY),
        "policy": sent(POLICY),
        "own": [(base + folder + "/", sent(policy), opener(policy)) for folder, policy in sorted(own.items())],
        "kept": KEPT,
        "else_kept": ELSE_KEPT,
        "never_kept": NEVER_KEPT,
        "always_kept": ALWAYS_KEPT,
        "versioned": VERSIONED,
        "unlogged": UNLOGGED,
        "report": REPORT,
        "escape": re.escape,
    }
