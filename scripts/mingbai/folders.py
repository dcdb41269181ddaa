"""What the lists are read from: a folder on disk, or one out of git that reads alike."""

from collections.abc import Iterator
from typing import Protocol


class Node(Protocol):
    """As much of a Path as reading needs."""

    @property
    def name(self) -> str:
        """Its last part."""
        ...

    def is_file(self) -> bool:
        """Whether it is a file."""
        ...

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        ...

    def iterdir(self) -> "Iterator[Node]":
        """What lies right in it."""
        ...

    def read_bytes(self) -> bytes:
        """What it says; OSError where it cannot be read."""
        ...

    def __truediv__(self, path: str, /) -> "Node":
        """What lies below it, there or not."""
        ...
