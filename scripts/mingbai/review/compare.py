"""The lists of one place on both sides, and what follows from them there and below; done in any process."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ..answers import own_answers
from ..areas import ListRef, Tree
from ..catalog import Catalog
from ..changes import Both
from ..check import check_area
from ..diff import Edit
from ..kinds import KINDS, UNKNOWN, Answer, Danger, Kind
from ..problems import Problem
from ..progress import doing
from ..read import Source
from ..site_files import SiteFiles
from ..wording import danger
from .lines import Pair, carried
from .model import Line, ListReview
from .one import Compared, compare


@dataclass(frozen=True)
class World:
    """One side as a site: its tree of places and the files that belong to no place."""

    tree: Tree
    files: SiteFiles


@dataclass(frozen=True)
class Task:
    """What to look at in one place: its lists that changed, and the kinds whose answers may have changed."""

    area: str
    lists: tuple[Both, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Turned:
    """An answer that is another now; '' where there is none."""

    kind: str
    id: str
    name: str
    old: str
    new: str
    area: str


@dataclass(frozen=True)
class Part:
    """What one place gave."""

    lists: tuple[ListReview, ...] = ()
    lines: tuple[Line, ...] = ()
    answers: tuple[Turned, ...] = ()
    appeared: tuple[Problem, ...] = ()
    solved: tuple[Problem, ...] = ()
    gone: tuple[str, ...] = ()  # phones, mailboxes and addresses that are no longer said here


_old: World
_new: World
_day: date
_catalogs: tuple[Catalog, Catalog]


def start(old: World, new: World, as_of: date) -> None:
    """Prepare a process."""
    global _old, _new, _day, _catalogs
    _old, _new, _day = old, new, as_of
    _catalogs = Catalog(old.tree, as_of), Catalog(new.tree, as_of)


def work(tasks: list[Task]) -> list[Part]:
    """What the places of some tasks gave."""
    return [_part(task) for task in tasks]


def _part(task: Task) -> Part:
    pairs: list[Pair] = []
    reviews: list[ListReview] = []
    told: list[Line] = []
    for both in task.lists:
        review, said, pair = _list(both)
        reviews.append(review)
        told.extend(said)
        pairs.extend([pair] if pair else [])
    before, after = _problems(_old, _catalogs[0], task.area), _problems(_new, _catalogs[1], task.area)
    known, left = Counter(map(_what, before)), Counter(map(_what, after))
    return Part(
        tuple(reviews),
        tuple(carried(pairs, told)),
        tuple(_answers(task)),
        tuple(_more(after, known)),
        tuple(_more(before, left)),
        tuple(sorted({value for pair in pairs for value in _contacts(pair)})),
    )


@doing("比较")
def _list(both: Both) -> Compared:
    """One list of a place."""
    ref, moves = both.ref, _new.files.moves
    (old, old_trouble), (new, new_trouble) = _read(_catalogs[0], both.old), _read(_catalogs[1], both.new)
    place = (_new.tree if both.new else _old.tree).areas[ref.area].name
    why = moves.reasons(ref.kind, ref.area)
    was = both.old.shown if both.old and both.new and both.old.shown != both.new.shown else ""
    return compare(ref, old, new, (*old_trouble, *new_trouble), moves.steps(ref.kind, ref.area), why, place, was)


def _read(catalog: Catalog, ref: ListRef | None) -> tuple[Source | None, tuple[Problem, ...]]:
    if ref is None:
        return None, ()
    catalog.enter(ref.area)
    reading = catalog.reading(ref.area)
    source = next((source for mine, source in reading.sources if mine.shown == ref.shown), None)
    return source, () if source else tuple(problem for problem in reading.problems if problem.file == ref.shown)


def _problems(world: World, catalog: Catalog, path: str) -> list[Problem]:
    area = world.tree.areas.get(path)
    return list(check_area(catalog, area, world.files).problems) if area else []


def _what(problem: Problem) -> tuple[str, str, str, str]:
    return problem.file, problem.code, problem.message, problem.field


def _more(problems: list[Problem], known: "Counter[tuple[str, str, str, str]]") -> Iterator[Problem]:
    """Those that the other side has not, however far their lines moved."""
    left = Counter(known)
    for problem in problems:
        if left[_what(problem)]:
            left[_what(problem)] -= 1
        else:
            yield problem


def _answers(task: Task) -> Iterator[Turned]:
    for key in task.kinds:
        before, after = (_said(catalog, task.area, KINDS[key]) for catalog in _catalogs)
        for item in {**before, **after}:
            one, other = before.get(item), after.get(item)
            if one is None or other is None or one[1] != other[1]:
                name = (other or one or ("",))[0]
                yield Turned(key, item, name, _say(one), _say(other), task.area)


def _said(catalog: Catalog, path: str, kind: Kind) -> dict[str, tuple[str, Answer]]:
    area = catalog.tree.areas.get(path)
    if area is None:
        return {}
    catalog.enter(path)
    return own_answers(catalog, area, kind)


def _say(said: tuple[str, Answer] | None) -> str:
    """An answer in a word, with the way to go."""
    if said is None:
        return ""
    word, instead = said[1].word, said[1].instead
    return f"{word},{instead}" if instead else word


def _contacts(pair: Pair) -> Iterator[str]:
    """What was to be dialled, written to or gone to, and is no longer."""
    for one in pair.diff.edited:
        for edit in one.edits:
            if edit.path and danger(pair.kind.item, edit.path) is Danger.CONTACT:
                yield from _single(edit)
    for gone in pair.diff.removed:
        if isinstance(gone.item, dict):
            for key, value in gone.item.items():
                if danger(pair.kind.item, (key,)) is Danger.CONTACT:
                    yield from _single(Edit((key,), value, None))


def _single(edit: Edit) -> Iterator[str]:
    values = edit.old if isinstance(edit.old, list) else [edit.old]
    kept = edit.new if isinstance(edit.new, list) else [edit.new]
    for value in values:
        if isinstance(value, str) and value not in kept and value != UNKNOWN and len(value) >= 5:
            yield value
