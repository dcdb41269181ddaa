"""A site of which the lists alone have changed, built again in the frame that MkDocs made the last time."""

from pathlib import Path

from .ahead import Ahead
from .cache_file import spare_of
from .order import Order
from .poured import in_frame, poured
from .site.build import Built
from .site.output import alone
from .site.renew import renew
from .stands import Known, save


def again(config: Path, dest: Path | None, order: Order, known: Known, ahead: Ahead, shown: bool = False) -> Built:
    """What ``plugin.build`` does, without MkDocs; raises what that does. ``ahead`` looks at the spare site already."""
    home, live, frame = config.resolve().parent, known.live, known.frame
    assert frame
    with alone(live):
        looking = ahead if ahead.holds(spare_of(live)) else None  # others may have built meanwhile
        built = renew(
            live, lambda folder, spare: poured(in_frame(known, folder, spare, home, order, looking), home, shown)
        )
        save(config, dest, known.read, live, built, frame, built.files)
        return built
