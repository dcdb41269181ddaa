"""A whole comparison: what changed where, put in the order that a reviewer reads."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath

from pydantic import BaseModel

from ..areas import AreaFile, ListRef, Tree, scan
from ..changes import Both, paired
from ..diff import edits, put
from ..folders import Node
from ..kinds import KINDS, Kind, Reach
from ..pool import chunks, cores, spread
from ..problems import Problem
from ..read import Source, read
from ..revisions import CannotRead, Side, changed
from ..site_files import SITE_FILES, read_site_files
from .code import changed_code, code_answers, code_effects
from .compare import Task, World, start, work
from .effects import effects, readdressed, turned_answers
from .lines import fold, mapping_lines
from .model import Counts, Effect, Line, ListReview, Review, State
from .one import compare

SHOWN = "lists"
TASKS = 4  # places that a process takes at a time
PAYS = 24  # changed files from which processes pay


def review(old: Side, new: Side, as_of: date, kind: str = "", with_code: bool = False, jobs: int = 0) -> Review:
    """All that differs between two sides on one day. CannotRead where they cannot be compared.

    ``kind`` says what a single file is where its name does not. ``with_code`` lets each
    side's own version of the program, which is run for it, say its answers.
    """
    if old.file and new.file:
        return _files(old, new, kind)
    if old.root is None or new.root is None:
        raise CannotRead("一边是文件,一边是文件夹,没法比较")
    paths, code = changed(old.root, new.root), changed_code(old, new)
    if not paths and not code:
        return Review(old.label, new.label)
    before, after = (World(scan(root, SHOWN), read_site_files(root, SHOWN)) for root in (old.root, new.root))
    lists, rest = paired((f"{SHOWN}/{path}" for path in paths), before.tree, after.tree, after.files.moves)
    rest = [path.removeprefix(f"{SHOWN}/") for path in rest]
    tasks = list(_tasks(lists, before.tree, after.tree))
    workers = jobs or (cores() if len(paths) >= PAYS else 1)
    done = spread("比较清单", work, chunks(tasks, TASKS), start, (before, after, as_of), workers)
    parts = [part for some in done for part in some]
    mappings = [one for path in rest if (one := _mapping(path, old.root, new.root))]
    told = [line for part in parts for line in part.lines] + [line for _, said in mappings for line in said]
    reviews = [one for part in parts for one in part.lists] + [one for one, _ in mappings]
    others = [path for path in rest if not _model(path)]
    refs = [both.ref for both in lists]
    found = list(effects(new, before.tree, after.tree, refs, parts, others))
    if code and with_code:
        found += _by_code(old, new, as_of, before.tree, after.tree, found)
    found += [*readdressed(before.files.moves, after.files.moves, after.tree), *code_effects(code)]
    return _whole(old, new, reviews, told, found)


def _by_code(old: Side, new: Side, as_of: date, before: Tree, after: Tree, known: list[Effect]) -> Iterator[Effect]:
    """The answers that are others because the program is another, without those that the lists explain."""
    turned = code_answers(old, new, as_of)
    told = [turned] if isinstance(turned, Effect) else turned_answers(turned, before, after)
    return (effect for effect in told if effect not in known)


def _files(old: Side, new: Side, kind: str) -> Review:
    """Two single files: a list each, compared without the site around them."""
    assert old.file and new.file
    key = kind or _kind_of(old.file, new.file)
    ref = ListRef(new.file, new.label, "", key)
    (before, first), (after, second) = (read(s.label, s.file.read_bytes()) for s in (old, new) if s.file)
    trouble = (*(() if before else first), *(() if after else second))
    one, told, _ = compare(ref, before, after, trouble, {}, {}, "", placed=False)
    if before and after and before.text == after.text:
        return Review(old.label, new.label)
    return _whole(old, new, [one], told, ())


def _kind_of(*files: Node) -> str:
    for file in files:
        key = file.name.partition(".")[0]
        if key in KINDS:
            return key
    raise CannotRead(f"看不出 {files[-1].name} 是哪一类清单,用 --kind 说明,如 --kind certificates")


def _whole(old: Side, new: Side, reviews: list[ListReview], told: Iterable[Line], found: Iterable[Effect]) -> Review:
    folded = sorted(fold(told), key=_rank)
    counts = Counts(
        **{
            name: sum(len(line.subjects) for line in folded if line.what == what)
            for name, what in (
                ("edited", "edit"), ("added", "add"), ("removed", "remove"), ("renamed", "rename"), ("moved", "move"),
                ("carried", "carry"), ("split", "split"), ("merged", "merge"), ("site", "site"),
            )
        }
    )  # fmt: skip
    return Review(
        old.label, new.label, counts, tuple(sorted(reviews, key=lambda one: one.file)), tuple(folded),
        tuple(found), all(one.proven for one in reviews),
    )  # fmt: skip


_ORDER = ("edit", "add", "remove", "split", "merge", "rename", "carry", "site", "move")


def _rank(line: Line) -> tuple[int, int, str, int]:
    return _ORDER.index(line.what), -line.danger, line.subjects[0].file, line.subjects[0].line


def _tasks(lists: list[Both], before: Tree, after: Tree) -> Iterator[Task]:
    """The places to look at: those with changed lists, and those below whose own lists answer with them."""
    mine: dict[str, list[Both]] = {}
    asked: dict[str, set[str]] = {}
    for both in lists:
        path, kind = both.ref.area, KINDS[both.ref.kind]
        mine.setdefault(path, []).append(both)
        asked.setdefault(path, set()).add(kind.key)
        if kind.reach is Reach.OVERRIDE:
            for below in _below(path, kind, before, after):
                asked.setdefault(below, set()).add(kind.key)
    for path, keys in asked.items():
        answering = tuple(sorted(key for key in keys if KINDS[key].reach is Reach.OVERRIDE))
        yield Task(path, tuple(mine.get(path, ())), answering)


def _below(path: str, kind: Kind, *trees: Tree) -> Iterator[str]:
    head = f"{path}/" if path else ""
    for tree in trees:
        for area in tree:
            if area.path != path and area.path.startswith(head) and any(ref.kind == kind.key for ref in area.lists):
                yield area.path


def _model(path: str) -> tuple[type[BaseModel], str] | None:
    """What a file that is no list is made of, and what it is called."""
    if PurePosixPath(path).name == "area.yml":
        return AreaFile, "地方"
    return SITE_FILES.get(path)


def _mapping(path: str, old: Node, new: Node) -> tuple[ListReview, list[Line]] | None:
    """An area.yml or a file of _site/ on both sides."""
    found = _model(path)
    if found is None:
        return None
    model, label = found
    shown = f"{SHOWN}/{path}"
    (before, first), (after, second) = (_read(root / path, shown) for root in (old, new))
    if first or second:
        told = tuple(str(problem) for problem in (*first, *second))
        return ListReview(shown, "unreadable", "", "", label, 0, 0, False, trouble=told), []
    one, other = before.data if before else {}, after.data if after else {}
    differing = list(edits(one, other, model))
    made = one
    for edit in differing:
        made = put(made, edit)
    state: State = "new" if before is None else "gone" if after is None else "changed" if differing else "written"
    name = str((other or one).get("name", "")) if model is AreaFile else ""
    source = after or before
    assert source
    review = ListReview(shown, state, name, name, label, 0, 0, made == other, rewritten=0 if differing else 1)
    return review, list(mapping_lines(model, differing, source, name))


def _read(file: Node, shown: str) -> tuple[Source | None, list[Problem]]:
    if not file.is_file():
        return None, []
    source, problems = read(shown, file.read_bytes())
    return source, [] if source else problems
