"""邮箱写法不对:不是“名字@域名”的样子。

示例数据用 .invalid 结尾的邮箱,别处不许用。不知道写 待核实。

反例:
    emails: [jubao#hubei.example]

正例:
    emails: [jubao@hubei.example]
"""

import re
from collections.abc import Iterator
from datetime import date

from ..areas import DEMO
from ..catalog import ListFile
from ..kinds import UNKNOWN
from ..kinds.forms import MAILBOX_PATTERN
from ..problems import Level, Problem

CODE = "C111"
LEVEL = Level.ERROR
SCOPE = "list"

_MAILBOX = re.compile(MAILBOX_PATTERN)


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Every mailbox of a list of contacts."""
    if "emails" not in file.kind.item.model_fields:
        return
    demo = file.ref.area.split("/")[0] == DEMO
    for number, item in enumerate(file.items):
        for index, mailbox in enumerate(getattr(item, "emails", None) or ()):
            invented = mailbox.endswith(".invalid")
            if mailbox != UNKNOWN and (not _MAILBOX.match(mailbox) or invented != demo):
                message = f"邮箱写法不对: “{mailbox}”" if invented == demo else f"示例邮箱用错了地方: “{mailbox}”"
                yield file.problem(number, ("emails", index), CODE, message, "写成 名字@域名;不知道写 待核实", LEVEL)
