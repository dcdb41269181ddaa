"""The words around what was found in the inbox: what happened to a file, and what its sender can do next."""

import re

from .parcel import Parcel, Proposal, Refusal, key_of
from .words import LARGEST, clip, code, harmless

_MARK = re.compile(r"<!-- mingbai:inbox ([0-9a-f]+) -->")

EDITED = (
    "有人在这个分支上另外提交过,所以再传工作簿也不改它了,免得盖掉。"
    "要按工作簿重来:关上这个合并请求,删去它的分支,再传一次。"
)


def mark(key: str) -> str:
    """A hidden mark by which a text is known again."""
    return f"<!-- mingbai:inbox {key} -->"


def marked(body: str) -> str:
    """The key in the mark that a text begins with; '' where it has none."""
    found = _MARK.match(body)
    return found[1] if found else ""


def subject(proposal: Proposal) -> str:
    """What a proposal is called."""
    return f"收件箱: {proposal.title}"


def complaint(refused: Refusal) -> str:
    """What an issue is called."""
    return f"收件箱没有收下: {refused.title}"


def request(proposal: Proposal, run: str) -> str:
    """The text of a pull request that was opened for a file."""
    return _letter(
        f"{mark(key_of(proposal.files[0]))}\n{_names(proposal)} 收到了,下面是它要改的。合并以前,网站上什么也不变。",
        proposal.text,
        "**接下来**\n\n"
        "- 都对:请审阅的人合并。网站更新,文件从 `inbox/` 里拿走。\n"
        "- 有不对:在自己电脑上改好文件,用**同一个文件名**再传到 `inbox/`,这里会跟着变。\n"
        "- 不要了:关上这个合并请求,再把 `inbox/` 里的文件删去。",
        run,
    )


def issue(refused: Refusal, run: str) -> str:
    """The text of an issue on a file that stays where it is."""
    return _letter(
        f"{mark(key_of(refused.file))}\n"
        f"{code(refused.file)} 没有收下,清单一个字也没有动。文件还在 `inbox/` 里,没有丢。",
        refused.text,
        "**接下来**\n\n"
        "- 在自己电脑上改好文件,用**同一个文件名**再传到 `inbox/`。收下了,这个议题会自动关上。\n"
        "- 不要了:把 `inbox/` 里的文件删去。",
        run,
    )


def comment(head: str, parcel: Parcel, may_write: bool, run: str) -> str:
    """The text of a comment on a pull request that somebody else opened to send files."""
    done, next_ = (
        ("已经照着改进了这个合并请求,文件从 `inbox/` 里拿走了", "都对就合并;有不对,改好文件再传到这个分支的 `inbox/`。")
        if may_write
        else (
            "收到了。这个合并请求来自另一个仓库,往里写不了:合并它,会自动另开一个合并请求,里面就是下面这些改动",
            "有不对,改好文件再传到那个分支的 `inbox/`,这里会跟着变。",
        )
    )
    parts = [f"{_names(one)} {done}。\n\n{one.text}" for one in parcel.proposals]
    parts += [f"{code(one.file)} 没有收下,文件还在 `inbox/` 里。\n\n{one.text}" for one in parcel.refused]
    next_ = next_ if parcel.proposals else "改好文件,用**同一个文件名**再传到这个分支的 `inbox/`。"
    return _letter(mark(head), "\n\n---\n\n".join(parts), f"**接下来**\n\n{next_}", run)


def _letter(top: str, text: str, below: str, run: str) -> str:
    foot = f"\n\n{below}\n" + (f"\n[完整的预览在这次运行里]({run})\n" if run else "")
    return f"{top}\n\n{clip(harmless(text.strip()), LARGEST - 2 * len(top) - 2 * len(foot))}{foot}"


def _names(proposal: Proposal) -> str:
    return "、".join(map(code, proposal.files))
