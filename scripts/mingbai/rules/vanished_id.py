"""编号不见了:上一版有的编号,这一版没有,也没有登记去了哪里。

编号是永久的,别人存下的网址、印出去的二维码都靠它。改了号、合并、拆分的,在 moved.yml 里登记;
过期的留着条目,写上失效日期;录错了要取消的,登记时不写 new。
只在与旧版比较时检查(mingbai check --base)。

反例:
    # 删去了 id: qinshu-guanxi,别处什么也没写

正例:
    moved:
      - kind: certificates
        old: qinshu-guanxi
        new: qinshu
        reason: 编号写错
"""

from collections.abc import Iterator
from datetime import date

from ..changes import Change
from ..problems import Level, Problem

CODE = "C501"
LEVEL = Level.ERROR
SCOPE = "change"


def check(change: Change, as_of: date) -> Iterator[Problem]:
    """Items that are gone from a list that is still there."""
    if change.source is None:
        return
    still = {row.get("id") for row in change.source.data.get("items") or () if isinstance(row, dict)}
    for gone in change.diff.removed:
        if gone.key.id and gone.key.id not in still | change.recorded:
            message = f"“{change.name(gone.key.id, new=False)}”({gone.key.id})不见了,没有登记去向"
            fix = "在 lists/_site/moved.yml 登记去向或取消的原因;过期的留着条目,写 effective_to"
            yield change.problem("", "id", CODE, message, fix, LEVEL)
