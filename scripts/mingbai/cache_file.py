"""Files that spare the next run work: where they lie, and how one is written so that no reader finds half of it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

FOLDER = Path(".cache") / "mingbai"
PLACE = "MINGBAI_CACHE"  # an environment variable: another folder for it


def folder_of(home: Path) -> Path:
    """Where what belongs to ``home`` is kept."""
    return Path(os.environ[PLACE]) if os.environ.get(PLACE) else home / FOLDER


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
