"""The command that shows the site in a browser while the lists are edited: serve."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import progress
from ..order import BadSite, Order
from ..problems import BadLists
from ..report.problems import text as as_text
from .making import CONFIG, FROM
from .options import AS_OF, cannot, today

if TYPE_CHECKING:
    from .costs import Rounds


def _rounds(ctx: click.Context, param: click.Parameter, wanted: bool) -> "Rounds | None":
    """Measure build after build, where that is asked for."""
    if not wanted:
        return None
    from .costs import Rounds

    rounds = Rounds()
    ctx.with_resource(progress.heard(rounds))
    return rounds


@click.command()
@CONFIG
@FROM
@AS_OF
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="端口(默认 mkdocs.yml 的 dev_addr,8000)")
@click.option("--open", "opening", is_flag=True, help="建好就打开浏览器")
@click.option("--profile", "costs", is_flag=True, callback=_rounds, help="每建一次就说时间花在哪里(标准错误里的一张表)")
def serve(
    config: Path, lists: Path | None, as_of: date | None, port: int | None, opening: bool, costs: "Rounds | None"
) -> None:
    """在这台电脑的浏览器里看网站,改了清单、网页、模板就跟着变;只重做改到的。按 Ctrl+C 结束。

    清单里有错误时,网页停在改坏以前的样子,改好了接着变。第一次就有错误,退出码为 1;无法建站、端口被占为 2。
    """
    with progress.stage("装载程序"):  # MkDocs, which takes a while to load
        from ..make import make
        from ..plugin import serve as show
        from ..site.kept import shown_in

    def tell(address: str, built: Any) -> None:
        now = f"{datetime.now().astimezone():%H:%M:%S}"
        if isinstance(built, BadLists):
            click.echo(f"{as_text(built.problems)}\n{now} 有错误,网页没有变", err=True)
        elif isinstance(built, Exception):
            click.echo(f"{now} 没有建成,网页没有变:{built}", err=True)
        else:
            click.echo(f"{now} 建成 {built.pages} 页,{built.areas} 个地方")
        if address:
            click.echo(f"在浏览器里打开 {address} ,改了清单会跟着变;按 Ctrl+C 结束")
        if costs:
            costs.tell()

    order, live = Order(as_of or today(), lists), shown_in(config.resolve().parent)
    try:
        show(config, order, live, port, opening, lambda: make(config, live, order, shown=True), tell)
    except BadLists as error:
        click.echo(as_text(error.problems), err=True)
        if costs:
            costs.tell()
        sys.exit(1)
    except BadSite as error:
        cannot(f"没有建成:{error}")
    except OSError as error:
        cannot(f"不能在这个地址上看网站,也许已经有程序在用,换一个 --port:{error.strerror or error}")
