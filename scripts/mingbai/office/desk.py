"""Workbooks put into a folder of lists, one after the other: each sees what the one before it changed."""

from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from ..areas import ListRef, scan
from ..fmt import Formatted, write
from ..kinds import KINDS
from ..kinds.load import load
from ..neighbours import Neighbours
from ..problems import has_errors
from ..read import Source, read
from ..site_files import read_site_files
from ..write import canonical
from .grid import Draft
from .manifest import BadBook, Origin, hashed
from .own import Sheet, draft_of, own_sheets
from .plain import torn
from .readers import CannotRead, read_grids
from .taking import Around, Taken, refused, take

ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".csv")
"""What workbooks in a folder are called."""


class Desk:
    """Where workbooks are taken in; ``delete`` are ids of items that may be deleted."""

    def __init__(self, root: Path, as_of: date, delete: Collection[str] = (), delete_all: bool = False) -> None:
        self.root = root
        self.as_of = as_of
        self.delete = delete
        self.delete_all = delete_all
        self.tree = scan(root)
        self.refs = {ref.shown: ref for area in self.tree for ref in area.lists}
        self.moves = read_site_files(root).moves
        self.neighbours = Neighbours(self.tree, root)
        self.texts: dict[str, str] = {}  # of lists that a workbook has changed

    def take(self, path: Path) -> list[Taken]:
        """What a workbook would change, list by list; BadBook where it is none of ours, or unreadable."""
        try:
            sheets = own_sheets(read_grids(path))
        except CannotRead as error:
            raise BadBook(str(error)) from error
        if not sheets:
            raise BadBook("不是 mingbai export 导出的工作簿,认不出是哪份清单")
        if path.suffix.lower() == ".csv" and torn(path.read_bytes()):
            raise BadBook("不是完整的 CSV:引号不成对,也许没有传完")
        refs = [self._ref(sheet.origin) for sheet in sheets]
        return [self._sheet(sheet, ref) for sheet, ref in zip(sheets, refs, strict=True)]

    def write(self, taken: Taken) -> None:
        """Put a list's new text in its place, whole or not at all."""
        if taken.text is not None:
            file = self.root / taken.ref.area / f"{taken.ref.page}.yml"
            write(Formatted(file, taken.ref.shown, taken.text, True))

    def _ref(self, origin: Origin) -> ListRef:
        """The list that a sheet belongs to, by its address of today."""
        address = origin.path.removeprefix("lists/").removesuffix(".yml")
        today = self.moves.addresses.end(address) or address
        ref = self.refs.get(f"lists/{today}.yml")
        if ref is None:
            raise BadBook(f"清单 {origin.path} 已经不在了。换了地址的,在 lists/_site/moved.yml 记一笔")
        return ref

    def _sheet(self, sheet: Sheet, ref: ListRef) -> Taken:
        kind, nothing = KINDS[ref.kind], Draft(sheet.grid.name)
        raw = self.texts[ref.shown].encode() if ref.shown in self.texts else ref.file.read_bytes()
        now, problems = read(ref.shown, raw)
        if now is None or problems:
            return refused(ref, nothing, f"清单自己有毛病,先改好:{problems[0]}")
        base = self._base(sheet.origin, ref, now)
        if base is None:
            return refused(
                ref, nothing, "清单在导出以后改过,这份文件里又没有留下导出时的原样,分不清是谁改的。重新导出一份再改"
            )
        if has_errors(load(kind, base)[2]):
            return refused(ref, nothing, "这份文件是旧的写法,或者里面留下的原样被人改过。重新导出一份再改")
        draft = draft_of(sheet, kind, base.data)
        new = any(not item.get("id") for item in draft.items)
        ids = self.neighbours.ids(ref) if new else None
        around = Around(ids, self.moves.steps(ref.kind, ref.area), self.as_of, self.delete, self.delete_all)
        taken = take(draft, base.data, now, ref, around)
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


def books(paths: Collection[Path]) -> Iterator[Path]:
    """The files meant by some paths: those of a folder by name, without what office programs leave beside them."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for file in sorted(path.rglob("*")):
            if file.suffix.lower() in ENDINGS and file.is_file() and not file.name.startswith(("~$", ".")):
                yield file
