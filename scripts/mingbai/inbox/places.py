"""Whose table a file is that somebody else made: told by its folder and its name."""

import re

from ..areas import SLUG, Area, Tree
from ..kinds import KINDS
from ..office.desk import Place

_AGAIN = re.compile(r"\s*([(\uff08]\d+[)\uff09]|-?\s*副本)$")  # what browsers and desktops put behind a name
_SHORTEST = 2  # characters of a name that may be looked for


class Nowhere(Exception):
    """Nobody can tell whose table it is; the message says what to do."""


def place_of(path: str, tree: Tree) -> Place:
    """The place, and where the name says it the kind and slug, of inbox/…/NAME; Nowhere where that is not clear."""
    _, *folders, name = path.split("/")
    stem = _AGAIN.sub("", name.rpartition(".")[0])
    kind, dot, slug = stem.partition(".")
    if kind in KINDS and dot and not SLUG.fullmatch(slug):
        raise Nowhere(f"文件名里“{kind}.”后面只用小写字母、数字和连字符,如 {kind}.dierpi.xlsx")
    named = kind in KINDS
    labels = [one.key for one in KINDS.values() if one.label in stem]
    known = kind if named else labels[0] if len(labels) == 1 else None
    return Place(_area(folders, stem, tree), known, slug if named else "")


def _area(folders: list[str], stem: str, tree: Tree) -> str:
    inside = "/".join(folders)
    if folders and inside in tree.areas:
        return inside
    text = "/".join([*folders, stem])
    spans = _spans(text, tree)
    every = {area.path for areas in spans.values() for area in areas}
    fits = [
        area.path
        for area in (tree.areas[path] for path in sorted(every))
        if all(any(above.path in {one.path for one in areas} for above in tree.upwards(area.path))
               for areas in spans.values())
    ]  # fmt: skip
    if len(fits) == 1:
        return fits[0]
    if fits:
        said = "、".join(f"inbox/{path}/" for path in fits[:5])
        raise Nowhere(f"叫这个名称的地方有 {len(fits)} 个。把文件放进那个地方的文件夹:{said}")
    raise Nowhere(_remedy(tree, bool(spans)))


def _spans(text: str, tree: Tree) -> dict[tuple[int, int], list[Area]]:
    """Where places are named, the longest name at a place alone, and which places each may mean."""
    found: dict[tuple[int, int], list[Area]] = {}
    for area in tree:
        for name in {area.name, area.short}:
            if len(name) < _SHORTEST:
                continue
            for hit in re.finditer(re.escape(name), text):
                found.setdefault(hit.span(), []).append(area)
    return {
        (start, end): areas
        for (start, end), areas in found.items()
        if not any(s <= start and end <= e and (s, e) != (start, end) for s, e in found)
    }


def _remedy(tree: Tree, several: bool) -> str:
    why = "文件名里说了几个地方,看不出归哪一个" if several else "看不出这张表归哪个地方"
    every = sorted((area for area in tree if area.path), key=lambda area: (not area.demo, area.path.count("/")))
    if not every:
        return f"{why}:这里还只有“{tree.areas[''].name}”,请管网站的人先建好地方"
    below = every[-1]
    return (
        f"{why}。在文件名里写上地方的全称,如 {below.name}….xlsx;或者把文件放进那个地方的文件夹,如 inbox/{below.path}/"
    )
