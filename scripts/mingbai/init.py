"""A new site's folder: what a county begins with, and nothing that it has not said itself."""

import hashlib
import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from .areas import LEVELS, AreaFile, place_name
from .data_format import FILE as FORMAT_FILE
from .data_format import FormatFile
from .kinds import KINDS, UNKNOWN
from .kinds.shape import order
from .migrations import FORMAT
from .new import skeleton
from .resources import starter, workflows
from .schemas import editor_files
from .write import canonical

RENAMED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Files of the starter that git and pip would take for their own."""

_ALONE = (
    "      - name: Install Mingbai alone\n"
    "        run: >-\n"
    "          python3 -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all:\n"
    "          --target scripts --requirement requirements.txt\n"
)

ADAPTED = {
    "test.yml": ("      - run: .ci/run\n", "      - run: make test\n"),
    "review.yml": ("          sparse-checkout: scripts/mingbai\n", _ALONE),
    "inbox.yml": ("      - uses: actions/download-artifact@", f"{_ALONE}      - uses: actions/download-artifact@"),
}
"""What differs in the workflows of a site that installs the package instead of holding its code: (here, there)."""


class CannotInit(Exception):
    """No folder was written; the message says why and what to do."""


@dataclass(frozen=True)
class Origin:
    """Where the running package came from, as a line of requirements.txt; ``wheel`` goes along in wheels/."""

    requirement: str
    wheel: Path | None = None
    sure: bool = True  # False: nobody knows whether it can be installed from there again


@dataclass(frozen=True)
class Begun:
    """What was written, and what was there already and says something else."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def places(path: str, names: str, level: str) -> dict[str, AreaFile]:
    """The chain of places down to ``path`` by their folders, the nation first.

    ``names`` are those of the last ones, from above (湖北省/荆门市); a name that is not given
    is 待核实. Levels follow from the depth, but for the last one's where ``level`` says it.
    """
    parts = [part for part in path.strip("/").split("/") if part]
    said = [name.strip() for name in names.split("/")] if names else []
    if said and not parts:
        raise CannotInit("--name 要和 --path 一起写:这个地方的文件夹叫什么,如 hubei/jingmen")
    if len(said) > len(parts):
        raise CannotInit(f"--name 写了 {len(said)} 个名称,--path 只有 {len(parts)} 级")
    if wrong := [name for name in said if not name or not name.isprintable()]:
        raise CannotInit(f"地名不能是空的,也不能有看不见的字符:{wrong[0]!r}")
    if wrong := [part for part in parts if not place_name(part)]:
        raise CannotInit(f"文件夹不能叫 {wrong[0]}:用地名的小写拼音,网站自用的名字要避开")
    if len(parts) >= len(LEVELS):
        raise CannotInit(f"--path 最多 {len(LEVELS) - 1} 级:省、市、县、乡、村")
    levels = list(LEVELS[: len(parts) + 1])
    if level and parts:
        levels[-1] = level
        if LEVELS.index(levels[-1]) <= LEVELS.index(levels[-2]):
            raise CannotInit(f"“{level}”不能放在“{levels[-2]}”里面:--path 写到了第 {len(parts)} 级")
    called = ["全国", *[UNKNOWN] * (len(parts) - len(said)), *said]
    folders = ["/".join(parts[:depth]) for depth in range(len(parts) + 1)]
    return {
        folder: AreaFile.model_validate({"name": name, "level": high})
        for folder, name, high in zip(folders, called, levels, strict=True)
    }


