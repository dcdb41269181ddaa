"""A site is built beside the old one and put in its place: what ``mingbai build``, ``join`` and ``pack`` do."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from .. import progress
from ..order import Order
from ..problems import Level
from ..site.branch import FILE as BRANCH
from ..site.branch import CannotJoin
from ..site.build import Built
from ..site.kept import CannotKeep, kept_in
from ..site.output import alone, recover, spare_of, swap
from ..site.shell import ShellError
from ..stands import Stands, look, save
from .hooks import BadSite, MingbaiPlugin, with_slash


def build(config_file: Path, dest: Path | None, order: Order) -> Built:
    """Build in a new folder beside the site and swap it in; a failure leaves the old site as it was.

    Raises BadLists with all problems, BadSite for everything else that has to be mended.
    """
    config = read_config(config_file, order)
    live = (dest or Path(config.site_dir)).resolve()
    custom = config.theme.custom_dir
    sources = [_lists(config), Path(config.docs_dir), *([Path(custom)] if custom else [])]
    running = [*config.plugins, *config.hooks, *config.markdown_extensions]
    with _held(config, live):
        read = look(config_file, order, sources, running)
        built = _build(config, live, order)
        if read:
            save(config_file, dest, read, live, said(built))
        return built


def read_config(file: Path, order: Order) -> MkDocsConfig:
    """The site's settings, with the lists that were ordered."""
    config = _config(file)
    if order.lists is not None:
        if not order.lists.is_dir():
            raise BadSite(f"找不到清单文件夹 {order.lists}")
        config.plugins["mingbai"].config["lists"] = str(order.lists.resolve())
    return config


def build_in(config: MkDocsConfig, live: Path, order: Order) -> Built:
    """Build into a folder, and keep nothing but what the next build is told."""
    with _held(config, live):
        return _build(config, live, order)


@contextmanager
def _held(config: MkDocsConfig, live: Path) -> Iterator[None]:
    """Have a folder that may hold a site to oneself."""
    _refuse_sources(live, config)
    live.parent.mkdir(parents=True, exist_ok=True)
    with alone(live):
        yield


def said(built: Built) -> Stands:
    """What there is to say of a site."""
    warnings = Counter(problem.code for problem in built.problems if problem.level is Level.WARNING)
    return Stands(built.pages, built.areas, dict(sorted(warnings.items())))


def folders(config_file: Path) -> tuple[Path, Path]:
    """Where a site is built to, and where its lists lie."""
    config = _config(config_file)
    return Path(config.site_dir).resolve(), _lists(config)


def _lists(config: MkDocsConfig) -> Path:
    return Path(config.plugins["mingbai"].config["lists"])


def _build(config: MkDocsConfig, live: Path, order: Order) -> Built:
    recover(live)
    stage, spare = folders = _new(live), _new(live)
    if spare_of(live).is_dir():
        spare.rmdir()
        spare_of(live).rename(spare)
    plugin = config.plugins["mingbai"]
    assert isinstance(plugin, MingbaiPlugin)
    home = Path(config.config_file_path).parent
    plugin.staged, plugin.spare, plugin.order, plugin.kept = live, spare, order, kept_in(home, live)
    plugin.built, stands, keep = None, False, True
    try:
        config.site_dir = str(stage)
        with _plainly(), progress.stage("建网站"):
            mkdocs_build(config)
        built = plugin.built
        assert built is not None
        built.root.chmod(0o755)
        if order.packing:
            from ..serving.pack import Finished, beside, finish  # what compresses, a plain build does without

            url = with_slash(config.site_url)
            site = Finished(built.root, live, url, plugin.config.hsts, built.moved, order.jobs)
            with beside(live, finish(site)):
                swap(built.root, live)
        else:
            swap(built.root, live)
        spare, stands, keep = built.root, True, built.spare  # the old site lies there now
        return built
    finally:
        if plugin.built:
            plugin.built.done(stands)
        if keep and spare.is_dir() and any(spare.iterdir()):
            spare.rename(spare_of(live))
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _new(live: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f".{live.name}.new-", dir=live.parent))


@progress.stage("读 mkdocs.yml")
def _config(file: Path) -> MkDocsConfig:
    if not file.is_file():
        raise BadSite(f"找不到 {file}")
    with _plainly():
        config = load_config(str(file))
    if not isinstance(config.plugins.get("mingbai"), MingbaiPlugin):
        raise BadSite("mkdocs.yml 的 plugins 里没有 mingbai")
    return config


@contextmanager
def _plainly() -> Iterator[None]:
    """What MkDocs and the templates complain of, as BadSite."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise BadSite(f"模板 {error.filename or error.name} 第 {error.lineno} 行:{error.message}") from error
    except TemplateError as error:
        raise BadSite(f"模板出错:{error}") from error
    except (MkDocsException, ShellError, CannotJoin, CannotKeep) as error:
        raise BadSite(str(error) or "MkDocs 没有说明原因") from error


def _refuse_sources(live: Path, config: MkDocsConfig) -> None:
    """Never put a site where sources lie, nor in the place of a folder that is no site."""
    home = Path(config.config_file_path).resolve().parent
    sources = [Path(config.docs_dir), _lists(config), *map(Path, config.theme.dirs)]
    if (
        live == home
        or live in home.parents
        or any(live == s or live in s.parents or s in live.parents for s in sources)
    ):
        raise BadSite(f"{live} 里有网站的源文件,换一个文件夹")
    if live.exists() and not live.is_dir():
        raise BadSite(f"{live} 是文件,不是文件夹")
    if live.is_dir() and any(live.iterdir()) and not any((live / name).is_file() for name in ("404.html", BRANCH)):
        raise BadSite(f"{live} 不是空的,也不像一个建好的网站,换一个文件夹")
