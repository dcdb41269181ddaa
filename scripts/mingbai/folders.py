"""What the lists are read from: a folder on disk, or one out of git that reads alike."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
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


def inside(folder: Node) -> tuple[dict[str, Node], dict[str, Node]]:
    """The files and the folders right in a folder, by name, in order."""
    files: dict[str, Node] = {}
    folders: dict[str, Node] = {}
    if isinstance(folder, Path):
        with os.scandir(folder) as found:  # which knows what is a file without asking for each
            kinds = sorted((entry.name, entry.is_file(), entry.is_dir()) for entry in found)
        below: Iterable[tuple[str, Node, bool, bool]] = ((one[0], folder / one[0], one[1], one[2]) for one in kinds)
    else:
        nodes = sorted(folder.iterdir(), key=lambda node: node.name)
        below = ((node.name, node, node.is_file(), node.is_dir()) for node in nodes)
    for name, node, is_file, is_dir in below:
        if is_file:
            files[name] = node
        elif is_dir:
            folders[name] = node
    return files, folders
