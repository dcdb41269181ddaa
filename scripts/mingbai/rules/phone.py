"""电话号码不完整或不存在:位数、区号不对,或者不是已知的短号。

固定电话写区号和号码(0858-8610001),手机 11 位,全国短号照写(12345、12388)。
各地的 12388、12380 可以带区号。不知道写 待核实。示例数据用区号 0000,别处不许用。

反例:
    phones: ["0858-"]

正例:
    phones: [0858-8610001, 12345]
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from ..areas import DEMO
from ..catalog import ListFile
from ..kinds import UNKNOWN
from ..kinds.forms import PHONE_PATTERN
from ..problems import Level, Problem

CODE = "C104"
LEVEL = Level.ERROR
SCOPE = "list"

SHORT = {
    "110": "报警", "119": "火警", "120": "急救", "122": "交通事故", "12110": "短信报警",
    "12309": "检察服务", "12313": "烟草举报", "12315": "市场监管", "12317": "乡村振兴监督", "12319": "城建",
    "12329": "住房公积金", "12333": "人力资源社会保障", "12336": "自然资源违法举报", "12337": "政法举报",
    "12338": "妇女维权", "12345": "政务服务便民热线", "12348": "法律援助", "12349": "民政", "12350": "安全生产举报",
    "12355": "青少年", "12356": "心理援助", "12363": "金融消费", "12366": "纳税服务", "12368": "诉讼服务",
    "12369": "生态环境举报", "12371": "党员服务", "12377": "网络举报", "12378": "银行保险消费", "12380": "组织人事举报",
    "12381": "公共安全", "12385": "残疾人服务", "12386": "证券投资", "12388": "纪检监察举报", "12389": "公安举报",
    "12393": "医疗保障", "12394": "医保", "12396": "农业科技", "12318": "文化市场", "12328": "交通运输",
    "12316": "农业",
}  # fmt: skip
"""Public service numbers of three and five digits, with what each is for."""

_DEMO = re.compile(r"0000-[0-9]{7,8}$")
_LOCAL_SHORT = re.compile(r"0[0-9]{2,3}-(123[0-9]{2})$")
_SHAPE = re.compile(PHONE_PATTERN)
_SERVICE = re.compile(r"([48]00[0-9]{7}|9[56][0-9]{3,6})$")  # companies and public utilities
_FIELDS = ("phones", "sms")


@cache
def fault(phone: str, demo: bool) -> str:
    """What is wrong with a number, '' when it can be dialled as it stands."""
    if phone == UNKNOWN or phone in SHORT or (demo and _DEMO.match(phone)):
        return ""
    if phone.startswith("0000"):
        return "电话号码不完整" if demo else "0000 只供示例数据使用"
    local = _LOCAL_SHORT.match(phone)
    if local and local[1] in SHORT:
        return ""
    if not _SHAPE.match(phone):
        return "电话里有不该有的字"
    if _SERVICE.match(re.sub(r"[^0-9]", "", phone)):
        return ""
    import phonenumbers  # here, since most lists hold no phone

    try:
        number = phonenumbers.parse(phone.split("转")[0], "CN")
    except phonenumbers.NumberParseException:
        return "电话号码不完整"
    if phonenumbers.is_valid_number(number):
        return ""
    return "电话号码不完整" if not phonenumbers.is_possible_number(number) else "没有这样的电话号码"


def check(file: ListFile, as_of: date) -> Iterator[Problem]:
    """Every phone and text number of a list of contacts."""
    if file.kind.topics is None:
        return
    demo = file.ref.area.split("/")[0] == DEMO
    for number, item in enumerate(file.items):
        for field in _FIELDS:
            for index, phone in enumerate(getattr(item, field, None) or ()):
                if wrong := fault(phone, demo):
                    fix = "带区号写全,如 0858-8610001;不知道写 待核实"
                    yield file.problem(number, (field, index), CODE, f'{wrong}: "{phone}"', fix, LEVEL)
