"""What is read of a built site without the package: the lists as they should be, the pages as they are."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from site_fixtures import BASE, DEMO, ROOT, URL


class RealList(NamedTuple):
    """One list file of the repository: where it stands and what it says, every value text."""

    area: str  # 'guizhou/qianxinan/' or ''
    kind: str
    page: str  # 'guizhou/qianxinan/certificates/'
    data: dict[str, Any]

    @property
    def items(self) -> list[dict[str, Any]]:
        return self.data.get("items", [])

    @property
    def demo(self) -> bool:
        return self.area.startswith(DEMO)


def plain_yaml(text: str | bytes) -> Any:
    """YAML as text values, by PyYAML alone."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


@cache
def lists() -> list[RealList]:
    """Every list of the repository."""
    found = []
    for file in sorted((ROOT / "lists").rglob("*.yml")):
        area = file.parent.relative_to(ROOT / "lists").as_posix().replace(".", "", 1)
        if file.name != "area.yml" and not area.startswith("_"):
            area = f"{area}/" if area else ""
            found.append(RealList(area, file.name.split(".")[0], f"{area}{file.stem}/", plain_yaml(file.read_bytes())))
    return found


def areas() -> list[str]:
    """The address of every place of the repository."""
    root = ROOT / "lists"
    folders = sorted(file.parent.relative_to(root).as_posix() for file in root.rglob("area.yml"))
    return [f"{folder}/".removeprefix("./") for folder in folders]


# ── pages ────────────────────────────────────────────────────────────────────


@dataclass
class Tag:
    """One element: its name, its attributes, and for some its text."""

    name: str
    attrs: dict[str, str]
    text: str = ""


_TOLD = ("a", "h1", "h2", "h3", "title", "script", "style", "p", "pre", "code", "li")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[Tag] = []
        self.words: list[str] = []
        self.twice: list[str] = []
        self._open: list[Tag] = []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = Tag(name, {key: value or "" for key, value in attrs})
        self.twice += [key for key in tag.attrs if sum(key == other for other, _ in attrs) > 1]
        self.tags.append(tag)
        if name == "li" and self._open and self._open[-1].name == "li":
            self._open.pop()  # its end tag may be missing
        if name in _TOLD:
            self._open.append(tag)

    def handle_endtag(self, name: str) -> None:
        while any(tag.name == name for tag in self._open):
            if self._open.pop().name == name:
                break

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            tag.text += data
        if not (self._open and self._open[-1].name in ("script", "style", "title")):
            self.words.append(data)


@dataclass
class Page:
    """One HTML page: ``address`` is from the site's root ('' the home page, '404.html')."""

    address: str
    html: str

    @cached_property
    def _read(self) -> "_Reader":
        """The page taken apart, once somebody asks: a site has thousands of pages."""
        reader = _Reader()
        reader.feed(self.html)
        reader.close()
        return reader

    @property
    def tags(self) -> list[Tag]:
        """Every element."""
        return self._read.tags

    @cached_property
    def text(self) -> str:
        """All words."""
        return "".join(self._read.words)

    @property
    def twice(self) -> list[str]:
        """Attributes that stand twice in an element."""
        return self._read.twice

    def scripts(self) -> list[Tag]:
        """What runs; blocks of data do not."""
        return [tag for tag in self.all("script") if tag.attrs.get("type") != "application/ld+json"]

    def linked(self) -> list[dict[str, Any]]:
        """The schema.org data of the page, each thing of its graphs."""
        blocks = [tag.text for tag in self.all("script") if tag.attrs.get("type") == "application/ld+json"]
        return [thing for block in blocks for thing in json.loads(block)["@graph"]]

    def all(self, *names: str) -> list[Tag]:
        """All elements of these names."""
        return [tag for tag in self.tags if tag.name in names]

    @cached_property
    def ids(self) -> list[str]:
        """Every id, as often as it stands."""
        return [tag.attrs["id"] for tag in self.tags if "id" in tag.attrs]

    @property
    def demo(self) -> bool:
        """Whether the page speaks of the invented county."""
        return self.address.startswith(DEMO)

    def meta(self, name: str) -> str:
        """The content of a named meta element, '' if missing."""
        return next((tag.attrs.get("content", "") for tag in self.all("meta") if tag.attrs.get("name") == name), "")

    def rel(self, word: str) -> list[str]:
        """The addresses of the page's <link> elements of a relation."""
        return [tag.attrs.get("href", "") for tag in self.all("link") if word in tag.attrs.get("rel", "").split()]

    def links(self) -> Iterator[tuple[Tag, str]]:
        """Every address that a reader or the browser may follow from here, but for rel=canonical."""
        for tag in self.tags:
            if tag.name == "link" and "canonical" in tag.attrs.get("rel", ""):
                continue
            for name in ("href", "src", "action", "formaction", "poster"):
                if name in tag.attrs:
                    yield tag, tag.attrs[name]

    def loads(self) -> list[str]:
        """What the browser fetches to show the page: style sheets and scripts, from the site's root."""
        sheets = [tag.attrs.get("href", "") for tag in self.all("link") if tag.attrs.get("rel") == "stylesheet"]
        return [target(self.address, link)[0] for link in [*sheets, *(tag.attrs["src"] for tag in self.scripts())]]


