"""A hook of MkDocs that keeps the empty shell before the lists are poured into it."""

import os
import shutil
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority


@event_priority(100)
def on_post_build(config: MkDocsConfig) -> None:
    shutil.copyfile(Path(config.site_dir) / "shell" / "index.html", os.environ["MINGBAI_FRAME"])
