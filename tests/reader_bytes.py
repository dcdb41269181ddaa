"""What a reader downloads on slow 3G: ``python tests/reader_bytes.py`` (``make reader``) makes a province and opens it.

Chromium is given 400 kbit/s each way and 400 ms to answer (``Network.emulateNetworkConditions``). The site comes
gzipped, as mingbai pack has it, over HTTP/1.1 from this machine; what is sent is counted there, with headers, and
so are the requests, those of the search's worker and of the icon among them. Each page is opened by a new reader.

What is asked is chosen by what stands on the site, each time alike: the middle of all there is of its sort, neither
the lightest nor the heaviest. Readers type a few words of a name; whole names ask for more parts of the index.
"""

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Locator, Page, TimeoutError, sync_playwright

from browser_fixtures import CHROMIUM, PHONE
from mingbai.bench.province import make
from site_fixtures import AS_OF, mingbai, said

KBIT, ROUND_TRIP = 400, 400  # kbit/s each way, ms
SLOW_3G = {"offline": False, "latency": ROUND_TRIP, "downloadThroughput": KBIT * 125, "uploadThroughput": KBIT * 125}
QUIET = 2.0  # seconds without a request after which nothing more is taken to come
PATIENCE = 60_000  # ms that anything may take
TRIES = 5  # names of many places that are asked for until one is found
VIEW, SEARCH = 50_000, 100_000  # bytes: the bars
TEXTS = {".html", ".css", ".js", ".json", ".csv", ".xml", ".svg", ".txt"}
PLACE = "sheng/xian00/zhen00/"
SHORT = "高龄津贴"  # what people type: every twentieth duty is about it


PAINTED = """new Promise((tell) => {
  const first = (list) => list.getEntries().filter((entry) => entry.name === 'first-contentful-paint')
    .forEach((entry) => tell(entry.startTime));
  new PerformanceObserver(first).observe({ type: 'paint', buffered: true });
})"""
"""When the first text stood there."""


class Row(NamedTuple):
    """What one thing that a reader does costs."""

    what: str
    address: str
    bytes: int
    requests: int
    seconds: float  # until it can be read: the page's text, the first result
    bar: int = 0  # bytes that it may cost
    found: bool = True

    @property
    def light(self) -> bool:
        """Within its bar, where it has one."""
        return not self.bar or self.bytes <= self.bar

    @property
    def fine(self) -> bool:
        """Found, and light."""
        return self.found and self.light


