"""What both commands of this room are told."""

import argparse
from urllib.parse import quote

from .forges import FORGES


def parser(prog: str, description: str) -> argparse.ArgumentParser:
    """The options that they share."""
    made = argparse.ArgumentParser(prog=prog, description=f"{description}令牌放在环境变量 FORGE_TOKEN。")
    made.add_argument("--forge", choices=FORGES, required=True, help="哪种平台;Forgejo 用 gitea")
    made.add_argument("--api", required=True, help="接口的地址,如 https://api.github.com")
    made.add_argument("--repo", required=True, help="仓库,如 owner/name;GitLab 可以写项目编号")
    made.add_argument("--head", required=True, help="看的是哪个提交")
    made.add_argument("--run", type=_address, default="", help="这次运行的网址,放着完整的结果")
    made.add_argument("--bot", default="", help="令牌是谁的;平台自己能说的不用写")
    return made


def _address(text: str) -> str:
    if text and not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError("不是网址")
    return quote(text, safe="/:?=&#%,+~")
