"""The changes of one list as lines that a reviewer reads: labels, both values, where, and what proves them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from ..areas import ListRef, address_of, item_address
from ..diff import Data, Edit, Key, ListDiff, edits, keyed
from ..diff.guess import guesses
from ..diff.lists import rows
from ..kinds import KINDS, Danger, Kind
from ..read import Source
from ..wording import danger, fields, inside, label, marked, text
from .model import Line, Subject

PROOF = ("sources", "change", "verified_on")  # the fields that say why something is so


@dataclass(frozen=True)
class Pair:
    """One list on both sides, as read; None where it is not there.

    ``why`` gives the reason of a recorded move by the old id; ``placed`` says that the list belongs to a site.
    """

    ref: ListRef
    old: Source | None
    new: Source | None
    diff: ListDiff
    why: Mapping[str, str]
    placed: bool = True

    @property
    def kind(self) -> Kind:
        """The kind of the list."""
        return KINDS[self.ref.kind]


def lines(pair: Pair) -> Iterator[Line]:
    """Every change of a list once; what is the same for several items is not yet folded."""
    teller = _Teller(pair)
    yield from teller.header()
    yield from teller.edited()
    yield from teller.added()
    yield from teller.removed()
    yield from teller.renamed()
    yield from teller.moved()


def carried(pairs: list[Pair], told: list[Line]) -> Iterator[Line]:
    """Lines of the lists of one place, where an item that went from one list to another is one change, not two."""
    come: dict[tuple[str, str], tuple[Pair, Key]] = {}
    for pair in pairs:
        come.update({(pair.ref.kind, a.key.id): (pair, a.key) for a in pair.diff.added if a.key.id and not a.key.nth})
    by_file = {pair.ref.shown: pair for pair in pairs}
    gone: dict[tuple[str, str], tuple[str, str]] = {}
    for line in told:
        one = line.subjects[0]
        if line.what == "remove" and len(line.subjects) == 1 and not line.new and one.file in by_file:
            kind = by_file[one.file].ref.kind
            there = come.get((kind, one.id))
            if one.id and there and there[0].ref.shown != one.file:
                gone[kind, one.id] = (one.file, there[0].ref.shown)
    for line in told:
        one = line.subjects[0]
        way = gone.get((by_file[one.file].ref.kind, one.id)) if one.file in by_file else None
        if way and line.what == "remove" and one.file == way[0]:
            yield from _carried(by_file[way[0]], *come[by_file[way[0]].ref.kind, one.id])
        elif not (way and line.what == "add" and one.file == way[1]):
            yield line


def _carried(source: Pair, target: Pair, key: Key) -> Iterator[Line]:
    teller = _Teller(target)
    old, new = keyed(rows(source.old.data) if source.old else []).get(key), teller.new[key]
    subject = teller.subject(key)
    yield Line("carry", int(Danger.FACT), (subject,), old=source.ref.shown, new=target.ref.shown)
    if isinstance(old, dict) and isinstance(new, dict):
        yield from (teller.edit(edit, subject, key) for edit in edits(old, new, target.kind.item))


def fold(told: Iterable[Line]) -> list[Line]:
    """Equal edits of several items as one line, at the place of the first."""
    found: dict[object, Line] = {}
    for line in told:
        if line.what == "edit" and line.subjects[0].id:
            key: object = (line.danger, line.label, line.old, line.new, line.marked, line.facts, line.wants)
        else:
            key = line
        before = found.get(key)
        found[key] = replace(before, subjects=(*before.subjects, *line.subjects)) if before else line
    return list(found.values())


class _Teller:
    """Tells the changes of one list."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.kind = pair.kind
        self.old = keyed(rows(pair.old.data)) if pair.old else {}
        self.new = keyed(rows(pair.new.data)) if pair.new else {}
        self.at = {False: {k: i for i, k in enumerate(self.old)}, True: {k: i for i, k in enumerate(self.new)}}
        self.guesses = guesses(pair.diff)
        self.guessed = {new: old for old, new in self.guesses.items()}

    def header(self) -> Iterator[Line]:
        """What the header says otherwise; of a list that came or went its items say enough."""
        whole = self.pair.new or self.pair.old
        proof = _proof(self.pair.diff.header, self.pair.new.data if self.pair.new else {})
        for edit in self.pair.diff.header:
            line = whole.where(edit.path).line if whole else 0
            page = f"{address_of(self.pair.ref.area)}{self.pair.ref.page}/" if self.pair.placed else ""
            subject = Subject("", "", self.pair.ref.shown, line, page)
            yield _edit(self.kind.header, edit, subject, proof)

    def edited(self) -> Iterator[Line]:
        """What single items say otherwise."""
        for key, changed in self.pair.diff.edited:
            for edit in changed:
                yield self.edit(edit, self.subject(key, edit.path), key, changed)

    def edit(self, edit: Edit, subject: Subject, key: Key, beside: tuple[Edit, ...] = ()) -> Line:
        """One value of one item; ``beside`` are all the edits of the item."""
        item = self.new[key]
        proof = _proof((*beside, *self.pair.diff.header), item if isinstance(item, dict) else {})
        return _edit(self.kind.item, edit, subject, proof)

    def added(self) -> Iterator[Line]:
        """Items that came, with all they say."""
        for key, at, item, out_of in self.pair.diff.added:
            facts = [f"第 {at + 1} 项"]
            facts += [f"由 {'、'.join(out_of)} 而来"] if out_of else []
            facts += [f"可能就是删去的 {self.guessed[key].id}(推测)"] if key in self.guessed else []
            subject = self.subject(key)
            yield Line("add", 0, (subject,), fields=fields(self.kind.item, item), facts=tuple(facts))

    def removed(self) -> Iterator[Line]:
        """Items that went: what carries them on, or the demand to say so; those of a list that is gone together."""
        lost = [change for change in self.pair.diff.removed if not change.into]
        if self.pair.new is None and lost:
            subjects = tuple(self.subject(change.key, new=False) for change in lost)
            wants = ("整份清单删去了:不再管用的清单应当改为“废止”留着,让读者看得到",)
            yield Line("remove", 0, subjects, wants=wants)
            lost = []
        for key, _, item, into in self.pair.diff.removed:
            subject, said = self.subject(key, new=False), fields(self.kind.item, item)
            if into:
                why = (f"原因:{self.pair.why[key.id]}",) if self.pair.why.get(key.id) else ()
                yield Line("split" if len(into) > 1 else "merge", 0, (subject,), new="、".join(into), facts=why)
            elif lost:
                facts = [f"可能改号为 {self.guesses[key].id}(推测)"] if key in self.guesses else []
                facts += [f"登记的原因:{self.pair.why[key.id]}"] if key.id in self.pair.why else []
                asks = [] if key.id in self.pair.why else ["没有登记去向:写明删去的原因和接替的编号(moved.yml)"]
                yield Line("remove", 0, (subject,), fields=said, facts=tuple(facts), wants=tuple(asks))

    def renamed(self) -> Iterator[Line]:
        """Items with a new id."""
        for old, new in self.pair.diff.renamed:
            why = (f"原因:{self.pair.why[old.id]}",) if self.pair.why.get(old.id) else ()
            subject = self.subject(new)
            yield Line("rename", 0, (subject,), old=old.id, new=new.id, facts=(*why, "旧地址会转到新的"))

    def moved(self) -> Iterator[Line]:
        """Items that stand elsewhere, all on one line."""
        found = self.pair.diff.moved
        if found:
            subjects = tuple(self.subject(change.key) for change in found)
            places = tuple((change.key.id, f"{change.old + 1} → {change.new + 1}") for change in found)
            yield Line("move", 0, subjects, fields=places)

    def subject(self, key: Key, path: tuple[str | int, ...] = (), new: bool = True) -> Subject:
        """An item with its place in the new file, or in the old one."""
        source = self.pair.new if new else self.pair.old
        item = (self.new if new else self.old)[key]
        line = source.where(("items", self.at[new][key], *path)).line if source else 0
        name = text(item.get("name")) if isinstance(item, dict) else text(item)
        ref = self.pair.ref
        page = item_address(ref.area, self.kind, ref.page, key.id) if key.id and self.pair.placed else ""
        return Subject(key.id, name, ref.shown, line, page)