class Sent:
    """What was asked for and sent so far."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.bytes, self.last = 0, time.monotonic()
        self.lock = Lock()

    @property
    def requests(self) -> int:
        """How many."""
        return len(self.paths)

    def sent(self, path: str, size: int) -> None:
        """One more answer."""
        with self.lock:
            self.paths.append(path)
            self.bytes, self.last = self.bytes + size, time.monotonic()

    def settle(self) -> None:
        """Wait until nothing more comes."""
        while time.monotonic() - self.last < QUIET:
            time.sleep(0.1)


@cache
def packed(file: Path) -> bytes:
    """A file as it is sent."""
    data = file.read_bytes()
    return gzip.compress(data, 9, mtime=0) if file.suffix in TEXTS else data


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, counter: Sent, *words: Any, **named: Any) -> None:
        self.counter = counter
        super().__init__(*words, **named)

    def do_GET(self) -> None:
        self.counter.sent(self.path, self._answer())

    def _answer(self) -> int:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        data = packed(file) if file.is_file() else b""
        head = [f"HTTP/1.1 {'200 OK' if file.is_file() else '404 Not Found'}", f"Content-Length: {len(data)}"]
        head += [f"Content-Type: {self.guess_type(str(file))}", "Cache-Control: no-cache"]
        head += ["Content-Encoding: gzip"] if file.suffix in TEXTS else []
        sent = "\r\n".join([*head, "", ""]).encode() + data
        self.wfile.write(sent)
        return len(sent)


@contextmanager
def gzipped(site: Path) -> Iterator[tuple[str, Sent]]:
    """A site on a free port, compressed; its root and what is counted."""
    counter = Sent()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, counter, directory=str(site)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", counter
    finally:
        server.shutdown()
        server.server_close()


class Reader:
    """One reader after another on one site, each with an empty cache."""

    def __init__(self, browser: Browser, root: str, counter: Sent) -> None:
        self.browser, self.root, self.counter = browser, root, counter
        self.rows: list[Row] = []

    def view(self, what: str, address: str, bar: int = VIEW) -> Page:
        """Open a page; its text is there with its first paint."""
        page = self.browser.new_context(viewport=PHONE, locale="zh-CN").new_page()  # type: ignore[arg-type]
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        self._count(what, address, lambda: _painted(page, self.root + address), bar)
        return page

    def search(self, page: Page, what: str, words: str, bar: int = 0) -> bool:
        """Type words; whether an entry that has them in its name is found."""
        page.locator("#_q").fill("")
        entry = page.locator("#_hits b", has_text=words).first
        return self._count(what, f"“{words}”", partial(_shows, entry, lambda: page.locator("#_q").fill(words)), bar)

    def places(self, page: Page, what: str, words: str) -> None:
        """Open the entry of that name, which many places have."""
        entry = page.locator("#_hits [role=option]", has=page.get_by_text(words, exact=True))
        heading = page.locator("#_hits p", has_text="在下面的地方")
        self._count(what, f"“{words}”", partial(_shows, heading, entry.filter(has_text="选一个地方").click), 0)

    def _count(self, what: str, address: str, doing: Callable[[], float], bar: int) -> bool:
        sent, asked = self.counter.bytes, self.counter.requests
        self.counter.last = time.monotonic()
        seconds = doing()
        self.counter.settle()
        sent, asked = self.counter.bytes - sent, self.counter.requests - asked
        self.rows.append(Row(what, address, sent, asked, seconds, bar, bool(seconds)))
        return self.rows[-1].found


def _shows(what: Locator, doing: Callable[[], object]) -> float:
    """Seconds after which something stands there that was asked for, 0 where it does not come."""
    begun = time.monotonic()
    doing()
    try:
        what.wait_for(timeout=PATIENCE)
    except TimeoutError:
        return 0
    return time.monotonic() - begun


def _painted(page: Page, address: str) -> float:
    page.goto(address, timeout=PATIENCE)
    return float(page.evaluate(PAINTED)) / 1000


def measured(site: Path) -> list[Row]:
    """Every row of the table, for a built province of mingbai.bench."""
    own, shared, rare = words_of(site)
    with sync_playwright() as playwright, gzipped(site) as (root, counter):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        reader = Reader(browser, root, counter)
        page = reader.view("首页", "")
        reader.search(page, "第一次搜索:两个词", SHORT, SEARCH)
        reader.view("县的网页", str(Path(PLACE).parent) + "/")
        reader.view("乡镇的网页", PLACE)
        page = reader.view("乡镇的履职清单", f"{PLACE}duties/")
        reader.search(page, "第一次搜索:本乡镇的事", own, SEARCH)
        for words in shared:
            if reader.search(page, "第二次搜索:许多地方的事", words):
                reader.places(page, "选一个地方", words)
                break
        page = reader.view("举报页", f"{PLACE}report/")
        reader.search(page, "第一次搜索:只有一处的事", rare, SEARCH)
        reader.view("全部事项", "all/")
        reader.view("全部事项里最大的一页", heaviest(site))
        browser.close()
    return reader.rows


def words_of(site: Path) -> tuple[str, list[str], str]:
    """Duties: one of the reader's place, some that many others have, one that a single other has."""
    here, *others = [_names(file) for file in sorted(site.glob("sheng/*/*/duties/data.json"))]
    many = sorted((number, name) for name, number in _many(site).items() if name not in here)
    known = Counter(name for names in (here, *others) for name in names)
    alone = [name for name in others[-1] if known[name] == 1] if others else []
    if not (many and alone):
        raise SystemExit("乡镇太少:没有本乡镇没有、许多地方有的事项")
    middle = sum(number for number, _ in many) / 2  # of all duties: as many are of names that fewer places have
    before = accumulate((number for number, _ in many), initial=0)
    near = sorted(zip((abs(start - middle) for start in before), many, strict=False))
    return here[len(here) // 2], [name for _, (_, name) in near[:TRIES]], alone[len(alone) // 2]


def _many(site: Path) -> dict[str, int]:
    """The duties of which the index keeps the places apart, and how many these are."""
    files = (json.loads(file.read_text("utf-8"))["places"] for file in sorted(site.glob("search/places/*.json")))
    rows = ((key.split(" ", 1), places) for file in files for key, places in file.items())
    return {name: len(places) for (kind, name), places in rows if kind == "duties"}


def _names(file: Path) -> list[str]:
    return [item["name"] for item in json.loads(file.read_text("utf-8"))["items"]]


def heaviest(site: Path) -> str:
    """The address of the page below /all/ that weighs most, /all/ itself where there is none."""
    pages = list(site.glob("all/**/index.html"))
    page = max(pages, key=lambda file: (len(packed(file)) if file.parent != site / "all" else 0, file.as_posix()))
    return page.parent.relative_to(site).as_posix() + "/"


def table(rows: list[Row]) -> str:
    """The rows as Markdown."""
    head = (
        f"慢速 3G({KBIT} kbit/s,往返 {ROUND_TRIP} ms),gzip\n\n| 做什么 | 哪里 | KB | 请求 | 秒 |\n|---|---|---|---|---|"
    )
    told = (
        f"| {row.what} | {row.address} | {row.bytes / 1000:.1f}{'' if row.light else f'(不能过 {row.bar // 1000})'} "
        f"| {row.requests} | {f'{row.seconds:.1f}' if row.found else '没有找到'} |"
        for row in rows
    )
    return "\n".join([head, *told])


def province(folder: Path, townships: int) -> Path:
    """The site of a synthetic province."""
    make(folder, townships, 250)
    done = mingbai("build", "--as-of", AS_OF, cwd=folder, env={"SITE_URL": ""})
    if done.returncode:
        raise SystemExit(said(done))
    return folder / "site"


def main() -> int:
    """Print the table; 1 where something costs more than it may, or is not found."""
    parser = argparse.ArgumentParser(description="what a reader of a synthetic province downloads on slow 3G")
    parser.add_argument("--townships", type=int, default=1260)
    parser.add_argument("--site", type=Path, help="such a province, already built (mingbai bench --keep DIR: DIR/site)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        rows = measured(asked.site or province(Path(temporary), asked.townships))
    print(table(rows))
    return 0 if all(row.fine for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
