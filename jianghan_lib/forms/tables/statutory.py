"""Statutory tables with cells -> money cells as printed, one reader for each shape of row."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from jianghan_lib.base.money import DEFAULT_UNIT, UNCLEAR, looks_numeric
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.cells import UNIT_TABLES, code_of, level_of, make, unknown_columns, unrecognised
from jianghan_lib.forms.tables.columns import UNRECOGNISED, of_panel, panel_named
from jianghan_lib.forms.tables.grids import AMOUNT
from jianghan_lib.forms.tables.headers import (
    assign,
    columns_above,
    is_beside,
    is_row_label,
    is_text,
    knows_merged,
    label,
    labels_at,
    leaves,
    match,
    without_years,
)
from jianghan_lib.forms.tables.layouts import TOTAL_NAMES, Column
from jianghan_lib.forms.tables.sidebyside import read_economic, read_panels
from jianghan_lib.forms.tables.titles import Region
from jianghan_lib.forms.tables.transposed import read_listed, read_transposed
from jianghan_lib.readers.blocks import Line

__all__ = ["is_text", "level_of", "read_region"]

# Columns of a row's head that hold no name.
_CODE_AND_NAME = re.compile(r"[\[(（【]?([123]\d\d(?:\d\d){0,2})[\])）】]?[-—\s]*(\D.*)")
_UNIT_CODE = re.compile(r"(?:预算)?(?:部门|单位|部门\(单位\))(?:编码|代码)")
_NOT_A_NAME = re.compile(r"[行序]次|序号|行|备注|类|款|项|.*(?:编码|代码)")


def read_region(region: Region) -> tuple[list[Cell], list[Note]]:
    """A statutory table with cells -> its money cells, and notes on what could not be settled."""
    readers = {
        "coded": _coded,
        "panels": read_panels,
        "economic": read_economic,
        "flat": _flat,
        "listed": read_listed,
    }
    cells, notes = readers[region.layout.shape](region)
    if not region.unit or not region.unit_printed:
        rule = "unit_unclear" if region.unit == UNCLEAR else "unit_not_printed"
        notes.append(Note(rule, region.layout.table, region.layout.zh, region.unit or DEFAULT_UNIT, region.line))
    return cells, notes


def _coded(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of code(s), name and values."""
    rightmost = [max((at for at, cell in enumerate(row.cells) if is_text(cell)), default=-1) for row in region.rows]
    votes = Counter(at for at in rightmost if at >= 0)
    if not votes:
        return _totals_only(region)
    named, first = _two_classifications(region) or _places(region) or (votes.most_common(1)[0][0], 0)
    filled = [
        at - (first or _named(row, named) + 1) + 1
        for row in region.rows
        for at, cell in enumerate(row.cells)
        if cell and at > named
    ]
    count = max(filled, default=0)
    labels = labels_at(region.header, first, count) if first else _of_values(region, named, count)
    sure = first > 0 and knows_merged(region.header)
    columns = assign(region.layout.columns, labels, count, region.layout.extra, sure=sure)
    cells: list[Cell] = []
    above: list[str] = []
    for number, row in enumerate(_joined(region.rows, named), 1):
        at = named if first else _named(row, named)
        cells += _coded_row(region, row, number, at, first or at + 1, columns or [None] * count, above)
    notes = unrecognised(region, columns, labels, cells) if columns else [unknown_columns(region)] if cells else []
    return _with_subtotals(region.layout.table, cells), notes


def _totals_only(region: Region) -> tuple[list[Cell], list[Note]]:
    """A table of one row of figures without code or name: the total."""
    rows = [row for row in region.rows if any(looks_numeric(cell) for cell in row.cells)]
    if len(rows) != 1 or len(leaves(region.header)) < 2:
        return [], []
    cells, notes = _flat(replace(region, rows=tuple(rows)))
    return [replace(cell, level="total") for cell in cells], notes


def _places(region: Region) -> tuple[int, int] | None:
    """The columns of the names and of the first amounts, by a header whose merged cells are known.

    None where they are not, and where the rows contradict the header: names among the amounts, or amounts before them.
    """
    if not knows_merged(region.header):
        return None
    paths = columns_above(region.header)
    labelled = [bool(path) and (is_row_label(path[-1]) or _names_rows(region, at)) for at, path in enumerate(paths)]
    first = labelled.index(False) if True in labelled and False in labelled else 0
    names = [at for at in range(first) if not _NOT_A_NAME.fullmatch(paths[at][-1])]
    if not names:
        return None
    called = [at for at in names if paths[at][-1].endswith("名称")] or names
    labels = labels_at(region.header, first, len(paths) - first)
    known = [at for at, column in enumerate(match(region.layout.columns, labels, region.layout.extra), first) if column]
    wrong = sum(
        any(at < len(row.cells) and is_text(row.cells[at]) for at in known)
        or any("." in cell and looks_numeric(cell) for cell in row.cells[:first])
        for row in region.rows
    )
    return (called[-1], first) if 2 * wrong < len(region.rows) else None


