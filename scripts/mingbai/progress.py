"""Long work tells how far it is and what it does; nothing is shown, measured or spent where nobody listens."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


class Listener:
    """Whoever is told, in the process that a command runs in; what it does not care for it leaves as it is here."""

    measures = False  # whether it wants to know what is done inside the parts of a pool

    def begin(self, name: str, total: int) -> None:
        """A stage; ``total`` is how much there is to do, 0 where nobody knows."""

    def go(self, number: int) -> None:
        """So much more of the innermost stage is done."""

    def end(self, name: str) -> None:
        """A stage is over, and with it all that it holds."""

    def spend(self, spent: Mapping[str, float]) -> None:
        """CPU seconds by what was ``doing`` in the innermost stage."""


_listeners: list[Listener] = []


@contextmanager
def heard(listener: Listener) -> Iterator[None]:
    """Let somebody listen for a while."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def begin(name: str, total: int = 0) -> None:
    """Tell that a stage begins, where ``stage`` cannot stand around it."""
    for listener in _listeners:
        listener.begin(name, total)


def go(number: int = 1) -> None:
    """Tell that so much more is done."""
    for listener in _listeners:
        listener.go(number)


def end(name: str) -> None:
    """Tell that a stage is over."""
    for listener in _listeners:
        listener.end(name)


@contextmanager
def stage(name: str, total: int = 0) -> Iterator[None]:
    """A stage of the work, around some lines or as the decorator of a function; ``go`` tells how far it is."""
    begin(name, total)
    try:
        yield
    finally:
        end(name)


def each(name: str, things: Collection[T]) -> Iterator[T]:
    """Things one after the other, as a stage."""
    with stage(name, len(things)):
        for thing in things:
            yield thing
            go()


# ── what is done inside the parts of a pool, in whatever process ─────────────


class _Clock:
    """CPU time of this process by what it is doing, each second once: with what is innermost."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self.open = [""]
        self.at = time.process_time()

    def turn(self) -> None:
        """What has passed since the last turn belongs to what is innermost."""
        now = time.process_time()
        self.spent[self.open[-1]] = self.spent.get(self.open[-1], 0.0) + now - self.at
        self.at = now


_clock: _Clock | None = None


def doing(name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function whose CPU time is told by this name; no generator, which works when others ask."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            clock = _clock
            if clock is None:
                return function(*args, **kwargs)
            clock.turn()
            clock.open.append(name)
            try:
                return function(*args, **kwargs)
            finally:
                clock.turn()
                clock.open.pop()

        return timed

    return decorate


def measured() -> bool:
    """Whether anybody wants to know what is done inside the parts of a pool."""
    return any(listener.measures for listener in _listeners)


def measure(wanted: bool) -> None:
    """Measure from now on what this process is doing, or no longer."""
    global _clock
    _clock = _Clock() if wanted else None


def spent() -> dict[str, float]:
    """CPU seconds by what this process was doing since it was last asked; nothing where that is not measured."""
    if _clock is None:
        return {}
    _clock.turn()
    found, _clock.spent = _clock.spent, {}
    found.pop("", None)
    return found


def spend(some: Mapping[str, float]) -> None:
    """Tell what a part of a pool took."""
    for listener in _listeners if some else ():
        listener.spend(some)


def deaf(wanted: bool) -> None:
    """Begin in a process of a pool: whoever listens does so where it came from, and is told what it ``spent``."""
    _listeners.clear()
    measure(wanted)
