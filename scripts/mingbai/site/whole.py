"""Pages and files that speak of the whole site: home, kinds, sitemap, the API's index."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, NamedTuple

from pydantic import BaseModel

from ..areas import Area, AreaFile, Tree
from ..catalog import Catalog
from ..contacts import Contact, checksum
from ..inventory import Document, Row
from ..kinds import KINDS, Kind
from ..kinds.shape import choices, inner
from ..problems import REFUSALS
from ..rules import RULES, manual
from ..site_files import SITE_FILES
from .data import dumps
from .digest import Listed, Named
from .feeds import MONTHS
from .frame import Page, Site, Step, contacts_of
from .redirects import moved_index
from .situations import FRONT, ROOM

WHOLE_TREE = 300  # places up to which the home page names all; beyond, the two levels below the nation
CONTACTS = "api/v1/contacts.json"
SITEMAP = 45_000  # addresses a sitemap file holds
SLOT = re.compile(r"<!--\s*mingbai:(\w+)\s*-->")


def kind_pages(site: Site, catalog: Catalog, lists: list[Listed], made: set[str]) -> Iterator[Page]:
    """Who has published lists of a kind, where the nation has no page about it of its own (``made``)."""
    nation = site.tree.areas[""]
    for kind in KINDS.values():
        mine = [row for row in lists if row.kind == kind.key]
        if not mine or f"{kind.key}/" in made:
            continue
        told: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for row in mine:
            area = site.tree.areas[row.area]
            told[area.demo].append({"place": area.name, **row._asdict()})
        address = f"{kind.key}/"
        values = {"kind": kind, "lists": told[False], "demo": told[True]}
        contacts = contacts_of(catalog, nation, kind.topic)
        content = site.render("kind.html", address, nation, contacts=contacts, **values)
        yield Page(address, site.page(address, nation, kind.question, kind.about, content, [Step("首页", "")]))


def places(tree: Tree) -> list[tuple[Area, list[Area]]]:
    """Every real place right below the nation, with those below it: all of them, or the next level of a large tree."""
    tops = [area for area in tree.children("") if not area.demo]
    deep = len(tree.areas) <= WHOLE_TREE
    return [(top, _below(tree, top.path) if deep else tree.children(top.path)) for top in tops]


def _below(tree: Tree, path: str) -> list[Area]:
    return [place for child in tree.children(path) for place in (child, *_below(tree, child.path))]


def fill(site: Site, catalog: Catalog, html: str, address: str, lists: list[Listed], rows: list[Named]) -> str:
    """A hand-written page with its slots (``<!-- mingbai:places -->``) filled."""
    nation = site.tree.areas[""]

    def slot(found: re.Match[str]) -> str:
        values: dict[str, Any] = {"slot": found[1]}
        if found[1] in ("questions", "more"):
            values["questions"] = questions(lists)
        elif found[1] == "places":
            values["places"] = places(site.tree)
        elif found[1] in ("situations", "finder"):
            values["situations"] = [(one.name, f"{ROOM}{one.id}/") for one in site.files.situations[:FRONT]]
        elif found[1] == "contacts":
            values["contacts"] = contacts_of(catalog, nation, "综合")
        elif found[1] == "rules":
            values["rules"] = rules()
        elif found[1] == "inventory":
            values["documents"] = inventory(site.files.documents, rows)
        elif found[1] == "paper":
            return site.paper(address)
        elif found[1] == "fields":
            values["models"] = models()
        else:
            return found[0]
        return site.render("_home.html", address, nation, **values)

    return SLOT.sub(slot, html)


def questions(lists: list[Listed]) -> list[tuple[Kind, str]]:
    """The questions that people come with, each once its lists exist."""
    kept = {row.kind for row in lists}
    return [(kind, f"{kind.key}/") for kind in KINDS.values() if kind.key in kept and not kind.topics]


def inventory(documents: Iterable[Document], rows: list[Named]) -> list[tuple[Document, list[tuple[Row, list[Named]]]]]:
    """The inventory's documents, each row with the pages that name it, most specific last."""
    where: dict[str, list[Named]] = {}
    for row in rows:
        where.setdefault(row.row, []).append(row)
    return [(doc, [(row, where.get(row.no, [])) for row in doc.rows]) for doc in documents]


