"""The MkDocs plugin: the frame from MkDocs, the lists poured into it."""

import logging
import os
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.config_options import Choice, Dir, Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from .. import progress
from ..checked import checked
from ..order import BadSite, Order
from ..policy import HSTS, POLICY
from ..poured import framed, poured
from ..problems import BadLists, Problem, has_errors
from ..resources import EDITOR, REMARKS, overrides, pages
from ..rules.written import wrong
from ..seals import Seal, link, seals_of
from ..site.build import Built, Plan
from ..site.prose import fitted
from ..site.schema_files import write_schemas
from ..stands import Frame

log = logging.getLogger("mkdocs.plugins.mingbai")


class MingbaiConfig(Config):
    """The plugin's options in mkdocs.yml."""

    lists = Dir(exists=True, default="lists")
    as_of = Optional(Type((str, date)))
    guides = Type(bool, default=True)
    hsts = Choice(tuple(HSTS), default="host")


class MingbaiPlugin(BasePlugin[MingbaiConfig]):
    """Lets ``mkdocs build`` and ``mkdocs serve`` make the whole site."""

    staged: Path | None = None  # set by ``build``: the old site
    order: Order | None = None  # set by ``build``
    kept: Path | None = None  # set by ``build``: where what it makes is told to the next one
    spare: Path | None = None  # set by ``build``: the site before the old one, to be made the new one
    built: Built | None = None
    framing = False  # set by ``build``: whether the next one may use
    frame: Frame | None = None  # what MkDocs made and was told
    serving = False
    seals: Mapping[str, Seal]  # of styles and scripts, where the site is packed

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether the site is only looked at: MkDocs gives it the address of this machine then."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the package's overrides behind the site's own and in front of the theme."""
        try:
            self._day()
        except ValueError as error:
            raise ConfigurationError(f"as_of 不是日期:{self.config.as_of},写成 2026-01-31") from error
        theme, mine = config.theme, str(overrides())
        if mine not in theme.dirs:
            theme.dirs.insert(1 if theme.custom_dir else 0, mine)
        self.own = Path(theme.custom_dir) if theme.custom_dir else None
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Stop on errors before MkDocs cleans the old site; hand-written pages are looked through as well."""
        found = wrong(Path(config.docs_dir))
        if found and self.staged is not None:
            raise BadLists(found)
        if found:
            _tell(found)
            raise PluginError("网页里有个人隐私或者假的域名,网站没有动")
        if self.staged is None:
            problems = checked(Path(self.config.lists), self._day())
            _tell(problems)
            if has_errors(problems):
                raise PluginError("清单里有错误,网站没有动")
        progress.begin("手写的网页")

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave out the theme's own assets, which no page loads; put the package's pages behind the site's own."""
        for file in list(files):
            if f"{os.sep}material{os.sep}" in str(file.abs_src_path or ""):
                files.remove(file)
            elif found := REMARKS.get(PurePosixPath(file.dest_uri).parent.as_posix()):
                file.content_string = found.sub("", file.content_string)  # a reader's phone has no use for them
        own = {file.dest_uri for file in files}
        folder, brought = pages(self.config.guides)
        for path in brought:
            file = File(path, str(folder), config.site_dir, config.use_directory_urls)
            if file.dest_uri not in own:
                file.inclusion = InclusionLevel.NOT_IN_NAV
                files.append(file)
        return files

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Lend the frame its policy, which would keep out what MkDocs itself adds to a site that is only looked at."""
        packing = self.order and self.order.packing  # MkDocs lends the plugin to one build after the other
        found = [file for file in files if packing and Path(file.dest_uri).suffix in (".css", ".js", ".json")]
        self.seals = seals_of({file.dest_uri: file.content_bytes for file in found})
        env.globals.update(policy="" if self.serving else POLICY, asset=partial(link, seals=self.seals))
        env.globals.update(brought={file.dest_uri.removesuffix("index.html") for file in files})
        return env

    def on_page_content(self, html: str, *, page: object, config: MkDocsConfig, files: Files) -> str:
        """Links of hand-written pages to other hosts tell them nothing of the reader; their tables fit a phone."""
        return fitted(html)

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Pour the lists into what MkDocs rendered."""
        progress.end("手写的网页")
        order = self.order or Order(self._day())
        url = "" if self.serving else with_slash(config.site_url)
        plan = Plan(
            Path(self.config.lists), Path(config.site_dir), order.as_of, self.staged, self.own,
            url, config.site_name, config.extra.get("mailbox") or "",
            config.extra.get("operator") or "", order.jobs, order.packing.beside if order.packing else (), self.seals,
            order.bare, order.areas, order.branches, self.kept, self.spare,
        )  # fmt: skip
        if not (order.bare or order.areas):
            write_schemas(plan.dest, plan.old)
        self.frame = framed(plan) if self.framing else None
        try:
            self.built = poured(plan, Path(config.config_file_path).resolve().parent, self.serving)
        except BadLists as error:
            if self.staged is None:
                _tell(error.problems)
                raise PluginError("清单里有错误") from error
            raise
        except BadSite as error:
            if self.staged is None:
                raise PluginError(str(error)) from error
            raise

    def on_serve(self, server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Reload on a change in the lists and in the overrides, too."""
        for folder in (self.config.lists, str(overrides()), config.theme.custom_dir):
            if folder:
                server.watch(folder)
        editor = Path(config.config_file_path).resolve().parent / EDITOR
        if editor.is_file():
            server.watch(str(editor))
        return server

    def _day(self) -> date:
        given = self.config.as_of
        if given is None:
            return date.today()  # noqa: DTZ011 - the day of the build, where the builder stands
        return given if isinstance(given, date) else date.fromisoformat(str(given))


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        (log.error if has_errors([problem]) else log.info)(str(problem))


def with_slash(url: str | None) -> str:
    """A site's address as it begins all others; '' where there is none."""
    return f"{url.rstrip('/')}/" if url else ""
