"""``python3 -m mingbai.forge.inbox FOLDER …`` makes proposals of what was in the inbox; needs Python and git alone."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import letters
from .api import Refused
from .branch import GUEST, NoGit, Repository
from .forges import Forge, forge
from .options import parser
from .parcel import BadParcel, Parcel, Proposal, Refusal, key_of, read
from .post import say
from .requests import Open, Requests, requests

BRANCH = re.compile(r"inbox/[0-9a-f]{12}")
"""What the branches are called that are made here; what a person calls so is overwritten."""

MAY_NOT = "GitHub 上要在 Settings → Actions → General 里勾选“Allow GitHub Actions to create and approve pull requests”"

Step = Callable[[], str]
"""Something to be done, which says what it did."""


@dataclass(frozen=True)
class Inbox:
    """The inbox of a repository's branch ``base`` at the commit ``head``."""

    repository: Repository
    there: Requests
    one: Callable[[int], Forge]  # a pull request by its number
    base: str
    head: str
    run: str

    def sync(self, parcel: Parcel) -> Iterator[Step]:
        """A branch and a pull request for each file that was taken, an issue for each that was not; old ones closed.

        Each step can fail alone.
        """
        me, tips = self.there.me(), self.repository.tips("inbox/*")
        wanted = {branch_of(one.files[0]) for one in parcel.proposals}
        open_ = {one.branch: one for one in self.there.requests(self.base) if BRANCH.fullmatch(one.branch)}
        issues = {letters.marked(one.body): one for one in self.there.issues() if one.author == me}
        for proposal in parcel.proposals:
            branch = branch_of(proposal.files[0])
            yield partial(self.propose, proposal, branch, tips.get(branch, ""), open_.get(branch), me)
        for refused in parcel.refused:
            yield partial(self.complain, refused, issues.get(key_of(refused.file)))
        for branch, request in open_.items():
            if branch not in wanted:
                yield partial(self.withdraw, request, tips.get(branch, ""))
        still = {key_of(one.file) for one in parcel.refused}
        for key, issue in issues.items():
            if key and key not in still:
                yield partial(self.settle, issue)

    def propose(self, proposal: Proposal, branch: str, seen: str, old: Open | None, me: str) -> str:
        """Keep the branch and the pull request of a file."""
        title, body = letters.subject(proposal), letters.request(proposal, self.run)
        commit = self.repository.commit(self.head, proposal.lists, proposal.files, _message(proposal))
        if old and seen != commit and not self.repository.ours(branch):
            say(
                self.one(old.number),
                me,
                letters.mark(key_of(branch)),
                f"{letters.mark(key_of(branch))}\n{letters.EDITED}",
            )
            return f"合并请求 {old.number} 里有人另外提交过,没有动"
        if seen != commit:
            self.repository.push(commit, branch, seen)
        if old is None:
            self.there.propose(branch, self.base, title, body)
            return f"开了合并请求: {title}"
        return self.rewritten(old, title, body, "合并请求")

    def complain(self, refused: Refusal, old: Open | None) -> str:
        """Keep the issue of a file."""
        title, body = letters.complaint(refused), letters.issue(refused, self.run)
        if old is None:
            self.there.report(title, body)
            return f"开了议题: {title}"
        return self.rewritten(old, title, body, "议题")

    def withdraw(self, old: Open, seen: str) -> str:
        """Close the pull request of a file that is gone, or that was replaced by one that cannot be taken."""
        if not seen or not self.repository.ours(old.branch):
            return f"合并请求 {old.number} 里有人另外提交过,没有动"
        self.there.close(old)
        self.repository.drop(old.branch, seen)
        return f"关上了合并请求 {old.number}: 文件不在了,或者换成了不能收的"

    def settle(self, old: Open) -> str:
        """Close the issue of a file that was taken, or is gone."""
        self.there.close(old)
        return f"关上了议题 {old.number}"

    def rewritten(self, old: Open, title: str, body: str, what: str) -> str:
        """Say it anew, unless only the run is another."""
        if (old.title, _lasting(old.body)) == (title, _lasting(body)):
            return f"{what} {old.number} 没有变"
        self.there.rewrite(old, title, body)
        return f"更新了{what} {old.number}"

    def answer(self, parcel: Parcel, number: int, branch: str) -> str:
        """On a pull request that somebody opened to send files: a commit on its branch, where we may, and a comment."""
        request = self.one(number)
        if not (parcel.proposals or parcel.refused):
            return "inbox/ 里没有新的"
        if request.head() != self.head or (branch and self.repository.fetch(branch) != self.head):
            return "合并请求已经有了新的提交,这次不写"
        if branch:
            for proposal in parcel.proposals[:1]:
                words = _message(proposal)
                commit = self.repository.commit(self.head, proposal.lists, proposal.files, words, GUEST)
                self.repository.push(commit, branch, self.head)
        key = self.head if branch else "0"
        body = letters.comment(key, parcel, bool(branch), self.run)
        done = {"posted": "写了一条评论", "updated": "更新了原来的评论", "same": "评论没有变"}
        return done[say(request, self.there.me(), letters.mark(key), body)]


def branch_of(file: str) -> str:
    """The branch of a file of the inbox."""
    return f"inbox/{key_of(file)}"


def _message(proposal: Proposal) -> str:
    return f"{letters.subject(proposal)}\n\n" + "".join(f"{file}\n" for file in proposal.files)


def _lasting(body: str) -> str:
    """A text but for the address of the run that it came from, as a forge may give it back."""
    return re.sub(r"\[完整的预览在这次运行里\]\(.*?\)", "", body).replace("\r\n", "\n").strip()


def main(arguments: list[str] | None = None) -> int:
    """0 done; 2 where something could not be."""
    asked = parser(
        "python3 -m mingbai.forge.inbox",
        "把 mingbai inbox 的结果变成提议:收下的一个文件一个分支、一个合并请求,没收的一个文件一个议题。",
    )
    asked.add_argument("folder", type=Path, help="mingbai inbox 写的文件夹")
    asked.add_argument("--base", default="main", help="提议要并进哪个分支(默认 main)")
    asked.add_argument("--number", type=int, default=0, help="别人为了交文件开的合并请求的编号:回答写在那里")
    asked.add_argument("--branch", default="", help="那个合并请求的分支,可以往里写的才说")
    asked.add_argument("--remote", default="origin", help="往哪个 git 远端写(默认 origin)")
    given = asked.parse_args(arguments)
    if not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", given.head):
        asked.error("--head 要写完整的提交编号")
    token = os.environ.get("FORGE_TOKEN", "")
    try:
        inbox = Inbox(
            Repository(Path(), given.remote),
            requests(given.forge, given.api, token, given.repo, given.bot),
            lambda number: forge(given.forge, given.api, token, given.repo, number, given.bot),
            given.base,
            given.head,
            given.run,
        )
        parcel = read(given.folder)
        steps = [partial(inbox.answer, parcel, given.number, given.branch)] if given.number else [*inbox.sync(parcel)]
    except WRONG as error:
        return _failed(error, given.forge)
    code = 0
    for step in steps:
        try:
            print(step())
        except WRONG as error:
            code = _failed(error, given.forge)
    return code


WRONG = (BadParcel, NoGit, Refused, KeyError, TypeError, ValueError, AttributeError)


def _failed(error: Exception, sort: str) -> int:
    known = isinstance(error, (BadParcel, NoGit, Refused))
    hint = f"。{MAY_NOT}" if isinstance(error, Refused) and error.status == 403 and sort == "github" else ""
    print(f"没有写成:{error if known else '平台的回答和想的不一样'}{hint}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
