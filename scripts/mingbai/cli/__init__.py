"""The command line: arguments, exit codes and printing, nothing else; one module a group of commands."""

import atexit
import gc
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from keyword import iskeyword
from typing import Any

import click

gc.set_threshold(200_000, 20, 20)  # reading makes much that stays: looking it through every 700 objects finds nothing
atexit.register(gc.freeze)  # nor does the last look, when all of it goes

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # we have none; looking reads every package's metadata

MODULES = {
    "checking": ("check",),
    "comparing": ("diff",),
    "past": ("log",),
    "writing": ("fmt", "new", "archive"),
    "making": ("build", "join", "pack", "schema", "bench"),
    "showing": ("serve",),
    "cleaning": ("clean",),
    "reviewing": ("review",),
    "office": ("export", "import"),
    "in_git": ("git-setup", "merge-driver", "git-text"),
    "starting": ("init", "migrate"),
    "annexing": ("word",),
    "calling": ("contacts",),
    "receiving": ("inbox",),
}
"""The modules of this package with the commands that each one has."""


class Commands(click.Group):
    """Commands whose module is read when one of them is asked for: a comparison need not wait for all others."""

    def make_context(self, *words: Any, **named: Any) -> click.Context:
        """Begin; a terminal that has no Chinese gets numbers of characters in its place, and no traceback."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
                stream.reconfigure(errors="backslashreplace")
        return super().make_context(*words, **named)

    def list_commands(self, ctx: click.Context | None) -> list[str]:
        """Every command, module by module."""
        return [name for names in MODULES.values() for name in names]

    def get_command(self, ctx: click.Context | None, name: str) -> click.Command | None:
        """One command; None where there is none of that name."""
        module = next((module for module, names in MODULES.items() if name in names), None)
        if module is None:
            return None
        called = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        found: Any = getattr(import_module(f"{__name__}.{module}"), called)
        assert isinstance(found, click.Command)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mingbai", message="mingbai %(version)s")
def main() -> None:
    """明白:把基层清单变成查得明白的网站。"""
