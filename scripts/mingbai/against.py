"""What is wrong with a change: the rules that compare the lists with an earlier version of them."""

from collections.abc import Iterator
from datetime import date

from .areas import ListRef, scan
from .catalog import type_list
from .changes import Both, Change, paired
from .diff import diff_lists
from .folders import Node
from .kinds import KINDS
from .problems import Problem
from .progress import each, stage
from .read import Source, read
from .revisions import changed
from .rules import check_change
from .site_files import SiteFiles, read_site_files

SHOWN = "lists"


@stage("检查改动")
def check_against(base: Node, now: Node, as_of: date) -> list[Problem]:
    """The problems of what changed between two folders of lists, at their places in the new one."""
    before, after = scan(base, SHOWN), scan(now, SHOWN)
    files = read_site_files(now, SHOWN)
    both, _ = paired((f"{SHOWN}/{path}" for path in changed(base, now)), before, after, files.moves)
    found = (problem for change in _changes(both, files) for problem in check_change(change, as_of))
    return sorted(set(found))


def _changes(both: list[Both], files: SiteFiles) -> Iterator[Change]:
    for one in each("比较改动", both):
        old, new = _source(one.old), _source(one.new)
        if (one.old and old is None) or (one.new and new is None):
            continue  # unreadable: check says so
        steps = files.moves.steps(one.ref.kind, one.ref.area)
        diff = diff_lists(old.data if old else None, new.data if new else None, KINDS[one.ref.kind], steps)
        before, after = (type_list(one.ref, source)[0] if source else None for source in (old, new))
        recorded = frozenset(files.moves.reasons(one.ref.kind, one.ref.area))
        yield Change(one.ref, diff, before, after, new, recorded)


def _source(ref: ListRef | None) -> Source | None:
    return read(ref.shown, ref.file.read_bytes())[0] if ref else None
