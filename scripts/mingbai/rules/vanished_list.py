"""整份清单不见了:上一版有的清单文件,这一版删去了,也没有登记换了地址。

读者和别的网站还会来找它。不再管用的清单留着,把 status 改为 废止,网页会写明;
换了文件名的在 moved.yml 的 addresses 里登记。
只在与旧版比较时检查(mingbai check --base)。

反例:
    # 删去了 certificates.yml

正例:
    status: 废止
    effective_to: 2026-12-31
"""

from collections.abc import Iterator
from datetime import date

from ..changes import Change
from ..problems import Level, Problem

CODE = "C505"
LEVEL = Level.WARNING
SCOPE = "change"


def check(change: Change, as_of: date) -> Iterator[Problem]:
    """Lists whose file is gone; one that is recorded to be elsewhere has a new version there."""
    if change.source is None and change.old:
        message = f"《{change.old.header.title}》整份删去了,网页会打不开"
        fix = "留着文件,把 status 改为 废止;换了文件名的在 lists/_site/moved.yml 的 addresses 登记"
        yield Problem(change.ref.shown, 1, 1, CODE, message, fix, "", LEVEL)
