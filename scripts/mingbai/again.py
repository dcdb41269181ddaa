"""A site of which the lists alone have changed, built again in the frame that MkDocs made the last time."""

from pathlib import Path

from .order import Order
from .poured import in_frame, poured
from .site.build import Built
from .site.output import alone
from .site.renew import renew
from .stands import Known, Stands, save


def again(config: Path, dest: Path | None, order: Order, known: Known, shown: bool = False) -> Built:
    """What ``plugin.build`` does, without MkDocs; raises what that does."""
    home, live, frame = config.resolve().parent, known.live, known.frame
    assert frame
    with alone(live):
        built = renew(
            live, lambda folder, spare: poured(in_frame(frame, folder, live, spare, home, order), home, shown)
        )
        save(config, dest, known.read, live, Stands(built.pages, built.areas, built.warnings), frame)
        return built
