"""What a file of the inbox would change, as Markdown for a clerk: what other people wrote stands in code alone."""

import re
from collections.abc import Iterator

from ..areas import Tree
from ..forge.parcel import Parcel
from ..forge.words import code
from ..office.preview import count, lines
from ..office.taking import Taken
from ..problems import Level, Problem, told
from .reading import Read

_LATER = 12  # lines that are shown at once beside errors; the others are folded
_FIRST = ("错误", "冲突", "没有动", "删除")
_WORDS = (*_FIRST, "新增", "修改", "挪动", "没有删", "没有读", "注意", "提醒")

_PLAINER = (
    (r"不是 mingbai export 导出的工作簿。当作别人做的表来读,加上 --area 地方", "不是从本站下载的工作簿"),
    (r"不是 mingbai export 导出的工作簿", "不是从本站下载的工作簿"),
    (r"用 --kind (\S+) 或 --kind (\S+) 指明", r"把文件名改成 \1.xlsx 或 \2.xlsx 再传"),
    (r"不对就用 --kind 指明", "不对就把文件名改成那一类的名字再传"),
    (r"\(--kind ([a-z-]+)\)", r"(\1)"),
    (r"真要删,加 --delete \S+", "别人做的表里没有的,一律不删"),
    (r"先用 export 导出再改", "先从本站下载 Excel 再改"),
    (r"用现在的版本重新导出", "从本站重新下载一份"),
    (r"重新导出一份", "从本站重新下载一份 Excel"),
)


def plainer(text: str) -> str:
    """Words for who types commands, said to who has none."""
    for said, meant in _PLAINER:
        text = re.sub(said, meant, text)
    return text


def title(read: Read, tree: Tree) -> str:
    """Whose list it is and how much changes, in a line; the file's name where that is not known."""
    if not read.taken:
        return read.upload.name
    more = f" 等 {len(read.taken)} 份清单" if len(read.taken) > 1 else f": {count(read.taken[0])}"
    return f"{_name(read.taken[0], tree)}{more}"


def text(read: Read, tree: Tree) -> str:
    """All that was found in a file."""
    if read.refused:
        return f"- {code(plainer(read.refused))}"
    parts = [part for taken in read.taken for part in _list(taken, tree)]
    if read.brings:
        parts += ["这些和别的清单放在一起才看得出来:", "\n".join(map(_problem, read.brings))]
    return "\n\n".join(parts)


def page(parcel: Parcel) -> str:
    """All that was found in an inbox, whole, for whoever opens the run that found it."""
    parts = ["# 收件箱"]
    parts += [f"## 收下 {'、'.join(map(code, one.files))}\n\n{one.text}" for one in parcel.proposals]
    parts += [f"## 没有收下 {code(one.file)}\n\n{one.text}" for one in parcel.refused]
    return "\n\n".join(parts if parts[1:] else [*parts, "没有新的文件。"]) + "\n"


def _name(taken: Taken, tree: Tree) -> str:
    return " ".join(filter(None, (tree.areas[taken.ref.area].name, taken.kind.label, taken.ref.slug)))


def _list(taken: Taken, tree: Tree) -> Iterator[str]:
    """One list: its name and count, deletions before all else, errors before what can wait."""
    _, *rest = lines(taken)
    told = list(_entries(rest))
    first = [entry for entry in told if entry.startswith(tuple(f"- **{word}**" for word in _FIRST))]
    others = [entry for entry in told if entry not in first]
    name = code(_name(taken, tree))
    yield f"#### {name}: {'新的清单' if taken.now is None and not taken.refused else count(taken)}"
    yield f"网站上的这一份:{code(taken.ref.shown)}"
    if taken.diff.removed:
        yield (
            f"**要删去 {len(taken.diff.removed)} 项**,合并就是同意删。只是不再办了的,"
            "不用删:在它的“失效日期”一格写上日期,旧网址才说得清楚。"
        )
    if first:
        yield "\n".join(first)
    if others and taken.errors and len(others) > _LATER:
        yield f"<details><summary>其余 {len(others)} 条</summary>"
        yield "\n".join(others)
        yield "</details>"
    elif others:
        yield "\n".join(others)


def _entries(rest: list[str]) -> Iterator[str]:
    """The lines of a preview as a list; what is indented belongs to the line above."""
    entry = ""
    for line in rest:
        if line.startswith("     "):
            entry += f"\n  - {code(line)}"
            continue
        if entry:
            yield entry
        word, _, said = line.strip().partition(" ")
        entry = f"- **{word.rstrip(':')}** {code(plainer(said))}" if word.rstrip(":") in _WORDS else f"- {code(line)}"
    if entry:
        yield entry


def _problem(problem: Problem) -> str:
    level = "错误" if problem.level is Level.ERROR else "提醒"
    fix = f"。{problem.fix}" if problem.fix else ""
    return (
        f"- **{level}** {code(f'{problem.file}:{problem.line}')} {code(told(f'{problem.code} {problem.message}{fix}'))}"
    )
