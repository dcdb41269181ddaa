"""Contacts: every number and address that a reader may trust, where it stands, and what a call to it found out."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from .areas import DEMO, Area, ListRef, Tree, item_address
from .catalog import ListFile, day, read_list
from .kinds import KINDS, UNKNOWN, Danger, Kind
from .kinds.fields import danger_of
from .progress import each
from .read import read
from .rules.contact_evidence import FRESH
from .write import canonical

NUMBERS = ("phones", "sms")
REACHED = (*NUMBERS, "emails")  # fields whose numbers and mailboxes are published on purpose
STATE = "state"  # what a call found out, where a kind has such a field
GOOD, DEAD = "有效", "停用"

RIGHT, SILENT, WRONG, GONE = "对", "没人接", "不对", "空号"
RESULTS = (RIGHT, SILENT, WRONG, GONE)
"""What a call may end with: the right office, nobody, somebody else, no such number."""


class Contact(NamedTuple):
    """One item's ways to be reached, as the API publishes them, with the SHA-256 of all that it says."""

    area: str
    list: str
    id: str
    name: str
    page: str  # from the site's root
    contact: dict[str, Any]
    sha256: str


class Call(NamedTuple):
    """One number to be dialled, and everything that rests on it."""

    number: str
    who: tuple[str, ...]  # names of items with the authority that should answer
    where: tuple[str, ...]  # places and lists
    checked: str  # the oldest day of checking, '' where one was never checked


class Answered(NamedTuple):
    """What came of one call."""

    number: str
    result: str
    day: str
    remark: str = ""


class Settled(NamedTuple):
    """One list with the results in it: its text where something changed, what to say, what a person has to mend."""

    ref: ListRef
    text: str | None
    said: tuple[str, ...]
    wrong: tuple[str, ...]


def contacts_of(file: ListFile, area: Area) -> Iterator[Contact]:
    """The contacts that a list names, each with a checksum that changes when a digit does."""
    keys = [key for key, info in file.kind.item.model_fields.items() if danger_of(info) is Danger.CONTACT]
    for item in file.items if keys else ():
        row = item.model_dump(include=set(keys), exclude_none=True)
        said = {key: row[key] for key in keys if key in row and key != STATE}
        if said:
            place = (area.path, file.page, item.id, item.name)
            page = item_address(area.path, file.kind, file.page, item.id)
            yield Contact(*place, page, {key: row[key] for key in keys if key in row}, checksum([*place, said]))


def public_of(file: ListFile) -> Iterator[str]:
    """Every number and mailbox that a list publishes on purpose, whatever its kind."""
    keys = [key for key in REACHED if key in file.kind.item.model_fields]
    for item in file.items if keys else ():
        for key in keys:
            yield from getattr(item, key) or ()


def checksum(value: Any) -> str:
    """SHA-256 of a value as compact JSON in UTF-8, keys in order."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def calls(tree: Tree, under: str, as_of: date, due: bool = False) -> list[Call]:
    """Every number in a place and below it, once; ``due``: only those that nobody checked in the last 180 days."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for ref, area in each("看联系方式", list(_lists(tree, under))):
        file = read_list(ref)
        for item in file.items if file else ():
            who = item.name if not (body := getattr(item, "authority", None)) else f"{item.name}({body})"
            checked = day(item.verified_on or (file.header.verified_on if file else None))
            for number in _numbers(item.model_dump(include=set(NUMBERS))):
                if getattr(item, STATE, None) != DEAD:
                    found.setdefault(number, []).append((who, f"{area.name} {ref.shown}", checked))
    old = (as_of - FRESH).isoformat()
    rows = [_call(number, said) for number, said in found.items()]
    return sorted(row for row in rows if not due or row.checked < old)


def _call(number: str, said: list[tuple[str, str, str]]) -> Call:
    who, where, checked = (tuple(dict.fromkeys(column)) for column in zip(*said, strict=True))
    return Call(number, who, where, min(checked))


def _lists(tree: Tree, under: str) -> Iterator[tuple[ListRef, Area]]:
    for area in tree:
        inside = not under or area.path == under or area.path.startswith(f"{under}/")
        if inside and (not area.demo or under.split("/")[0] == DEMO):
            yield from ((ref, area) for ref in area.lists if _has_numbers(KINDS[ref.kind]))


def _has_numbers(kind: Kind) -> bool:
    return any(key in kind.item.model_fields for key in NUMBERS)


def _numbers(row: dict[str, Any]) -> list[str]:
    found = [row.get(key) for key in NUMBERS]
    return [number for said in found if isinstance(said, list) for number in said if number != UNKNOWN]


def settle(tree: Tree, under: str, answers: Iterable[Answered]) -> Iterator[Settled]:
    """What the results of calls make of the lists of a place and below it: day and state, never a number.

    An item counts as checked once all its numbers were answered by the right office,
    and as out of use once none of them is any good; all else is for a person.
    """
    told = {answer.number: answer for answer in answers}
    for ref, _ in each("写核对结果", list(_lists(tree, under))):
        kind = KINDS[ref.kind]
        source, problems = read(ref.shown, ref.file.read_bytes())
        before = source.data.get("items") if source else None
        rows, said, wrong = list[Any](), list[str](), list[str]()
        for at, row in enumerate(before if isinstance(before, list) else ()):
            done, note = _settled(row, kind, told)
            if note and source:
                place = f"{ref.shown}:{source.where(('items', at)).line}: {row.get('name', '')}: {note}"
                (said if done != row else wrong).append(place)
            rows.append(done)
        if said and problems:
            yield Settled(ref, None, (), (f"{ref.shown}: 有注释或读不懂的地方,没有动,先运行 mingbai check", *wrong))
        elif said or wrong:
            text = canonical({**source.data, "items": rows}, kind.key_order()) if said and source else None
            yield Settled(ref, text, tuple(said), tuple(wrong))


def _settled(row: Any, kind: Kind, told: dict[str, Answered]) -> tuple[Any, str]:
    """One item as the calls leave it, and what to say of it; '' where no call was about it."""
    if not isinstance(row, dict) or row.get(STATE) == DEAD:
        return row, ""
    numbers = _numbers(row)
    found = [told[number] for number in numbers if number in told]
    if not found:
        return row, ""
    bad = [answer for answer in found if answer.result in (WRONG, GONE)]
    open_ = [number for number in numbers if number not in told or told[number].result == SILENT]
    if len(bad) == len(numbers) and STATE in kind.item.model_fields:
        return _marked(row, DEAD, max(answer.day for answer in bad), _why(bad))
    if bad:
        return row, f"{_why(bad)},请改正清单"
    if open_:
        return row, f"还没有打通:{'、'.join(open_)}"
    return _marked(
        row, GOOD if STATE in kind.item.model_fields else "", min(answer.day for answer in found), "打通核对过"
    )


def _marked(row: dict[str, Any], state: str, checked: str, why: str) -> tuple[dict[str, Any], str]:
    done = {**row, "verified_on": checked}
    if rest := [name for name in row.get("unverified", ()) if name not in NUMBERS]:
        done["unverified"] = rest
    else:
        done.pop("unverified", None)
    if state and row.get(STATE) != state:
        done |= {STATE: state, "change": {"type": "修改", "reason": why}}
        return done, f"核对结果 {row.get(STATE)} → {state},核对日期 {checked}({why})"
    return done, f"核对日期 {row.get('verified_on', '(没有)')} → {checked}" if done != row else ""


def _why(bad: list[Answered]) -> str:
    return "、".join(f"{answer.number} {answer.result}" for answer in bad)
