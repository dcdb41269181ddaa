"""How long ``mingbai serve`` takes from a saved list to the page that shows it, as a browser asks for it."""

import os
import re
import socket
import subprocess
import time
from pathlib import Path
from urllib.request import urlopen

from .builds import EDIT, ONE
from .measure import Cost, Failed, memory_of
from .table import Measured
from .tasks import MINGBAI

LABEL = "serve,存盘到网页换好"
_TICKS = os.sysconf("SC_CLK_TCK")
_RELOADS = re.compile(rb"livereload\((\d+), (\d+)\)")
_REST = 1.0  # s between two edits


def follow(work: Path, rounds: int) -> Measured:
    """Edit a township's list so often, each time another way."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        root = f"http://127.0.0.1:{free.getsockname()[1]}/"
    edited = work / "lists" / f"{ONE}.yml"
    before = edited.read_text(encoding="utf-8")
    command = (*MINGBAI, "serve", "--port", root.rsplit(":", 1)[1].rstrip("/"))
    with subprocess.Popen(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            said = []
            assert server.stdout
            for line in server.stdout:
                said.append(line)
                if root in line:
                    break
            else:
                raise Failed(f"{' '.join(command)}\n{''.join(said)[-2000:]}")
            costs = [_edit(server.pid, root, edited, before, f"{EDIT}{number}") for number in range(rounds)]
            return Measured(costs, memory_of(server.pid) / 1000 if Path("/proc/self/smaps_rollup").exists() else None)
        finally:
            edited.write_text(before, encoding="utf-8")
            server.kill()


def _edit(pid: int, root: str, edited: Path, before: str, word: str) -> Cost:
    """Save, wait until the browser is told to ask again, ask."""
    time.sleep(_REST)
    page = f"{root}{ONE}/"
    found = _RELOADS.search(_read(page))
    if not found:
        raise Failed(f"{page} 不会自己更新")
    used, begin = _used(pid), time.perf_counter()
    edited.write_text(before.replace("    name: ", f"    name: {word}", 1), encoding="utf-8")
    _read(f"{root}livereload/{found[1].decode()}/{found[2].decode()}")
    html = _read(page)
    cost = Cost(time.perf_counter() - begin, _used(pid) - used)
    if word.encode() not in html:
        raise Failed(f"{edited} 改了,{page} 没有变")
    return cost


def _read(address: str) -> bytes:
    with urlopen(address, timeout=120) as answer:
        return bytes(answer.read())


def _used(pid: int) -> float:
    """CPU seconds of a process so far; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / _TICKS
