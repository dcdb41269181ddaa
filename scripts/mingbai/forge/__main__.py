"""``python3 -m mingbai.forge FOLDER …`` posts a review; needs Python alone, no package."""

import os
import sys
from pathlib import Path

from .api import Refused
from .bundle import BadBundle, read
from .forges import forge
from .options import parser
from .post import post

SAYS = {
    "posted": "写了一条评论",
    "updated": "更新了原来的评论",
    "same": "评论没有变",
    "late": "提议已经有了新的提交,这次不写",
}


def main(arguments: list[str] | None = None) -> int:
    """0 posted, or nothing to post; 2 where it could not be."""
    asked = parser("python3 -m mingbai.forge", "把 mingbai review 的结果写到代码平台:一条评论,以后都更新它。")
    asked.add_argument("folder", type=Path, help="mingbai review 写的文件夹")
    asked.add_argument("--number", type=int, required=True, help="合并请求的编号")
    given = asked.parse_args(arguments)
    try:
        there = forge(given.forge, given.api, os.environ.get("FORGE_TOKEN", ""), given.repo, given.number, given.bot)
        posted = post(there, read(given.folder), given.head, given.run)
    except (BadBundle, Refused, KeyError, TypeError, ValueError, AttributeError) as error:
        known = isinstance(error, (BadBundle, Refused))
        print(f"没有写成:{error if known else '平台的回答和想的不一样'}", file=sys.stderr)
        return 2
    print(SAYS[posted.comment] + (f",行旁边写了 {posted.at_lines} 处" if posted.at_lines else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
