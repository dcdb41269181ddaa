"""A review as JSON for other programs; schemas/diff.json describes it."""

import json
from dataclasses import asdict

from ..review import Review
from .telling import headline, verdict


def data(review: Review) -> str:
    """The review as one object, with its verdict in words."""
    told = {"headline": headline(review), "verdict": verdict(review)}
    return json.dumps({"version": 1, **told, **asdict(review)}, ensure_ascii=False, indent=2) + "\n"
