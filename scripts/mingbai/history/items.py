"""The past of single items, whatever their ids were."""

from collections.abc import Iterable, Mapping

from .events import Change, Event, newest


def by_item(events: Iterable[Event], ends: Mapping[str, tuple[str, ...]]) -> dict[str, list[Event]]:
    """What happened to each item, newest first, each event with that item's changes alone.

    ``ends`` leads from old ids to the ones in use, several where an item was split.
    """
    found: dict[str, list[Event]] = {}
    for event in newest(events):
        of_item: dict[str, list[Change]] = {}
        for change in event.changes:
            for item in ends.get(change.id, (change.id,)):
                of_item.setdefault(item, []).append(change)
        for item, changes in of_item.items():
            if item:
                found.setdefault(item, []).append(event._replace(changes=tuple(changes), header=(), moved=0))
    return found
