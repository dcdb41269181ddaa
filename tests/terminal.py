"""A command in a real pseudo-terminal: what it sends there, and what somebody before it sees."""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from site_fixtures import environment

PATIENCE = 120  # s that a busy machine is given; a test that passes never waits for them
WIDE, HIGH = 200, 40
_TOLD = re.compile("\x1b\\[([0-9;]*)([A-Za-z])|[^\x1b]")
ASKED = {"CI": "", "NO_COLOR": "", "TERM": "xterm-256color", "COLUMNS": "", "LINES": ""}
"""What a terminal's environment says where a test says nothing else."""


class Terminal:
    """One command; stdout goes to the terminal as well, or into a file."""

    def __init__(
        self, *words: str, cwd: Path, env: dict[str, str] | None = None, out: Path | None = None, wide: int = WIDE
    ) -> None:
        self._here, there = pty.openpty()
        fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", HIGH, wide, 0, 0))
        self._said = b""
        with (out or Path(os.devnull)).open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _OWN, *words], cwd=cwd, env=environment({**ASKED, **(env or {})}),
                stdin=there, stdout=file if out else there, stderr=there, start_new_session=True,
            )  # fmt: skip
        os.close(there)

    def until(self, text: str) -> None:
        """Wait until the command has sent a text."""
        late = time.monotonic() + PATIENCE
        while text.encode() not in self._said:
            if not self._more() or time.monotonic() > late:
                self._process.kill()
                raise AssertionError(f"never says {text}:\n{self._said.decode()}")

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._here, key.encode())

    def end(self) -> tuple[int, str]:
        """Wait for the end: the exit code, and all that was sent."""
        while self._more():
            pass
        os.close(self._here)
        return self._process.wait(PATIENCE), self._said.decode()

    def _more(self) -> bool:
        ready, _, _ = select.select([self._here], [], [], PATIENCE)
        if not ready:
            self._process.kill()
            raise AssertionError(f"says nothing more:\n{self._said.decode()}")
        try:
            got = os.read(self._here, 65536)
        except OSError:  # nobody holds the other end
            return False
        self._said += got
        return bool(got)


_OWN = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Makes the terminal the command's own, so that keys reach it."""


def seen(sent: str) -> str:
    """What stands on the terminal in the end: lines, as far as anything was ever written."""
    lines, row, column = [""], 0, 0
    for found in _TOLD.finditer(sent):
        text, number, what = found[0], int((found[1] or "").split(";")[0] or 1), found[2]
        if what == "A":
            row -= number
            assert row >= 0, "above the first line"
        elif what == "J":
            lines[row:] = [lines[row][:column]]
        elif what:
            assert what == "m", f"{text!r} is more than a line going up, vanishing or having a colour"
        elif text == "\r":
            column = 0
        elif text == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        else:
            lines[row] = lines[row][:column].ljust(column) + text + lines[row][column + 1 :]
            column += 1
    return "\n".join(line.rstrip() for line in lines)


def slow_git(folder: Path) -> tuple[dict[str, str], Path]:
    """The real git, which waits with the past until a file is there: (environment, that file)."""
    real, go = shutil.which("git"), folder / "go"
    script = folder / "bin" / "git"
    script.parent.mkdir(parents=True)
    wait = f'until [ -e "{go}" ]; do sleep 0.05; done'
    script.write_text(f'#!/bin/sh\ncase "$*" in *rev-list*) {wait};; esac\nexec "{real}" "$@"\n', "utf-8")
    script.chmod(0o755)
    return {"PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}, go
