"""What a site gets that is to be published: compressed copies, and ready files for the servers that it is put on."""

from dataclasses import dataclass

from ..site.frame import Beside


@dataclass(frozen=True)
class Packing:
    """How a site is packed; plain values."""

    beside: tuple[Beside, ...] = ()  # what else stands beside every list page


class CannotPack(Exception):
    """The site cannot be put into what servers read; the message says why and what to do."""