class Described(NamedTuple):
    """One field as the manual describes it."""

    key: str
    label: str
    about: str
    choices: tuple[str, ...]
    required: bool


def models() -> list[tuple[str, str, list[Described]]]:
    """Every field that may stand in a file: (what it belongs to, where it stands, its fields)."""
    pending: list[tuple[str, str, type[BaseModel]]] = [("地方", "area.yml", AreaFile)]
    for kind in KINDS.values():
        pending.append((kind.label, f"{kind.key}.yml 的开头", kind.header))
        pending.append((kind.label, f"{kind.key}.yml 的每一项", kind.item))
    pending += [(label, file, model) for file, (model, label) in SITE_FILES.items()]
    found: dict[type[BaseModel], tuple[str, str, list[Described]]] = {}
    while pending:
        label, where, model = pending.pop(0)
        found.setdefault(model, (label, where, _described(model)))
        for key, info in model.model_fields.items():
            below = inner(info.annotation)
            if below and below not in found and all(below is not waiting for _, _, waiting in pending):
                pending.append((info.title or key, f"{key} 的每一项", below))
    return list(found.values())


def _described(model: type[BaseModel]) -> list[Described]:
    return [
        Described(key, info.title or key, info.description or "", choices(info.annotation), info.is_required())
        for key, info in model.model_fields.items()
    ]


class Manual(NamedTuple):
    """A check's manual page."""

    code: str
    title: str
    about: str
    bad: str
    good: str


def rules() -> list[Manual]:
    """Every check by code: those of reading, and those of the rules from their docstrings."""
    pages = [Manual(code, *refusal) for code, refusal in REFUSALS.items()]
    for code, module in RULES.items():
        head, _, rest = manual(module).partition("反例:")
        title, _, about = head.strip().partition("\n")
        bad, _, good = rest.partition("正例:")
        pages.append(Manual(code, title, about.strip(), _dedent(bad), _dedent(good)))
    return sorted(pages)


def _dedent(text: str) -> str:
    lines = [line[4:] if line.startswith("    ") else line for line in text.strip("\n").splitlines()]
    return "\n".join(lines).strip("\n")


def sitemaps(url: str, pages: list[str]) -> Iterator[tuple[str, str]]:
    """sitemap.xml with every page; with an index where one file does not hold them."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    parts = [pages[start : start + SITEMAP] for start in range(0, len(pages), SITEMAP)]
    files = [
        f"{head}<urlset {space}>\n"
        + "".join(f"<url><loc>{page}</loc></url>\n" for page in escape("\n".join(map(url.__add__, part))).split("\n"))
        + "</urlset>\n"
        for part in parts
    ]
    if len(files) == 1:
        yield "sitemap.xml", files[0]
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    yield from zip(names, files, strict=True)
    rows = "".join(f"<sitemap><loc>{escape(url + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{head}<sitemapindex {space}>\n{rows}</sitemapindex>\n"


def api_contacts(found: Iterable[Contact]) -> str:
    """api/v1/contacts.json: every contact with a SHA-256, and one of all, so that anyone can watch for tampering."""
    rows = [contact._asdict() for contact in found]
    return dumps({"version": 1, "sha256": checksum([row["sha256"] for row in rows]), "contacts": rows})


def api_index(site: Site, lists: list[Listed]) -> str:
    """api/v1/index.json: every place, every list with where its data lie, every situation, what moved."""
    areas = [
        {"path": a.path, "name": a.name, "short": a.short, "level": a.level, "code": a.code, "page": a.address}
        for a in site.tree
        if not a.demo
    ]
    rows = [
        {**row._asdict(), "json": f"{row.page}data.json", "csv": f"{row.page}data.csv"}
        for row in lists
        if not site.tree.areas[row.area].demo
    ]
    kinds = [{"key": kind.key, "label": kind.label, "schema": f"schemas/{kind.key}.json"} for kind in KINDS.values()]
    found = [{"id": one.id, "name": one.name, "page": f"{ROOM}{one.id}/"} for one in site.files.situations]
    whole: dict[str, Any] = {"kinds": kinds, "areas": areas, "lists": rows, "situations": found}
    whole |= {"moved": moved_index(site), "contacts": CONTACTS}
    if site.history:
        whole["changes"] = f"{MONTHS}index.json"
    return dumps({"version": 1, "as_of": site.as_of.isoformat(), **whole})
