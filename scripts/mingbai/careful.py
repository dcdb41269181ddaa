"""The careful pass over a file's YAML: where every value stands and everything that is refused."""

import re
from bisect import bisect_right
from typing import Any

import yaml
from yaml import events as ev
from yaml._yaml import CParser

from .marks import KEY, MAX_DEPTH, Mark, Path
from .problems import Level, Problem

MAX_SAME = 50  # problems of one code per file; the rest is counted

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u1680\u2000-\u200f"
    "\u2028-\u202f\u205f-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_FULLWIDTH = re.compile(  # group 1 a colon, 2 and 3 a space that YAML reads as text
    "^[ \u3000]*(?:-[ \u3000]+)?[A-Za-z_]\\w*[ \u3000]*(\uff1a)|^[ -]*(\u3000)|^[ -]*\\w+:(\u3000)", re.M
)
_COMMENT = re.compile(r"#[^\n#]*")
_UNMERGED = re.compile(r"^<{7}(?: .*)?\n(?s:.*?)^={7}\n(?s:.*?)^>{7}(?: .*)?$", re.M)
_SYNTAX = {
    "could not find expected ':'": ("这一行缺少冒号", "写成“字段: 值”,冒号用英文,后面空一格"),
    "mapping values are not allowed": ("这里不该再有冒号", "检查上一行的缩进;值里有“: ”时整个值加英文双引号"),
    "did not find expected key": ("这一行的缩进或引号不对", "同一层的字段左边要对齐;引号要成对"),
    "did not find expected '-'": ("列表这一行的缩进不对", "同一列表的“- ”左边要对齐"),
    "block sequence entries are not allowed": ("“- ”放错了地方", "列表另起一行,比字段名多缩进两格"),
    "cannot start any token": ("值不能以这个符号开头", "整个值加英文双引号"),
    "did not find expected ',' or ']'": ("方括号里的列表没有写完", "各项用英文逗号隔开,最后写 ]"),
    "did not find expected ',' or '}'": ("花括号没有写完", "不用花括号,改成一行一个字段"),
    "unexpected end of stream": ("文件没有写完,引号或括号不成对", "补上另一半引号或括号"),
    "found unknown escape": ("反斜杠后面的字母不对", "去掉反斜杠,或把双引号改成单引号"),
    "did not find expected alphabetic": ("& 或 * 后面要跟名字", "清单里不用引用;值以它开头时加英文双引号"),
}

_BEGUN = {
    "could not find expected ':'",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "unexpected end of stream",
}


