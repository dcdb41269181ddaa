"""A review in words and in order, whatever it is written in: what every form of the report shares."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from ..kinds import Danger
from ..review import Effect, Line, ListReview, Review, Subject

DANGEROUS = Danger.BASIS  # from here on a change comes first
WORDS = {
    Danger.CONTACT: "联系方式",
    Danger.DECISION: "结论",
    Danger.ROLE: "归属",
    Danger.BODY: "责任单位",
    Danger.DATE: "日期",
    Danger.BASIS: "依据",
}
STATES = {
    "new": "新的",
    "gone": "整份删去",
    "written": "只改了写法",
    "moved": "换了地址",
    "unreadable": "读不出来",
    "changed": "",
}
EFFECTS = {
    "answer": "答案会变",
    "report": "举报页会变",
    "phone": "旧的还在别处",
    "problem": "新问题",
    "solved": "解决的问题",
    "address": "旧网址",
    "place": "地方",
    "code": "程序",
    "file": "其他文件",
}
WAYS = {"rename": "改号", "merge": "并入", "split": "拆成", "carry": "换清单"}
NAMED = 8  # items that a folded line names before it counts


class Style(Protocol):
    """How a form writes a few things; every text goes through one of these."""

    def plain(self, text: str) -> str:
        """Text as it is."""
        ...

    def value(self, text: str) -> str:
        """A value that is to be read whole."""
        ...

    def strong(self, text: str) -> str:
        """A name."""
        ...

    def gone(self, text: str) -> str:
        """What went."""
        ...

    def came(self, text: str) -> str:
        """What came."""
        ...

    def place(self, text: str) -> str:
        """A file with its line, or an address."""
        ...

    def warn(self, text: str) -> str:
        """What the reviewer has to ask for."""
        ...

    def folded(self, head: str, rest: str) -> str:
        """More than fits on the line."""
        ...


class Section(NamedTuple):
    """Lines under one heading."""

    title: str
    lines: tuple[Line, ...]


def verdict(review: Review) -> str:
    """改 11 · 增 5 · 删 5 · 改号 1 · 移位 20."""
    counts = review.counts
    always = [("改", counts.edited), ("增", counts.added), ("删", counts.removed), ("改号", counts.renamed)]
    seldom = [("合并", counts.merged), ("拆分", counts.split), ("换清单", counts.carried)]
    told = [*always, *(pair for pair in seldom if pair[1]), ("移位", counts.moved)]
    told += [("全站文件", counts.site)] if counts.site else []
    return " · ".join(f"{word} {number}" for word, number in told)


def headline(review: Review) -> str:
    """How many lists, how much in them, what of it is dangerous, what is wrong."""
    if review.same:
        return "没有不同"
    dangerous = sum(len(line.subjects) for line in review.lines if line.what == "edit" and line.danger >= DANGEROUS)
    problems = sum(effect.about == "problem" for effect in review.effects)
    told = [f"{len(review.lists)} 个文件,{review.counts.total} 处"]
    told += [f"其中危险的 {dangerous} 处"] if dangerous else []
    told += [f"新问题 {problems} 个"] if problems else []
    return ",".join(told)


def proof(review: Review) -> str:
    """Whether what is listed is all."""
    if review.proven:
        return "核对过:把列出的改动用到旧版本上,得到的正是新版本。没有漏掉的。"
    bad = [one.file for one in review.lists if not one.proven]
    return f"没有核对成:{'、'.join(bad)} 请直接看文件。"


def sections(review: Review) -> list[Section]:
    """The lines under their headings, the dangerous ones first; empty ones left out."""
    edits = [line for line in review.lines if line.what == "edit"]
    found = [
        ("危险的改动", [line for line in edits if line.danger >= DANGEROUS]),
        ("其他改动", [line for line in edits if line.danger < DANGEROUS]),
        ("新增", [line for line in review.lines if line.what == "add"]),
        ("删除", [line for line in review.lines if line.what == "remove"]),
        (
            "改号、合并、拆分、换清单",
            [one for one in review.lines if one.what in ("rename", "merge", "split", "carry")],
        ),
        ("地方和全站文件", [line for line in review.lines if line.what == "site"]),
        ("只换了位置,内容没有变", [line for line in review.lines if line.what == "move"]),
    ]
    return [Section(title, tuple(lines)) for title, lines in found if lines]


def telling(line: Line, style: Style) -> str:
    """One line of the report."""
    told = [_subjects(line, style), _what(line, style)]
    told += [style.plain(fact) for fact in line.facts]
    told += [style.warn(want) for want in line.wants]
    if len(line.subjects) == 1:
        one = line.subjects[0]
        told.append(style.place(where(one)) + (f" {style.place(f'/{one.address}')}" if one.address else ""))
    return " · ".join(part for part in told if part)


def where(subject: Subject) -> str:
    """lists/hubei/certificates.yml:12."""
    return f"{subject.file}:{subject.line}" if subject.line else subject.file


def _subjects(line: Line, style: Style) -> str:
    first = line.subjects[0]
    if line.what == "move":
        return style.plain(f"{first.file} {len(line.subjects)} 项")
    if len(line.subjects) > 1:
        names = [f"{one.name}({one.id})" for one in line.subjects]
        head = style.strong(f"{len(line.subjects)} 项") + " " + style.plain("、".join(names[:NAMED]))
        return style.folded(f"{head}…", "、".join(names)) if len(names) > NAMED else head
    if not first.id and not first.name:
        return style.strong("全站文件" if line.what == "site" else "清单开头")
    return f"{style.strong(first.name or first.id)} {style.value(first.id) if first.id else ''}".strip()


def _what(line: Line, style: Style) -> str:
    if line.what in ("edit", "site"):
        return _edit(line, style)
    if line.what == "add":
        return style.folded("", _fields(line)) if len(line.subjects) == 1 else ""
    if line.what == "remove":
        return style.plain("原来写着:" + _fields(line)) if line.fields else ""
    if line.what == "move":
        return style.plain("、".join(f"{name} {way}" for name, way in line.fields))
    way = WAYS[line.what]
    return f"{way} {style.value(line.old) + ' → ' if line.old else ''}{style.value(line.new)}"


def _edit(line: Line, style: Style) -> str:
    tag = f"【{WORDS[Danger(line.danger)]}】" if Danger(line.danger) in WORDS else ""
    head = style.plain(f"{tag}{line.label}:")
    if line.marked:
        signs = {" ": style.plain, "-": style.gone, "+": style.came}
        return head + "".join(signs[sign](piece) for sign, piece in line.marked)
    old = style.value(line.old) if line.old else style.plain("(没有)")
    return f"{head}{old} → {style.value(line.new) if line.new else style.plain('(没有)')}"


def _fields(line: Line) -> str:
    return "; ".join(f"{label} {value}".strip() for label, value in line.fields)


def effect(found: Effect, style: Style) -> str:
    """One thing that changes elsewhere."""
    places = "、".join(found.where)
    return style.plain(found.text) + (f" · {style.place(places)}" if places else "")


def lists(review: Review, style: Style) -> Iterator[str]:
    """A line for every changed file: what it is, how many items, whether its sources changed."""
    for one in review.lists:
        yield _list(one, style)


def _list(one: ListReview, style: Style) -> str:
    items = f"{one.old_items} → {one.new_items} 项" if one.old_items or one.new_items else ""
    was = f"原来是 {one.was}" if one.was else ""
    whole = (f"{one.place} {one.kind}".strip(), one.title, STATES[one.state], was, items)
    told = [style.plain(part) for part in whole if part]
    told += [style.plain(f"另有 {one.rewritten} 行只改了写法")] if one.rewritten and one.state == "changed" else []
    told += [style.plain(one.evidence)] if one.evidence else []
    told += [style.warn(warning) for warning in (one.wants, *one.trouble) if warning]
    return " · ".join([style.place(one.file), *told])
