"""The same work on many chunks, in as many processes as pay."""

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

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
    work: Callable[[T], R], parts: list[T], start: Callable[..., None], args: tuple[Any, ...], jobs: int
) -> Iterator[R]:
    """``work`` on every part, in order. ``start(*args)`` prepares each process once.

    Only what ``work`` returns travels between processes: keep it small.
    """
    if jobs < 2 or len(parts) < 2:
        start(*args)
        yield from map(work, parts)
        return
    import multiprocessing  # here, since most commands never come this far
    from concurrent.futures import ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(min(jobs, len(parts)), context, start, args) as pool:
        yield from pool.map(work, parts)
