"""How what people dial, type and look up is written: one right form each, and what of a loose one can be mended."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Form:
    """One form; ``right`` is the whole text as it should be, ``loose`` brings a careless text nearer to it."""

    label: str
    right: str
    loose: Callable[[str], str]

    def tidy(self, text: str) -> str:
        """The text in its right form; as it stands where that would take judgement."""
        mended = self.loose(text)
        return mended if re.fullmatch(self.right, mended) else text


_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROW_ALNUM = {wide: plain for wide, plain in _NARROW.items() if chr(plain).isalnum()}
_DASHES = "-\u2010-\u2015\u2212"
_OPEN, _CLOSE = r"[〔﹝\[［(（【]", r"[〕﹞\]］)）】]"
_YEAR = re.compile(rf"\s*{_OPEN}\s*((?:19|20)[0-9]{{2}})\s*{_CLOSE}\s*(?=第?\s*[0-9])")
_BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f])[ \u3000]+|[ \u3000]+(?=[^\x00-\x7f])")
_ARABIC = re.compile(r"([0-9]{4}) ?年(?: ?([0-9]{1,2}) ?月(?: ?([0-9]{1,2}) ?日)?)?")
_ONES = "一二三四五六七八九"
_CHINESE = re.compile(f"([〇零○O0{_ONES}]{{4}})年(?:([{_ONES}十]{{1,2}})月(?:([{_ONES}十]{{1,3}})日)?)?")
_SIGNS = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DIGITS = "〇" + _ONES


def _narrow(text: str) -> str:
    """Full-width signs as ASCII, no space around."""
    return text.translate(_NARROW).strip()


def _joined(text: str) -> str:
    """The same, and no space beside a hyphen."""
    return re.sub(" *- *", "-", _narrow(text))


def _document_number(text: str) -> str:
    """A document number with 〔〕 around its year, plain digits, and no space beside Chinese."""
    return _BESIDE_CHINESE.sub("", _YEAR.sub(r"〔\1〕", text.translate(_NARROW_ALNUM).strip(" \u3000")))


def _phone(text: str) -> str:
    plain = re.sub(rf"^(0[0-9]{{2,3}}) *[{_DASHES}]+ *(?=[0-9]{{7,8}}(?![0-9]))", r"\1-", _narrow(text))
    return re.sub(" *([-转()]) *", r"\1", plain)


def _url(text: str) -> str:
    """Stripped; narrowed only where it is no address as it stands: a path may hold any sign."""
    bare = text.strip(" \u3000")
    return bare if re.fullmatch(URL_PATTERN, bare) else _narrow(text)


def _day(text: str) -> str:
    """A day, month or year as numbers where only one can be meant: 2026年1月5日, 二〇二六年一月五日, 2026/1/5."""
    plain = _narrow(text)
    if found := _ARABIC.fullmatch(plain):
        parts = [part for part in found.groups() if part]
    elif found := _CHINESE.fullmatch(plain):
        year = re.sub("[零○O0]", "〇", found[1])
        parts = ["".join(str(_DIGITS.index(digit)) for digit in year)]
        parts += [str(_number(part)) for part in found.groups()[1:] if part]
    elif found := _SIGNS.fullmatch(plain):
        parts = [found[1], found[3], found[4]]
    else:
        return plain
    written = "-".join([parts[0], *(part.zfill(2) for part in parts[1:])])
    return written if len(parts) < 3 or _is_day(written) else text


def _number(text: str) -> int:
    """A Chinese number below a hundred, 0 where it is none: 十二, 二十, 三十一."""
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    unit = _DIGITS.index(ones) if ones else 0
    return (_DIGITS.index(tens) if tens else 1) * 10 + unit if ten else unit


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DATE_PATTERN = r"^((19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|待核实)$"
URL_PATTERN = r"^(https?://[^\s<>\"'\\]+|待核实)$"
COUNT_PATTERN = r"^(0|[1-9][0-9]{0,6}|待核实)$"
NUMBER_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
PHONE_PATTERN = r"^[0-9+\-() ]+(转[0-9]{1,6})?$"
MAILBOX_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$"

ID = Form("编号", ID_PATTERN, _joined)
DATE = Form("日期", DATE_PATTERN, _day)
URL = Form("网址", URL_PATTERN, _url)
COUNT = Form("数字", COUNT_PATTERN, _narrow)
NUMBER = Form("数字", NUMBER_PATTERN, _narrow)
SHA256 = Form("校验值", SHA256_PATTERN, lambda text: _narrow(text).lower())
PHONE = Form("电话", PHONE_PATTERN, _phone)
MAILBOX = Form("邮箱", MAILBOX_PATTERN, lambda text: _narrow(text).replace(" ", ""))
DOC_NO = Form("文号", r"^.+$", _document_number)
CODE = Form("编码", r"^[0-9A-Za-z._/()-]+$", _joined)
