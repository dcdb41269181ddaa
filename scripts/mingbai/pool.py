"""The same work on many chunks, in as many processes as pay."""

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from . import progress

T = TypeVar("T")
R = TypeVar("R")

PAYS = 2_000_000  # bytes of lists below which starting processes costs more than it saves


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunks(items: list[T], size: int) -> list[list[T]]:
    """Neighbours together, so that a worker keeps what they share."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def spread(
    name: str,
    work: Callable[[list[T]], R],
    parts: list[list[T]],
    start: Callable[..., None],
    args: tuple[Any, ...],
    jobs: int,
) -> Iterator[R]:
    """``work`` on every part, in order, as a stage of that name. ``start(*args)`` prepares each process once.

    Only what ``work`` returns travels between processes: keep it small.
    """
    with progress.stage(name, sum(map(len, parts))):
        for part, (result, spent) in zip(parts, _done(work, parts, start, args, jobs), strict=True):
            progress.spend(spent)
            progress.go(len(part))
            yield result


def _done(
    work: Callable[[list[T]], R], parts: list[list[T]], start: Callable[..., None], args: tuple[Any, ...], jobs: int
) -> Iterator[tuple[R, dict[str, float]]]:
    """What came of every part, and the CPU seconds that its ``doing`` took."""
    if jobs < 2 or len(parts) < 2:
        start(*args)
        progress.measure(progress.measured())
        try:
            for part in parts:
                yield work(part), progress.spent()
        finally:
            progress.measure(False)
        return
    import multiprocessing  # here, since most commands never come this far
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    given = (progress.measured(), work, start, args)
    with ProcessPoolExecutor(min(jobs, len(parts)), context, _start, given) as pool:
        yield from pool.map(_part, parts)


_work: Callable[[Any], Any]


def _start(measured: bool, work: Callable[[Any], Any], start: Callable[..., None], args: tuple[Any, ...]) -> None:
    """Prepare a process; who stops the command stops it, and it says nothing of its own to that."""
    global _work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    progress.deaf(measured)
    _work = work
    start(*args)


def _part(part: list[Any]) -> Any:
    return _work(part), progress.spent()
