"""What is wrong with a change: the rules that compare the lists with an earlier version of them."""

from collections.abc import Iterator
from datetime import date

from .areas import ListRef, Tree, scan
from .catalog import type_list
from .changes import Change
from .diff import diff_lists
from .folders import Node
from .kinds import KINDS
from .problems import Problem
from .read import Source, read
from .revisions import changed
from .rules import check_change
from .site_files import SiteFiles, read_site_files

SHOWN = "lists"


def check_against(base: Node, now: Node, as_of: date) -> list[Problem]:
    """The problems of what changed between two folders of lists, at their places in the new one."""
    before, after = scan(base, SHOWN), scan(now, SHOWN)
    files = read_site_files(now, SHOWN)
    paths = {f"{SHOWN}/{path}" for path in changed(base, now)}
    found = (problem for change in _changes(before, after, files, paths) for problem in check_change(change, as_of))
    return sorted(set(found))


def _changes(base: Tree, now: Tree, files: SiteFiles, paths: set[str]) -> Iterator[Change]:
    old_refs, new_refs = ({ref.shown: ref for area in tree for ref in area.lists} for tree in (base, now))
    for shown in sorted(paths & (old_refs.keys() | new_refs.keys())):
        old, new = _source(old_refs.get(shown)), _source(new_refs.get(shown))
        ref = new_refs.get(shown) or old_refs[shown]
        if (shown in old_refs and old is None) or (shown in new_refs and new is None):
            continue  # unreadable: check says so
        steps = files.moves.steps(ref.kind, ref.area)
        diff = diff_lists(old.data if old else None, new.data if new else None, KINDS[ref.kind], steps)
        before, after = (type_list(ref, source)[0] if source else None for source in (old, new))
        yield Change(ref, diff, before, after, new)


def _source(ref: ListRef | None) -> Source | None:
    return read(ref.shown, ref.file.read_bytes())[0] if ref else None