def files(chain: dict[str, AreaFile], kinds: tuple[str, ...], origin: Origin) -> dict[str, bytes]:
    """Every file of the folder by its path."""
    last, place = list(chain.items())[-1]
    name = "" if not last or place.name == UNKNOWN else place.name
    words = {"@@place@@": name or "各地"}
    found: dict[str, str] = {}
    for file in sorted(file for file in starter().rglob("*") if file.is_file()):
        path, text = file.relative_to(starter()).as_posix(), file.read_text(encoding="utf-8")
        site = f"{name}明白栏"
        words["@@site@@"] = json.dumps(site, ensure_ascii=False) if path == "mkdocs.yml" else site
        for token, said in words.items():
            text = text.replace(token, said)
        found[RENAMED.get(path, path)] = text
    for folder, area in chain.items():
        data = area.model_dump(exclude_none=True)
        found["/".join(("lists", *folder.split("/"), "area.yml")).replace("//", "/")] = canonical(data, order(AreaFile))
    found[f"lists/{FORMAT_FILE}"] = canonical({"format": str(FORMAT)}, order(FormatFile))
    for key in kinds:
        kind = KINDS[key]
        path = f"{last}/{key}.yml" if last else f"{key}.yml"
        found[f"lists/{path}"] = canonical(skeleton(kind, place.name), kind.key_order())
    found["requirements.txt"] = f"{origin.requirement}\n"
    found |= {f".github/workflows/{name}": text for name, text in flows().items()}
    found |= editor_files()
    every = {path: text.encode() for path, text in sorted(found.items())}
    if origin.wheel:
        every[f"wheels/{origin.wheel.name}"] = origin.wheel.read_bytes()
    return every


def flows() -> dict[str, str]:
    """The package's own workflows as they run in a site's repository, by name."""
    found = {}
    for file in sorted(workflows().glob("*.yml")):
        text = file.read_text(encoding="utf-8")
        here, there = ADAPTED.get(file.name, ("", ""))
        found[file.name] = text.replace(here, there) if here else text
    return found


def write(folder: Path, wanted: dict[str, bytes], force: bool = False) -> Begun:
    """Put the files into an empty folder; with ``force`` beside what is there, which stays as it is."""
    if folder.exists() and not folder.is_dir():
        raise CannotInit(f"{folder} 是文件,不是文件夹")
    there = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    if there and not force:
        listed = "、".join(there[:12]) + (f" 等 {len(there)} 个" if len(there) > 12 else "")
        raise CannotInit(f"{folder} 不是空的,里面有:{listed}。换一个文件夹,或用 --force 只补上缺少的文件")
    written, kept = [], []
    for path, content in wanted.items():
        file = folder / path
        if file.is_symlink() or file.exists():
            if not file.is_file() or file.read_bytes() != content:
                kept.append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written.append(path)
    return Begun(tuple(written), tuple(kept))


def origin() -> Origin:
    """From where this package can be installed once more: pip's own record of it (PEP 610)."""
    try:
        package = distribution("mingbai")
    except PackageNotFoundError:
        return Origin("mingbai", sure=False)
    record = package.read_text("direct_url.json")
    return came_from(package.version, json.loads(record) if record else {})


def came_from(version: str, record: dict[str, object]) -> Origin:
    """The same for a version and what direct_url.json says of it; nothing where it came out of an index."""
    named = Origin(f"mingbai=={version}")
    if not record:
        return named
    url, archive, vcs = str(record.get("url", "")), record.get("archive_info"), record.get("vcs_info")
    if isinstance(vcs, dict):
        return Origin(f"mingbai @ {vcs.get('vcs')}+{url}@{vcs.get('commit_id')}")
    if not isinstance(archive, dict):
        return Origin(named.requirement, sure=False)
    hashes = archive.get("hashes")
    sha256 = hashes.get("sha256") if isinstance(hashes, dict) else None
    if not url.startswith("file:"):
        return Origin(f"mingbai @ {url}" + (f"#sha256={sha256}" if sha256 else ""))
    wheel = Path(url2pathname(urlsplit(url).path))
    if wheel.suffix != ".whl" or not wheel.is_file():
        return Origin(named.requirement, sure=False)
    if sha256 and hashlib.sha256(wheel.read_bytes()).hexdigest() != sha256:
        return Origin(named.requirement, sure=False)
    return Origin(f"./wheels/{wheel.name}", wheel)
