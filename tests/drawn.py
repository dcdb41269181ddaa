"""Files of offices as pictures: LibreOffice prints them, poppler draws what it printed."""

import re
import shutil
import subprocess
from pathlib import Path

from clerk import FIRST, changed

DOTS = 120  # an inch: 1.25 for each of CSS' pixels, as the other pictures have
NARROWER = 0.86  # a digit in Calibri, which the widths of columns count, by one in Noto, which stands in for it
_EACH = re.compile(r"([A-Z]+)([0-9]+)")


def cells(book: Path, area: str, folder: Path) -> bytes:
    """Some cells of a workbook's first sheet as on a screen: letters above, numbers beside, lines, high rows."""
    parts = {FIRST: _on_screen, "xl/workbook.xml": lambda xml: _only(xml, area), "xl/styles.xml": _in_noto}
    flat = _converted(changed(book, folder / "shown.xlsx", parts), "fods")
    flat.write_text(re.sub(r' ?style:row-height="[^"]*"', "", flat.read_text("utf-8")), "utf-8")  # then it measures
    return page(flat)


def place(cell: str) -> tuple[int, int]:
    """A cell's column and row, from 1."""
    found = _EACH.fullmatch(cell)
    assert found
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def _on_screen(xml: bytes) -> bytes:
    text = xml.decode()
    text = re.sub(r'(<col [^>]*?width=")([0-9.]+)', lambda found: f"{found[1]}{float(found[2]) * NARROWER:.2f}", text)
    text = re.sub(r"<pageSetup[^>]*/>", "", text)
    margins = r'<printOptions headings="1" gridLines="1"/>\g<0><pageSetup paperSize="8" orientation="landscape"/>'
    return re.sub(r"<pageMargins[^>]*/>", margins, text).encode()  # A3: nothing goes to a second page


def _in_noto(xml: bytes) -> bytes:
    return xml.replace(b"Calibri", b"Noto Sans CJK SC")


def _only(xml: bytes, area: str) -> bytes:
    """The workbook with the area that is to be printed."""
    text = re.sub(r"<definedNames>.*</definedNames>", "", xml.decode())
    sheet = re.search(r'<sheet name="([^"]+)"', text)
    assert sheet
    fixed = _EACH.sub(r"$\1$\2", area)
    name = f'<definedName name="_xlnm.Print_Area" localSheetId="0">\'{sheet[1]}\'!{fixed}</definedName>'
    return text.replace("</sheets>", f"</sheets><definedNames>{name}</definedNames>").encode()


def page(file: Path, dots: int = DOTS) -> bytes:
    """The first page of a file."""
    printed, drawer = file if file.suffix == ".pdf" else _converted(file, "pdf"), shutil.which("pdftoppm")
    assert drawer, "make pictures needs pdftoppm: apt-get install poppler-utils"
    into = printed.with_suffix("")
    subprocess.run([drawer, "-r", str(dots), "-png", "-singlefile", str(printed), str(into)], check=True)
    return into.with_suffix(".png").read_bytes()


def _converted(file: Path, form: str) -> Path:
    office = shutil.which("soffice")
    assert office, "sh scripts/system-packages.sh browser"
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    words = [office, profile, "--headless", "--convert-to", form, "--outdir", str(file.parent), str(file)]
    subprocess.run(words, check=True, capture_output=True, timeout=150)
    return file.with_suffix(f".{form}")
