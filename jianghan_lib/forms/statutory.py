"""Statutory tables with cells -> money cells as printed, one reader for each shape of row."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from jianghan_lib.forms.headers import assign, label, leaves
from jianghan_lib.forms.layouts import SUBTOTAL_NAMES, TOTAL_NAMES, Column
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.titles import Region
from jianghan_lib.money import DEFAULT_UNIT, is_blank, looks_numeric
from jianghan_lib.readers.blocks import Line

FUNCTIONAL = {3: "class", 5: "section", 7: "item"}
UNIT_TABLES = ("B02", "B05-2")


def read_region(region: Region) -> tuple[list[Cell], list[Note]]:
    """A statutory table with cells -> its money cells, and notes on what could not be settled."""
    reader = {"coded": _coded, "panels": _panels, "economic": _economic, "flat": _flat}[region.layout.shape]
    cells, notes = reader(region)
    if not region.unit:
        notes.append(Note("unit_not_printed", region.layout.table, region.layout.zh, "", region.line))
    return cells, notes


def level_of(table: str, code: str, name: str) -> str:
    """The level of a row: by the length of its code, or by its name."""
    plain_name = label(name)
    if plain_name in TOTAL_NAMES:
        return "total"
    if plain_name in SUBTOTAL_NAMES:
        return "subtotal"
    if table in UNIT_TABLES:
        return "row"
    return FUNCTIONAL.get(len(code), "row")


def is_text(cell: str) -> bool:
    return bool(cell) and not looks_numeric(cell) and not is_blank(cell)


def _make(
    region: Region,
    row: Line,
    number: int,
    code: str,
    name: str,
    level: str,
    values: Sequence[tuple[int, str, Column | None]],
) -> list[Cell]:
    """The printed values of one row -> cells; blanks are not printed, dashes are."""
    table, unit = region.layout.table, region.unit or DEFAULT_UNIT
    return [
        Cell(
            table,
            column.panel if column else "",
            number,
            code,
            level,
            name,
            column.measure if column else "",
            place,
            value,
            unit,
            row.number,
            row.page,
        )
        for place, value, column in values
        if value
    ]


def _coded(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of code(s), name and values."""
    rightmost = [
        max((place for place, cell in enumerate(row.cells) if is_text(cell)), default=-1) for row in region.rows
    ]
    votes = Counter(place for place in rightmost if place >= 0)
    if not votes:
        return [], []
    named = votes.most_common(1)[0][0]
    count = max(
        (
            place - _named(row, named)
            for row in region.rows
            for place, cell in enumerate(row.cells)
            if cell and place > named
        ),
        default=0,
    )
    columns = assign(region.layout.columns, leaves(region.header), count)
    cells: list[Cell] = []
    for number, row in enumerate(_joined(region.rows, named), 1):
        cells += _coded_row(region, row, number, named, columns or [None] * count)
    return _with_subtotals(region.layout.table, cells), [] if columns or not cells else [_unknown_columns(region)]


def _coded_row(region: Region, row: Line, number: int, named: int, columns: Sequence[Column | None]) -> list[Cell]:
    table, named = region.layout.table, _named(row, named)
    left = list(row.cells[:named])
    code = "".join(re.sub(r"\s+", "", cell) for cell in left if looks_numeric(cell))
    category = "".join(cell for cell in left if is_text(cell))
    name = row.cells[named] if named < len(row.cells) and row.cells[named] else category
    level = level_of(table, code, name)
    if table == "B10" and level == "row" and not category:
        level = "subtotal"
    values = [
        (place + 1, value, columns[place])
        for place, value in enumerate(row.cells[named + 1 : named + 1 + len(columns)])
    ]
    return _make(region, row, number, code, name, level, values)


def _named(row: Line, usual: int) -> int:
    """Where the name stands in a row: as in most rows, or to the left where the whole row slipped (an amount in the name's place)."""
    texts = [place for place, cell in enumerate(row.cells) if is_text(cell)]
    slipped = bool(texts) and texts[-1] < usual < len(row.cells) and looks_numeric(row.cells[usual])
    return texts[-1] if slipped and "." in row.cells[usual] else usual


def _joined(rows: Sequence[Line], named: int) -> list[Line]:
    """Rows, a row that holds only the rest of a name (cut by a page break) joined to the row above it."""
    joined: list[Line] = []
    for row in rows:
        filled = [place for place, cell in enumerate(row.cells) if cell]
        if joined and filled == [named] and label(row.cells[named]) not in TOTAL_NAMES:
            above = joined[-1]
            cells = tuple(cell + row.cells[named] if place == named else cell for place, cell in enumerate(above.cells))
            joined[-1] = replace(above, cells=cells)
        elif filled:
            joined.append(row)
    return joined


