"""Lists as CSV: the rows of a workbook's sheet, for programs that want nothing else."""

import csv
import io

from .book import Listed, texts_of
from .codec import guarded
from .layout import columns
from .manifest import key_cell


def as_csv(one: Listed) -> str:
    """The list's items with a key row, a row of labels, and a BOM so that Excel reads UTF-8."""
    found, origin = columns(one.kind.item), one.origin()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([key_cell(origin) if column.key == "id" else column.key for column in found])
    writer.writerow([column.title for column in found])
    for texts in texts_of(one):
        writer.writerow([guarded(text) for text in texts])
    return "\ufeff" + out.getvalue()
