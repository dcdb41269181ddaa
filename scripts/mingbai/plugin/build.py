"""A site is built beside the old one and put in its place: what ``mingbai build``, ``join`` and ``pack`` do."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from .. import progress
from ..order import BadSite, Order
from ..poured import plainly
from ..site.branch import FILE as BRANCH
from ..site.build import Built
from ..site.kept import kept_in
from ..site.output import alone
from ..site.renew import renew
from ..stands import look, save
from .hooks import MingbaiPlugin, with_slash


def build(config_file: Path, dest: Path | None, order: Order, shown: bool = False) -> Built:
    """Build in a new folder beside the site and swap it in; a failure leaves the old site as it was.

    ``shown``: the site is only looked at. Raises BadLists with all problems, BadSite for everything else that has to
    be mended.
    """
    config = read_config(config_file, order)
    plugin = plugin_of(config)  # MkDocs lends it to one build after the other
    plugin.serving = shown
    if shown:
        config.site_url = ""
    live = (dest or Path(config.site_dir)).resolve()
    custom = config.theme.custom_dir
    sources = [_lists(config), Path(config.docs_dir), *([Path(custom)] if custom else [])]
    running = [*config.plugins, *config.hooks, *config.markdown_extensions]
    _refuse_sources(live, config)
    live.parent.mkdir(parents=True, exist_ok=True)
    with alone(live):
        read = look(config_file, order, sources, running, shown)
        plugin.framing = read is not None
        built = _build(config, live, order)
        if read and plugin.frame:
            save(config_file, dest, read, live, built, plugin.frame)
        return built


def read_config(file: Path, order: Order) -> MkDocsConfig:
    """The site's settings, with the lists that were ordered."""
    config = _config(file)
    if order.lists is not None:
        if not order.lists.is_dir():
            raise BadSite(f"找不到清单文件夹 {order.lists}")
        plugin_of(config).config["lists"] = str(order.lists.resolve())
    return config


def plugin_of(config: MkDocsConfig) -> MingbaiPlugin:
    """Our plugin, which every site has."""
    found = config.plugins["mingbai"]
    assert isinstance(found, MingbaiPlugin)
    return found


def folders(config_file: Path) -> tuple[Path, Path]:
    """Where a site is built to, and where its lists lie."""
    config = _config(config_file)
    return Path(config.site_dir).resolve(), _lists(config)


def _lists(config: MkDocsConfig) -> Path:
    return Path(plugin_of(config).config["lists"])


def _build(config: MkDocsConfig, live: Path, order: Order) -> Built:
    plugin, home = plugin_of(config), Path(config.config_file_path).parent

    def make(stage: Path, spare: Path) -> Built:
        plugin.staged, plugin.spare, plugin.order, plugin.kept = live, spare, order, kept_in(home, live)
        plugin.built = plugin.frame = None
        config.site_dir = str(stage)
        try:
            with _plainly():
                mkdocs_build(config)
        except BaseException:
            if plugin.built:
                plugin.built.done(False)
            raise
        assert plugin.built
        return plugin.built

    def pack(built: Built) -> AbstractContextManager[object]:
        from ..serving.pack import Finished, beside, finish  # what compresses, a plain build does without

        url = with_slash(config.site_url)
        return beside(live, finish(Finished(built.root, live, url, plugin.config.hsts, built.moved, order.jobs)))

    return renew(live, make, pack if order.packing else nullcontext)


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
        with plainly():
            yield
    except MkDocsException as error:
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
