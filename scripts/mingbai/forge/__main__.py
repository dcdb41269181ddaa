"""``python3 -m mingbai.forge FOLDER …`` posts a review; needs Python alone, no package."""

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import quote

from .api import Refused
from .bundle import BadBundle, read
from .forges import FORGES, forge
from .post import post

SAYS = {
    "posted": "写了一条评论",
    "updated": "更新了原来的评论",
    "same": "评论没有变",
    "late": "提议已经有了新的提交,这次不写",
}


def main(arguments: list[str] | None = None) -> int:
    """0 posted, or nothing to post; 2 where it could not be."""
    parser = argparse.ArgumentParser(
        prog="python3 -m mingbai.forge",
        description="把 mingbai review 的结果写到代码平台:一条评论,以后都更新它。令牌放在环境变量 FORGE_TOKEN。",
    )
    parser.add_argument("folder", type=Path, help="mingbai review 写的文件夹")
    parser.add_argument("--forge", choices=FORGES, required=True, help="哪种平台;Forgejo 用 gitea")
    parser.add_argument("--api", required=True, help="接口的地址,如 https://api.github.com")
    parser.add_argument("--repo", required=True, help="仓库,如 owner/name;GitLab 可以写项目编号")
    parser.add_argument("--number", type=int, required=True, help="合并请求的编号")
    parser.add_argument("--head", required=True, help="审阅的是哪个提交")
    parser.add_argument("--run", default="", help="这次运行的网址,放着完整的报告")
    parser.add_argument("--bot", default="", help="令牌是谁的;平台自己能说的不用写")
    given = parser.parse_args(arguments)
    if given.run and not given.run.startswith(("https://", "http://")):
        parser.error("--run 不是网址")
    try:
        there = forge(given.forge, given.api, os.environ.get("FORGE_TOKEN", ""), given.repo, given.number, given.bot)
        posted = post(there, read(given.folder), given.head, quote(given.run, safe="/:?=&#%,+~"))
    except (BadBundle, Refused, KeyError, TypeError, ValueError, AttributeError) as error:
        known = isinstance(error, (BadBundle, Refused))
        print(f"没有写成:{error if known else '平台的回答和想的不一样'}", file=sys.stderr)
        return 2
    print(SAYS[posted.comment] + (f",行旁边写了 {posted.at_lines} 处" if posted.at_lines else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
