"""The same work on many chunks, in as many processes as pay."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from typing import Any, TypeVar

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
    work: Callable[[T], R], parts: Iterable[T], start: Callable[..., None], args: tuple[Any, ...], jobs: int
) -> Iterator[R]:
    """``work`` on every part, in order. ``start(*args)`` prepares each process once.

    Only parts and what ``work`` returns travel between processes: keep them small. Of what is made while it is asked
    for, no more parts are taken than keep all busy.
    """
    if isinstance(parts, Sized):
        jobs = min(jobs, len(parts))
    if jobs < 2:
        start(*args)
        yield from map(work, parts)
        return
    import multiprocessing  # here, since most commands never come this far
    from concurrent.futures import Future, ProcessPoolExecutor

    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(jobs, context, start, args) as pool:
        ahead: deque[Future[R]] = deque()
        for part in parts:
            ahead.append(pool.submit(work, part))
            if len(ahead) > AHEAD * jobs:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