def _with_subtotals(table: str, cells: Sequence[Cell]) -> list[Cell]:
    """Rows of units whose code begins the code of other rows are subtotals."""
    if table not in UNIT_TABLES:
        return list(cells)
    codes = {cell.code for cell in cells}
    above = {code for code in codes if code and any(other != code and other.startswith(code) for other in codes)}
    return [
        Cell(**{**cell.__dict__, "level": "subtotal"}) if cell.code in above and cell.level == "row" else cell
        for cell in cells
    ]


def _unknown_columns(region: Region) -> Note:
    return Note(
        "columns_not_recognised", region.layout.table, region.layout.zh, " ".join(leaves(region.header)), region.line
    )


def _panels(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of two panels side by side: name, row number where the form prints one, values."""
    width = max((len(row.cells) for row in region.rows), default=0)
    texts = [sum(is_text(row.cells[place]) for row in region.rows if place < len(row.cells)) for place in range(width)]
    starts = [place for place, count in enumerate(texts) if count >= max(2, len(region.rows) * 0.1)]
    cells: list[Cell] = []
    notes: list[Note] = []
    for panel, start, end in zip(region.layout.panels, starts, [*starts[1:], width], strict=False):
        found, more = _panel(region, panel, start, end)
        cells += found
        notes += more
    if len(starts) != len(region.layout.panels):
        notes.append(_unknown_columns(region))
    return cells, notes


def _panel(region: Region, panel: str, start: int, end: int) -> tuple[list[Cell], list[Note]]:
    body = [
        (row, [row.cells[place] if place < len(row.cells) else "" for place in range(start, end)])
        for row in region.rows
    ]
    numbered = end - start > 1 and _counts([cells[1] for _, cells in body])
    first = 2 if numbered else 1
    count = (
        max(
            (place for _, cells in body for place, cell in enumerate(cells) if cell and place >= first),
            default=first - 1,
        )
        - first
        + 1
    )
    declared = [column for column in region.layout.columns if column.panel == panel]
    columns = assign(declared, leaves(region.header, start, end), count) or [None] * count
    found: list[Cell] = []
    notes = [] if all(columns) or not count else [_unknown_columns(region)]
    for order, (row, cells) in enumerate(body, 1):
        name, number = cells[0], int(cells[1]) if numbered and cells[1].isdigit() else order
        if looks_numeric(name):
            notes.append(Note("label_lost", region.layout.table, f"{panel} {number}", name, row.number, row.page))
            name = ""
        values = [(place + 1, value, columns[place]) for place, value in enumerate(cells[first : first + count])]
        found += _make(region, row, number, "", name, level_of(region.layout.table, "", name), values)
    return found, notes


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells number their rows: whole numbers that grow by one."""
    numbers = [int(cell) for cell in cells if cell.isdigit()]
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) >= 0.7 * len(cells) and len(steps) > 0 and steps.count(1) >= 0.8 * len(steps)


def _economic(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of several groups side by side: code, name, amount; the closing row has labels in place of codes."""
    column = region.layout.columns[0]
    cells: list[Cell] = []
    for number, row in enumerate(region.rows, 1):
        starts = [
            place
            for place, cell in enumerate(row.cells)
            if re.fullmatch(r"3\d\d(?:\d\d)?", cell) or label(cell) in SUBTOTAL_NAMES | TOTAL_NAMES
        ]
        for start, end in pairwise([*starts, len(row.cells)]):
            coded = row.cells[start].isdigit()
            code, name = (
                (row.cells[start], row.cells[start + 1] if start + 1 < end else "") if coded else ("", row.cells[start])
            )
            values = [cell for cell in row.cells[start + (2 if coded else 1) : end] if cell and not is_text(cell)]
            cells += _make(
                region,
                row,
                number,
                code,
                name,
                level_of(region.layout.table, code, name),
                [(1, value, column) for value in values[:1]],
            )
    return cells, []


def _flat(region: Region) -> tuple[list[Cell], list[Note]]:
    """One row of values under its header."""
    rows = [row for row in region.rows if any(looks_numeric(cell) for cell in row.cells)]
    cells: list[Cell] = []
    for number, row in enumerate(rows, 1):
        start = next((place for place, cell in enumerate(row.cells) if not is_text(cell)), 0)
        count = len(row.cells) - start
        labels = leaves(region.header, start)
        while count > len(region.layout.columns) and not row.cells[start + count - 1]:
            count -= 1
        columns = assign(region.layout.columns, labels, count)
        if columns is None:
            return _flat_unknown(region, row, number), [_unknown_columns(region)]
        values = [(place + 1, row.cells[start + place], columns[place]) for place in range(count)]
        cells += _make(region, row, number, "", "", "row", values)
    return cells, []


def _flat_unknown(region: Region, row: Line, number: int) -> list[Cell]:
    return _make(
        region,
        row,
        number,
        "",
        "",
        "row",
        [(place, cell, None) for place, cell in enumerate(row.cells, 1) if looks_numeric(cell)],
    )
