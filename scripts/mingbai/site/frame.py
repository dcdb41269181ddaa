"""What every page shares: the site it belongs to, its frame, its way down, whom to call."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from ..areas import Area, ListRef, Tree
from ..catalog import Catalog, timing
from ..history import History
from ..kinds import Answer, Header
from ..policy import private
from ..seals import Seal, link, unsealed
from ..site_files import SiteFiles
from .addresses import near, way
from .copies import Kept
from .shared import rows_html
from .shell import Filling, Shell, root_of
from .templates import environment

NAME = "明白栏"
NO_ROBOTS = '<meta name="robots" content="noindex,nofollow">'
_FEED = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">'


class Says(NamedTuple):
    """What one place's own list decides on an item, for the places that compare."""

    area: str
    short: str
    answer: Answer


class Beside(NamedTuple):
    """A file that stands beside every list page, for download: its name, what its link says, what makes it."""

    name: str
    label: str
    make: Callable[[ListRef, Area], bytes]


@dataclass(frozen=True)
class Site:
    """What every page needs besides its own lists; small, and alike in all processes."""

    tree: Tree
    as_of: date
    shell: Shell | None  # None where no whole page is wanted
    files: SiteFiles = field(default_factory=SiteFiles)
    overrides: Path | None = None  # the site's own templates, in front of the package's
    mailbox: str = ""  # for corrections; '' where nobody reads one
    url: str = ""  # where the site will stand, with a closing slash; '' where unknown
    name: str = NAME
    elsewhere: dict[tuple[str, str], list[Says]] = field(default_factory=dict)
    beside: tuple[Beside, ...] = ()
    history: History | None = None  # None without git: nothing is said of the past
    author: str = ""  # who runs the site
    seals: Mapping[str, Seal] = field(default_factory=dict)  # of styles and scripts, where the site is packed

    @cached_property
    def real(self) -> list[Area]:
        """The places that are not invented, by the numbers that indexes call them."""
        return [area for area in self.tree if not area.demo]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """These numbers, by the places' paths."""
        return {area.path: number for number, area in enumerate(self.real)}

    @cached_property
    def labels(self) -> list[tuple[str, str]]:
        """The short names and addresses of these places."""
        return [(area.short, area.address) for area in self.real]

    def page(
        self, address: str, area: Area, title: str, description: str, content: str, trail: "list[Step]",
        leads: str | None = None, styles: Sequence[str] = (), head: str | None = None,
        feeds: Sequence[tuple[str, str]] = (),
    ) -> str:  # fmt: skip
        """A whole page at ``address`` ('hubei/certificates/').

        On paper its foot leads to ``leads``, by default to the page itself; ``styles``
        are further style sheets, from the site's root; ``head`` tells search engines
        something else than that the page stands here; ``feeds`` are titles and addresses
        of Atom feeds, from the root.
        """
        root = root_of(address)
        said = self._head(address, area.demo) if head is None else head
        heads = [said, *(f'<link rel="stylesheet" {link("href", root, name, self.seals)}>' for name in styles)]
        heads += [_FEED.format(escape(title), way(feed, address)) for title, feed in feeds]
        filling = Filling(
            title=str(escape(f"{title} · {self.name}")),
            description=str(escape(" ".join(description.split())[:150])),
            head="\n".join(heads),
            trail="".join(f'<a href="{root}{step.address}">{escape(step.label)}</a>' for step in trail),
            content=content,
            paper=self.paper(address if leads is None else leads),
            report=f"{root}{area.address}report/",
            here=area.path,
            near=" ".join(near(self.tree, area)),
        )
        assert self.shell
        html = self.shell.pour(filling, root)
        return unsealed(html) if private(address) else html

    def timing(self, header: Header) -> str:
        """Whether a list has run out or is yet to come, in words; '' when neither."""
        return timing(header, None, self.as_of)

    def paper(self, address: str) -> str:
        """What stands below a page on paper: where it is read, a code that leads there, the day of the build."""
        url = self.url + quote(address) if self.url else ""
        return environment(self.overrides).get_template("_paper.html").render(site=self, url=url)

    def _head(self, address: str, demo: bool) -> str:
        if demo:
            return NO_ROBOTS
        return f'<link rel="canonical" href="{escape(self.url + address)}">' if self.url else ""

    def over(self, current: str, demo: bool) -> str:
        """What the head of an earlier version tells search engines: to keep to the page at ``current``."""
        return NO_ROBOTS if demo else f'<meta name="robots" content="noindex">\n{self._head(current, demo)}'

    def kept(self, root: str) -> Kept:
        """The copies of sources, as a page sees them whose way to the site's root is ``root``."""
        return Kept(self.files.copies, root)

    def render(self, template: str, address: str, area: Area, **values: Any) -> str:
        """A template's HTML for a page at ``address``."""
        values = {
            "site": self,
            "area": area,
            "root": root_of(address),
            "address": address,
            "ask": "",
            "prepared": None,
            "changes": "",
            "beside": self.beside,
            **values,
        }
        return environment(self.overrides).get_template(template).render(values)

    def rows(self, template: str, rows: Iterable[Any], address: str, **place: str) -> Markup:
        """The rows of a page at ``address``; ``place`` is all in them that differs from place to place."""
        return rows_html(environment(self.overrides), template, rows, address, place)


class Step(NamedTuple):
    """One step of the way down to a page."""

    label: str
    address: str


class End(NamedTuple):
    """Where an old address leads: what is found there, and for an item its answer."""

    name: str
    address: str  # from the site's root
    answer: Answer | None = None


class Gone(NamedTuple):
    """An old address: where it leads (to several where an item was split, to none where it is gone), and why."""

    address: str
    ends: tuple[End, ...]
    what: str  # 这一项换了编号, 这一页换了地址
    reasons: tuple[str, ...]


class Page(NamedTuple):
    """A finished page and where it stands; ``gone`` where that is an old address."""

    address: str
    html: str
    gone: Gone | None = None


class Contact(NamedTuple):
    """Somebody to call, and the list that says so."""

    item: Any
    area: Area


def trail_of(site: Site, area: Area, itself: bool = False) -> list[Step]:
    """The way from the nation to a place; with the place as well where the page lies below it."""
    chain = site.tree.upwards(area.path)[0 if itself else 1 :]
    return [Step(above.short, above.address) for above in reversed(chain)]


def contacts_of(catalog: Catalog, area: Area, topic: str, most: int = 4) -> list[Contact]:
    """Whom to call about a topic, nearest first; one entry a channel."""
    return [Contact(said.item, said.area) for said in catalog.contacts(area.path, topic)[:most]]
