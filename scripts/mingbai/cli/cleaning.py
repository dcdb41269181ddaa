"""The command that removes what builds and checks keep for the next one: clean."""

import shutil
from pathlib import Path

import click

from ..order import BadSite
from .making import CONFIG, TO
from .options import cannot


@click.command()
@TO
@CONFIG
def clean(dest: Path | None, config: Path) -> None:
    """删掉为了下次建得快、查得快留着的:记下的东西(.cache/mingbai/)、给下一次建站备着的(.site.spare)、没有建完的;网站、清单一个字不动。

    什么时候删都可以,下次建站、检查从头做起,结果一样。正在建的,等它建完。
    """
    from ..cache_file import folder_of, halves, spare_of, told_of
    from ..checked import file_of
    from ..git import find
    from ..history import store
    from ..plugin import folders
    from ..serving.pack import folder as server_of
    from ..site.kept import all_of, shown_in
    from ..site.output import alone, left_of
    from ..stands import all_of as all_stands

    try:
        live, lists = folders(config)
    except BadSite as error:
        cannot(f"没有清:{error}")
    home = config.resolve().parent
    shown = shown_in(home)
    own = [live, shown, *([dest.resolve()] if dest else [])]
    files = all_of(home, own)
    repo = find(lists)
    if repo:
        under = lists.resolve().relative_to(repo.root.resolve()).as_posix().removeprefix(".")
        files += [file for file in (store.file_of(repo.root, under),) if file.is_file()]
    files += all_stands(config, (None, dest, shown))
    found = file_of(lists)
    files += [file for file in (found, *halves(found)) if file.is_file()]
    lives = dict.fromkeys([*own, *(there for file in files if (there := told_of(file)))])
    try:
        for site in lives:
            with alone(site):
                for left in (*left_of(site), *left_of(server_of(site))):
                    shutil.rmtree(left)
                    _say(left, "给下一次建站备着的" if left == spare_of(site) else "没有建完的")
        if shown.parent.is_dir():
            shutil.rmtree(shown.parent)
            _say(shown.parent, "serve 给人看的网站")
        for file in files:
            size = file.stat().st_size
            file.unlink()
            _say(file, _WHAT[file.name.lstrip(".").partition("-")[0]], size)
    except OSError as error:
        cannot(f"删不掉:{error.strerror or error}: {error.filename or ''}")
    for one in {home, lists.resolve().parent}:
        _fold(folder_of(one), one)
    if not files:
        click.echo("没有记下什么")


_WHAT = {
    "history": "读过的变更记录",
    "site": "上次建站记下的",
    "stands": "上次建站记下的",
    "frame": "MkDocs 上次做的",
    "check": "上次检查记下的",
}
"""What the files are that are kept, by how their names begin."""


def _say(path: Path, what: str, size: int = 0) -> None:
    click.echo(f"删掉 {path}({what}{f',{size / 1e6:.1f} MB' if size else ''})")


def _fold(folder: Path, home: Path) -> None:
    """Remove the folder as well, where it is the site's own and nothing else lies in it."""
    if home in folder.parents and folder.is_dir() and [file.name for file in folder.iterdir()] in ([], [".gitignore"]):
        shutil.rmtree(folder)
