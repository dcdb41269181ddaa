"""网址、邮箱的域名是假的:混进了看起来一样的别种字母,或者冒充 gov.cn。

点进去的是另一个网站,举报的内容就到了别人手里。西里尔字母、希腊字母、全角字母、“@”前面写一个真网站、
gov.cn 写在中间、g0v.cn,都不是原来的网站;xn-- 开头的,还原了再看。汉字的域名可以用。
手写的网页里的网址也这样检查。

反例:
    url: https://www.gov.cn.jubao.example/

正例:
    url: https://www.gov.cn/
"""

from collections.abc import Iterator

from ..kinds import Kind
from ..problems import Level, Problem
from ..read import Source
from .hosts import false, hosts, judged

CODE = "C112"
LEVEL = Level.ERROR
SCOPE = "source"

_FIX = "照真的网址重新写一遍,不要复制;不能确定就写 待核实"


def check(source: Source, kind: Kind | None) -> Iterator[Problem]:
    """Every address and mailbox of a file."""
    for path, host, why in judged(source, false):
        yield source.problem(path, CODE, f"“{host}”是假的域名:{why}", _FIX, LEVEL)


def in_page(shown: str, text: str) -> Iterator[Problem]:
    """The same in a hand-written page, line by line."""
    for number, line in enumerate(text.split("\n"), 1):
        for host in dict.fromkeys(hosts(f" {line}")):
            if why := false(host):
                column = line.find(host) + 1
                yield Problem(shown, number, column, CODE, f"“{host}”是假的域名:{why}", _FIX, level=LEVEL)
