"""Where the files lie that the package brings: theme overrides, templates, assets."""

from pathlib import Path


def overrides() -> Path:
    """The package's overrides: inside the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    packed = here / "overrides"
    return packed if packed.is_dir() else here.parent.parent / "overrides"
