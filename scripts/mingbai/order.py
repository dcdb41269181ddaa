"""What a build is asked for, by whom ever asks, and how it is refused."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .serving import Packing  # which knows the site; a build that need not begin has no use for it


@dataclass(frozen=True)
class Order:
    """What a build is asked for besides what mkdocs.yml says."""

    as_of: date
    lists: Path | None = None  # another folder of lists than mkdocs.yml names
    packing: "Packing | None" = None  # what a site gets that is to be published
    jobs: int = 0  # how many processes work; 0 for as many as pay
    bare: bool = False  # the pages of lists alone
    areas: tuple[str, ...] = ()  # only these branches
    branches: tuple[Path, ...] = ()  # branches that are built, to be joined


class BadSite(Exception):
    """mkdocs.yml, a template or a hand-written page is at fault; the message says which."""
