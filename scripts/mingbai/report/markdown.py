"""A review as Markdown for the comment on a pull request; nothing that a list says is ever taken for markup."""

import re

from ..review import Review
from .telling import EFFECTS, effect, headline, lists, proof, sections, telling, verdict

LIMIT = 65_000  # characters; GitHub takes 65,536
_MEANT = re.compile(r"[\\`*_\[\]<>#|~@!&$^{}%]|(?<=[a-zA-Z])://|(?<=[wW]{3})\.")
_CALLS = "@#!~%$&^"  # signs that call a person or name a ticket, whatever they are written as
_APART = "\u2060"  # a word joiner: nothing to see, but the sign no longer touches what follows


class _Style:
    """GitHub's, GitLab's and Gitea's Markdown alike."""

    def plain(self, text: str) -> str:
        """Text in which no sign means anything, no name is called and no address is linked."""
        return _MEANT.sub(_harmless, text)

    def value(self, text: str) -> str:
        """A code span, in more backticks than stand in it."""
        longest = max((len(run) for run in re.findall("`+", text)), default=0)
        fence, pad = "`" * (longest + 1), " " if text[:1] == "`" or text[-1:] == "`" else ""
        return f"{fence}{pad}{text}{pad}{fence}"

    def strong(self, text: str) -> str:
        """Bold."""
        return f"**{self.plain(text)}**" if text.strip() else ""

    def gone(self, text: str) -> str:
        """Struck out; a space beside a mark would undo it."""
        return f"<del>{self.plain(text)}</del>"

    def came(self, text: str) -> str:
        """Inserted, and bold where nothing underlines."""
        return f"<ins><b>{self.plain(text)}</b></ins>"

    def place(self, text: str) -> str:
        """A code span."""
        return self.value(text)

    def warn(self, text: str) -> str:
        """With a sign of its own."""
        return f"⚠ {self.plain(text)}"

    def folded(self, head: str, rest: str) -> str:
        """Names that unfold; fields of a new item stand where they are."""
        return f"{head}<details><summary>全部</summary>{self.plain(rest)}</details>" if head else self.plain(rest)


def _harmless(found: "re.Match[str]") -> str:
    sign = "".join(f"&#{ord(char)};" for char in found[0])
    return (
        f"{_APART}{sign}" if len(found[0]) > 1 or found[0] == "." else f"{sign}{_APART if found[0] in _CALLS else ''}"
    )


def markdown(review: Review, limit: int = 0, rest: str = "") -> str:
    """The report; cut at ``limit`` characters where there is one, with ``rest`` saying where all of it stands."""
    style = _Style()
    parts = [f"### 清单改动:{headline(review)}"]
    if review.same:
        return parts[0] + "\n"
    parts += [f"**{verdict(review)}**", f"{'✓' if review.proven else '✗'} {style.plain(proof(review))}"]
    for section in sections(review):
        rows = [f"- {telling(line, style)}" for line in section.lines]
        head = f"#### {section.title}({sum(len(line.subjects) for line in section.lines)})"
        parts.append("\n".join([head, *rows]))
    for about, title in EFFECTS.items():
        rows = [f"- {effect(found, style)}" for found in review.effects if found.about == about]
        if rows:
            parts.append("\n".join([f"#### {title}({len(rows)})", *rows]))
    parts.append("\n".join([f"#### 文件({len(review.lists)})", *(f"- {line}" for line in lists(review, style))]))
    return _cut("\n\n".join(parts) + "\n", limit, rest)


def _cut(text: str, limit: int, rest: str) -> str:
    if not limit or len(text) <= limit:
        return text
    kept: list[str] = []
    room = limit - 200 - len(rest)
    every = text.split("\n")
    for line in every:
        if room < len(line) + 1:
            break
        kept.append(line)
        room -= len(line) + 1
    end = f"…太长,这里只有前 {len(kept)} 行,共 {len(every)} 行。" + (f"全文在 {rest}。" if rest else "")
    return "\n".join([*kept, "", f"**{end}**", ""])
