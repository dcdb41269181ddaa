"""What a file from elsewhere may be: sizes, cells, formats, told by its bytes and not by its name."""

import io
import re
import struct
import zipfile
import zlib

MEGABYTE = 1024 * 1024
LARGEST = 30 * MEGABYTE  # of a file
UNPACKED = 300 * MEGABYTE  # of all that a zip holds
PARTS = 5_000  # files in a zip
CELLS = 3_000_000  # of a sheet, empty ones too: 20,000 rows of 150 columns
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")

DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, KeyError, ValueError, RuntimeError)
BROKEN = "文件坏了或没有下载完。请重新下载,或在 Excel、WPS 里打开后另存一份"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,4})([0-9]{1,8})"')


class CannotRead(Exception):
    """A file that gives no table, in words for the one who sent it, with what to do."""


def checked(data: bytes) -> bytes:
    """The bytes of a file, if it is not too large and not empty."""
    if not data.strip(b"\0 \r\n\t"):
        raise CannotRead("文件是空的。请在 Excel 或 WPS 里打开看看,重新另存一份")
    if len(data) > LARGEST:
        raise CannotRead(f"文件超过 {LARGEST // MEGABYTE} MB。请删去图片和不用的工作表,或拆成几个文件")
    return data


def format_of(data: bytes) -> str:
    """book (a workbook of Excel or WPS), open (of LibreOffice), word, page (HTML) or text; all else is refused."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:2048]
    if data[:4] == b"PK\x03\x04":
        return _zipped(data)
    if data[:8] == _OLE:
        return _compound(data)
    if start[:5] == b"%PDF-":
        raise CannotRead("这是 PDF。请在 WPS 里打开,另存为 docx 或 xlsx 再来;扫描件要先找到电子原稿")
    if start[:5] == b"{\\rtf":
        raise CannotRead("这是 RTF 文稿。请在 Word 或 WPS 里另存为 docx 再来")
    if data[:8].startswith(PICTURES) or start[:4] == b"OFD\0":
        raise CannotRead("这是图片。表格要用电子原稿:请找到 Word 或 Excel 文件再来")
    if start[:2] in (b"Rar", b"Ra") and data[:4] == b"Rar!":
        raise CannotRead("这是压缩包。请先解压,一个文件一个文件地来")
    if re.match(rb"(?is)(<!--.*?-->\s*)*<(!doctype\s+html|html|head|meta|body|table|div)\b", start):
        return "page"
    if start[:5] == b"<?xml":
        return _marked(data)
    return "text"


def _marked(data: bytes) -> str:
    if re.search(rb"(?i)<html\b", data[:4096]):
        return "page"
    raise CannotRead("这是 XML 文件,不是表格。请在 Excel 或 WPS 里打开,另存为 xlsx 再来")


def _zipped(data: bytes) -> str:
    """What a zip holds, its sizes seen before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            infos = parts.infolist()
            names = {info.filename for info in infos}
            if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
                raise CannotRead(f"文件解开后超过 {UNPACKED // MEGABYTE} MB,没有打开。请删去图片和空白区域再来")
            if "word/document.xml" in names:
                return "word"
            if any(name.startswith("xl/") for name in names):
                for name in sorted(names):
                    if re.fullmatch(r"xl/.*\.xml", name):
                        xml = parts.read(name)  # to the end: a size that lies fails here
                        if name.startswith("xl/worksheets/"):
                            _small_sheet(xml)
                return "book"
            if "content.xml" in names:
                kind = parts.read("mimetype") if "mimetype" in names else b""
                if b"text" in kind:
                    raise CannotRead("这是 ODF 文稿(odt)。请另存为 docx 再来")
                return "open"
    except DAMAGE as error:
        raise CannotRead(BROKEN) from error
    if "OFD.xml" in names:
        raise CannotRead("这是 OFD 版式文件。请找到 Word 或 Excel 原稿再来")
    raise CannotRead("这是压缩包,不是表格。请先解压,一个文件一个文件地来")


def part(data: bytes, name: str) -> bytes:
    """One file inside a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return parts.read(name)
    except DAMAGE as error:
        raise CannotRead(BROKEN) from error


def _small_sheet(xml: bytes) -> None:
    """No cell so far out that the area up to it does not fit."""
    bottom = right = 0
    for letters, row in _PLACE.findall(xml):
        bottom = max(bottom, int(row))
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        right = max(right, column)
    fits(bottom, right)


def fits(rows: int, columns: int) -> None:
    """Refuse a table that is too large."""
    if rows * columns > CELLS:
        raise CannotRead(
            f"有一张表写到了第 {rows} 行、第 {columns} 列,太大了。请删去表格外面的空白行列(选中,右键“删除”),再另存"
        )


def _compound(data: bytes) -> str:
    """An old office file by the names of the streams inside."""
    if any(name.encode("utf-16-le") in data for name in ("EncryptedPackage",)):
        raise CannotRead("文件加了密码。请去掉密码,另存一份再来")
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "book"
    if "WordDocument".encode("utf-16-le") in data:
        raise CannotRead("这是旧的 Word 文件(.doc)或 WPS 文字。请在 Word 或 WPS 里另存为 docx 再来")
    raise CannotRead("看不懂这种文件。请在 Excel 或 WPS 里打开,另存为 xlsx 再来")
