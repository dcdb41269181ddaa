"""Files that spare the next run work: where they lie, and how one is written so that no reader finds half of it."""

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path

FOLDER = Path(".cache") / "mingbai"
PLACE = "MINGBAI_CACHE"  # an environment variable: another folder for it


def folder_of(home: Path) -> Path:
    """Where what belongs to ``home`` is kept."""
    return Path(os.environ[PLACE]) if os.environ.get(PLACE) else home / FOLDER


def spare_of(live: Path) -> Path:
    """Where the site before the one that stands is left: most of its files are those of the next."""
    return live.with_name(f".{live.name}.spare")


def keep(file: Path, data: bytes) -> bool:
    """Write a file in one step, in a folder that git leaves alone; whether that could be."""
    name = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        ignore = file.parent / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
        handle, name = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)
    except OSError:
        if name:
            with suppress(OSError):
                Path(name).unlink()
        return False
    return True


def told_of(file: Path) -> Path | None:
    """The folder that a file tells of, which its first line says in JSON; None where it does not."""
    try:
        with file.open("rb") as lines:
            said = json.loads(lines.readline())
    except (OSError, ValueError):
        return None
    return Path(said) if isinstance(said, str) else None


def halves(file: Path) -> list[Path]:
    """What a killed run left half-written of a file."""
    return sorted(file.parent.glob(f".{file.name}.*"))


def sweep(file: Path) -> None:
    """Remove what was left half-written of a file, and others of its sort that tell of folders that are gone."""
    others = file.parent.glob(f"{file.name.partition('-')[0]}-*{file.suffix}")
    gone = [other for other in others if not ((told := told_of(other)) and told.is_dir())]
    for one in (*halves(file), *gone):
        with suppress(OSError):
            one.unlink()
