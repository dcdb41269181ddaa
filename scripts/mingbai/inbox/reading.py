"""One file of the inbox → what it would change, or why not; taken whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..areas import scan
from ..git import Repo
from ..office.desk import Desk
from ..office.limits import LARGEST, MEGABYTE
from ..office.manifest import BadBook
from ..office.own import own_sheets
from ..office.readers import CannotRead, read_grids
from ..office.taking import Taken
from ..problems import Level, Problem
from .gone import recorded
from .places import Nowhere, place_of
from .shelf import Shelf
from .uploads import Upload

MACROS = (b"vbaProject.bin", "_VBA_PROJECT".encode("utf-16-le"))
FEW = 4  # so many items may always be gone from a list; more only where half of it stays


@dataclass(frozen=True)
class Read:
    """What was found in a file: its lists; ``refused`` where nothing could be read at all."""

    upload: Upload
    taken: tuple[Taken, ...] = ()
    brings: tuple[Problem, ...] = ()  # what only the lists together show
    refused: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)  # files to be written: lists/a/b.yml → its text

    @property
    def good(self) -> bool:
        """Whether nothing stands in the way of a proposal."""
        wrong = any(problem.level is Level.ERROR for problem in self.brings)
        return not (self.refused or wrong or any(taken.errors for taken in self.taken))


def read(repo: Repo, upload: Upload, shelf: Shelf, aside: Path) -> Read:
    """What a file would do to the lists, which are left as they are; ``aside`` is a folder for the file itself."""
    file = aside / "file"
    try:
        file = _fetched(repo, upload, aside)
        taken = tuple(_taken(upload, file, shelf))
        if any(one.errors for one in taken):
            return Read(upload, taken)
        texts = {one.ref.shown: one.text for one in taken if one.text is not None} | recorded(shelf.lists, taken)
    except (BadBook, CannotRead, Nowhere) as error:
        return Read(upload, refused=str(error))
    finally:
        file.unlink(missing_ok=True)
    told = {(found.problem.code, found.problem.message) for one in taken for found in one.problems}
    brings = [one for one in shelf.brought(texts) if (one.code, one.message) not in told]
    return Read(upload, taken, tuple(brings), texts=texts)


def _fetched(repo: Repo, upload: Upload, aside: Path) -> Path:
    if upload.trouble:
        raise BadBook(upload.trouble)
    if upload.size > LARGEST:
        raise BadBook(f"文件超过 {LARGEST // MEGABYTE} MB。请删去图片和不用的工作表,或拆成几个文件")
    data = repo.blob(upload.blob)
    if any(mark in data for mark in MACROS):
        raise BadBook("文件带宏,不收。请在 Excel 或 WPS 里另存为 xlsx(不带宏的工作簿)再传")
    file = aside / upload.name
    file.write_bytes(data)
    return file


def _taken(upload: Upload, file: Path, shelf: Shelf) -> list[Taken]:
    """The lists of a file. Rows gone from a workbook of ours are deletions, which a reviewer has to agree to."""
    own = bool(own_sheets(read_grids(file)))
    place = None if own else place_of(upload.path, scan(shelf.lists))
    found = Desk(shelf.lists, shelf.as_of, delete_all=own, place=place).take(file)
    for one in found:
        gone, before = len(one.diff.removed), len((one.now or {}).get("items") or ())
        if gone > FEW and 2 * gone > before:
            raise BadBook(
                f"{one.ref.shown} 有 {before} 项,表里少了 {gone} 项,超过一半,多半是筛选后复制或者删错了。"
                "真要删这么多,分几次交,一次不超过一半"
            )
    return found
