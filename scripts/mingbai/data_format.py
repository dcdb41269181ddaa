"""Which format the lists are written in: lists/_site/format.yml, the first one where it is missing."""

from typing import Annotated

from pydantic import StringConstraints

from .kinds.fields import Danger, Model, field
from .migrations import FORMAT
from .problems import Problem
from .read import Source

FILE = "_site/format.yml"
FIRST = 1  # where nothing is said

Number = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,3})$")]


class FormatFile(Model):
    """lists/_site/format.yml."""

    format: Number = field(
        "数据格式", "清单按第几版格式写的,由 mingbai migrate 来改;没有这个文件是 1", Danger.FACT, required=True
    )


def check_format(said: FormatFile | None, source: Source | None) -> Problem | None:
    """What is to be done where the lists are written in another format than this version's."""
    if said is None or source is None or int(said.format) == FORMAT:
        return None
    number = int(said.format)
    if number < FORMAT:
        message, fix = f"清单按第 {number} 版格式写成,现在是第 {FORMAT} 版", "运行 mingbai migrate,把清单改成新的格式"
    else:
        message = f"清单按第 {number} 版格式写成,这个版本的软件只懂到第 {FORMAT} 版"
        fix = "把 requirements.txt 里的软件版本升上去"
    return source.problem(("format",), "C210", message, fix)
