"""Post a review: one comment, found again and written anew, and what belongs at lines once."""

from typing import NamedTuple

from .bundle import Bundle, Finding, Suggestion
from .forges import Forge
from .words import MARK, comment, mark_of

AT_LINES = 20  # comments at lines in all, those of earlier runs counted


class Posted(NamedTuple):
    """What was done: with the comment (posted, updated, same, or late where the proposal went on), and at lines."""

    comment: str
    at_lines: int = 0


def post(forge: Forge, bundle: Bundle, head: str, run: str) -> Posted:
    """Say on the forge what a review of the commit ``head`` found; nothing where that is no longer the newest."""
    if forge.head() != head:
        return Posted("late")
    me = forge.me()
    done = say(forge, me, MARK, comment(bundle, run, forge.suggests))
    things: list[Suggestion | Finding] = []
    if forge.suggests:
        things.extend(bundle.suggestions)
    else:
        things.extend(finding for finding in bundle.findings if finding.seen)
    if not things:
        return Posted(done)
    said_already = [said.body.split("\n", 1)[0].strip() for said in forge.notes() if said.author == me]
    marks = {mark for mark in said_already if mark.startswith("<!-- mingbai:") and mark != MARK}
    fresh = [thing for thing in things if mark_of(thing) not in marks][: max(0, AT_LINES - len(marks))]
    return Posted(done, forge.attach(head, fresh) if fresh else 0)


def say(forge: Forge, me: str, mark: str, body: str) -> str:
    """Keep one comment that begins with ``mark``: posted, updated, or the same as it was."""
    mine = [said for said in forge.comments() if said.author == me and said.body.startswith(mark)]
    if not mine:
        forge.create(body)
        return "posted"
    if mine[0].body.strip() == body.strip():
        return "same"
    forge.update(mine[0].id, body)
    return "updated"
