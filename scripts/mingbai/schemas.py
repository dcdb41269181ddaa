"""The JSON Schemas of every file under lists/, and the editor settings that use them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .areas import AreaFile
from .kinds import KINDS
from .kinds.schema import schema_of, schema_of_model
from .review import Review
from .site_files import SITE_FILES

SETTINGS = ".vscode/settings.json"


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """All schemas by name: one a kind, one for area.yml, one for each file of _site/, one for differences."""
    found = {kind.key: schema_of(kind) for kind in KINDS.values()}
    found["area"] = schema_of_model(AreaFile, "地方 area.yml")
    for file, (model, label) in SITE_FILES.items():
        found[Path(file).stem] = schema_of_model(model, f"{label} {Path(file).name}")
    found["diff"] = diff_schema()
    return found


def diff_schema() -> dict[str, Any]:
    """The schema of ``mingbai diff --format json``."""
    schema = TypeAdapter(Review).json_schema(mode="serialization")
    told = {"version": {"const": 1}, "headline": {"type": "string"}, "verdict": {"type": "string"}}
    schema["properties"] = {**told, **schema["properties"]}
    schema["required"] = list(schema["properties"])
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "mingbai diff --format json"}
    return {**head, **{key: value for key, value in schema.items() if key != "title"}}


def editor_files() -> dict[str, str]:
    """Files for a checkout by path: schemas/*.json, and the settings that map them to lists."""
    files = {f"schemas/{name}.json": _pretty(schema) for name, schema in schemas().items()}
    used: dict[str, Any] = {f"./schemas/{key}.json": [f"lists/**/{key}.yml", f"lists/**/{key}.*.yml"] for key in KINDS}
    used["./schemas/area.json"] = ["lists/**/area.yml"]
    for file in SITE_FILES:
        used[f"./schemas/{Path(file).stem}.json"] = [f"lists/{file}"]
    files[SETTINGS] = _pretty({"yaml.schemas": used, "yaml.format.enable": False, "files.encoding": "utf8"})
    return files


def stale(root: Path) -> list[str]:
    """The editor files of a checkout that differ from what the kinds say."""
    return [
        path
        for path, text in editor_files().items()
        if not (root / path).is_file() or (root / path).read_text(encoding="utf-8") != text
    ]


def write(root: Path) -> list[str]:
    """Bring a checkout's editor files up to date; the paths that changed."""
    changed = stale(root)
    files = editor_files()
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(files[path], encoding="utf-8")
    return changed


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
