"""A site built beside the one that stands and put in its place; a failure leaves the old one as it was."""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from ..cache_file import spare_of
from ..progress import stage
from .build import Built
from .output import double, recover, swap


def renew(
    live: Path,
    make: Callable[[Path, Path], Built],
    finish: Callable[[Built], AbstractContextManager[object]] = nullcontext,
) -> Built:
    """Let a new site take the place of what lies in ``live``, and the old one, or a double, spare the next work.

    ``make`` builds it in the first of two new folders; the second is the site before the old one, if it is still
    there. ``finish`` does what else has to be done, and undoes it where the new one cannot stand.
    """
    recover(live)
    built, stands, keep = None, False, True
    first, spare = folders = _new(live), _new(live)
    if spare_of(live).is_dir():
        spare.rmdir()
        spare_of(live).rename(spare)
    try:
        with stage("建网站"):
            built = make(first, spare)
        built.root.chmod(0o755)
        with finish(built):
            swap(built.root, live)
        spare, stands, keep = built.root, True, built.spare
        if keep and not spare.is_dir():  # there was no old site, which else lies there now
            spare.mkdir()
            keep = double(live, spare)
        return built
    finally:
        if built:
            built.done(stands)
        if keep and spare.is_dir() and any(spare.iterdir()):
            spare.rename(spare_of(live))
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)


def _new(live: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix=f".{live.name}.new-", dir=live.parent))
