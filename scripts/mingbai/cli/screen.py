"""What a terminal shows while work goes on: a line for every open stage, on stderr, gone when the work is done.

Nothing is shown of what takes less than half a second. The cursor is never hidden, so that a process
that is killed leaves a terminal that works.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

from .. import progress

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WAIT = 0.5  # s of work before anything shows
TICK = 0.1  # s between two looks; what has not changed is not drawn again
BAR = 30  # columns; less where the words leave less
NAME = 18  # columns that a name has before the bar has any
NUMBERS = 26  # columns for how much is done, since when and for how long still
COLOUR = "cyan"
SURE = 20  # what part has to be done before it is said how long the rest takes


def watched(out: TextIO) -> bool:
    """Whether somebody sits before it: a terminal that can go back a line, and no machine that only records."""
    machine = os.environ.get("CI", "") not in ("", "0", "false")
    if not isinstance(out, TextIOWrapper) or not out.isatty() or os.environ.get("TERM") == "dumb" or machine:
        return False
    try:
        "明".encode(out.encoding)
    except UnicodeEncodeError:
        return False
    return True


@dataclass
class _Stage:
    name: str
    total: int
    begun: float  # s
    done: int = 0
    told: float = 0.0  # s, when it was last told how far it is


class Screen(progress.Listener):
    """Listens, and draws; ``out`` is the terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.RLock()  # who holds it draws; no process is forked meanwhile
        self._over = threading.Event()
        self._ticker: threading.Thread | None = None
        self._stages: list[_Stage] = []
        self._begun = 0.0
        self._console: Console | None = None
        self._lines = 0  # that stand on the terminal now
        self._drawn: list[tuple[str, ...]] = []
        self._torn = False  # somebody else is in the middle of a line

    def begin(self, name: str, total: int) -> None:
        """Remember a stage; with the first one the clock begins to tick."""
        now = time.monotonic()
        self._stages.append(_Stage(name, total, now))
        if self._ticker is None:
            self._begun = now
            self._ticker = threading.Thread(target=self._tick, daemon=True)
            self._ticker.start()

    def go(self, number: int) -> None:
        """Count."""
        if self._stages:
            innermost = self._stages[-1]
            innermost.done, innermost.told = innermost.done + number, time.monotonic()

    def end(self, name: str) -> None:
        """Forget a stage and what is in it; its line goes with the next look, or when something is printed."""
        names = [one.name for one in self._stages]
        if name in names:
            del self._stages[len(names) - 1 - names[::-1].index(name) :]

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._over.set()
        if self._ticker:
            self._ticker.join()
        with self._lock:
            self._erase()

    @contextmanager
    def aside(self, text: str) -> Iterator[None]:
        """Make room for a text that somebody else prints, and stand below it afterwards."""
        with self._lock:
            shown = bool(self._lines)
            self._erase()
            yield
            self._torn = not text.endswith("\n")
            if shown and not self._over.is_set():
                self._look()

    def fork(self) -> None:
        """Another process begins; it holds no half-drawn line and no lock of ours."""
        self._lock.acquire()

    def forked(self, child: bool) -> None:
        """It has begun: here all goes on, there nothing shows."""
        if child:
            self._over.set()
            self._lines = 0
        self._lock.release()

    def _tick(self) -> None:
        while not self._over.wait(TICK):
            if time.monotonic() - self._begun > WAIT:
                with self._lock:
                    self._look()

    def _look(self) -> None:
        """Draw what has changed."""
        now = time.monotonic()
        rows = [_row(depth, one, now) for depth, one in enumerate(list(self._stages))]
        if self._torn or (self._lines and rows == self._drawn):
            return
        self._drawn = rows
        self._draw(rows)

    def _draw(self, rows: list[tuple[str, ...]]) -> None:
        from rich.console import Console  # here, since most commands are done before anything shows
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        if self._console is None:
            self._console = Console(file=self._out)
        table = Table.grid(padding=(0, 1))
        for _ in range(len(rows[0]) if rows else 0):
            table.add_column(no_wrap=True, overflow="ellipsis")
        room = self._console.width - NUMBERS
        wide = min(BAR, room - NAME)
        for name, done, total, *rest in rows:
            called = Text(name)
            called.truncate(max(room, 4), overflow="ellipsis")
            cells: list[RenderableType] = ["", ""]
            if total:
                bar = ProgressBar(int(total), int(done), wide, complete_style=COLOUR, finished_style=COLOUR)
                cells = [bar if wide > 0 else "", f"{done}/{total}"]
            table.add_row(called, *cells, *rest)
        with self._console.capture() as told:
            if rows and not self._console.legacy_windows:
                self._console.print(table)
        self._put(self._up() + told.get())
        self._lines = told.get().count("\n")

    def _erase(self) -> None:
        if self._lines:
            self._put(self._up())
            self._lines, self._drawn = 0, []

    def _up(self) -> str:
        """What takes the terminal back to before the lines that stand there."""
        return f"\r\x1b[{self._lines}A\x1b[J" if self._lines else ""

    def _put(self, text: str) -> None:
        if text:
            self._out.write(text)
            self._out.flush()


def _row(depth: int, one: _Stage, now: float) -> tuple[str, ...]:
    """A stage in words: name, done, total ('' where unknown), since when, for how long still."""
    left = ""
    if one.total <= one.done * SURE and one.done < one.total:
        whole = (one.told - one.begun) * one.total / one.done
        left = f"还要 {_clock(max(0.0, one.begun + whole - now))}"
    counted = (str(one.done), str(one.total)) if one.total else ("", "")
    return "  " * depth + one.name, *counted, _clock(now - one.begun), left


def _clock(seconds: float) -> str:
    """Minutes and seconds: 1:05; with hours 1:01:05."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Beside(TextIOWrapper):
    """A stream to the same terminal: what is printed on it stands above what the screen shows."""

    def __init__(self, stream: TextIOWrapper, screen: Screen) -> None:
        stream.flush()
        super().__init__(stream.buffer, stream.encoding, stream.errors, line_buffering=True)
        self._screen = screen

    def write(self, text: str) -> int:
        """Write at once, with room made for it."""
        with self._screen.aside(text):
            written = super().write(text)
            self.flush()
        return written


@contextmanager
def shown() -> Iterator[None]:
    """Show the stages of the work on stderr; what is printed meanwhile is printed as ever."""
    screen = Screen(sys.stderr)
    before: Any = sys.stdout, sys.stderr
    beside = [_Beside(stream, screen) if watched(stream) else stream for stream in before]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(
            before=screen.fork,
            after_in_parent=lambda: screen.forked(False),
            after_in_child=lambda: screen.forked(True),
        )
    sys.stdout, sys.stderr = beside
    try:
        with ExitStack() as stack:
            stack.callback(screen.close)
            stack.enter_context(progress.heard(screen))
            yield
    finally:
        sys.stdout, sys.stderr = before
        for one, stream in zip(beside, before, strict=True):
            if one is not stream:
                one.flush()
                one.detach()
