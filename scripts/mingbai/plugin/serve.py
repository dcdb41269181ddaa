"""``mingbai serve``: the site in a browser following every edit; only what it touches is made again."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent
from watchdog.observers import Observer

from ..order import BadSite, Order
from ..problems import BadLists
from .build import read_config

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]  # a build itself opens files
_QUIET = 0.05  # s without a change after which a build begins


class _Server(LiveReloadServer):
    """Says when it can be asked."""

    def __init__(self, builder: Callable[[], None], host: str, port: int, root: Path) -> None:
        super().__init__(builder, host, port, str(root))
        self.error_handler = lambda code: (root / "404.html").read_bytes() if code == 404 else None
        self.build_delay, self.observer = _QUIET, _Observer()
        self.ready: Callable[[], None] = lambda: None

    def server_activate(self) -> None:
        """Listen."""
        super().server_activate()
        self.ready()


class _Observer(Observer):  # type: ignore[misc, valid-type]
    """Told by the system of every change as it happens, and of nothing else."""

    def start(self) -> None:
        """Begin; once is enough."""
        if not self.is_alive():
            super().start()

    def schedule(self, *words: Any, **named: Any) -> Any:
        """Watch a folder."""
        return super().schedule(*words, event_filter=_CHANGES, **named)


def serve(
    config_file: Path, order: Order, live: Path, port: int | None, opening: bool,
    make: Callable[[], Any], tell: Callable[[str, Any], None],
) -> None:  # fmt: skip
    """Build and show until somebody interrupts. ``make`` builds the site in ``live``; ``tell`` is given the site's
    address, and what came of every build.

    Raises what the first build raises, and OSError where the port cannot be had.
    """
    config = read_config(config_file, order)
    host, at = str(config.dev_addr.host), port or int(config.dev_addr.port)
    socket.create_server((host, at)).close()  # before the first build, which may take a while

    def change() -> None:
        try:
            tell("", make())
        except (BadLists, BadSite, OSError) as error:  # the page stays as it was until that is mended
            tell("", error)

    server = _Server(change, host, at, live)
    for watched in (config.docs_dir, str(config_file), *config.watch):
        server.watch(watched)
    config.plugins.on_serve(server, config=config, builder=change)
    try:
        server.observer.start()  # what is changed while the first build runs is seen as well
        built = make()
        server.ready = lambda: tell(server.url, built)
        server.serve(open_in_browser=opening)
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
