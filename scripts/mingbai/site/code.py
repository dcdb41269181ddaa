"""Codes that a phone reads off paper: QR, as small SVG drawn at build time."""

from functools import lru_cache

import segno
from markupsafe import Markup

MASK = 2  # one and the same for all: trying all eight takes three times as long, and readers do not mind


@lru_cache(maxsize=64)  # several sheets lead to one page
def code(url: str) -> Markup:
    """The QR code of an address, with its quiet zone; its size is the style sheet's."""
    made = segno.make(url, error="l", mask=MASK, micro=False)
    return Markup(made.svg_inline(omitsize=True, svgclass="qr", lineclass=None, border=4))
