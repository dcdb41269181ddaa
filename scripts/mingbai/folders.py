"""What the lists are read from: a folder on disk, or one out of git that reads alike."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

Listing = tuple[list[str], list[str]]
"""The names of the files and of the folders right in a folder, in order."""


class Looked(NamedTuple):
    """How files and folders on a disk were found, by their paths."""

    files: Mapping[str, list[int]]  # what differs where one is touched
    folders: Mapping[str, Listing]


UNSEEN = Looked({}, {})


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


def inside(folder: Node) -> Listing:
    """What lies right in a folder."""
    if isinstance(folder, Path):
        with os.scandir(folder) as entries:  # which knows what is a file without asking for each
            found = sorted((entry.name, entry.is_file(), entry.is_dir()) for entry in entries)
    else:
        found = sorted((node.name, node.is_file(), node.is_dir()) for node in folder.iterdir())
    return [name for name, file, _ in found if file], [name for name, file, below in found if below and not file]