def _edit(model: type[BaseModel], edit: Edit, subject: Subject, facts: list[str]) -> Line:
    weight = danger(model, edit.path)
    within = inside(model, edit.path)
    own = edit.path[0] in PROOF if edit.path else False
    wants = ("没有凭据",) if weight > Danger.PROSE and not (facts or own) else ()
    return Line(
        "edit", int(weight), (subject,), label(model, edit.path) or "整项",
        text(edit.old, within), text(edit.new, within), marked(edit.old, edit.new, weight, within),
        facts=() if own else tuple(facts), wants=wants,
    )  # fmt: skip


def _proof(beside: Iterable[Edit], said: Data) -> list[str]:
    """What stands for a changed value: that its sources changed with it, a new check date, the recorded change."""
    touched = {edit.path[0] for edit in beside if edit.path}
    found = ["来源也改了"] if "sources" in touched else []
    if "verified_on" in touched and isinstance(said.get("verified_on"), str):
        found.append(f"{text(said['verified_on'])} 核对")
    change = said.get("change")
    if "change" in touched and isinstance(change, dict):
        told = [text(change.get(key)) for key in ("type", "reason", "decision_doc") if change.get(key)]
        found.append(f"变更说明:{','.join(told)}")
    return found


def mapping_lines(model: type[BaseModel], differing: Iterable[Edit], source: Source, name: str) -> Iterator[Line]:
    """What differs in a file that is no list: area.yml, moved.yml."""
    for edit in differing:
        subject = Subject("", name, source.path, source.where(edit.path).line)
        within, weight = inside(model, edit.path), danger(model, edit.path)
        old, new = text(edit.old, within), text(edit.new, within)
        said = marked(edit.old, edit.new, weight, within)
        yield Line("site", int(weight), (subject,), label(model, edit.path), old, new, said)
