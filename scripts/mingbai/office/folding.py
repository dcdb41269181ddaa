"""Words of headers and choices made alike: no space, plain signs, simplified characters, brackets left out."""

import re
from functools import lru_cache

_TRADITIONAL = (
    "證证項项稱称號号辦办單单電电話话郵邮備备註注類类別别據据條条職职責责鄉乡鎮镇對对應应級级門门論论開开時时間间處处標标識识"
    "懸悬掛挂數数範范圍围來来權权賦赋機机關关網网發发佈布審审準准經经費费協协體体負负報报舉举碼码實实執执說说與与為为動动務务"
    "層层頻频內内進进計计劃划會会議议檢检請请緊紧殊殊將将壓压無无將将屬属縣县區区於于導导過过還还點点產产業业農农樓楼"
    "結结總总給给續续組组織织許许認认該该記记護护衛卫學学習习書书題题質质額额預预領领顧顾優优劃划齡龄殘残疾疾戶户遺遗"
    "離离齊齐廢废廠厂廣广強强張张従从從从徵征戰战擇择換换損损攝摄敗败斷断顯显條条極极樣样檔档簡简籌筹納纳紀纪級级純纯"
    "細细終终絕绝統统維维緒绪線线編编縮缩績绩罰罚聯联聽听脫脱舊旧藝艺蘭兰虛虚規规視视親亲覽览訂订訪访設设評评詞词試试"
    "詳详語语誤误調调談谈謝谢譯译讀读變变讓让財财貨货販贩貧贫貼贴貿贸資资賣卖賠赔賬账贈赠較较載载輔辅輕轻輪轮辭辞農农"
    "遷迁遲迟選选適适郵邮鄰邻醫医釋释銀银銷销錄录錢钱鐵铁長长閉闭閱阅陽阳陰阴階阶際际隊队險险隨随難难雲云電电靈灵頁页"
    "頂顶順顺須须頒颁頭头額额願愿養养館馆駐驻驗验鬥斗魚鱼麥麦黃黄點点黨党龍龙擔担據据擴扩擾扰確确禮礼積积稅税窮穷競竞筆笔"
)
_FOLD = {ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)}
_FOLD |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
REFUSED = ("不", "非", "未", "无")  # a word that one of these stands before means its opposite
_SIGNS = re.compile(r"[\s\u3000:*★☆·、,。.;\"“”‘’'《》]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """The word without space and signs, in simplified characters and plain brackets, in small letters."""
    return _SIGNS.sub("", text.translate(_FOLD)).lower()


@lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """The folded word without what stands in brackets."""
    return _BRACKETS.sub("", folded(text))
