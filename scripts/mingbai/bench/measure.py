"""What a command takes, with all processes that it starts: time, processors, memory."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

EVERY = 0.02  # s between two looks at the memory


class Cost(NamedTuple):
    """What one run took."""

    wall: float  # s
    cpu: float  # s, user and system, of all processes
    memory: float | None = None  # MB, all processes together at their largest; None where nobody looked


class Failed(Exception):
    """A command ended otherwise than it should; the message is its last words."""


def timed(command: Sequence[str | Path], folder: Path, fine: Sequence[int] = (0,), look: bool = False) -> Cost:
    """Run a command in a folder; Failed when it ends otherwise than ``fine``.

    ``look`` also measures memory, fifty times a second, which costs the machine some
    time of its own: such a run is no measure of time. Memory is the proportional set
    size (Linux): what processes share is counted once. CPU is what the system counts
    for the process and all those below it that were waited for.
    """
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        watch = _Watch(process.pid) if look and Path("/proc/self/smaps_rollup").exists() else None
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        memory = watch.stop() if watch else None
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in fine:
            said.seek(0)
            raise Failed(f"{' '.join(map(str, command))}\n" + said.read()[-2000:].decode(errors="replace"))
    return Cost(wall, used.ru_utime + used.ru_stime, memory)


class _Watch(threading.Thread):
    """Looks at a process and all those below it until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._most, self._over = pid, 0, threading.Event()
        self.start()

    def run(self) -> None:
        """Look, wait, look again."""
        while not self._over.wait(EVERY):
            self._most = max(self._most, sum(memory_of(pid) for pid in _below(self._pid)))

    def stop(self) -> float:
        """The most that was seen, in MB."""
        self._over.set()
        self.join()
        return self._most / 1000


def _below(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:  # grows on the way
        for file in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += map(int, file.read_text().split())
            except OSError:  # ended meanwhile
                continue
    return found


def memory_of(pid: int) -> int:
    """Proportional set size of one process in kB; 0 once it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
