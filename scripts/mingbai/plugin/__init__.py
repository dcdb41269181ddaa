"""MkDocs: the frame of the site comes from it, the lists are poured into what it made. Nobody else imports it."""

from .build import build, folders, said
from .hooks import BadSite, MingbaiPlugin
from .serve import serve

__all__ = ["BadSite", "MingbaiPlugin", "build", "folders", "said", "serve"]
