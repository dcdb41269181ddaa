"""The command line: arguments, exit codes and printing, nothing else."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from .fmt import Formatted, format_lists
from .fmt import write as write_formatted
from .kinds import KINDS
from .problems import Level, Problem, has_errors
from .report.problems import FORMATS
from .report.problems import text as as_text

F = TypeVar("F", bound=Callable[..., Any])

LISTS = click.option(
    "--lists",
    "root",
    type=click.Path(path_type=Path),
    default=Path("lists"),
    show_default=True,
    help="清单所在的文件夹",
)


class Day(click.ParamType[date]):
    """A calendar day, 2026-01-31."""

    name = "日期"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error in Chinese."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} 不是日期,写成 2026-01-31", param, ctx)


AS_OF = click.option("--as-of", type=Day(), default=None, help="按哪一天判断是否有效、是否过期(默认今天)")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mingbai", message="mingbai %(version)s")
def main() -> None:
    """明白:把基层清单变成查得明白的网站。"""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="输出形式")
@click.option("--strict", is_flag=True, help="提醒也算不通过")
@AS_OF
@LISTS
def check(paths: tuple[Path, ...], form: str, strict: bool, as_of: date | None, root: Path) -> None:
    """检查清单,一次列出全部问题。

    PATHS 只看这些文件或文件夹里的问题。没有错误退出码为 0,有错误为 1(--strict 时提醒也算),无法检查为 2。
    """
    from .check import check as check_lists

    _must_be_lists(root)
    chosen = [_under(path, root) for path in paths]
    _, problems = check_lists(root, as_of or _today())
    if chosen:
        problems = [
            p for p in problems if any(p.file == c or p.file.startswith(f"{c}/") or c == "lists" for c in chosen)
        ]
    if printed := FORMATS[form](problems):
        click.echo(printed)
    sys.exit(1 if has_errors(problems) or (strict and problems) else 0)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="只检查,不改文件;有要改的退出码为 1")
@LISTS
def fmt(paths: tuple[Path, ...], only_check: bool, root: Path) -> None:
    """把清单写成统一的格式,不改任何内容。

    有注释、读不懂的文件不动,说明原因,退出码为 1。
    """
    _must_be_lists(root)
    chosen = [_under(path, root) for path in paths]
    every = [
        f
        for f in format_lists(root)
        if not chosen or any(f.shown == c or f.shown.startswith(f"{c}/") or c == "lists" for c in chosen)
    ]
    refused = [formatted for formatted in every if formatted.text is None]
    changed = [formatted for formatted in every if formatted.changed]
    for formatted in changed:
        if not only_check:
            write_formatted(formatted)
        click.echo(f"{formatted.shown}: {'需要统一格式' if only_check else '已统一格式'}")
    _say_refused(refused)
    sys.exit(1 if refused or (only_check and changed) else 0)


def _say_refused(refused: list[Formatted]) -> None:
    for formatted in refused:
        for problem in formatted.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{formatted.shown}: 没有动这个文件", err=True)


@main.command()
@click.option(
    "--to", "dest", type=click.Path(path_type=Path), default=None, help="网站放在哪里(默认 mkdocs.yml 的 site_dir)"
)
@click.option(
    "--config", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True, help="配置文件"
)
@AS_OF
def build(dest: Path | None, config: Path, as_of: date | None) -> None:
    """检查清单并建成网站;建好才替换旧网站,失败时旧网站原样不动。

    成功退出码为 0,清单有错误为 1,配置等无法建站为 2。
    """
    from .plugin import BadSite
    from .plugin import build as build_site
    from .site.build import BadLists

    try:
        built = build_site(config, dest, as_of or _today())
    except BadLists as error:
        click.echo(as_text(error.problems), err=True)
        click.echo("清单有错误,旧网站没有动", err=True)
        sys.exit(1)
    except BadSite as error:
        _cannot(f"没有建成,旧网站没有动:{error}")
    except OSError as error:
        _cannot(f"没有建成,旧网站没有动:{error.strerror or error}: {error.filename or ''}")
    warnings = [p for p in built.problems if p.level is Level.WARNING]
    _summary(warnings)
    click.echo(f"建成 {built.pages} 页,{built.areas} 个地方")


def _summary(warnings: list[Problem]) -> None:
    codes: dict[str, int] = {}
    for problem in warnings:
        codes[problem.code] = codes.get(problem.code, 0) + 1
    if codes:
        told = "、".join(f"{code} {number} 处" for code, number in sorted(codes.items()))
        click.echo(f"提醒:{told}(mingbai check 看详情)")


@main.command()
@click.option("--check", "only_check", is_flag=True, help="只检查是否过时,过时退出码为 1")
@click.option("--to", "root", type=click.Path(path_type=Path), default=Path(), help="写到哪个文件夹(默认当前文件夹)")
def schema(only_check: bool, root: Path) -> None:
    """写出各类清单的 JSON Schema 和编辑器设置。"""
    from . import schemas

    paths = schemas.stale(root) if only_check else schemas.write(root)
    for path in paths:
        click.echo(f"{path}: {'过时,运行 mingbai schema' if only_check else '已更新'}")
    sys.exit(1 if only_check and paths else 0)


@main.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("area", type=str)
@click.option("--slug", default="", help="同类的第二份清单的名字,如 dierpi")
@LISTS
def new(kind: str, area: str, slug: str, root: Path) -> None:
    """给一个地方新建一份清单,必填的字段都在里面。

    AREA 是文件夹路径,如 hubei/jingmen;全国写 . 。字段的说明在编辑器里把鼠标放上去就能看到。
    """
    from .areas import scan
    from .new import CannotStart, start

    _must_be_lists(root)
    try:
        file = start(root, scan(root), KINDS[kind], area.strip("/").removeprefix(".").strip("/"), slug)
    except CannotStart as error:
        _cannot(str(error))
    click.echo(f"建好了 {file},填上内容后运行 mingbai check")


@main.command()
@click.option("--townships", type=click.IntRange(1, 40_000), default=1260, show_default=True, help="造多少个乡镇")
@click.option("--items", type=click.IntRange(3, 5_000), default=250, show_default=True, help="每个乡镇多少事项")
@click.option("--keep", type=click.Path(path_type=Path), default=None, help="把造出来的清单和网站留在这里")
def bench(townships: int, items: int, keep: Path | None) -> None:
    """造一个省的清单,量检查和建站要多久、占多少内存。"""
    from .bench import run

    try:
        click.echo(run(townships, items, keep))
    except RuntimeError as error:
        click.echo(f"量不成,命令失败了:\n{error}", err=True)
        sys.exit(1)


def _must_be_lists(root: Path) -> None:
    if not root.is_dir():
        _cannot(f"找不到清单文件夹 {root}(在网站的根目录运行,或用 --lists 指定)")


def _under(path: Path, root: Path) -> str:
    if not path.exists():
        _cannot(f"找不到 {path}")
    try:
        inside = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        _cannot(f"{path} 不在清单文件夹 {root} 里")
    return "lists" if inside == "." else f"lists/{inside}"


def _cannot(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(2)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of the build, where the builder stands


if __name__ == "__main__":
    main()
