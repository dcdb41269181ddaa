"""What is wrong, where, and how to mend it: one object for every reader, rule and report."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """An error stops the build; a warning is printed, and shown where a reader should know."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One problem; ``line`` and ``column`` count from 1 in the file as an editor shows it."""

    file: str
    line: int
    column: int
    code: str
    message: str
    fix: str = ""
    field: str = ""
    level: Level = Level.ERROR

    def __post_init__(self) -> None:
        for name in ("file", "message", "field"):
            object.__setattr__(self, name, told(getattr(self, name)))

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        field = f" (字段 {self.field})" if self.field else ""
        fix = f"。{self.fix}" if self.fix else ""
        return f"{where}: {self.level} {self.code} {self.message}{fix}{field}"


def visible(text: str) -> str:
    """A text on one line with every hidden character spelt out, so that no file can write to a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\u3000" else f"<U+{ord(char):04X}>" for char in text)


def told(text: str) -> str:
    """A text as a message may repeat it: one line, hidden characters spelt out, private numbers masked."""
    if _PRIVATE.search(text):
        text = _PRIVATE.sub("***", text)
    return visible(text)


_PRIVATE = re.compile(r"\d(?:[ -]?\d){13,}[Xx]?|(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
"""What could be an identity number, a card or a mobile; the rule that looks for them says so precisely."""


class Refusal(NamedTuple):
    """The manual entry of a check that reading itself makes (rules document themselves)."""

    title: str
    about: str
    bad: str
    good: str


class BadLists(Exception):
    """The lists hold errors; nothing of the site may be published."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} 个问题")
        self.problems = problems


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether anything here stops a build."""
    return any(problem.level is Level.ERROR for problem in problems)


REFUSALS: dict[str, Refusal] = {
    "C001": Refusal(
        "文件不是 UTF-8 编码", "清单一律用 UTF-8 保存。", "用 ANSI(GB18030)保存的文件", "记事本或 WPS 里“另存为 UTF-8”"
    ),
    "C002": Refusal("YAML 写法错误", "冒号、缩进、引号不成对时读不下去。", 'title: "某清单', "title: 某清单"),
    "C003": Refusal("同一个字段写了两次", "后一个会悄悄盖掉前一个,所以不允许。", "name: 甲\nname: 乙", "name: 甲"),
    "C004": Refusal(
        "用了锚点或引用", "& 和 * 开头的值是 YAML 的引用写法,清单里不用。", "name: *a", 'name: "*号开头的文字"'
    ),
    "C005": Refusal(
        "用了类型标记", "! 开头的是 YAML 的类型标记,清单里不用。", "phones: !!int 12345", "phones: [12345]"
    ),
    "C006": Refusal("一个文件里有几份文档", "一个文件只放一份清单。", "---\ntitle: 甲\n---\ntitle: 乙", "分成两个文件"),
    "C007": Refusal("有制表符", "缩进和文字里都用空格。", "name:<Tab>甲", "name: 甲"),
    "C008": Refusal(
        "有看不见的字符", "控制符、零宽字符、方向控制符会让人看到的和实际的不一样。", "甲<U+200B>乙", "甲乙"
    ),
    "C009": Refusal(
        "该用英文标点的地方用了全角",
        "字段名后、列表里要用英文的冒号、空格、逗号。",
        "title\uff1a某清单",
        "title: 某清单",
    ),
    "C010": Refusal("文件太大、太深或文字太长", "超出限度的文件多半是坏的。", "嵌套 20 层", "按格式写"),
    "C011": Refusal(
        "有注释", "注释不会公布,格式化时也留不住,请写进 remark 字段。", "# 周末无人接听", "remark: 周末无人接听"
    ),
    "C012": Refusal("不是一份清单", "文件最外层应当是“字段: 值”。", "- 甲\n- 乙", "title: 某清单\nitems:\n  - id: jia"),
    "C013": Refusal(
        "合并没有完成",
        "两个人改了同一处,git 把两种说法都留在文件里,等人选一种。选好以后删去三种标记行。",
        "<<<<<<< 我方\nname: 甲\n=======\nname: 乙\n>>>>>>> 对方",
        "name: 甲",
    ),
    "C101": Refusal("缺少必填字段", "没有它就说不清这一项。", "- name: 甲", "- id: jia\n  name: 甲"),
    "C102": Refusal("不认识的字段", "多半是拼错了。", "decison: 可以出具", "decision: 可以出具"),
    "C103": Refusal("不在可选的词里", "这类字段只能从固定的几个词里选。", "decision: 不出具", "decision: 不应出具"),
    "C105": Refusal(
        "日期不对", "日期写成 2026-01-31、2026-01 或 2026。", "effective_from: 2026年1月", "effective_from: 2026-01"
    ),
    "C106": Refusal("值是空的", "没有就删去这一行,不知道就写 待核实。", "phones:", "phones: [待核实]"),
    "C107": Refusal("值的形状不对", "该写列表的写了文字,或者反过来。", "phones: 12345", "phones: [12345]"),
    "C108": Refusal("编号写法不对", "编号只用小写字母、数字和连字符。", "id: 亲属关系", "id: qinshu-guanxi"),
    "C109": Refusal("网址写法不对", "网址以 http:// 或 https:// 开头。", "url: www.gov.cn", "url: https://www.gov.cn"),
    "C110": Refusal("数字写法不对", "只写半角数字。", "declared_total: 二十", "declared_total: 20"),
    "C201": Refusal(
        "文件夹缺 area.yml",
        "每个地方都要说明自己叫什么、是哪一级。",
        "lists/hubei/ 里没有 area.yml",
        "name: 湖北省\nlevel: 省",
    ),
    "C202": Refusal(
        "地名文件夹不能用这个名字", "这个名字网站自己要用,或者不是小写拼音。", "lists/report/", "lists/hubei/"
    ),
    "C203": Refusal("层级不对", "下级的层级要低于上级。", "市里面放一个省", "省里面放市"),
    "C204": Refusal("不认识的文件", "文件名应当是清单种类,如 certificates.yml。", "zhengming.yml", "certificates.yml"),
    "C205": Refusal(
        "旧编号、旧地址表不对",
        "moved.yml 的新编号、新地址必须存在,旧的不能还在用,不能写两次,也不能绕一圈回到自己。",
        "new: 不存在的编号",
        "new: qinshu-guanxi",
    ),
    "C206": Refusal(
        "办事情况不对",
        "situations.yml 的编号不能重复,每一条都要通到真实清单里有的事项。",
        "kind: certificates\nid: 不存在的编号",
        "kind: certificates\nid: siwang",
    ),
    "C207": Refusal(
        "同义词不对",
        "synonyms.yml 里一种说法只写一次,至少两个字,也不能用自己解释自己。",
        "say: [狗]\nmeans: [养犬]",
        "say: [养狗]\nmeans: [养犬]",
    ),
    "C208": Refusal(
        "来源指到了没有的条目",
        "来源的 rows 写的是 inventory.yml 里的条目号,那里要有这一条。",
        'rows: ["99.9"]',
        'rows: ["0.6"]',
    ),
    "C209": Refusal(
        "存档副本不对",
        "来源写了 sha256,lists/_site/archive/ 里就要有这份文件,内容一个字节都没有变;没有清单用到的副本不必留着。",
        "sha256 写着,文件不在,或者后来换过内容",
        "mingbai archive lists/hubei/duties.yml 通知.pdf",
    ),
    "C210": Refusal(
        "清单的格式和软件的版本对不上",
        "格式变了,编号就加一,记在 lists/_site/format.yml。旧的用 mingbai migrate 改成新的;比软件还新的,先升级软件。",
        "升级了软件,没有运行 mingbai migrate",
        "mingbai migrate",
    ),
}
"""Checks made while reading a file, its fields and the folders; rules under rules/ describe themselves."""
