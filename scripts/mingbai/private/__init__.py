"""What must never be public: identity numbers, mobiles, bank cards, licence plates, mailboxes, named persons."""

from .find import Found, find

__all__ = ["Found", "find"]
