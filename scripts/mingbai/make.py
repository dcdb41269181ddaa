"""A site made with as much of the last one as still holds: all of it, what MkDocs made, or nothing."""

from contextlib import closing
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
    if not found:
        with stage("装载程序"):
            from .plugin import build
        return build(config, dest, order, shown)
    with closing(Ahead(spare_of(found.live))) as ahead:
        with stage("装载程序"):
            from .again import again
        return again(config, dest, order, found, ahead, shown)
