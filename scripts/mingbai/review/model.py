"""What a reviewer is told: every difference once, what follows from it, and whether that is all."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

What: TypeAlias = Literal["edit", "add", "remove", "rename", "move", "carry", "split", "merge", "site"]
State: TypeAlias = Literal["changed", "new", "gone", "moved", "written", "unreadable"]


@dataclass(frozen=True)
class Subject:
    """Which item of which list a line speaks of; of the list's header where ``id`` and ``name`` are empty."""

    id: str
    name: str
    file: str  # lists/hubei/certificates.yml
    line: int  # in the new version; in the old one of what is gone; 0 where unknown
    address: str = ""  # its page, from the site's root; '' where it has none


@dataclass(frozen=True)
class Line:
    """One difference, or the same difference of several items.

    ``old`` and ``new`` are the values as text, empty where there is none. ``fields`` are
    what an item says that came or went. ``marked`` holds prose by pieces: ' ' what stayed,
    '-' what went, '+' what came. ``facts`` are said beside it: where it stood, what carries
    it on, what proves it; ``wants`` are what the reviewer has to ask for.
    """

    what: What
    danger: int
    subjects: tuple[Subject, ...]
    label: str = ""
    old: str = ""
    new: str = ""
    marked: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListReview:
    """One list file on both sides."""

    file: str
    state: State
    title: str
    place: str
    kind: str  # its label
    old_items: int
    new_items: int
    proven: bool  # the changes put into the old version give the new one
    evidence: str = ""  # what of its sources changed with it
    wants: str = ""  # what a reviewer should ask for
    trouble: tuple[str, ...] = ()  # why it could not be read
    was: str = ""  # its file before it was renamed
    rewritten: int = 0  # lines that differ in nothing but how they are written


@dataclass(frozen=True)
class Effect:
    """What changes elsewhere: one sentence, and where."""

    about: Literal["answer", "report", "phone", "problem", "solved", "address", "code", "place", "file"]
    text: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """How much of what, each value, item or place in the order counted once."""

    edited: int = 0
    added: int = 0
    removed: int = 0
    renamed: int = 0
    moved: int = 0
    carried: int = 0  # to another list of the same kind and place
    split: int = 0
    merged: int = 0
    site: int = 0  # values of area.yml and of the files of _site/

    @property
    def total(self) -> int:
        """All of them."""
        return sum(vars(self).values())


@dataclass(frozen=True)
class Review:
    """All that a reviewer is told about two versions."""

    old: str
    new: str
    counts: Counts = field(default_factory=Counts)
    lists: tuple[ListReview, ...] = ()
    lines: tuple[Line, ...] = ()  # the dangerous ones first
    effects: tuple[Effect, ...] = ()
    proven: bool = True  # of every list that could be read, and everything found is named in ``lines``

    @property
    def same(self) -> bool:
        """Whether nothing at all differs."""
        return not (self.lists or self.effects)
