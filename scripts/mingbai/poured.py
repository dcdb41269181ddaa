"""The lists poured into their frame: the whole site, the editor beside it, and no fault left in it."""

import logging
import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from jinja2 import TemplateError, TemplateSyntaxError

from . import program
from .ahead import Ahead
from .areas import scan
from .order import BadSite, Order
from .private.leaks import published, unwanted
from .problems import has_errors
from .progress import stage
from .resources import EDITOR
from .site.branch import CannotJoin
from .site.build import Built, Plan, pour
from .site.judge import judge
from .site.kept import CannotKeep, kept_in
from .site.output import Output, files_of
from .site.shell import ShellError
from .site.verify import Reader
from .stands import Frame, Known

log = logging.getLogger("mkdocs.plugins.mingbai")


def poured(plan: Plan, home: Path, shown: bool = False) -> Built:
    """What came of a plan, for a site whose mkdocs.yml lies in ``home``. ``shown``: it is only looked at.

    Raises BadLists with all problems of the lists, BadSite for everything else that has to be mended.
    """
    if not plan.url and not shown:
        log.warning("没有 site_url(环境变量 SITE_URL):不写规范地址和 sitemap.xml,纸上不印地址和二维码")
    with plainly():
        built = pour(plan)
    try:
        edited, wrong = ((), []) if plan.areas else _edit(home, plan, built.root)
        faults = [*built.faults, *wrong]
        if faults and plan.old:
            raise BadSite("\n".join([f"新网站有 {len(faults)} 处毛病", *faults]))
    except BaseException:
        built.done(False)
        raise
    for fault in faults:
        log.warning(fault)
    return replace(built, faults=tuple(faults), files={**built.files, **dict.fromkeys(edited)})


def framed(plan: Plan) -> Frame:
    """What MkDocs left for a plan, and what of the plan follows from mkdocs.yml."""
    files = {address: (plan.dest / address).read_bytes() for address in sorted(files_of(plan.dest))}
    words = {
        "lists": str(plan.lists), "own": str(plan.overrides or ""),
        "url": plan.url, "name": plan.name, "mailbox": plan.mailbox, "author": plan.author,
    }  # fmt: skip
    return Frame(words, program.running(), marshal.dumps(files), {})


@stage("手写的网页")
def in_frame(known: Known, folder: Path, spare: Path, home: Path, order: Order, ahead: Ahead | None) -> Plan:
    """A plan like the one that was ``framed``: what MkDocs left lies in ``folder`` again."""
    frame, old = known.frame, known.live
    assert frame
    files = marshal.loads(frame.data)
    for below in {address.rpartition("/")[0] for address in files}:
        (folder / below).mkdir(parents=True, exist_ok=True)
    for address, data in files.items():
        with open(f"{folder}/{address}", "wb") as file:  # noqa: PTH123 - in a third of the time
            file.write(data)
    program.believe(frame.running)
    words = frame.words
    return Plan(
        Path(words["lists"]), folder, order.as_of, old, Path(words["own"]) if words["own"] else None,
        words["url"], words["name"], words["mailbox"], words["author"], order.jobs,
        cache=kept_in(home, old), spare=spare, ahead=ahead, looked=known.looked, places=frame.places,
    )  # fmt: skip


@contextmanager
def plainly() -> Iterator[None]:
    """What templates and all that is read besides lists complain of, as BadSite."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise BadSite(f"模板 {error.filename or error.name} 第 {error.lineno} 行:{error.message}") from error
    except TemplateError as error:
        raise BadSite(f"模板出错:{error}") from error
    except (ShellError, CannotJoin, CannotKeep) as error:
        raise BadSite(str(error)) from error


def _edit(home: Path, plan: Plan, root: Path) -> tuple[tuple[str, ...], list[str]]:
    """Put the editor beside the pages where editor.yml asks for one; its files, and what is wrong with it, in words."""
    if not (home / EDITOR).exists():
        return (), []
    from .editor.config import CannotEdit  # most sites have none
    from .editor.page import files
    from .editor.settings import settings_of

    settings, problems = settings_of(home / EDITOR)
    if has_errors(problems):
        raise BadSite("\n".join(map(str, problems)))
    lists = plan.lists.resolve()
    if not settings or home not in lists.parents:  # lists from elsewhere are only looked at
        return (), []
    seen = PurePosixPath(lists.relative_to(home).as_posix())
    reader = Reader(plan.url)
    output = Output(root, plan.old, reader.read)
    try:
        for address, data in files(settings, scan(lists), seen, plan.url, plan.name):
            output.write(address, data)
    except CannotEdit as error:
        raise BadSite(f"{EDITOR}: {error}") from error
    private = unwanted(output.watch.taken(), published((plan.mailbox, plan.author)))
    return output.written(), [*map(str, private), *judge(root, files_of(root), [reader.note()], plan.url)]
