"""Tables that were not read: titled like a statutory table, or like one that is not declared. Nothing is passed over silently."""

import re
from collections.abc import Sequence

from jianghan_lib.base.money import looks_numeric
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.forms.tables.titles import DECIMAL, Region, table_named, titles_in, unit_in
from jianghan_lib.readers.blocks import Line, Source

ABOVE, LONGEST_TITLE, FEWEST_FIGURES = 8, 40, 3
# Lines of a table that a PDF prints without rules: amounts in one, and so many of them.
FEWEST_AMOUNTS, FEWEST_ROWS = 2, 2
# Forms that others read.
_ELSEWHERE = re.compile(r"绩效|自评|目标|评价|构成|人员|明细账|名单|目录")


def unread_tables(source: Source, regions: Sequence[Region], cells: Sequence[Cell]) -> list[Note]:
    """A note for each table with figures that no region holds, and for each region of which no cell was read."""
    taken = {row.number for region in regions if region.has_cells for row in (*region.header, *region.rows)}
    read = {cell.table for cell in cells}
    notes: list[Note] = []
    last = 0
    for grid in source.grids:
        above = [line for line in source.lines[last : grid.start - 1] if line.text.strip()][-ABOVE:]
        after, last = last in taken, grid.rows[-1].number
        title = next((line for line in reversed(above) if _is_title(line)), None)
        if taken & {row.number for row in grid.rows} or not _figures(grid.rows):
            continue
        if title is None:
            if after and not above:
                notes.append(Note("rest_not_read", "document", "", "", grid.start))
            continue
        layout = table_named(title.text)
        if layout:
            rule = "table_twice" if layout.table in read else "table_not_read"
            notes.append(Note(rule, layout.table, layout.zh, "", title.number))
        elif unit_in([*above, *grid.rows[:3]]):
            notes.append(Note("table_unknown", "document", label(title.text), "", title.number))
    return notes + _unread_lines(source, read | {region.layout.table for region in regions})


def _unread_lines(source: Source, read: set[str]) -> list[Note]:
    """A note for each title with rows of amounts in bare lines below it, of a table that is no region."""
    titles = titles_in(source)
    ends = [*(line.number for line, _ in titles), len(source.lines) + 1][1:]
    notes: dict[str, Note] = {}
    for (line, layout), end in zip(titles, ends, strict=True):
        below = [one.text.split() for one in source.lines[line.number : end - 1] if not one.is_row]
        rows = [words for words in below if _is_row_of_amounts(words)]
        if layout.table not in read and len(rows) >= FEWEST_ROWS:
            notes.setdefault(layout.table, Note("table_not_read", layout.table, layout.zh, "", line.number))
    return list(notes.values())


def _is_row_of_amounts(words: Sequence[str]) -> bool:
    amounts = sum(bool(DECIMAL.match(word)) for word in words)
    return amounts >= max(FEWEST_AMOUNTS, len(words) / 2)


def _is_title(line: Line) -> bool:
    text = label(line.text)
    return not line.is_row and text.endswith("表") and len(text) <= LONGEST_TITLE and not _ELSEWHERE.search(text)


def _figures(rows: Sequence[Line]) -> bool:
    return sum(looks_numeric(cell) for row in rows for cell in row.cells[1:]) >= FEWEST_FIGURES
