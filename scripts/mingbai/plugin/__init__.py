"""MkDocs: the frame of the site comes from it, the lists are poured into what it made. Nobody else imports it."""

from .build import build, folders, said
from .hooks import BadSite, MingbaiPlugin

__all__ = ["BadSite", "MingbaiPlugin", "build", "folders", "said"]
