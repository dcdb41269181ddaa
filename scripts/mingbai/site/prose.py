"""Hand-written pages as Markdown made them, fitted to readers: links that tell nothing, tables that fit a phone."""

import re

_ABROAD = re.compile(r'<a(?![^>]*\srel=)((?=[^>]*\shref="(?:https?:)?//)[^>]*>)')
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td>")
_TAG = re.compile(r"<[^>]*>")


def fitted(html: str) -> str:
    """Links to other hosts tell them nothing of the reader; tables are cards on a phone, each cell says its column."""
    html = _ABROAD.sub(r'<a rel="noreferrer noopener"\1', html)
    return _TABLE.sub(lambda table: _labelled(table[0]), html)


def _labelled(table: str) -> str:
    labels = [_TAG.sub("", head).strip().replace('"', "&quot;") for head in _HEAD.findall(table)]

    def row(found: re.Match[str]) -> str:
        names = iter(labels)
        return _CELL.sub(lambda _: f'<td data-label="{next(names, "")}">', found[0])

    table = _ROW.sub(row, table).replace("<th>", '<th scope="col">')
    return table.replace("<table>", '<table class="cards">', 1)
