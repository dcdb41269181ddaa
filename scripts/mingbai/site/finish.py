"""What belongs to no single place: written once every place is done, out of their digests and names."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .. import moved
from ..areas import DEMO
from ..catalog import Catalog
from ..private.leaks import Leak
from ..progress import stage
from .copies import published
from .digest import Digest
from .feeds import real_events
from .frame import Site
from .news import news_pages
from .output import Output
from .past_files import past_of_all
from .redirects import Pair, keep_addresses
from .search import synonyms_file
from .situations import situation_pages
from .verify import Note, Reader
from .whole import CONTACTS, api_contacts, api_index, fill, kind_pages, sitemaps


@dataclass(frozen=True)
class Whole:
    """What was written of the whole."""

    pages: int  # of the site
    moved: tuple[Pair, ...]
    note: Note
    leaks: tuple[Leak, ...]
    files: tuple[str, ...]


@stage("整个网站的网页")
def write_whole(
    site: Site, dest: Path, old: Path | None, digests: Sequence[Digest], written: Iterable[str], pages: Iterable[str],
    files: Container[str],
) -> Whole:  # fmt: skip
    """Write the rest; ``written`` are the hand-written pages in ``dest``, ``pages`` what was made of names.

    All places' files lie in ``dest``, as ``files`` says: of old addresses they are copied.
    """
    reader = Reader(site.url)
    output = Output(dest, old, reader.read)
    catalog = Catalog(site.tree, site.as_of)
    lists = [row for digest in digests for row in digest.lists]
    rows = [row for digest in digests for row in digest.named]
    own = list(pages)
    poured = [page for digest in digests for page in digest.pages]
    events = real_events(site.history, DEMO)
    for page in (
        *situation_pages(site, catalog, (row for digest in digests for row in digest.reached)),
        *kind_pages(site, catalog, lists, set(poured)),
        *news_pages(site, catalog, events, [one for digest in digests for one in digest.dates]),
    ):
        output.write(f"{page.address}index.html", page.html)
        own.append(page.address)
    for file in written:
        address = file.removesuffix("index.html")
        html = fill(site, catalog, (dest / file).read_text(encoding="utf-8"), address, lists, rows)
        output.write(file, html)
        if address != "404.html":
            own.append(address)
    for address, text in (synonyms_file(site.files.synonyms), *past_of_all(site, events)):
        output.write(address, text)
    for address, data in published(site.files.copies, (sha for digest in digests for sha in digest.findings.kept)):
        output.write(address, data)
    output.write("api/v1/index.json", api_index(site, lists))
    output.write(CONTACTS, api_contacts(one for digest in digests for one in digest.contacts))
    every = sorted({*own, *poured})
    _sitemap(site, output, every)
    gone = [one for digest in digests for one in digest.gone]
    pairs = keep_addresses(site, catalog, output, gone) if moved.FILE in site.files.sources else ()
    return Whole(len(every), tuple(pairs), reader.note(sure=files), output.watch.taken(), output.written())


def _sitemap(site: Site, output: Output, every: Iterable[str]) -> None:
    if site.url:
        demo = tuple(area.address for area in site.tree if area.demo)
        for address, text in sitemaps(site.url, [page for page in every if not (demo and page.startswith(demo))]):
            output.write(address, text)
