"""What the emitted nginx configuration bears: ``python tests/load.py`` (``make load``) packs the site, then asks wrk.

nginx and wrk share this machine, and nginx has one worker process: the figures tell how pages compare and that
nothing breaks, not what a server with a network card of its own would do. The report page is then asked once more
with every answer looked at: all are 200 and ``no-store``, and neither log has heard of it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from server_fixtures import HOST, Server, nginx
from site_fixtures import ROOT, mingbai, said

ADDRESSES = {
    "首页": "",
    "一份清单": "certificates/",
    "一个答案": "certificates/qinshu-guanxi/",
    "搜索的目录": "search/index.json",
    "举报页": "report/",
}
REPORT = ADDRESSES["举报页"]
LOOKED_AT = 3  # seconds


class Load(NamedTuple):
    """What wrk said of one address; times in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    errors: int  # sockets, and answers that are neither 2xx nor 3xx
    p50: float
    p99: float
    other: int  # answers that are not 200, where they were looked at
    kept: int  # answers that a browser may keep


def pack(folder: Path, url: str) -> None:
    """The real lists as they are published."""
    done = mingbai("pack", "--to", str(folder / "site"), cwd=ROOT, env={"SITE_URL": url})
    if done.returncode:
        raise SystemExit(said(done))


def wrk(server: Server, path: str, seconds: int, connections: int, look: bool = False) -> Load:
    """Ask for one address as fast as it is answered."""
    root = f"https://127.0.0.1:{server.secure}/" if server.secure else f"http://127.0.0.1:{server.plain}/"
    asked = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "-s", str(ROOT / "tests/load.lua")]
    asked += ["-H", f"Host: {HOST}", "-H", "Accept-Encoding: gzip, deflate, br", root + path]
    done = subprocess.run([*asked, "look"] if look else asked, check=True, capture_output=True, text=True)
    return Load(**json.loads(done.stdout.splitlines()[-1]))


def row(name: str, one: Load) -> str:
    """A row of the table."""
    rate, each, sent = one.requests / one.seconds, one.bytes / one.requests, one.bytes / 1e6
    return f"| {name} | {rate:,.0f} | {one.p50:.1f} | {one.p99:.1f} | {one.errors} | {each:,.0f} | {sent:,.0f} |"


def faults(server: Server, looked: Load, loads: list[Load]) -> list[str]:
    """What was promised and did not hold."""
    found = [f"{sum(one.errors for one in loads)} 次没有答好"] if any(one.errors for one in loads) else []
    if looked.other or looked.errors:
        found.append(f"举报页有 {looked.other + looked.errors} 次不是 200")
    if looked.kept:
        found.append(f"举报页有 {looked.kept} 次没有说 no-store")
    logs = [server.log, server.errors, server.log.with_name("all.log")]
    if any("report" in log.read_text("utf-8") for log in logs if log.is_file()):
        found.append("日志里有举报页")
    if "certificates/" not in server.log.read_text("utf-8"):
        found.append("日志里没有别的网页,量得不对")
    return found


def main() -> int:
    """Print the table; 1 where a promise did not hold."""
    parser = argparse.ArgumentParser(description="wrk against the nginx configuration that mingbai pack writes")
    parser.add_argument("--seconds", type=int, default=10, help="for each address")
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--plain", action="store_true", help="as an intranet without TLS")
    parser.add_argument("--site", type=Path, help="a folder with site/ and site-server/ that was packed for this host")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = asked.site or Path(temporary)
        if not asked.site:
            pack(home, f"http{'' if asked.plain else 's'}://{HOST}/")
        (Path(temporary) / "nginx").mkdir()
        with nginx(home / "site", home / "site-server", Path(temporary) / "nginx", secure=not asked.plain) as server:
            print(f"{asked.connections} 个连接,每页 {asked.seconds} 秒,{'没有 TLS' if asked.plain else 'TLS 1.3'},"
                  f"nginx 一个进程,和 wrk 同在一台 {os.cpu_count()} 核的机器上\n")  # fmt: skip
            print(
                "| 网页 | 每秒请求 | p50 毫秒 | p99 毫秒 | 错误 | 一次字节 | 共发 MB |\n|---|---|---|---|---|---|---|"
            )
            loads = []
            for name, path in ADDRESSES.items():
                loads.append(wrk(server, path, asked.seconds, asked.connections))
                print(row(name, loads[-1]), flush=True)
            looked = wrk(server, REPORT, LOOKED_AT, asked.connections, look=True)
            wrong = faults(server, looked, loads)
    told = f"{looked.requests} 次举报页逐个看过:全是 200、no-store,日志里没有它"
    print("\n" + ("\n".join(wrong) or told))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
