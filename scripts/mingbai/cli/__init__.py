"""The command line: arguments, exit codes and printing, nothing else; one module a group of commands."""

import click

from .checking import check
from .comparing import diff
from .in_git import git_setup, git_text, merge_driver
from .making import bench, build, schema
from .past import log
from .reviewing import review
from .writing import archive, fmt, new


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mingbai", message="mingbai %(version)s")
def main() -> None:
    """明白:把基层清单变成查得明白的网站。"""


for command in (
    check, diff, log, fmt, build, schema, new, archive, bench, review, git_setup, merge_driver, git_text,
):  # fmt: skip
    main.add_command(command)
