"""A small site of which nearly everything once had another id or another address."""

from typing import Any

from site_fixtures import DUTY, HEAD, MORE, PROOF

VILLAGE = {**HEAD, "body": "村(居)委会"}
TOGETHER = {"id": "tongzhu", "name": "同住证明", "decision": "可以出具"}
FLOOD = {**DUTY, "id": "fangxun", "name": "防汛", "role": "配合"}

MOVED: dict[str, Any] = {
    "moved": [
        {"kind": "certificates", "old": "jiu", "new": "qinshu", "reason": "改名", "date": "2026-01-01"},
        {"kind": "certificates", "old": "zui-jiu", "new": "jiu", "reason": "更早改名"},
        {"kind": "certificates", "old": "he", "new": "jiu", "reason": "一项拆成两项"},
        {"kind": "certificates", "old": "he", "new": "tongzhu", "reason": "一项拆成两项"},
        {"kind": "certificates", "old": "cuo", "reason": "录错了,来源里没有"},
        {"kind": "certificates", "area": "jia/jing", "old": "qinshu", "new": "tongzhu", "reason": "上级的还叫这个"},
        {"kind": "duties", "area": "jia/jing", "old": "fang", "new": "fangxun", "reason": "分成两项"},
        {"kind": "duties", "area": "jia/jing", "old": "fang", "new": "fanghuo", "reason": "分成两项"},
        {"kind": "duties", "area": "jia/jing", "old": "zui-lao", "new": "lao", "reason": "改名"},
        {"kind": "duties", "area": "jia/jing", "old": "lao", "new": "fanghuo", "reason": "改名"},
        {"kind": "services", "area": "jia/jing", "old": "jiu-dibao", "new": "dibao", "reason": "改名"},
    ],
    "addresses": [
        {"old": "jia/qing", "new": "jia/ying", "reason": "镇改了名", "date": "2025"},
        {"old": "jia/ying", "new": "jia/jing", "reason": "又改了名"},
        {"old": "jia/jing/services.lao", "new": "jia/jing/services.er", "reason": "换了文件名"},
        {"old": "jia/cun", "new": "jia", "reason": "并到县里"},
        {"old": "yi/services", "new": "jia/jing/services.er", "reason": "移交"},
    ],
}
"""Chains, a split, a merge, a place renamed twice, lists renamed in it and handed over to it, a place dissolved."""

FILES: dict[str, Any] = {
    "certificates.yml": {**VILLAGE, "items": [PROOF, TOGETHER]},
    "jia/jing/area.yml": {"name": "泾镇", "level": "乡"},
    "jia/jing/certificates.yml": {**VILLAGE, "items": [TOGETHER]},
    "jia/jing/duties.yml": {**HEAD, "items": [DUTY, FLOOD]},
    "jia/jing/services.er.yml": {**HEAD, "items": [MORE["services"]]},
}