def _two_classifications(region: Region) -> tuple[int, int] | None:
    """The column of the names of the first of two classifications whose codes and names stand beside each other, and that
    behind the second; None where there are not two."""
    for end in ("科目名称", "科目"):
        names = [[at for at, cell in enumerate(row.cells) if label(cell).endswith(end)] for row in region.header]
        found = max(names, key=len, default=[])
        if len(found) > 1 and (end == "科目名称" or found == [0, 1]):  # code and name in one cell each
            return found[0], found[-1] + 1
    return None


def _of_values(region: Region, named: int, count: int) -> list[str]:
    """The labels of the columns of figures where merged cells are not known: without unknown ones that stand over names."""
    labels = leaves(region.header)
    over_names = {label(cell) for row in region.header for cell in row.cells[: named + 1]}
    while len(labels) > count and labels[0] in over_names and match(region.layout.columns, labels[:1]) == [None]:
        labels = labels[1:]
    return labels


def _names_rows(region: Region, at: int) -> bool:
    """Whether a column whose label is not known holds texts alone."""
    held = [row.cells[at] for row in region.rows if at < len(row.cells) and row.cells[at]]
    return len(held) > 1 and all(map(is_text, held))


def _coded_row(
    region: Region, row: Line, number: int, named: int, first: int, columns: Sequence[Column | None], above: list[str]
) -> list[Cell]:
    table = region.layout.table
    category = "".join(cell for cell in row.cells[:named] if is_text(cell))
    units = _of_units(region.header)
    code = code_of(["" if at in units else cell for at, cell in enumerate(row.cells[:named])], above)
    if not code and table in UNIT_TABLES:
        code = code_of(row.cells[:named], [])
    name = row.cells[named] if named < len(row.cells) and row.cells[named] else category
    if not code and (together := _CODE_AND_NAME.fullmatch(name)):
        code, name = together.groups()
    level = level_of(table, code, name)
    grouped = table == "B10" and any(is_text(cell) for other in region.rows for cell in other.cells[:named])
    if grouped and level == "row" and not category:
        level = "subtotal"
    values = [(at + 1, value, columns[at]) for at, value in enumerate(row.cells[first : first + len(columns)])]
    return make(region, row, number, code, name, level, values, first)


def _of_units(header: Sequence[Line]) -> set[int]:
    """The columns of the codes of units."""
    return {at for row in header for at, cell in enumerate(row.cells) if _UNIT_CODE.fullmatch(label(cell))}


def _named(row: Line, usual: int) -> int:
    """Where the name stands in a row: as in most, left of that where the whole row slipped (an amount in the name's place), or
    right of it where a total does."""
    texts = [place for place, cell in enumerate(row.cells) if is_text(cell)]
    if texts[-1:] == [usual + 1] and not row.cells[usual] and label(row.cells[usual + 1]) in TOTAL_NAMES:
        return usual + 1
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
    return [replace(cell, level="subtotal") if cell.code in above and cell.level == "row" else cell for cell in cells]


def _flat(region: Region) -> tuple[list[Cell], list[Note]]:
    """One row of values under its header; or one row for each expense."""
    if transposed := read_transposed(region):
        return transposed
    rows = [row for row in region.rows if any(looks_numeric(cell) for cell in row.cells)]
    sure = knows_merged(region.header)
    cells: list[Cell] = []
    notes: list[Note] = []
    stubs = without_years([[label(cell) for cell in row.cells[: _first_value(row)] if is_text(cell)] for row in rows])
    for number, (row, stub) in enumerate(zip(rows, stubs, strict=True), 1):
        start = _first_value(row)
        count = len(row.cells) - start
        labels = labels_at(region.header, start, count)
        while not sure and count > len(region.layout.columns) and not row.cells[start + count - 1]:
            count -= 1
        layout = of_panel(region.layout, panel := panel_named("".join(stub[-1:])))
        columns = assign(layout.columns, labels, count, layout.extra, sure=sure)
        if columns is None:
            return _flat_unknown(region, row, number), [unknown_columns(region)]
        if any(map(is_beside, stub)):
            columns, labels = [UNRECOGNISED] * count, stub[:1] * count
        values = [(place + 1, row.cells[start + place], columns[place]) for place in range(count)]
        name = (
            " ".join(stub[-1:]) if len(rows) > 1 and not panel else ""
        )  # of several rows each is of a unit, or a panel
        found = make(region, row, number, "", name, level_of(region.layout.table, "", name), values, start)
        notes += unrecognised(region, columns, labels, found)
        cells += found
    return cells, notes


def _first_value(row: Line) -> int:
    """Where the figures of a row begin: behind its codes and names."""
    amount = next((at for at, cell in enumerate(row.cells) if AMOUNT.match(label(cell))), 0)
    texts = [at for at, cell in enumerate(row.cells[:amount]) if is_text(cell)]
    return texts[-1] + 1 if texts else next((at for at, cell in enumerate(row.cells) if not is_text(cell)), 0)


def _flat_unknown(region: Region, row: Line, number: int) -> list[Cell]:
    values = [(place, cell, None) for place, cell in enumerate(row.cells, 1) if looks_numeric(cell)]
    return make(region, row, number, "", "", "row", values, 0)
