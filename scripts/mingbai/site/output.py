"""Writing a site: what did not change is linked from the old one, not written again."""

import ctypes
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ..ahead import There, look
from ..cache_file import spare_of
from ..private.leaks import Watch
from ..progress import doing, stage
from ..sums import Touched

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
        self._seen, self._watched = seen, watched
        self.root, self.old = root, old if old and old.is_dir() else None
        self.watch = Watch()
        self._files: list[str] = []
        self._made: set[str] = set()

    @doing("写文件")
    def write(self, address: str, content: str | bytes) -> None:
        """Write one file under the root; an equal file of the old site keeps its time stamp, a new one is watched."""
        data = content.encode() if isinstance(content, str) else content
        self._files.append(address)
        if self._seen:
            self._seen(address, data)
        file, folder = self.root / address, address.rpartition("/")[0]
        if folder not in self._made:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        if self.old and self._linked(self.old / address, file, data):
            return
        if self._watched:
            self.watch.look(address, data)
        try:
            _new(file, data)
        except FileExistsError:
            if not _holds(file, data):
                file.unlink()  # never write through a link into another site
                _new(file, data)

    def written(self) -> tuple[str, ...]:
        """Every file since this was last asked."""
        found, self._files = tuple(dict.fromkeys(self._files)), []
        return found

    def _linked(self, before: Path, file: Path, data: bytes) -> bool:
        if not _holds(before, data):
            return False
        try:
            file.unlink(missing_ok=True)
            os.link(before, file)
        except OSError:
            return False
        return True


def _new(file: Path, data: bytes) -> None:
    with file.open("xb") as made:
        made.write(data)


def _holds(file: Path, data: bytes) -> bool:
    """Whether a file is there and holds just this."""
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def files_of(root: Path) -> set[str]:
    """The addresses of all files below a folder."""
    found: set[str] = set()
    for folder, _, names in os.walk(root):
        below = os.path.relpath(folder, root)
        found.update(names if below == "." else (f"{below}/{name}" for name in names))
    return found


@stage("留下没有变的")
def gather(made: Path, root: Path, live: Path, stay: Mapping[str, Touched], there: There) -> tuple[set[str], bool]:
    """Make of ``root`` the finished site: what was made, and files of ``live`` that ``stay``.

    What is ``there`` in ``root`` already is not linked again. The addresses of all files, and whether the disk has
    links: else files were copied.
    """
    new, links = files_of(made), True
    left = {address: touched for address, touched in stay.items() if address not in new}
    _keep(root, there, left)
    for folder in {os.path.dirname(address) for address in (*new, *left)}:  # noqa: PTH120 - thousands of them
        os.makedirs(f"{root}/{folder}", exist_ok=True)  # noqa: PTH103
    for address in new:
        os.rename(f"{made}/{address}", f"{root}/{address}")  # noqa: PTH104
    for address in left:
        source, target = f"{live}/{address}", f"{root}/{address}"
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
            links = False
    return new.union(stay), links


def _keep(root: Path, there: There, left: dict[str, Touched]) -> None:
    """Remove files that are not those to be left, and folders that hold none; what is there goes out of ``left``."""
    files, folders = there
    used: set[str] = set()
    for address, touched in files.items():
        if left.get(address) == touched:
            del left[address]
            folder = address.rpartition("/")[0]
            while folder and folder not in used:
                used.add(folder)
                folder = folder.rpartition("/")[0]
        else:
            os.unlink(f"{root}/{address}")  # noqa: PTH108
    for folder in reversed(folders):
        if folder not in used:
            os.rmdir(f"{root}/{folder}")  # noqa: PTH106


@stage("给下一次备好")
def double(live: Path, root: Path) -> bool:
    """Let ``root``, a new folder, hold all files of ``live`` as well; whether the disk has links for it."""
    files, folders = look(str(live))
    try:
        for folder in folders:
            os.mkdir(f"{root}/{folder}")  # noqa: PTH102
        for address in files:
            os.link(f"{live}/{address}", f"{root}/{address}", follow_symlinks=False)
    except OSError:
        return False
    return True


@stage("换上新网站")
def swap(new: Path, live: Path) -> None:
    """Let a finished site and the old one, if any, change places: in one step where the system can."""
    if not live.exists():
        new.rename(live)
    elif not _exchange(new, live):
        old = live.with_name(f".{live.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        live.rename(old)
        try:
            new.rename(live)
        except OSError:
            old.rename(live)
            raise
        old.rename(new)


def recover(live: Path) -> None:
    """Bring back the old site where a process died between two renames, and clear away half-built ones."""
    old = live.with_name(f".{live.name}.old")
    if old.is_dir() and not live.exists():
        old.rename(live)
    for left in live.parent.glob(f".{live.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


def left_of(live: Path) -> list[Path]:
    """What builds have left beside a site; not the old one where it is all that there is."""
    old, spare = live.with_name(f".{live.name}.old"), spare_of(live)
    found = sorted(live.parent.glob(f".{live.name}.new-*"))
    return [*found, *([old] if old.is_dir() and live.exists() else []), *([spare] if spare.is_dir() else [])]


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
