"""The judgement on a finished site: links lead to files, fragments to places on them, nothing comes from elsewhere."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from ..progress import stage
from .links import LOC, exactly, seen, text
from .verify import Demand, Note, abroad, target, unpack

MOST = 500  # faults that are told at once
NEAR = 100  # pages of which is remembered what they offer: neighbours ask for the same
FOREIGN = "用了不能用的地址 {},网页只能取本站的文件"
_CSS = re.compile(r"""(?:url\(|@import)\s*['"]?([^'")\s;]+)""")


@stage("核对网站")
def judge(
    root: Path, files: Collection[str], notes: Iterable[Note], url: str = "", kept: Iterable[Note] = (),
    asked: Iterable[Demand] = (),
) -> list[str]:  # fmt: skip
    """All that is wrong with a site that lies in ``root``, file by file, in words; ``url`` is where it will stand.

    ``files`` are the addresses of all that lies there, ``kept`` the notes of pages that were found right once and
    stay: what they load was right, and is. ``asked`` is what they ask of what does not stay.
    """
    found = _Judge(root, files, url)
    for note in notes:
        found.hear(note)
    for note in kept:
        found.hear(note._replace(foreign=(), faults=()))
    for demand in asked:
        found.ask(demand)
    return found.say()


class _Judge:
    def __init__(self, root: Path, files: Collection[str], url: str) -> None:
        self.root, self.files, self.url, self.base = root, files, url, urlsplit(url).path or "/"
        self._asked: list[str] = []  # packed
        self._lost: dict[tuple[str, str], list[str]] = {}  # file, place on it that is not there → pages that lead there
        self._foreign: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}
        self._there: dict[str, set[str]] = {}  # what pages offer that were asked for last
        self._exact: dict[str, tuple[set[str | None], set[str]]] = {}
        self._found: set[tuple[str, str]] = set()

    def hear(self, note: Note) -> None:
        self._ids.update(note.ids)
        self._found.update(note.faults)
        for address, page in note.foreign:
            self._foreign.setdefault(address, []).append(page)
        self._asked.append(note.asked)

    def ask(self, demand: Demand) -> None:
        fragments = demand.fragments.split("\n")
        if self._lacks(demand.path, fragments):
            for page in demand.pages():
                self._look(demand.path, page, fragments)

    def say(self) -> list[str]:
        styles: set[str] = set()
        for packed in self._asked:
            for path, page, fragments in unpack(packed):
                if path.endswith(".css"):
                    styles.add(path)
                if fragments or path not in self.files:
                    self._look(path, page, fragments.split("\n"))
            if len(self._lost) >= MOST:
                break
        for (path, fragment), pages in self._lost.items():
            self._if_really(path, fragment, pages)
        for address, pages in sorted(self._foreign.items()):
            if mine := [page for page in pages if address in self._exactly(page)[1]]:
                self._tell(mine, FOREIGN.format(address))
        for path in sorted(styles):
            self._style(path)
        return [f"{file}: {what}" for file, what in sorted(self._found)]

    def _look(self, path: str, page: str, fragments: list[str]) -> None:
        """Note what a page asks for and there is not."""
        for fragment in self._lacks(path, fragments):
            self._lost.setdefault((path, fragment), []).append(page)

    def _lacks(self, path: str, fragments: list[str]) -> list[str]:
        if path not in self.files:
            return fragments
        return [one for one in fragments if one and one not in self._stands(path)]

    def _stands(self, page: str) -> set[str]:
        """What a page offers by id; other files have no places."""
        if page not in self._there:
            if len(self._there) >= NEAR:
                self._there.clear()
            self._there[page] = self._offers(page)
        return self._there[page]

    def _offers(self, page: str) -> set[str]:
        if page in self._ids:
            return set(self._ids[page].split(" "))
        return {text(one) for one in seen((self.root / page).read_bytes()).ids} if page.endswith(".html") else set()

    def _if_really(self, path: str, fragment: str, pages: list[str]) -> None:
        """Tell of the pages that lead there; a text may only look like a link."""
        asked = f"{path}#{fragment}" if fragment else path
        what = f"链到 {shown(asked)},那一页上没有这个位置" if path in self.files else f"链到 {shown(path)},网站里没有"
        if mine := [page for page in pages if asked in self._exactly(page)[0]]:
            self._tell(mine, what)

    def _tell(self, pages: list[str], what: str) -> None:
        more = f"(另有 {len(pages) - 1} 处也这样)" if len(pages) > 1 else ""
        self._found.add((pages[0], what + more))

    def _exactly(self, page: str) -> tuple[set[str | None], set[str]]:
        """Where a page leads, and what it must not use, by a parser of HTML."""
        if page not in self._exact:
            data = (self.root / page).read_bytes()
            found = exactly(data)
            links = {text(one) for one in (*found.links, *(LOC.findall(data) if page.endswith(".xml") else ()))}
            leads = {link: target(link, page, self.url, self.base) for link in links}
            loads = {one for one in map(text, found.loads) if abroad(one, self.url)}
            self._exact[page] = set(leads.values()), loads | {link for link, found in leads.items() if found is None}
        return self._exact[page]

    def _style(self, path: str) -> None:
        """What a style sheet takes."""
        css = (self.root / path).read_text("utf-8", "replace") if path in self.files else ""
        for link in _CSS.findall(css):
            wanted = target(link, path, self.url, self.base)
            if abroad(link, self.url):
                self._tell([path], FOREIGN.format(link))
            elif wanted and wanted.partition("#")[0] not in self.files:
                self._tell([path], f"要用 {shown(wanted)},网站里没有")


def shown(address: str) -> str:
    """A file below the root as a reader would type it."""
    path, mark, fragment = address.partition("#")
    return (path.removesuffix("index.html") or "首页") + mark + fragment
