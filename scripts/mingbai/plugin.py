"""The MkDocs plugin: the frame from MkDocs, the lists poured into it. Nothing else imports MkDocs."""

import logging
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Dir, Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files

from .check import check
from .problems import Problem, has_errors
from .resources import overrides
from .site.build import BadLists, Built, Plan, pour
from .site.output import swap

log = logging.getLogger("mkdocs.plugins.mingbai")

_MATERIAL_KEPT = ("assets/stylesheets/main.", "assets/stylesheets/palette.", "assets/images/favicon")


class MingbaiConfig(Config):
    """The plugin's options in mkdocs.yml."""

    lists = Dir(exists=True, default="lists")
    as_of = Optional(Type(str))


class MingbaiPlugin(BasePlugin[MingbaiConfig]):
    """Lets ``mkdocs build`` and ``mkdocs serve`` make the whole site."""

    staged: tuple[Path | None, date] | None = None  # set by ``build``: the old site and the day
    built: Built | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the package's overrides behind the site's own and in front of the theme."""
        theme, mine = config.theme, str(overrides())
        if mine not in theme.dirs:
            theme.dirs.insert(1 if theme.custom_dir else 0, mine)
        self.own = Path(theme.custom_dir) if theme.custom_dir else None
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Stop on errors before MkDocs cleans the old site."""
        if self.staged is None:
            _, problems = check(Path(self.config.lists), self._day())
            _tell(problems)
            if has_errors(problems):
                raise PluginError("清单里有错误,网站没有动")

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave out the theme's scripts: no page loads them."""
        for file in list(files):
            path = file.src_uri
            material = f"{os.sep}material{os.sep}" in str(file.abs_src_path or "")
            if material and not path.startswith(_MATERIAL_KEPT):
                files.remove(file)
        return files

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Pour the lists into what MkDocs rendered."""
        old, day = self.staged or (None, self._day())
        url = config.site_url or ""
        if not url:
            log.warning("mkdocs.yml 没有 site_url:不写规范地址和 sitemap.xml")
        plan = Plan(
            Path(self.config.lists), Path(config.site_dir), day, old, self.own,
            url if not url or url.endswith("/") else url + "/", config.site_name,
        )  # fmt: skip
        try:
            self.built = pour(plan)
        except BadLists as error:
            if self.staged is None:
                _tell(error.problems)
                raise PluginError("清单里有错误") from error
            raise

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Reload on a change in the lists and in the overrides, too."""
        for folder in (self.config.lists, str(overrides()), str(self.own or "")):
            if folder:
                server.watch(folder)
        return server

    def _day(self) -> date:
        return date.fromisoformat(self.config.as_of) if self.config.as_of else date.today()  # noqa: DTZ011


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        (log.error if has_errors([problem]) else log.info)(str(problem))


class BadSite(Exception):
    """mkdocs.yml or a hand-written page is at fault; the message says which."""


def build(config_file: Path, dest: Path | None, as_of: date, strict: bool = False) -> Built:
    """Build in a new folder beside the site and swap it in; a failure leaves the old site as it was.

    Raises BadLists with all problems, BadSite for what MkDocs refuses.
    """
    try:
        config = load_config(str(config_file), strict=strict)
    except (ConfigurationError, OSError) as error:
        raise BadSite(str(error)) from error
    live = (dest or Path(config.site_dir)).resolve()
    live.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=f".{live.name}.new-", dir=live.parent))
    try:
        config.site_dir = str(stage)
        plugin = config.plugins.get("mingbai")
        if not isinstance(plugin, MingbaiPlugin):
            raise BadSite("mkdocs.yml 的 plugins 里没有 mingbai")
        plugin.staged = (live, as_of)
        try:
            mkdocs_build(config)
        except (PluginError, ConfigurationError) as error:
            raise BadSite(str(error)) from error
        assert plugin.built is not None
        stage.chmod(0o755)
        swap(stage, live)
        return plugin.built
    finally:
        shutil.rmtree(stage, ignore_errors=True)