def outward(link: str) -> bool:
    """Whether a link leads to another host or another program."""
    parts = urlsplit(link)
    return bool(parts.scheme or parts.netloc)


def target(address: str, link: str, base: str = BASE) -> tuple[str, str]:
    """Where a link of a page leads: (address from the site's root, fragment); '!' before what leaves the site."""
    parts = urlsplit(urljoin(f"http://host{base}{address}", link))
    inside = parts.netloc == "host" and parts.path.startswith(base)
    path = parts.path[len(base) :] if inside else f"!{link}"
    return unquote(path), unquote(parts.fragment)


def pages_of(site: Path) -> dict[str, Page]:
    """All pages of a built site by address."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        address = file.relative_to(site).as_posix().removesuffix("index.html")
        found[address] = Page(address, file.read_text("utf-8"))
    return found


def broken_links(site: Path, pages: dict[str, Page], base: str = BASE) -> list[str]:
    """Links within a site that lead nowhere: no such file, no such anchor, or a folder without its slash."""
    faults = []
    for page in pages.values():
        for tag, link in page.links():
            if outward(link) and not link.startswith(URL):
                continue
            address, fragment = target(page.address, link, base)
            file = site / address / "index.html" if address == "" or address.endswith("/") else site / address
            if address.startswith("!") or not file.is_file():
                faults.append(f"{page.address or '/'}: <{tag.name}> {link} leads nowhere")
            elif fragment and (address not in pages or fragment not in pages[address].ids):
                faults.append(f"{page.address or '/'}: <{tag.name}> {link} has no such anchor")
    return faults


class Found(NamedTuple):
    """One entry of the search index."""

    name: str
    words: str  # the name and its aliases
    answers: dict[str, str]  # address of what it leads to → the answer in a word
    areas: set[str]  # addresses of places

    @property
    def pages(self) -> set[str]:
        """Addresses of what it leads to."""
        return set(self.answers)


def index_of(site: Path) -> list[Found]:
    """The search index of a built site, with the places that stand in files of their own."""

    @cache
    def read(file: Path) -> Any:
        return json.loads(file.read_text("utf-8"))

    index = read(site / "search/index.json")
    parts = [read(file) for file in sorted(site.glob("search/parts/*.json"))]
    found: dict[tuple[str, str], Found] = {}
    for data in [index, *parts]:
        for name, aliases, kind, places, *total in data["entries"]:
            told = read(site / f"search/places/{places}.json") if total else data
            spots = told["places"][f"{data['kinds'][kind][0]} {name}"] if total else places
            answers = {}
            for area, tail, *answer in spots:
                folder = f"{told['areas'][area][0]}/".removeprefix("/")
                answers[folder + tail] = told["answers"][answer[0]][0] if answer else ""
            areas = {f"{told['areas'][area][0]}/".removeprefix("/") for area, *_ in spots}
            found[data["kinds"][kind][0], name] = Found(name, f"{name} {aliases}", answers, areas)
    return list(found.values())
