"""The same work on many chunks, in as many processes as pay."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any, TypeVar

from . import progress

T = TypeVar("T")
R = TypeVar("R")

PAYS = 2_000_000  # bytes of lists below which starting processes costs more than it saves
AHEAD = 8  # parts that wait for each process


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(items: list[T], size: int) -> list[list[T]]:
    """Neighbours together, so that a worker keeps what they share."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def spread(
    name: str,
    work: Callable[[list[T]], R],
    parts: Iterable[list[T]],
    start: Callable[..., None],
    args: tuple[Any, ...],
    jobs: int,
) -> Iterator[R]:
    """``work`` on every part, in order, as a stage of that name. ``start(*args)`` prepares each process once.

    Only parts and what ``work`` returns travel between processes: keep them small. Of what is made while it is asked
    for, no more parts are taken than keep all busy.
    """
    total = 0
    if isinstance(parts, Sized):
        jobs, total = min(jobs, len(parts)), sum(map(len, parts))
    with progress.stage(name, total):
        for number, result, spent in _done(work, parts, start, args, jobs):
            progress.spend(spent)
            progress.go(number)
            yield result


def _done(
    work: Callable[[list[T]], R], parts: Iterable[list[T]], start: Callable[..., None], args: tuple[Any, ...], jobs: int
) -> Iterator[tuple[int, R, dict[str, float]]]:
    """How much every part was, what came of it, and the CPU seconds that its ``doing`` took."""
    if jobs < 2:
        start(*args)
        progress.measure(progress.measured())
        try:
            for part in parts:
                yield len(part), work(part), progress.spent()
        finally:
            progress.measure(False)
        return
    import multiprocessing  # here, since most commands never come this far
    from concurrent.futures import Future, ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    given = (progress.measured(), work, start, args)
    with ProcessPoolExecutor(jobs, context, _start, given) as pool:
        ahead: deque[Future[tuple[int, R, dict[str, float]]]] = deque()
        for part in parts:
            ahead.append(pool.submit(_part, part))
            if len(ahead) > AHEAD * jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


_work: Callable[[Any], Any]


def _start(measured: bool, work: Callable[[Any], Any], start: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Prepare a process; who stops the command stops it, and it says nothing of its own to that."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    progress.deaf(measured)
    _work = work
    start(*args)


def _part(part: list[Any]) -> Any:
    return len(part), _work(part), progress.spent()
