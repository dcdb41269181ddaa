"""Tables that others made as drafts of lists: what each says, where it stands, what is doubtful, what was left out."""

from pathlib import Path

from ..kinds import KINDS, UNKNOWN
from .above import Facts, facts
from .body import Body
from .columns import Head, Table, heads
from .grid import Cell, Doubt, Draft, Grid, Skipped
from .guess import CLEAR, Guess, guesses, read_as
from .numerals import CHAPTERS, numbered
from .readers import read_grids
from .targets import Target, targets, unknown_allowed

HEADER = -1  # stands for the list's header where ``Draft.cells`` names an item


def drafts(path: Path, kind: str | None = None) -> list[Draft]:
    """Every table of a file as a list of a kind, guessed where none is given; raises CannotRead."""
    return drafted(read_grids(path), kind)


def drafted(grids: list[Grid], kind: str | None = None) -> list[Draft]:
    """Every grid as a list; a table without a header is an error only where no other one has any."""
    tables = [Table(grid) for grid in grids if any(map(any, grid.rows))]
    shown = [table for table in tables if not table.grid.hidden]
    found = {id(table): _kind_of(table, shown, kind) for table in shown}
    some = any(guess.head for guess in found.values())
    return [
        _hidden(table.grid) if table.grid.hidden else _draft(table, found[id(table)], kind is None, lone=not some)
        for table in tables
    ]


def _kind_of(table: Table, shown: list[Table], kind: str | None) -> Guess:
    """What a table is: as told, else its own best guess, else, where that does not lead, the whole file's."""
    if kind:
        return read_as(table, kind)
    own = guesses(table)
    if len(shown) == 1 or own[0].score - own[1].score >= 2 * CLEAR:
        return own[0]
    sums = dict.fromkeys(KINDS, 0.0)
    for other in shown:
        for guess in guesses(other):
            sums[guess.kind] += max(guess.score, -1.0)
    best = max(sums, key=lambda key: sums[key])
    whole = next(guess for guess in own if guess.kind == best)
    return whole if whole.head and own[0].score - whole.score < CLEAR else own[0]


def _hidden(grid: Grid) -> Draft:
    skipped = _all(grid, "隐藏的工作表")
    doubt = Doubt(Cell(grid.name, 1, 1), f"工作表「{grid.name}」是隐藏的,没有读", "要用就取消隐藏再来")
    return Draft(grid.name, doubts=(doubt,), skipped=skipped, rows=len(skipped))


def _all(grid: Grid, reason: str) -> tuple[Skipped, ...]:
    return tuple(
        Skipped(grid.cell(row, 1), " ".join(filter(None, texts)).replace("\n", " "), reason)
        for row, texts in enumerate(grid.rows, 1)
        if any(texts)
    )


def _draft(table: Table, guess: Guess, guessed: bool, *, lone: bool) -> Draft:
    grid = table.grid
    if guess.head is None:
        skipped = _all(grid, "没有找到表头")
        fix = "表头要有一行写着「名称」和别的列名" if lone else ""
        doubt = Doubt(Cell(grid.name, 1, 1), "这张表里没有找到表头,没有读", fix, lone)
        return Draft(grid.name, doubts=(doubt,), skipped=skipped, rows=len(skipped))
    heading = _heading(table, guess.head.top - 1)
    said = facts(table, guess.kind, heading or guess.head.top)
    doubts = [*_why(table, guess, guessed), *said.doubts]
    clues = _clues(table, guess.kind, guess.head, said, doubts)
    body = Body(table, guess.kind, guess.head, clues).read(heading)
    if body.open_ended:
        said.take("open_ended", "是", body.skipped[-1].cell)
    if body.tally.declared:
        said.take("declared_total", body.tally.declared, body.skipped[-1].cell)
    return Draft(
        grid.name,
        said.header,
        tuple(body.items),
        {**{(HEADER, key): cell for key, cell in said.cells.items()}, **body.cells},
        (*doubts, *body.doubts),
        tuple(body.skipped),
        body.rows,
        body.joined,
        guess.kind,
    )


def _heading(table: Table, row: int) -> int:
    """The row above a header if it is the heading of a part: 一、基本履职事项; 0 where it is none."""
    own = table.own(row) if row > 0 else []
    mark = numbered(own[0][1]) if len(own) == 1 else None
    return row if mark and mark.style in CHAPTERS else 0


def _why(table: Table, guess: Guess, guessed: bool) -> list[Doubt]:
    """The guess in words; an error where another kind fits as well."""
    assert guess.head
    if not guessed:
        return []
    cell = table.grid.cell(guess.head.top, 1)
    label = KINDS[guess.kind].label
    because = f":{guess.reason}" if guess.reason else ""
    rivals = [other for other in guesses(table) if other.kind != guess.kind and other.score > guess.score - CLEAR]
    if rivals and rivals[0].head:
        other = f"也可能是「{KINDS[rivals[0].kind].label}」"
        fix = f"用 --kind {guess.kind} 或 --kind {rivals[0].kind} 指明"
        return [Doubt(cell, f"看作「{label}」{because};{other}", fix, True)]
    return [Doubt(cell, f"看作「{label}」{because}", "不对就用 --kind 指明")]


def _clues(table: Table, kind: str, head: Head, said: Facts, doubts: list[Doubt]) -> dict[str, tuple[str, Cell]]:
    """Required fields without a column: what the sheet's name or the title says of all items."""
    named = {column.target.path[0] for column in head.columns if column.target}
    later = {
        column.target.path[0]
        for row in range(head.bottom + 1, min(head.bottom + 200, table.height) + 1)
        if len(table.own(row)) > 1 and (other := heads(table, kind, row, row)) and other.known == len(table.own(row))
        for column in other.columns
        if column.target
    }
    title = said.cells.get("title", Cell(table.grid.name, 0, 0))
    texts = [
        (table.grid.name, table.grid.cell(1, 1)),
        (str(said.header.get("title", "")), title),
        *((text, Cell(table.grid.name, 0, 0)) for text in table.grid.above),
    ]
    found: dict[str, tuple[str, Cell]] = {}
    for target in targets(kind):
        key = target.path[0]
        if not target.required or len(target.path) > 1 or key in named or key in later:
            continue
        clue = next(((next(iter(w)), t, c) for t, c in texts if len(w := target.contained(t)) == 1), None)
        if clue and not target.many:
            found[key] = (clue[0], clue[2])
            doubts.append(Doubt(clue[2], f"表里没有「{target.label}」一列,按「{clue[1]}」都看作 {clue[0]}", "请核对"))
        elif not _under_headings(table, target, head):
            doubts.append(_without(table, target, head))
    return found


def _under_headings(table: Table, target: Target, head: Head) -> bool:
    """Whether headings inside the table say what the field is."""
    rows = range(max(1, head.top - 1), table.height + 1)
    lone = (own[0][1] for row in rows if len(own := table.own(row)) == 1)
    return any(len(target.contained(text)) == 1 for text in lone if len(text) <= 30)


def _without(table: Table, target: Target, head: Head) -> Doubt:
    cell = table.grid.cell(head.bottom, 1)
    if target.path != ("name",) and unknown_allowed(target):
        return Doubt(cell, f"表里没有「{target.label}」一列,都写成了 {UNKNOWN}", "知道就补上", lacks=target.key)
    words = ":" + "、".join(target.choices) if target.choices else ""
    return Doubt(cell, f"表里没有「{target.label}」一列", f"请加上这一列{words}", True, target.key)
