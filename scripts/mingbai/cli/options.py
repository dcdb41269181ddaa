"""What the commands share: options, how paths are named, and how a command ends."""

import sys
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import click

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


def _profile(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Measure, where that is asked for."""
    if wanted:
        from .costs import told

        ctx.with_resource(told())


PROFILE = click.option(
    "--profile", is_flag=True, expose_value=False, callback=_profile, help="做完以后说时间花在哪里(标准错误里的一张表)"
)

AS_OF = click.option("--as-of", type=Day(), default=None, help="按哪一天判断是否有效、是否过期(默认今天)")


def must_be_lists(root: Path) -> None:
    """End with 2 where there is no folder of lists."""
    if not root.is_dir():
        cannot(f"找不到清单文件夹 {root}(在网站的根目录运行,或用 --lists 指定)")


def under(path: Path, root: Path) -> str:
    """A file or folder as messages show it, lists/a/b.yml; it must lie in the folder of lists."""
    if not path.exists():
        cannot(f"找不到 {path}")
    try:
        inside = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        cannot(f"{path} 不在清单文件夹 {root} 里")
    return "lists" if inside == "." else f"lists/{inside}"


def among(shown: str, chosen: list[str]) -> bool:
    """Whether a file is one of those that were asked for; all are where nothing was."""
    return not chosen or any(shown == c or shown.startswith(f"{c}/") or c == "lists" for c in chosen)


def cannot(message: str) -> NoReturn:
    """Say why, and end with 2."""
    click.echo(message, err=True)
    sys.exit(2)


def today() -> date:
    """The day that a command goes by where none is given."""
    return date.today()  # noqa: DTZ011 - the day of the build, where the builder stands
