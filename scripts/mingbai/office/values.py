"""A cell's text as the value of a field, and what is doubtful about it."""

import re
from typing import Any, NamedTuple

from ..kinds.forms import CODE, DATE, PHONE, Form
from .cutting import LEAD, cut, lines_joined, split, told
from .parts import reader_of
from .targets import Target

TICKS = "√✓✔☑■●✅☒"
BLANKS = "☐□○◯×✗✘╳"
CROSSES = "×✗✘╳"
PLACEHOLDERS = {"☐", "□", "○", "◯", "/", "／", "-", "—", "——", "－", "--", "\\", "…", "……"}
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]{1,2}")
_ERROR = re.compile(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!)")
_BOX = re.compile(rf"([{TICKS}{BLANKS}])\s*([^{TICKS}{BLANKS}]*)")


class Value(NamedTuple):
    """What a cell says for its field: nothing where ``value`` is None."""

    value: Any = None
    doubt: str = ""
    fix: str = ""
    error: bool = False
    open_ended: bool = False


def value(target: Target, pieces: list[str], *, number: bool = False) -> Value:
    """The value of a field from the text of a cell, or of several that were one item's."""
    text = "\n".join(pieces)
    if trap := _trap(target, text, number=number):
        return trap
    if target.choices:
        return _choices(target, text)
    if target.model:
        return _models(target, pieces)
    if target.many:
        return _texts(target, text)
    if target.form:
        return _formed(target.form, text)
    joined = lines_joined(text) if len(pieces) == 1 else told(pieces)
    if number and re.fullmatch(r"0\.[0-9]+", text):
        percent = f"{float(text) * 100:g}%"
        return Value(joined, f"格子里是数字 {text},表上看到的也许是 {percent}", "核对后改成表上看到的写法")
    return Value(joined)


def _trap(target: Target, text: str, *, number: bool) -> Value | None:
    """What a sheet lost before anybody read it."""
    if _ERROR.search(text):
        return Value(None, f"公式出错:{text}", "改好公式,或直接写上内容", True)
    if _SCIENTIFIC.fullmatch(text) and target.form is not None:
        return Value(None, f"长号码变成了科学记数 {text},后面的数字已经丢了", "把这一格设成文本,重新填写", True)
    if number and target.form is PHONE:
        return Value(None, f"电话存成了数字 {text},开头的 0 可能丢了", "把这一格设成文本,带区号重新填写", True)
    if number and target.form is CODE:
        return Value(None, f"编码存成了数字 {text},开头的 0 或末尾的数字可能丢了", "把这一格设成文本,重新填写", True)
    digits = text.partition(".")[0].lstrip("-")
    if number and (("E+" in text) or (digits.isdecimal() and len(digits) > 11)):
        return Value(None, f"长号码存成了数字 {text},末尾的数字可能丢了", "把这一格设成文本,重新填写", True)
    return None


def _formed(form: Form, text: str) -> Value:
    mended = form.tidy(text.replace("\n", ""))
    if re.fullmatch(form.right, mended):
        return Value(mended)
    if form is DATE and re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return Value(None, f"日期存成了数字 {text}", "把这一格设成日期或文本,写成 2026-01-05", True)
    return Value(None, f"「{_short(text)}」不是{form.label}的写法", "核对后按规定写法填写,不知道写 待核实", True)


def _choices(target: Target, text: str) -> Value:
    ticked = _boxed(text)
    if text in CROSSES and (word := target.choice("否")):
        return Value([word] if target.many else word)
    if ticked is not None:
        words = [target.choice(word) for word in ticked]
        if len(ticked) == 1 and not ticked[0]:
            words = [target.choice("是")]
        if ticked and all(words) and (target.many or len(words) == 1):
            return Value(words if target.many else words[0])
        return Value(None, f"「{_short(text)}」看不出选的是哪一个", _allowed(target), True)
    if target.many:
        parts = split(text)
        meant = [target.choice(part) for part in parts]
        if all(meant):
            return Value(list(dict.fromkeys(meant)))
        lost = "、".join(part for part, word in zip(parts, meant, strict=True) if not word)
        kept = list(dict.fromkeys(word for word in meant if word))
        return Value(kept or None, f"「{_short(lost)}」不是「{target.label}」里的词", _allowed(target), True)
    word = target.choice(text)
    if word:
        return Value(word)
    inside = target.contained(text)
    if len(inside) == 1:
        word = next(iter(inside))
        return Value(word, f"「{_short(text)}」看作 {word}", "请核对")
    return Value(None, f"「{_short(text)}」不是「{target.label}」里的词", _allowed(target), True)


def _allowed(target: Target) -> str:
    return "改成 " + "、".join(target.choices) + " 之一"


def _boxed(text: str) -> list[str] | None:
    """The ticked words of ☑保留 ☐摘除 (['']: a tick alone); None where no box is in sight."""
    if not any(sign in text for sign in TICKS + BLANKS):
        return None
    found = [(sign, word.strip(" \n\u3000;；,，、")) for sign, word in _BOX.findall(text)]
    head = text[: min(text.find(sign) for sign in TICKS + BLANKS if sign in text)].strip()
    if head:  # 保留☑ 摘除☐: the box follows its word
        words = [word.strip(" \n\u3000;；,，、") for word in re.split(f"[{TICKS}{BLANKS}]", text)]
        found = [(sign, word) for (sign, _), word in zip(found, words, strict=False)]
    return [word for sign, word in found if sign in TICKS]


def _texts(target: Target, text: str) -> Value:
    form = target.form
    parts = [lines_joined(part) for part in split(text, phones=form is not None)]
    if form is None:
        last = parts[-1] if parts else ""
        if len(last) > 1 and last.endswith("等"):
            return Value(parts, f"「{_short(text)}」以“等”结尾,没有列完", "能补全就补全", open_ended=True)
        return Value(parts or None, "" if parts else f"「{text}」里没有内容")
    mended = [form.tidy(part) for part in parts]
    wrong = [part for part in mended if not _right(form, part)]
    if not wrong:
        return Value(mended or None, "" if mended else f"「{text}」里没有内容")
    kept = [part for part in mended if _right(form, part)]
    return Value(
        kept or None, f"「{_short('、'.join(wrong))}」不是{form.label}的写法", "核对后填写,不知道写 待核实", True
    )


def _right(form: Form, text: str) -> bool:
    return text == "待核实" or bool(re.fullmatch(form.right, text))


def _models(target: Target, pieces: list[str]) -> Value:
    assert target.model
    reader = reader_of(target.model)
    whole = "\n".join(pieces)
    if reader is None:
        return Value(None, f"「{_short(whole)}」没有取:「{target.label}」要分几格填写", "按说明分列填写", True)
    found = []
    for piece in pieces:
        for part in cut(piece, ";；\n") if target.many else [piece]:
            one = reader(target.model, lines_joined(LEAD.sub("", part.strip())).strip("、。 "))
            if one is None:
                return Value(None, f"「{_short(whole)}」看不懂", f"按「{target.label}」的写法填写", True)
            found.append(one)
    if not target.many and len(found) > 1:
        return Value(None, f"「{_short(whole)}」有几个值", "只留一个", True)
    return Value(found if target.many else found[0])


def _short(text: str) -> str:
    return text.replace("\n", " ")
