"""What lies in the site before the one that stands, asked of the disk by a process of its own while this one works."""

import marshal
import os
import subprocess
import sys
from pathlib import Path

There = tuple[dict[str, tuple[int, int, int]], list[str]]
"""What lies in a folder, by address: of every file its number on the disk, its bytes, its time (ns); then the folders,
each before those that lie in it."""


def look(folder: str) -> There:
    """Look at a folder; links are files."""
    files: dict[str, tuple[int, int, int]] = {}
    folders: list[str] = []
    pending = [("", folder)]
    while pending:
        address, path = pending.pop()
        with os.scandir(path) as entries:
            for entry in entries:
                found = address + entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.append(found)
                    pending.append((f"{found}/", entry.path))
                else:
                    stat = entry.stat(follow_symlinks=False)
                    files[found] = stat.st_ino, stat.st_size, stat.st_mtime_ns
    return files, folders


class Ahead:
    """A folder that is looked at before anybody asks; it may be called otherwise meanwhile, but nobody changes it."""

    def __init__(self, folder: Path) -> None:
        self._itself = _itself(folder)
        self._process: subprocess.Popen[bytes] | None = None
        if self._itself:
            same = f"utf8={sys.flags.utf8_mode}"  # so that names of files are the same words here and there
            command = [sys.executable, "-I", "-S", "-X", same, __file__, str(folder)]
            nothing, answer = subprocess.DEVNULL, subprocess.PIPE
            try:
                self._process = subprocess.Popen(command, stdin=nothing, stdout=answer, stderr=nothing)
            except (OSError, ValueError):
                self._process = None

    def holds(self, folder: Path) -> bool:
        """Whether it is this folder that is looked at, and nobody has moved it or changed what lies right in it."""
        return self._itself == _itself(folder)

    def look(self, folder: Path) -> There:
        """What lies in it, wherever it lies now."""
        if self._process:
            data, _ = self._process.communicate()
            if self._process.returncode == 0:
                files, folders = marshal.loads(data)
                return files, folders
        return look(str(folder))

    def close(self) -> None:
        """Nobody will ask any more."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


def _itself(folder: Path) -> tuple[int, int] | None:
    """What differs where a folder is another one, or was moved; None where there is none."""
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_ctime_ns


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    sys.stdout.buffer.write(marshal.dumps(look(".")))
