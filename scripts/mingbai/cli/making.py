"""The commands that make something out of the lists: build, pack, schema, bench."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..bench import CHOICES, OWN
from ..make import make
from ..order import BadSite, Order
from ..problems import BadLists
from ..report.problems import text as as_text
from ..stands import Stands
from .options import AS_OF, PROFILE, cannot, today

TO = click.option(
    "--to", "dest", type=click.Path(path_type=Path), default=None, help="网站放在哪里(默认 mkdocs.yml 的 site_dir)"
)
CONFIG = click.option(
    "--config", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True, help="配置文件"
)
FROM = click.option(
    "--lists", type=click.Path(path_type=Path), default=None, help="清单所在的文件夹(默认 mkdocs.yml 里写的)"
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1, 256), default=None, help="用几个进程(默认看清单多少、机器有几核);建出来的都一样"
)


def _site(command: Callable[..., None]) -> Callable[..., None]:
    """What every command is asked that makes a site: it takes them as ``given``, for ``_make``."""
    for option in (PROFILE, JOBS, AS_OF, FROM, CONFIG, TO):
        command = option(command)
    return command


@click.command()
@_site
@click.option("--areas", "branch", is_flag=True, help="只建后面写的地方和它们下面的,用 join 合成网站;要写 --to")
@click.option("--lists-only", is_flag=True, help="只做清单的网页,别的都不做,也不检查(和别的生成器比快慢用,不能公布)")
@click.argument("areas", nargs=-1, metavar="[地方]...")
def build(branch: bool, lists_only: bool, areas: tuple[str, ...], **given: Any) -> None:
    """检查清单并建成网站;建好、核对过才替换旧网站,失败时旧网站原样不动。

    核对:链接都有去处,每份清单的网页、数据和目录项数一样,不从别的网站取东西。

    成功退出码为 0,清单有错误、建成的文件里有个人信息为 1,配置等无法建站为 2。
    """
    if branch != bool(areas):
        raise click.UsageError(
            "--areas 后面写地方,如 --areas hubei/wuhan" if branch else f"多写了 {areas[0]};只建它写 --areas"
        )
    if branch and given["dest"] is None:
        raise click.UsageError("--areas 建的不是整个网站,用 --to 写明放在哪里")
    wanted = tuple(area.strip("/") for area in areas)
    _make(given, areas=wanted, bare=lists_only)


@click.command()
@_site
@click.argument("branches", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件夹...")
def join(branches: tuple[Path, ...], **given: Any) -> None:
    """把 build --areas 分开建的几支合成整个网站,和一次建成的一个字节也不差。

    没有哪一支里有的地方(比如全国、省)现在建;首页、全部事项、搜索、订阅由各支的摘要做成。
    清单、设置、程序在那以后改过的,合不了,会说是哪一支,重建它。退出码和 build 一样。
    """
    _make(given, branches=branches)


@click.command()
@_site
def pack(**given: Any) -> None:
    """建成要公布的网站:build 的一切,每份清单旁边再放一本 Excel 工作簿,文件都压缩好,服务器设置都写好。

    服务器设置(nginx、Caddy)在网站旁边的 网站文件夹名-server 里,网站空间用的 _headers 在网站里。
    工作簿改好了用 import 收回来。退出码和 build 一样;有一样做不成,旧网站原样不动。
    """
    from ..office.book import CannotExport
    from ..office.export import book_of
    from ..serving import CannotPack, Packing
    from ..site.frame import Beside

    packing = Packing((Beside("list.xlsx", "下载 Excel", book_of),))
    _make(given, (CannotExport, CannotPack), packing=packing)


def _make(given: dict[str, Any], refusals: tuple[type[Exception], ...] = (), **more: Any) -> None:
    """Build what ``_site`` was given and ``more`` of an order; ``refusals`` are what packing may raise."""
    order = Order(given["as_of"] or today(), given["lists"], jobs=given["jobs"] or 0, **more)
    wrong: tuple[type[Exception], ...] = (BadSite, *refusals)
    try:
        made = make(given["config"], given["dest"], order)
    except BadLists as error:
        click.echo(as_text(error.problems), err=True)
        click.echo("有错误,旧网站没有动", err=True)
        sys.exit(1)
    except wrong as error:
        cannot(f"没有建成,旧网站没有动:{error}")
    except OSError as error:
        cannot(f"没有建成,旧网站没有动:{error.strerror or error}: {error.filename or ''}")
    stood = isinstance(made, Stands)
    if warnings := made.warnings:
        told = "、".join(f"{code} {number} 处" for code, number in warnings.items())
        click.echo(f"提醒:{told}(mingbai check 看详情)")
    click.echo(f"{'没有改动,网站原样' if stood else '建成'} {made.pages} 页,{made.areas} 个地方")


@click.command()
@click.option("--check", "only_check", is_flag=True, help="只检查是否过时,过时退出码为 1")
@click.option("--to", "root", type=click.Path(path_type=Path), default=Path(), help="写到哪个文件夹(默认当前文件夹)")
def schema(only_check: bool, root: Path) -> None:
    """写出各类清单的 JSON Schema 和编辑器设置。"""
    from .. import schemas

    paths = schemas.stale(root) if only_check else schemas.write(root)
    for path in paths:
        click.echo(f"{path}: {'过时,运行 mingbai schema' if only_check else '已更新'}")
    sys.exit(1 if only_check and paths else 0)


@click.command()
@click.option("--townships", type=click.IntRange(1, 40_000), default=1260, show_default=True, help="造多少个乡镇")
@click.option("--items", type=click.IntRange(3, 5_000), default=250, show_default=True, help="每个乡镇多少事项")
@click.option(
    "--own", type=click.FloatRange(0, 1), default=OWN, show_default=True, help="事项里多少是本乡镇自己写的,其余照抄本县"
)
@click.option("--rounds", type=click.IntRange(1, 100), default=3, show_default=True, help="轮流各跑几次,取中位数")
@click.option("--only", multiple=True, type=click.Choice(CHOICES), help="只量这一样;可以写几次(默认有的都量)")
@click.option("--output", "-o", type=click.Path(path_type=Path), default=None, help="把表写到这里,图写在旁边(.svg)")
@click.option("--keep", type=click.Path(path_type=Path), default=None, help="把造出来的清单和网站留在这里")
@click.option(
    "--history", "commits", type=click.IntRange(2, 100_000), default=None, help="改量:这么多次提交的变更记录要读多久"
)
def bench(
    townships: int,
    items: int,
    own: float,
    rounds: int,
    only: tuple[str, ...],
    output: Path | None,
    keep: Path | None,
    commits: int | None,
) -> None:
    """造一个省的清单,量建站、检查等等要多久、占多少内存,和 Hugo、Eleventy、MkDocs 比一比。

    比的是同样的清单、同样的网页,输出逐项对过,谁也不能少写。Hugo、Eleventy 要在源代码里先运行 make bench。
    """
    from .. import bench_history
    from ..bench.measure import Failed
    from ..bench.run import run
    from ..bench.shown import Differs

    try:
        if commits:
            click.echo(bench_history.run(100, items, commits, keep))
            return
        words = shlex.join(["mingbai", "bench", *sys.argv[2:]])
        report, chart = run(townships, items, own, rounds, only, keep, words)
    except (Failed, Differs) as error:
        click.echo(f"量不成:\n{error}", err=True)
        sys.exit(1)
    click.echo(report)
    if output:
        output.write_text(f"{report}\n", encoding="utf-8")
        if chart:
            output.with_suffix(".svg").write_text(chart, encoding="utf-8")
