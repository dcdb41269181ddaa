"""The files that belong to no place, lists/_site/: what there may be, and all of them read at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel

from . import archive, data_format, inventory, moved, rights, situations, synonyms
from .catalog import Catalog, ListFile
from .folders import Node
from .kinds.load import model_of
from .problems import Problem
from .read import Source, read
from .renamed import Addresses, check_addresses
from .rights import Right
from .situations import Situation, Target, Wanted, wanted
from .synonyms import Synonym

SITE_FILES: dict[str, tuple[type[BaseModel], str]] = {
    moved.FILE: (moved.MovedFile, "改号记录"),
    inventory.FILE: (inventory.Inventory, "资料清点"),
    situations.FILE: (situations.SituationsFile, "办事情况"),
    synonyms.FILE: (synonyms.SynonymsFile, "同义词"),
    rights.FILE: (rights.RightsFile, "举报的规定"),
    data_format.FILE: (data_format.FormatFile, "数据格式"),
}
"""Every such file by its path under the lists: its model and what it is called."""

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class SiteFiles:
    """What these files say; ``sources`` and ``problems`` tell how they were read."""

    moves: moved.Moves = field(default_factory=moved.Moves)
    documents: tuple[inventory.Document, ...] = ()
    situations: tuple[Situation, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    archived: tuple[archive.Copy, ...] = ()
    rights: tuple[Right, ...] = ()
    other_format: Problem | None = None  # where there is one, nothing else that is found can be relied on

    @cached_property
    def sought(self) -> Wanted:
        """The items that some situation leads to."""
        return wanted(self.situations)

    def check_list(self, file: ListFile) -> Iterator[Problem]:
        """What one list says that these files do not know."""
        if inventory.FILE in self.sources:
            yield from inventory.check_rows(file, self._rows)
        yield from archive.check_named(file, self.copies)

    @cached_property
    def copies(self) -> dict[str, archive.Copy]:
        """The kept copies of source documents by their SHA-256."""
        return archive.by_sum(self.archived)

    @cached_property
    def _rows(self) -> frozenset[str]:
        return frozenset(row.no for document in self.documents for row in document.rows)

    def check(self, catalog: Catalog, met: Iterable[Target], kept: Iterable[str]) -> Iterator[Problem]:
        """All that is wrong with the files themselves.

        ``met`` are the sought items that real lists have, ``kept`` the copies that lists name.
        """
        yield from self.problems
        yield from moved.check_moves(self.moves, self.sources.get(moved.FILE), catalog)
        yield from check_addresses(self.moves.addresses, self.sources.get(moved.FILE), catalog.tree)
        source = self.sources.get(situations.FILE)
        yield from situations.check_situations(self.situations, source, catalog.tree, met, self.moves)
        yield from synonyms.check_synonyms(self.synonyms, self.sources.get(synonyms.FILE))
        yield from archive.check_copies(self.archived, kept)


def read_site_files(root: Node, shown: str = "lists") -> SiteFiles:
    """All of them; a missing file says nothing."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []

    def typed(name: str, model: type[M]) -> M | None:
        if not (root / name).is_file():
            return None
        source, found = read(f"{shown}/{name}", (root / name).read_bytes())
        problems.extend(found)
        if source is None:
            return None
        sources[name] = source
        return model_of(model, source.data, source, (), problems)

    moves = typed(moved.FILE, moved.MovedFile)
    documents = typed(inventory.FILE, inventory.Inventory)
    told = typed(situations.FILE, situations.SituationsFile)
    words = typed(synonyms.FILE, synonyms.SynonymsFile)
    promised = typed(rights.FILE, rights.RightsFile)
    written = typed(data_format.FILE, data_format.FormatFile)
    return SiteFiles(
        moved.Moves(tuple((moves and moves.moved) or ()), Addresses(tuple((moves and moves.addresses) or ()))),
        tuple((documents and documents.documents) or ()),
        tuple((told and told.situations) or ()),
        tuple((words and words.synonyms) or ()),
        sources,
        tuple(problems),
        archive.copies(root, shown),
        tuple((promised and promised.rights) or ()),
        data_format.check_format(written, sources.get(data_format.FILE)),
    )
