"""From a finished site to a packed one: its copies, what hosts read inside it, and the server files beside it."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..site.output import Output, recover, swap
from ..site.redirects import Pair
from . import CannotPack
from .copies import compress
from .server import FILES, HEADERS, files, for_hosts, own_policies


@dataclass(frozen=True)
class Finished:
    """A site that was built and is not yet in its place."""

    root: Path
    live: Path  # where it goes; the site that is there now is only looked at
    url: str
    hsts: str  # a key of policy.HSTS
    moved: tuple[Pair, ...]
    jobs: int = 0  # how many processes compress, 0 for as many as pay


def finish(site: Finished) -> dict[str, str]:
    """Complete the site; the server files by their paths, for ``beside``."""
    own = own_policies(compress(site.root, site.live, site.jobs))
    Output(site.root, site.live).write(HEADERS, for_hosts(site.url, site.hsts, own))
    return files(site.url, site.hsts, own, site.moved)


def folder(live: Path) -> Path:
    """Where the server files of a site lie: beside it, so that nobody can ask for them."""
    return live.with_name(f"{live.name}-server")


@contextmanager
def beside(live: Path, served: Mapping[str, str]) -> Iterator[None]:
    """Have the server files ready, let the site be put in its place, then put them in theirs."""
    place = folder(live)
    if place.is_dir() and any(place.iterdir()) and not all((place / path).is_file() for path in FILES):
        raise CannotPack(f"{place} 里有别的东西,服务器设置没有地方放:先挪开")
    recover(place)
    stage = Path(tempfile.mkdtemp(prefix=f".{place.name}.new-", dir=place.parent))
    try:
        output = Output(stage, place)
        for path, text in served.items():
            output.write(path, text)
        stage.chmod(0o755)
        yield
        swap(stage, place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
