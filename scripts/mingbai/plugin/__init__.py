"""MkDocs: the frame of the site comes from it, the lists are poured into what it made. Nobody else imports it."""

from .build import build, folders
from .hooks import MingbaiPlugin
from .serve import serve

__all__ = ["MingbaiPlugin", "build", "folders", "serve"]
