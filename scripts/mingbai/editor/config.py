"""What Decap is told: the forge, and every list of the chosen places by its title."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from ..areas import Area, ListRef, Tree
from ..catalog import read_list
from ..kinds import KINDS
from .fields import fields_of, mappings
from .settings import FORGEJO, GITEA, GITHUB, GITLAB, HERE, PROXY, Settings
from .writing import writing

MOST = 3_000
"""Lists of one editor: Decap unfolds the form of every list before it shows the first one."""


NO_MEDIA = "media"
"""A folder that no site has: Decap must be given one, and would fetch all that lies in it."""


class CannotEdit(Exception):
    """No editor can be made so; the message says what to do."""


def told(settings: Settings, tree: Tree, lists: PurePosixPath, url: str) -> dict[str, Any]:
    """Everything for editor.js; ``lists`` is the folder of the lists as seen from the site's folder."""
    chosen = list(_chosen(settings, tree))
    if not chosen:
        raise CannotEdit("选的地方没有一份清单")
    if (many := sum(len(area.lists) for area in chosen)) > MOST:
        raise CannotEdit(f"有 {many} 份清单,一个编辑器最多 {MOST} 份:在 places 里写上要编辑的地方")
    where = PurePosixPath(settings.folder or "") / lists
    used = sorted({ref.kind for area in chosen for ref in area.lists})
    config = {
        "backend": backend(settings),
        "publish_mode": "editorial_workflow" if reviewed(settings) else "simple",
        "locale": "zh_Hans",
        "media_folder": NO_MEDIA,
        "editor": {"preview": False},
        "show_preview_links": False,
        **({"site_url": url, "display_url": url} if url else {}),
        "collections": [_collection(settings, tree, area, where) for area in chosen],
    }
    kinds = {key: {"fields": fields_of(KINDS[key]), "order": KINDS[key].key_order()} for key in used}
    return {"config": config, "kinds": kinds, "mappings": mappings(), "writing": writing()}


def reviewed(settings: Settings) -> bool:
    """Whether what is saved becomes a proposal; elsewhere it is a commit, or a file of this machine."""
    return settings.forge in (GITHUB, GITLAB, FORGEJO)


def backend(settings: Settings) -> dict[str, Any]:
    """How Decap finds the forge."""
    server = (settings.server or "").rstrip("/")
    named: dict[str, Any] = {"name": settings.forge, "repo": settings.repo, "branch": settings.branch or "main"}
    if settings.forge == HERE:
        return {"name": "proxy", "proxy_url": server or PROXY, "branch": named["branch"]}
    named["commit_messages"] = {"update": "更新 {{path}}"}
    if settings.forge == GITHUB:
        return {**named, "base_url": settings.login, **({"api_root": f"{server}/api/v3"} if server else {})}
    named["app_id"] = settings.app_id
    if settings.forge == GITLAB:
        server = server or "https://gitlab.com"
        return {**named, "auth_type": "pkce", "base_url": server, "api_root": f"{server}/api/v4"}
    if settings.forge == GITEA:
        return {**named, "base_url": server, "api_root": f"{server}/api/v1"}
    return {**named, "api_root": f"{server}/api/v1"}


def asked(settings: Settings) -> str:
    """The one other address that the editor speaks to."""
    found = backend(settings)
    return str(found.get("api_root") or found.get("proxy_url") or "https://api.github.com")


def _chosen(settings: Settings, tree: Tree) -> Iterator[Area]:
    """The places with lists, from above; those named in the settings and what lies below them."""
    wanted = [place.strip("/").removeprefix(".") for place in settings.places or [""]]
    if unknown := [place for place in wanted if place not in tree.areas]:
        raise CannotEdit(f"places 里的 {unknown[0]} 不是一个地方:写清单文件夹里的路径,如 hubei/jingmen;全国写 .")
    for area in sorted(tree, key=lambda area: area.path):
        if area.lists and any(not place or area.path == place or area.path.startswith(f"{place}/") for place in wanted):
            yield area


def _collection(settings: Settings, tree: Tree, area: Area, where: PurePosixPath) -> dict[str, Any]:
    name = "_".join(["lists", *area.path.split("/")]).rstrip("_")
    above = [one.short for one in reversed(tree.upwards(area.path)) if one.path or not area.path]
    files = [_file(ref, where / area.path / f"{ref.page}.yml") for ref in area.lists]
    unpublished = {"publish": False} if reviewed(settings) else {}
    return {"name": name, "label": " ".join(above), "format": "mingbai", **unpublished, "files": files}


def _file(ref: ListRef, path: PurePosixPath) -> dict[str, str]:
    """A list by its kind and title; its fields are named, and put in by editor.js."""
    found, kind = read_list(ref), KINDS[ref.kind].label
    label = f"{kind}:{found.header.title}" if found and found.header else kind
    return {"name": ref.page, "label": label, "file": str(path), "fields": ref.kind}
