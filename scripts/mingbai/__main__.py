"""``python -m mingbai`` is the command."""

from .cli import main

main()
