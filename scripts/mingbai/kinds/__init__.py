"""The kinds of list, one file each; this package finds them and lends them to the rest."""

from importlib import import_module
from pkgutil import iter_modules

from .base import IN_FORCE, OVER, Answer, Header, Item, Kind, Reach
from .fields import UNKNOWN, Danger


def _discover() -> dict[str, Kind]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.key: kind for kind in sorted(found, key=lambda kind: kind.rank)}


KINDS: dict[str, Kind] = _discover()

__all__ = ["IN_FORCE", "KINDS", "OVER", "UNKNOWN", "Answer", "Danger", "Header", "Item", "Kind", "Reach"]
