"""Writing a site: what did not change is linked from the old one, not written again."""

import os
import shutil
from pathlib import Path


class Output:
    """A folder that a site is written to; ``old`` is the site it will replace, if any."""

    def __init__(self, root: Path, old: Path | None = None) -> None:
        self.root = root
        self.old = old if old and old.is_dir() else None
        self._made: set[Path] = set()

    def write(self, address: str, content: str | bytes) -> None:
        """Write one file under the root; an equal file of the old site keeps its time stamp."""
        data = content.encode() if isinstance(content, str) else content
        file = self.root / address
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        if self.old and self._linked(self.old / address, file, data):
            return
        if file.exists() and file.stat().st_size == len(data) and file.read_bytes() == data:
            return
        file.unlink(missing_ok=True)  # never write through a link into another site
        file.write_bytes(data)

    def _linked(self, before: Path, file: Path, data: bytes) -> bool:
        try:
            if before.stat().st_size != len(data) or before.read_bytes() != data:
                return False
            file.unlink(missing_ok=True)
            os.link(before, file)
        except OSError:
            return False
        return True


def swap(new: Path, live: Path) -> None:
    """Put a finished site in the place of the old one; on failure the old one comes back."""
    old = live.with_name(f".{live.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if live.exists():
        live.rename(old)
    try:
        new.rename(live)
    except OSError:
        if old.exists():
            old.rename(live)
        raise
    shutil.rmtree(old, ignore_errors=True)
