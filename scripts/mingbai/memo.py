"""What a pure function made of an object, kept for when the same object comes again."""

from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")

KEPT = 4_000  # results of one function; all are forgotten when there are more


class Passed:
    """Tells of texts that come again, told by identity, whether one of those not seen before fails a test.

    What passes is remembered; the test sees all new ones at once.
    """

    def __init__(self, fails: Callable[[str], bool]) -> None:
        self._fails = fails
        self._passed: dict[int, str] = {}  # the text is held, so that no other gets its number

    def all(self, texts: Iterable[str]) -> bool:
        """Whether every text passes."""
        new = [text for text in texts if id(text) not in self._passed]
        if not new:
            return True
        if self._fails("\n".join(new)):
            return False
        if len(self._passed) >= KEPT:
            self._passed.clear()
        self._passed.update((id(text), text) for text in new)
        return True


def per_object(function: Callable[Concatenate[T, P], R]) -> Callable[Concatenate[T, P], R]:
    """Keep what ``function`` makes of its first argument, told by identity, and of further hashable ones.

    For objects that nobody changes and that come again: items that several lists share word for word.
    """
    made: dict[Hashable, tuple[T, R]] = {}  # the object is held, so that no other gets its number

    @wraps(function)
    def kept(thing: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
        key: Any = (id(thing), *args, *kwargs.items()) if args or kwargs else id(thing)
        found = made.get(key)
        if found is None:
            if len(made) >= KEPT:
                made.clear()
            found = made[key] = (thing, function(thing, *args, **kwargs))
        return found[1]

    return kept
