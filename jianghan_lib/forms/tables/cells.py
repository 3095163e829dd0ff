"""What the readers of statutory tables share: rows and values -> money cells, levels of rows, notes on columns."""

import re
from collections.abc import Sequence

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric
from jianghan_lib.base.text import tight
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.columns import RATE, UNRECOGNISED, Column
from jianghan_lib.forms.tables.headers import is_text, label, leaves
from jianghan_lib.forms.tables.layouts import SUBTOTAL_NAMES, TOTAL_NAMES
from jianghan_lib.forms.tables.titles import Region
from jianghan_lib.readers.blocks import Line, show_box

FUNCTIONAL = {3: "class", 5: "section", 7: "item"}
UNIT_TABLES = ("B02", "B05-2")
# The printed place of a value from 1, the value, and its column.
Value = tuple[int, str, Column | None]


def level_of(table: str, code: str, name: str) -> str:
    """The level of a row: by the length of its code, or by its name."""
    plain_name = label(name)
    if plain_name in TOTAL_NAMES:
        return "total"
    if plain_name in SUBTOTAL_NAMES:
        return "subtotal"
    if table in UNIT_TABLES and not re.fullmatch(r"[123]\d\d(?:\d\d){0,2}", code):
        return "row"
    return FUNCTIONAL.get(len(code), "row")


def make(
    region: Region, row: Line, number: int, code: str, name: str, level: str, values: Sequence[Value], first: int
) -> list[Cell]:
    """The printed values of one row, the first of them in the cell `first`, -> cells; blanks are not printed, dashes are."""
    table, unit = region.layout.table, region.unit or DEFAULT_UNIT
    boxes = dict(enumerate(row.boxes, 1 - first))
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
            show_box(boxes.get(place)),
        )
        for place, value, column in values
        if value and column is not RATE and not (column in (None, UNRECOGNISED) and _is_no_money(value))
    ]


def _is_no_money(value: str) -> bool:
    return is_text(value) or value.endswith("%")


def code_of(cells: Sequence[str], above: list[str]) -> str:
    """The code of a row, in one cell or in three (类 款 项); what only the row above prints of it is taken from there.

    `above` holds the parts of the row above, and is set to those of this row.
    """
    parts = [tight(cell) if looks_numeric(cell) else "" for cell in cells]
    if any(len(part) in (3, 5) for part in (*parts, *above)):
        parts = [part.zfill(2) if len(part) == 1 else part for part in parts]
    filled = [place for place, part in enumerate(parts) if part]
    if not filled:
        return ""
    for place in range(filled[0]):
        parts[place] = above[place] if len(above) == len(parts) and len(parts[filled[0]]) == 2 else ""
    above[:] = parts
    kept = [
        part
        for place, part in enumerate(parts)
        if part and not any(later.startswith(part) and len(later) > len(part) for later in parts[place + 1 :])
    ]
    return "".join(kept)


def unknown_columns(region: Region, labels: Sequence[str] | None = None) -> Note:
    """A note with the header labels (default: all) that tell no column."""
    printed = " ".join(leaves(region.header) if labels is None else labels)
    return Note("columns_not_recognised", region.layout.table, region.layout.zh, printed, region.line)


def unrecognised(
    region: Region, columns: Sequence[Column | None], labels: Sequence[str], cells: Sequence[Cell]
) -> list[Note]:
    """A note on the labels of columns that are filled but name nothing declared."""
    filled = {cell.position for cell in cells if cell.measure == UNRECOGNISED.measure}
    unknown = [
        text or "?"
        for place, (column, text) in enumerate(zip(columns, labels, strict=False), 1)
        if column is UNRECOGNISED and place in filled
    ]
    return [unknown_columns(region, unknown)] if unknown else []
