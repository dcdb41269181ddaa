"""The empty page in the theme's frame, cut once and filled for every page."""

import re
from dataclasses import dataclass

SLOTS = {
    "title": 1,
    "description": 1,
    "head": 1,
    "trail": 1,
    "content": 1,
    "paper": 1,
    "report": 2,
    "here": 1,
    "near": 1,
}
"""Marked places and how often each must stand in the shell."""

_TOKEN = re.compile(r"@@mingbai:(\w+)@@")
_UP = re.compile(r'(?<=[ \n])(href|src|action|data-root)="\.\./?(?=["\w#?])')
_LOCAL = re.compile(r'(?<=[ \n])(?:href|src|action)="(?!@@mingbai:|#|https?:|mailto:|tel:|data:)')


class ShellError(Exception):
    """The theme's frame is not what pouring needs; the message says what is missing."""


@dataclass(frozen=True)
class Filling:
    """What one page puts into the shell; HTML but for ``title`` and ``description``, which come escaped."""

    title: str
    description: str
    head: str
    trail: str
    content: str
    paper: str
    report: str
    here: str  # the place's path
    near: str  # the paths of the places whose lists speak here, nearest first


class Shell:
    """The shell's text between its slots. It was rendered one folder deep: ``../`` is its root."""

    def __init__(self, html: str) -> None:
        self.text = html
        html = _UP.sub(r'\1="@@mingbai:root@@', html)
        parts = _TOKEN.split(html)
        self._texts, self._slots = parts[::2], parts[1::2]
        for slot, times in SLOTS.items():
            if self._slots.count(slot) != times:
                raise ShellError(f"外壳里 {slot} 应当出现 {times} 次,实际 {self._slots.count(slot)} 次")
        unknown = set(self._slots) - set(SLOTS) - {"root"}
        if unknown:
            raise ShellError(f"外壳里有不认识的位置:{'、'.join(sorted(unknown))}")
        if "root" not in self._slots or _LOCAL.search(html):
            raise ShellError("外壳里有不从根目录算起的链接")

    def pour(self, filling: Filling, root: str) -> str:
        """A whole page; ``root`` is the way from it to the site's root, './' or '../../'."""
        values = {**filling.__dict__, "root": root}
        out = [self._texts[0]]
        for slot, text in zip(self._slots, self._texts[1:], strict=True):
            out.append(values[slot])
            out.append(text)
        return "".join(out)


def root_of(address: str) -> str:
    """The way from a page to the site's root: '' → './', 'a/b/' → '../../'."""
    return "../" * address.count("/") or "./"
