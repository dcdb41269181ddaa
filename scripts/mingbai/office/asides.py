"""Rows below a table that belong to no item: notes, signatures, dates, page numbers, 等."""

import re

REST = "以“等”结尾,没有列完"

_WHO = "填表人|审核人|联系人|制表人?|填报人?|经办人|负责人|单位负责人"
_WHAT = "注|备注|说明|填表说明|附注|数据来源|资料来源|来源|温馨提示"
_NOTE = re.compile(rf"[(（]?({_WHO}|{_WHAT})\s*[:：\d]")
_PAGE = re.compile(r"[—\-\s]*(第?\s*\d+\s*页.{0,12}|\d+\s*/\s*\d+)[—\-\s]*")
_DATE = re.compile("[(（]?[12][0-9]{3}\\s*年.{1,8}[月日][)）]?")
_REST = {"等", "等等", "……", "...", "…"}


def aside(text: str, cells: int) -> str:
    """Why a row that begins with a text and fills so many cells is no item; '' where it may be one."""
    if _NOTE.match(text) and cells <= 4:
        return "表后的说明"
    if cells > 1:
        return ""
    if text in _REST:
        return REST
    if _PAGE.fullmatch(text):
        return "页码"
    return "表后的日期" if _DATE.fullmatch(text) else ""
