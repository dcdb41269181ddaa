"""The search index: every name once, and where it is found.

``<area>search.json`` holds what one place's own lists speak of: a page loads those of
its place and of the places above, and can answer. ``search/index.json`` holds the names
of the whole site with up to three places each; names that stand in more places (a duty
worded alike in 400 townships) keep theirs in ``search/places/<shelf>-<n>.json``, loaded when
such a result is opened. How they are read: overrides/assets/javascripts/catalogue.js.
"""

from collections.abc import Iterable, Sequence

from ..areas import Area
from ..kinds import KINDS
from ..synonyms import Synonym
from .data import dumps
from .digest import Entry
from .names import OTHERS, Name, Place, index_part

VERSION = 3


def near_file(area: Area, entries: Iterable[Entry]) -> tuple[str, str]:
    """What one place's own lists speak of, as (address, JSON)."""
    kinds: dict[str, dict[str, Name]] = {}
    start = len(area.path) + 1 if area.path else 0
    for entry in entries:
        names = kinds.setdefault(entry.kind, {})
        name = names.get(entry.name)
        place = Place(0, entry.address[start:], (entry.word, entry.tone, entry.instead))
        if name is None:
            names[entry.name] = Name(entry.name, entry.aliases, [place])
        else:
            name.places.append(place)
            names[entry.name] = name._replace(aliases=tuple(dict.fromkeys([*name.aliases, *entry.aliases])))
    parts = [index_part("", kind, names.values())[0] for kind, names in kinds.items()]
    return f"{area.address}search.json", _file([area], parts)


def index_file(areas: Sequence[Area], parts: Iterable[str]) -> tuple[str, str]:
    """The names of the whole site, shelf by shelf, as (address, JSON); ``areas`` are the places by their numbers."""
    return "search/index.json", _file(areas, parts)


def _file(areas: Sequence[Area], parts: Iterable[str]) -> str:
    labels = [*((kind.key, kind.label) for kind in KINDS.values()), *OTHERS.items()]
    head = dumps({"v": VERSION, "kinds": labels, "areas": [[area.path, area.short] for area in areas]})
    return f'{head[:-2]},"shelves":[{",".join(parts)}]}}\n'


def synonyms_file(groups: Iterable[Synonym]) -> tuple[str, str]:
    """What people say and what lists call it, as (address, JSON)."""
    return "search/synonyms.json", dumps([[one.say, one.means] for one in groups])
