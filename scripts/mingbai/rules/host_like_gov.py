"""域名像政府网站,却不是 gov.cn:某某gov.cn、gov-某某.com,还有看不出是什么的 xn-- 写法。

政府网站的域名以“.gov.cn”结尾,gov 前面有一个点。少了这个点,谁都能注册。确实是它的,在 remark 里写明。

反例:
    url: https://www.hubei-gov.cn/

正例:
    url: https://www.hubei.gov.cn/
"""

from collections.abc import Iterator

from ..kinds import Kind
from ..problems import Level, Problem
from ..read import Source
from .hosts import doubtful, judged

CODE = "C332"
LEVEL = Level.WARNING
SCOPE = "source"


def check(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """Every address and mailbox of a file."""
    for path, host, why in judged(source, doubtful):
        yield source.problem(path, CODE, f"“{host}”{why}", "看清是谁的网站,写它真正的域名", LEVEL)
