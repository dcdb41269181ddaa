"""Writing a site: what did not change is linked from the old one, not written again."""

import ctypes
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..private.leaks import Watch
from ..progress import doing, stage

try:
    import fcntl
except ImportError:  # not a POSIX system
    fcntl = None  # type: ignore[assignment]


class Output:
    """A folder that a site is written to; ``old`` is the site it will replace, if any.

    ``seen`` is told of every file; new ones are ``watched`` for what must not be published.
    """

    def __init__(
        self,
        root: Path,
        old: Path | None = None,
        seen: Callable[[str, bytes], None] | None = None,
        watched: bool = True,
    ) -> None:
        self.root, self._seen, self._watched = root, seen, watched
        self.old = old if old and old.is_dir() else None
        self.watch = Watch()
        self._files: list[str] = []
        self._made: set[Path] = set()

    @doing("写文件")
    def write(self, address: str, content: str | bytes) -> None:
        """Write one file under the root; an equal file of the old site keeps its time stamp, a new one is watched."""
        data = content.encode() if isinstance(content, str) else content
        self._files.append(address)
        if self._seen:
            self._seen(address, data)
        file = self.root / address
        if file.parent not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(file.parent)
        if self.old and self._linked(self.old / address, file, data):
            return
        if self._watched:
            self.watch.look(address, data)
        if file.exists() and file.stat().st_size == len(data) and file.read_bytes() == data:
            return
        file.unlink(missing_ok=True)  # never write through a link into another site
        file.write_bytes(data)

    def written(self) -> tuple[str, ...]:
        """Every file since this was last asked."""
        found, self._files = tuple(dict.fromkeys(self._files)), []
        return found

    def _linked(self, before: Path, file: Path, data: bytes) -> bool:
        try:
            if before.stat().st_size != len(data) or before.read_bytes() != data:
                return False
            file.unlink(missing_ok=True)
            os.link(before, file)
        except OSError:
            return False
        return True


@stage("换上新网站")
def swap(new: Path, live: Path) -> None:
    """Put a finished site in the place of the old one, in one step where the system can."""
    if not live.exists():
        new.rename(live)
    elif _exchange(new, live):
        shutil.rmtree(new, ignore_errors=True)
    else:
        old = live.with_name(f".{live.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        live.rename(old)
        try:
            new.rename(live)
        except OSError:
            old.rename(live)
            raise
        shutil.rmtree(old, ignore_errors=True)


def recover(live: Path) -> None:
    """Bring back the old site where a process died between two renames, and clear away half-built ones."""
    old = live.with_name(f".{live.name}.old")
    if old.is_dir() and not live.exists():
        old.rename(live)
    for left in live.parent.glob(f".{live.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def left_of(live: Path) -> list[Path]:
    """What processes that died have left beside a site; not the old one where it is all that there is."""
    old = live.with_name(f".{live.name}.old")
    return [*sorted(live.parent.glob(f".{live.name}.new-*")), *([old] if old.is_dir() and live.exists() else [])]


@contextmanager
def alone(live: Path) -> Iterator[None]:
    """Wait until no other build of the same site runs, and keep others waiting."""
    if fcntl is None:
        yield
        return
    name = hashlib.sha256(os.fsencode(live)).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"mingbai-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names at once (Linux: renameat2 with RENAME_EXCHANGE); False where that cannot be."""
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    here = -100  # AT_FDCWD
    return bool(call(here, os.fsencode(one), here, os.fsencode(other), 2) == 0)