class Careful:
    """One pass: marks of every value, every problem, and the data as far as it goes."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.data: dict[str, Any] | None = None
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._texts: list[tuple[Mark, Mark]] = []  # where every scalar stands, in order
        self._opaque: list[tuple[Mark, Mark]] = []  # of these the quoted and block ones: anything may stand in them
        self._plain: list[tuple[Mark, Mark]] = []
        hidden = list(_HIDDEN.finditer(text))
        for match in hidden:
            self._hidden(match[0], self._mark(match.start()))
        if self._unmerged():
            self.problems.sort()
            return
        if not any("\x00" <= match[0] < " " and match[0] != "\t" for match in hidden):
            self._events()
        self._fullwidth()
        self._comments()
        self.problems.sort()

    def _mark(self, offset: int) -> Mark:
        line = bisect_right(self._lines, offset)
        return Mark(line, offset - self._lines[line - 1] + 1)

    def _say(self, mark: Mark, code: str, message: str, fix: str = "", level: Level = Level.ERROR) -> None:
        self.problems.append(Problem(self.path, mark.line, mark.column, code, message, fix, level=level))

    def _hidden(self, char: str, mark: Mark) -> None:
        if char == "\t":
            self._say(mark, "C007", "有制表符(Tab)", "换成空格")
        elif char == "\xa0":
            self._say(mark, "C008", "有不间断空格 U+00A0", "换成普通空格")
        else:
            self._say(mark, "C008", f"有看不见的字符 U+{ord(char):04X}", "删去它")

    def _unmerged(self) -> bool:
        """Whether git left two versions in the file: all that YAML would say of them misleads."""
        found = [self._mark(match.start()) for match in _UNMERGED.finditer(self.text)]
        for mark in found:
            self._say(
                mark, "C013", "合并没有完成,这里有两边的说法", "留下对的,删去另一边和 <<<<<<<、=======、>>>>>>> 三种行"
            )
        return bool(found)

    def _events(self) -> None:
        parser: Any = CParser(self.text)
        try:
            parser.get_event()  # stream start
            while type(event := parser.get_event()) is not ev.StreamEndEvent:
                if type(event) is not ev.DocumentStartEvent:
                    continue
                mark = _at(event)
                if self.data is not None:
                    self._say(mark, "C006", "一个文件里有几份文档(---)", "一份清单一个文件")
                    return
                node = self._node(parser, parser.get_event(), (), 0)
                if not isinstance(node, dict):
                    self._say(mark, "C012", "这不是一份清单", "最外层写成“字段: 值”")
                    return
                self.data = node
            if self.data is None:
                self._say(Mark(1, 1), "C012", "文件是空的", "写上 title 等字段")
        except yaml.YAMLError as error:
            self.data = None
            self._syntax(error)
        except _TooDeep as error:
            self.data = None
            self._say(error.mark, "C010", f"嵌套超过 {MAX_DEPTH} 层", "按清单的格式写")

    def _node(self, parser: Any, event: Any, path: Path, depth: int) -> Any:
        mark = _at(event)
        self.marks[path] = mark
        if type(event) is ev.AliasEvent:
            self._say(mark, "C004", f"用了引用 *{event.anchor}", "把内容直接写出来;值以 * 开头时加英文双引号")
            return ""
        if event.anchor is not None:
            self._say(mark, "C004", f"用了锚点 &{event.anchor}", "去掉它;值以 & 开头时加英文双引号")
        if event.tag is not None:
            self._say(mark, "C005", f"用了类型标记 {event.tag}", "去掉它;值以 ! 开头时加英文双引号")
        if type(event) is ev.ScalarEvent:
            return self._scalar(event, mark)
        if depth >= MAX_DEPTH:
            raise _TooDeep(mark)
        if type(event) is ev.SequenceStartEvent:
            return self._sequence(parser, path, depth, event.flow_style)
        return self._mapping(parser, path, depth)

    def _scalar(self, event: Any, mark: Mark) -> str:
        start = Mark(mark.line + 1, 1) if event.style in ("|", ">") else mark  # a block's text begins below its sign
        span = (start, Mark(event.end_mark.line + 1, event.end_mark.column + 1))
        self._texts.append(span)
        if event.style:
            self._opaque.append(span)
        if event.style == '"':
            for char in _HIDDEN.findall(event.value):
                if char not in self.text:  # an escape: what stands raw is already said
                    self._hidden(char, mark)
        return str(event.value)

    def _sequence(self, parser: Any, path: Path, depth: int, flow: bool | None) -> list[Any]:
        found: list[Any] = []
        while type(event := parser.get_event()) is not ev.SequenceEndEvent:
            node = self._node(parser, event, (*path, len(found)), depth + 1)
            if flow and type(event) is ev.ScalarEvent and not event.style and "\uff0c" in node:
                mark = self.marks[(*path, len(found))]
                self._say(
                    mark, "C009", f"方括号里用了全角逗号:{node[:20]}", "换成英文逗号加空格;逗号属于文字时加英文双引号"
                )
            found.append(node)
        return found

    def _mapping(self, parser: Any, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        first: dict[str, int] = {}
        while type(event := parser.get_event()) is not ev.MappingEndEvent:
            mark = _at(event)
            key = self._node(parser, event, (*path, ""), depth + 1)
            if not isinstance(key, str):
                self._say(mark, "C012", "字段名必须是文字", "写成“字段: 值”")
                key = f"\0{mark.line}:{mark.column}"  # no other key is called that
            if key in found:
                self._say(mark, "C003", f"字段 {key} 写了两次(第一次在第 {first[key]} 行)", "留一个,删一个")
            first.setdefault(key, mark.line)
            value = self._node(parser, parser.get_event(), (*path, key), depth + 1)
            if value == "" or key not in found:
                self.marks[(*path, key)] = mark if value == "" else self.marks[(*path, key)]
            found.setdefault(key, value)
            self.marks[(*path, key, KEY)] = mark
        self.marks.pop((*path, ""), None)
        return found

    def _syntax(self, error: yaml.YAMLError) -> None:
        problem, context = getattr(error, "problem", "") or "", getattr(error, "context", "") or ""
        said = f"{problem} {context}".strip() or str(error)
        known = next((key for key in _SYNTAX if key in said), "")
        place = getattr(error, "problem_mark", None)
        if known in _BEGUN or not place:  # what was left open tells more than where the parser gave up
            place = getattr(error, "context_mark", None) or place
        mark = self._inside(Mark(place.line + 1, place.column + 1)) if place else Mark(1, 1)
        message, fix = _SYNTAX.get(known, (f"YAML 写法错误({said[:80]})", "对照格式说明检查这一行和上一行"))
        self._say(mark, "C002", message, fix)

    def _inside(self, mark: Mark) -> Mark:
        """The mark, or the end of the last line where the parser ran past it."""
        last = self.text.rstrip("\n").count("\n") + 1
        return mark if mark.line <= last else Mark(last, len(self.text.rstrip("\n").rpartition("\n")[2]) + 1)

    def _fullwidth(self) -> None:
        lines: set[int] = set()
        for match in _FULLWIDTH.finditer(self.text):
            group = match.lastindex or 0
            mark = self._mark(match.start(group))
            if not _within(self._opaque, mark):
                lines.add(mark.line)
                what = "全角冒号" if group == 1 else "全角空格"
                self._say(mark, "C009", f"用了{what}", "换成英文冒号加空格" if group == 1 else "换成普通空格")
        # A hidden or full-width sign is the cause; what libyaml stumbles over next is its effect.
        hidden = any(problem.code in ("C007", "C008") for problem in self.problems)
        effect = [p for p in self.problems if p.code in ("C002", "C012") and (hidden or lines & {p.line, p.line - 1})]
        self.problems = [problem for problem in self.problems if problem not in effect]

    def _comments(self) -> None:
        said: set[int] = set()
        for match in _COMMENT.finditer(self.text):
            mark = self._mark(match.start())
            if mark.line in said or _within(self._texts, mark):
                continue
            said.add(mark.line)
            if self.text[self._lines[mark.line - 1] : match.start()].strip():
                self._say(mark, "C011", f"“#”后面的文字会丢:{match[0][:20]}", "写进 remark;属于值时整个值加英文双引号")
            else:
                self._say(mark, "C011", f"有注释:{match[0][:20]}", "写进 remark 字段", Level.WARNING)


def _at(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)


def _within(spans: list[tuple[Mark, Mark]], mark: Mark) -> bool:
    """Whether a place lies inside one of the spans, which come in order."""
    before = bisect_right(spans, mark, key=lambda span: span[0]) - 1
    return before >= 0 and mark < spans[before][1]


class _TooDeep(Exception):
    def __init__(self, mark: Mark) -> None:
        self.mark = mark


def capped(problems: list[Problem]) -> list[Problem]:
    """At most MAX_SAME of a code, then a line that says how many more there are."""
    kept: list[Problem] = []
    count: dict[str, int] = {}
    for problem in problems:
        count[problem.code] = count.get(problem.code, 0) + 1
        if count[problem.code] <= MAX_SAME:
            kept.append(problem)
    for code, number in count.items():
        if number > MAX_SAME:
            last = [p for p in kept if p.code == code][-1]
            message = f"同样的问题还有 {number - MAX_SAME} 处"
            kept.append(Problem(last.file, last.line, last.column + 1, code, message, level=last.level))
    return kept
