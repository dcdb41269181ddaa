"""A private person who is named where people complain or are complained of; offices and job titles are none."""

import re
from collections.abc import Iterator

from .plain import place, plain

_COMPLAINT = ("举报", "投诉", "信访", "上访", "检举", "控告", "反映", "申诉", "报案", "来访", "来信", "求助")
_OTHERS = ("当事人", "受害人", "户主", "低保户", "五保户", "特困户", "贫困户", "上访户", "钉子户")
_ROLE = f"(?:被?(?:{'|'.join(_COMPLAINT)})(?:人|者|群众|村民|居民)|{'|'.join(_OTHERS)})"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚庞樊兰殷施陶洪翟倪严牛温芦季"
    "俞章鲁葛韦申尤毕聂柳邢岳齐梅莫庄辛祁耿牟詹靳甄曲阳裴屈鲍覃霍翁隋甘景柏柯阮桂闵肖闫付"
)
_TWO = "欧阳|司马|上官|诸葛|皇甫|尉迟|司徒|慕容"
_TITLED = re.compile(  # 王某, 李女士, 张书记, 何时, 许可, 高新区 …: nobody's whole name
    r"某|先生|女士|同志|书记|主任|老师|医生|经理|干部|本人|之一|[长员区县市省镇乡村组局所站办厅部委院校司店队室处科会庄屯街路岗]$"
    r"|^(?:何[时人事种处]|许可|任[何意务职]|程序|方[可面式便能]|于[是此]|马上|康复|石材|万[一元]|易[于地]|施[工行]|严[禁重格]|温馨|申[请诉报]"
    r"|余[下地]|钱款|段落|史料|江[苏西]|章程|齐全|景区|武[汉装]|武[警力]|田[间地]|林[地木权]|宋体|黄[色金]|付[款费出])"
)
_NAME = rf"(?:{_TWO})[\u4e00-\u9fff]{{1,2}}|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}"
_SAID = "反映|举报|投诉|来电|来信|来访|上访|信访|称|诉|要求|实名|等人|家|与|和|的(?:举报|投诉|信访|诉求|电话|住址|姓名)"
_END = rf"(?=[\s,.;:、。,;:()〔《“”\"\]]|$|{_SAID})"
_NAMED = re.compile(
    rf"{_ROLE}(?:(?:的?姓名)?\s*(?:[::]|为|是|系|叫)\s*|(?:的?姓名)?\s*[“\"(]?|\s+)(?P<name>(?:{_NAME})??){_END}"
)


def may_name(text: str) -> bool:
    """Whether a text speaks of people who complain; cheap."""
    return any(word in text for word in (*_COMPLAINT, *_OTHERS))


def named(text: str) -> Iterator[tuple[str, int]]:
    """Every person named after a word for somebody who complains: the name masked, and where it begins."""
    bare = plain(text)
    for found in _NAMED.finditer(bare):
        name = found["name"]
        if name and not _TITLED.search(name):
            yield f"{name[0]}**", place(text, found.start("name"))
