"""The judgement on a finished site: links lead to files, fragments to places on them, nothing comes from elsewhere."""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from .links import LOC, exactly, seen, text
from .verify import Note, abroad, target

MOST = 500  # faults that are told at once
FOREIGN = "用了不能用的地址 {},网页只能取本站的文件"
_CSS = re.compile(r"""(?:url\(|@import)\s*['"]?([^'")\s;]+)""")


def judge(
    root: Path, files: Collection[str], notes: Iterable[Note], url: str = "", kept: Iterable[Note] = ()
) -> list[str]:
    """All that is wrong with a site that lies in ``root``, file by file, in words; ``url`` is where it will stand.

    ``files`` are the addresses of all that lies there, ``kept`` the notes of pages that were found right once and
    stay: what they load was right, and is.
    """
    found = _Judge(root, files, url)
    for note in notes:
        found.hear(note)
    for note in kept:
        found.hear(note._replace(foreign=(), faults=()))
    return found.say()


class _Judge:
    def __init__(self, root: Path, files: Collection[str], url: str) -> None:
        self.root, self.files, self.url, self.base = root, files, url, urlsplit(url).path or "/"
        self._asked: dict[str, dict[str, list[str]]] = {}  # file → place on it → pages that lead there
        self._foreign: dict[str, list[str]] = {}
        self._ids: dict[str, str] = {}
        self._exact: dict[str, tuple[set[str | None], set[str]]] = {}
        self._found: set[tuple[str, str]] = set()

    def hear(self, note: Note) -> None:
        self._ids.update(note.ids)
        self._found.update(note.faults)
        for address, page in note.foreign:
            self._foreign.setdefault(address, []).append(page)
        for path, page, fragments in note.asked:
            places = self._asked.setdefault(path, {})
            for fragment in fragments.split("\n"):
                places.setdefault(fragment, []).append(page)

    def say(self) -> list[str]:
        for path in sorted(self._asked):
            if len(self._found) >= MOST:
                break
            self._look(path, self._asked[path])
        for address, pages in sorted(self._foreign.items()):
            if mine := [page for page in pages if address in self._exactly(page)[1]]:
                self._tell(mine, FOREIGN.format(address))
        for path in sorted(path for path in self._asked if path.endswith(".css")):
            self._style(path)
        return [f"{file}: {what}" for file, what in sorted(self._found)]

    def _look(self, path: str, asked: dict[str, list[str]]) -> None:
        if path not in self.files:
            for fragment in sorted(asked):
                self._if_really(path, fragment, f"链到 {shown(path)},网站里没有")
            return
        fragments = asked.keys() - {""}
        for fragment in sorted(fragments - self._stands(path) if fragments else ()):
            self._if_really(path, fragment, f"链到 {shown(f'{path}#{fragment}')},那一页上没有这个位置")

    def _stands(self, page: str) -> set[str]:
        """What a page offers by id; other files have no places."""
        if page in self._ids:
            return set(self._ids[page].split(" "))
        return {text(one) for one in seen((self.root / page).read_bytes()).ids} if page.endswith(".html") else set()

    def _if_really(self, path: str, fragment: str, what: str) -> None:
        """Tell of the pages that lead there; a text may only look like a link."""
        asked = f"{path}#{fragment}" if fragment else path
        if mine := [page for page in self._asked[path][fragment] if asked in self._exactly(page)[0]]:
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
