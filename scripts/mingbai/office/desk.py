"""Workbooks put into a folder of lists, one after the other: each sees what the one before it changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..areas import SLUG, ListRef, scan
from ..diff import Data
from ..fmt import Formatted, write
from ..kinds import KINDS, Kind
from ..kinds.load import load
from ..neighbours import Neighbours
from ..new import nothing_yet
from ..problems import Problem, has_errors
from ..progress import stage
from ..read import Source, read
from ..site_files import read_site_files
from ..write import canonical
from .foreign import drafted
from .grid import Draft, Grid
from .manifest import BadBook, Origin, hashed
from .others import against, begun, together, told
from .own import Sheet, draft_of, own_sheets
from .plain import torn
from .readers import CannotRead, read_grids
from .taking import NOTHING, Around, Taken, refused, take

ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".csv")
"""What workbooks in a folder are called."""

OTHERS = (*ENDINGS, ".docx", ".html", ".htm")
"""What tables of somebody else are called."""


@dataclass(frozen=True)
class Place:
    """Where tables go that others made: a place, and what was said of them."""

    area: str
    kind: str | None = None
    slug: str = ""
    sheets: tuple[str, ...] = ()


class Desk:
    """Where workbooks are taken in; ``delete`` are ids of items that may be deleted."""

    def __init__(
        self,
        root: Path,
        as_of: date,
        delete: Collection[str] = (),
        delete_all: bool = False,
        place: Place | None = None,
    ) -> None:
        self.root = root
        self.as_of = as_of
        self.delete = delete
        self.delete_all = delete_all
        self.place = place
        self.tree = scan(root)
        self.refs = {ref.shown: ref for area in self.tree for ref in area.lists}
        self.moves = read_site_files(root).moves
        self.neighbours = Neighbours(self.tree, root)
        self.texts: dict[str, str] = {}  # of lists that a workbook has changed

    def take(self, path: Path) -> list[Taken]:
        """What a file would change, list by list; BadBook where it cannot be read, or nobody says where it goes."""
        try:
            with stage("读表"):
                grids = read_grids(path)
        except CannotRead as error:
            raise BadBook(str(error)) from error
        sheets = own_sheets(grids)
        if not sheets:
            return self._others(grids)
        if path.suffix.lower() == ".csv" and torn(path.read_bytes()):
            raise BadBook("不是完整的 CSV:引号不成对,也许没有传完")
        refs = [self._ref(sheet.origin) for sheet in sheets]
        return [self._sheet(sheet, ref) for sheet, ref in zip(sheets, refs, strict=True)]

    @stage("写文件")
    def write(self, taken: Taken) -> None:
        """Put a list's new text in its place, whole or not at all."""
        if taken.text is not None:
            file = self.root / taken.ref.area / f"{taken.ref.page}.yml"
            write(Formatted(file, taken.ref.shown, taken.text, True))

    def _ref(self, origin: Origin) -> ListRef:
        """The list that a sheet belongs to, by its address of today."""
        address = origin.path.removeprefix("lists/").removesuffix(".yml")
        today = self.moves.addresses.end(address) or address
        ref = self.refs.get(f"lists/{today}.yml") or self._begun(origin)
        if ref is None:
            raise BadBook(f"清单 {origin.path} 已经不在了。换了地址的,在 lists/_site/moved.yml 记一笔")
        return ref

    def _begun(self, origin: Origin) -> ListRef | None:
        """The list that an empty workbook is to become; None where the workbook was made of one that is gone."""
        inside = origin.path.removeprefix("lists/").removesuffix(".yml")
        area, _, page = inside.rpartition("/")
        key, dot, slug = page.partition(".")
        if key not in KINDS or area not in self.tree.areas or (dot and not SLUG.fullmatch(slug)):
            return None
        base = self._nothing(origin, KINDS[key], self.tree.areas[area].name)
        return self._ref_of(area, key, slug) if base else None

    @staticmethod
    def _nothing(origin: Origin, kind: Kind, place: str) -> Source | None:
        """What an empty workbook was made of; None where it was made of a list."""
        text = origin.text or canonical(nothing_yet(kind, place), kind.key_order())
        source = read(origin.path, text.encode())[0] if hashed(text) == origin.sha256 else None
        return source if source and not source.data.get("items") else None

    def _ref_of(self, area: str, kind: str, slug: str) -> ListRef:
        """A list of a place, there or not."""
        page = f"{kind}.{slug}" if slug else kind
        shown = "/".join(part for part in ("lists", area, f"{page}.yml") if part)
        return self.refs.setdefault(shown, ListRef(self.root / area / f"{page}.yml", shown, area, kind, slug))

    def _there(self, ref: ListRef) -> bool:
        """Whether a list is there, or a workbook before this one has begun it."""
        return ref.shown in self.texts or ref.file.is_file()

    def _others(self, grids: list[Grid]) -> list[Taken]:
        """Tables that others made, put into the lists of a place."""
        place = self.place
        wanted = [grid for grid in grids if not place or not place.sheets or grid.name in place.sheets]
        if place and (missing := [name for name in place.sheets if name not in {grid.name for grid in grids}]):
            raise BadBook(f"没有叫“{'、'.join(missing)}”的表,有的是 {'、'.join(grid.name for grid in grids)}")
        with stage("认出每一列"):
            drafts = drafted(wanted, place.kind if place else None)
            found = together(drafts)
        if not found:
            raise BadBook(f"不是 mingbai export 导出的工作簿,也没有能读的表。{told(drafts)}")
        if place is None:
            raise BadBook(f"不是 mingbai export 导出的工作簿。当作别人做的表来读,加上 --area 地方。{told(drafts)}")
        return [self._other(draft, place) for draft in found]

    def _other(self, draft: Draft, place: Place) -> Taken:
        ref = self._ref_of(place.area, draft.kind, place.slug)
        if not self._there(ref):
            return self._taken(begun(draft, self.tree.areas[place.area].name), NOTHING, None, ref)
        now, problems = self._now(ref)
        if now is None or problems or has_errors(problems := load(KINDS[ref.kind], now)[2]):
            return refused(ref, Draft(draft.grid), f"清单自己有毛病,先改好:{problems[0]}")
        return self._taken(against(draft, now.data), now.data, now, ref)

    @stage("读清单")
    def _now(self, ref: ListRef) -> tuple[Source | None, list[Problem]]:
        """A list as it is, or as the workbooks before have made it."""
        raw = self.texts[ref.shown].encode() if ref.shown in self.texts else ref.file.read_bytes()
        return read(ref.shown, raw)

    def _sheet(self, sheet: Sheet, ref: ListRef) -> Taken:
        kind, nothing = KINDS[ref.kind], Draft(sheet.grid.name)
        if not self._there(ref):
            base = self._nothing(sheet.origin, kind, self.tree.areas[ref.area].name)
            draft = draft_of(sheet, kind, base.data) if base and not has_errors(load(kind, base)[2]) else nothing
            if not draft.items:
                return refused(ref, nothing, "工作簿里还没有填:一项也没有" if base else "这本工作簿是空的,看不懂")
            return self._taken(draft, NOTHING, None, ref)
        now, problems = self._now(ref)
        if now is None or problems:
            return refused(ref, nothing, f"清单自己有毛病,先改好:{problems[0]}")
        base = self._base(sheet.origin, ref, now)
        if base is None:
            return refused(
                ref, nothing, "清单在导出以后改过,这份文件里又没有留下导出时的原样,分不清是谁改的。重新导出一份再改"
            )
        if has_errors(load(kind, base)[2]):
            return refused(ref, nothing, "这份文件是旧的写法,或者里面留下的原样被人改过。重新导出一份再改")
        return self._taken(draft_of(sheet, kind, base.data), base.data, now, ref)

    def _taken(self, draft: Draft, base: Data, now: Source | None, ref: ListRef) -> Taken:
        new = any(not item.get("id") for item in draft.items)
        with stage("看别处的编号"):
            ids = self.neighbours.ids(ref) if new else None
        around = Around(ids, self.moves.steps(ref.kind, ref.area), self.as_of, self.delete, self.delete_all)
        taken = take(draft, base, now, ref, around)
        if taken.text is not None and taken.after is not None:
            self.texts[ref.shown] = taken.text
            self.neighbours.mended(ref, taken.after)
        return taken

    @staticmethod
    def _base(origin: Origin, ref: ListRef, now: Source) -> Source | None:
        """The list that a sheet was made of."""
        same = hashed(now.text) == origin.sha256  # nearly always: lists are kept in canonical form
        if same or hashed(canonical(now.data, KINDS[ref.kind].key_order())) == origin.sha256:
            return now
        return read(ref.shown, origin.text.encode())[0] if origin.text is not None else None


def books(paths: Collection[Path], endings: Collection[str] = ENDINGS) -> Iterator[Path]:
    """The files meant by some paths: those of a folder by name, without what office programs leave beside them."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in endings and file.is_file() and not file.name.startswith(("~$", ".")):
                yield file
