"""全国热线的号码不对:名称里写着一个全国短号,电话里却没有它;或者名称是一个举报热线,电话却是另一个。

骗子最想改的就是热线号码。12345、12388 这样的号码全国一样,改了一个数字就不是它了。

反例:
    - id: "12388"
      name: 12388纪检监察举报
      phones: [12389]

正例:
    - id: "12388"
      name: 12388纪检监察举报
      phones: [12388]
"""

import re
from collections.abc import Iterator
from datetime import date

from ..catalog import ListFile
from ..kinds import UNKNOWN
from ..problems import Level, Problem
from .phone import SHORT

CODE = "C328"
LEVEL = Level.ERROR
SCOPE = "list"

_REPORTED = {"12309", "12336", "12337", "12369", "12377", "12380", "12388", "12389"}
"""Hotlines that take reports of wrongs, each known by what it is called."""

_NUMBER = re.compile(r"(?<![0-9A-Za-z-])1[12][0-9]{1,3}(?![0-9A-Za-z])")


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Contacts in use whose name stands for one national number and whose phones are others."""
    if file.kind.topics is None:
        return
    for index, item in enumerate(file.items):
        phones = [phone for phone in (*(item.phones or ()), *(item.sms or ())) if phone != UNKNOWN]
        if not phones or not file.kind.topics(item):
            continue
        held = {phone.rpartition("-")[2] for phone in phones}
        meant = {number for number in (item.id, *_NUMBER.findall(item.name)) if number in SHORT}
        if not meant and held & SHORT.keys():
            meant = {number for number in _REPORTED if SHORT[number] in item.name}
        if meant and not meant & held:
            told = "、".join(f"{number}({SHORT[number]})" for number in sorted(meant))
            message = f"“{item.name}”说的是 {told},电话写的是 {'、'.join(phones)}"
            yield file.problem(index, ("phones", 0), CODE, message, "对照公开的热线号码改正,或改名称", LEVEL)
