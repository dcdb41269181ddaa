"""The words of a review on a forge; what a proposal says stands in code, where no forge reads anything into it."""

import hashlib
import re
from collections.abc import Iterable

from .bundle import Bundle, Finding, Suggestion

MARK = "<!-- mingbai:review -->"
LARGEST = 65_000  # GitHub takes 65,536 characters; as it may count, in UTF-16
SHOWN = 20  # errors that the comment tells before the report

_RUNS = re.compile(r"`+")
_COMMAND = re.compile(r"^(\s*)/(?=[A-Za-z])", re.MULTILINE)


def code(text: str) -> str:
    """A text as a code span: no link, mention, picture, tag or command comes out of it, whatever it says."""
    line = "".join(char if char.isprintable() else " " for char in text).strip() or " "
    fence = "`" * (_longest(line) + 1)
    space = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{space}{line}{space}{fence}"


def comment(bundle: Bundle, run: str, told_in_lines: bool) -> str:
    """The one comment: what was found first, then the report, and where all of it lies.

    ``run`` is the address of the run that holds the report as a file; '' where there is none.
    ``told_in_lines`` says that the forge offers the suggestions at their lines.
    """
    head = [MARK, *_checked(bundle.findings)]
    if bundle.suggestions and told_in_lines:
        head.append(f"写法上有 {len(bundle.suggestions)} 处可以直接采纳的修改,在改动的行旁边。")
    elif bundle.suggestions:
        head.extend(_in_words(bundle.suggestions))
    if bundle.unsaid:
        head.append(f"另有 {bundle.unsaid} 处写法可以统一:运行 `mingbai fmt --fix`。")
    foot = f"[完整的报告和预览]({run})" if run else "完整的报告见这次运行的附件。"
    above, below = "\n\n".join(head) + "\n\n", f"\n\n{foot}\n"
    return above + clip(harmless(bundle.report.strip()), LARGEST - _size(above) - _size(below)) + below


def harmless(report: str) -> str:
    """A report without what a forge would take for its own: another mark, or a command at the start of a line."""
    return _COMMAND.sub(r"\1\\/", report.replace("<!--", "&lt;!--"))


def clip(text: str, most: int) -> str:
    """A text of at most so many characters, cut between lines, with what was open in it closed."""
    if _size(text) <= most:
        return text
    kept: list[str] = []
    left = most - 200
    for line in text.split("\n"):
        left -= _size(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join([*kept, *_closing(kept), "", "(太长,后面的见完整的报告)"])


def note(suggestion: Suggestion, sort: str = "suggestion") -> str:
    """A comment at lines that offers others for them; ``sort`` is what the forge calls such a block."""
    text = "\n".join(suggestion.lines)
    fence = "`" * max(3, _longest(text) + 1)
    body = f"{text}\n" if suggestion.lines else ""
    return f"{mark_of(suggestion)}\n写法可以统一成这样,意思不变:\n\n{fence}{sort}\n{body}{fence}"


def remark(finding: Finding) -> str:
    """A comment at a line that tells a problem."""
    level = "错误" if finding.level == "error" else "提醒"
    return f"{mark_of(finding)}\n{level} {_said(finding)}"


def mark_of(thing: Suggestion | Finding) -> str:
    """A hidden mark by which a comment at a line is known again, wherever the line went meanwhile."""
    if isinstance(thing, Suggestion):
        parts = ["suggestion", thing.file, *thing.was, "", *thing.lines]
    else:
        parts = ["finding", thing.file, thing.code, thing.message]
    name = hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()
    return f"<!-- mingbai:{name[:24]} -->"


def _checked(findings: tuple[Finding, ...]) -> list[str]:
    """Whether anything stops the build, and what; the report has the rest."""
    errors = [finding for finding in findings if finding.level == "error"]
    others = len(findings) - len(errors)
    warned = f"有 {others} 个新的提醒,在下面的报告里。" if others else "没有新的提醒。"
    if not errors:
        return [f"**检查通过**,{warned}"]
    rows = [f"- {code(f'{finding.file}:{finding.line}')} {_said(finding)}" for finding in errors[:SHOWN]]
    more = [f"- 还有 {len(errors) - SHOWN} 个,在下面的报告里"] if len(errors) > SHOWN else []
    return [f"**检查没有通过**:改好这 {len(errors)} 个错误才能发布。{warned}", "\n".join([*rows, *more])]


def _in_words(suggestions: tuple[Suggestion, ...]) -> list[str]:
    rows = []
    for one in suggestions[:SHOWN]:
        where = f"{one.file}:{one.first}" + (f"-{one.last}" if one.last > one.first else "")
        text = "\n".join(one.lines)
        fence = "`" * max(3, _longest(text) + 1)
        inside = "".join(f"  {line}\n" for line in one.lines)
        rows.append(
            f"- {code(where)} 写成\n\n  {fence}yaml\n{inside}  {fence}" if one.lines else f"- {code(where)} 删去"
        )
    return [f"写法可以统一,意思不变({len(suggestions)} 处):", "\n".join(rows)]


def _said(finding: Finding) -> str:
    return f"{code(finding.code)} {code(finding.message + (f'。{finding.fix}' if finding.fix else ''))}"


def _longest(text: str) -> int:
    return max((len(run) for run in _RUNS.findall(text)), default=0)


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", errors="replace")) // 2


def _closing(lines: Iterable[str]) -> list[str]:
    """What ends a fence and the folded parts that were open where a text was cut."""
    fence, folded = "", 0
    for line in lines:
        bare = line.lstrip(" >-")
        if fence:
            fence = "" if re.fullmatch(rf"{fence}`*\s*", bare) else fence
        elif bare.startswith("```"):
            fence = "`" * (len(bare) - len(bare.lstrip("`")))
        else:
            folded += line.count("<details") - line.count("</details>")
    return [*([fence] if fence else []), *["</details>"] * max(0, folded)]
