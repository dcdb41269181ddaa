"""How lists of an older format are brought forward: one numbered file each, found and put in order here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Data = dict[str, Any]


def _stays(path: str) -> str:
    return path


@dataclass(frozen=True)
class Migration:
    """One step: brings lists of the format before (``number`` - 1) into the format ``number``.

    ``change`` is a pure function: a file's path under lists/ and its data as ``read`` gives
    them → its new data; what it was given stays as it is. ``rename`` gives the path that a
    file has from then on.
    """

    number: int
    about: str
    change: Callable[[str, Data], Data]
    rename: Callable[[str], str] = _stays


def discover(folders: Iterable[str], package: str = __name__) -> tuple[Migration, ...]:
    """The migrations in a package's folders by number, which must follow each other without a gap."""
    modules = [import_module(f"{package}.{found.name}") for found in iter_modules(folders) if found.name[0] == "m"]
    steps = [
        Migration(module.NUMBER, str(module.__doc__).strip(), module.change, getattr(module, "rename", _stays))
        for module in modules
    ]
    steps.sort(key=lambda step: step.number)
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ImportError(f"migrations do not follow each other: {[step.number for step in steps]}")
    return tuple(steps)


MIGRATIONS = discover(__path__)
FORMAT = len(MIGRATIONS)
"""The format that this version reads and writes."""
