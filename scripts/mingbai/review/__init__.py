"""Two versions of lists → all that a reviewer has to know; no output."""

from .model import Counts, Effect, Line, ListReview, Review, Subject
from .run import review

__all__ = ["Counts", "Effect", "Line", "ListReview", "Review", "Subject", "review"]
