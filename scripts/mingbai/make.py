"""A site made with as much of the last one as still holds: all of it, what MkDocs made, or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from .ahead import Ahead
from .cache_file import spare_of
from .order import Order
from .progress import stage
from .stands import Stands, known

if TYPE_CHECKING:
    from .site.build import Built  # which takes a while to load


def make(config: Path, dest: Path | None, order: Order, shown: bool = False) -> "Built | Stands":
    """What was built, or what stands where nothing has changed. ``shown``: the site is only looked at.

    Raises BadLists with all problems of the lists, BadSite for everything else that has to be mended; then the old
    site is as it was.
    """
    found = known(config, dest, order, shown)
    if found and found.stands:
        return found.stands
    ahead = Ahead(spare_of(found.live)) if found else None
    try:
        with stage("装载程序"):
            if found:
                from .again import again
            else:
                from .plugin import build
        return again(config, dest, order, found, ahead, shown) if found and ahead else build(config, dest, order, shown)
    finally:
        if ahead:
            ahead.end()
