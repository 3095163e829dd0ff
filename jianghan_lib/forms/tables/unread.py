"""Tables that were not read: titled like a statutory table, or like one that is not declared. Nothing is passed over silently."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from jianghan_lib.forms.records import Cell, Note, OtherCell
from jianghan_lib.forms.tables.headers import match
from jianghan_lib.forms.tables.layouts import LAYOUTS
from jianghan_lib.forms.tables.titles import DECIMAL, Heading, Region, headings_in, title_of
from jianghan_lib.readers.blocks import Source

# Lines of a table that a PDF prints without rules: amounts in one, and so many of them.
FEWEST_AMOUNTS, FEWEST_ROWS = 2, 2
# Tables of a fund that few documents fill: their columns are those of larger tables.
OF_ONE_FUND = ("F07", "F08", "B08", "B09")
# A label and its amount that reading, or the print, put into one cell.
_IN_WORDS = re.compile(r"[^\d\s]\S* -?\d{1,3}(?:,\d{3})*\.\d{2}|[^\d\s]\S* -?\d{1,3}(?:,\d{3})+")


def unread_tables(
    source: Source, regions: Sequence[Region], cells: Sequence[Cell], others: Sequence[OtherCell]
) -> list[Note]:
    """A note for each title whose table is kept as it is printed, and for each with rows of amounts that are in no table."""
    headings = headings_in(source)
    lines = {row.number for region in regions for row in region.rows}
    held: dict[Heading, list[str]] = defaultdict(list)
    for cell in others:
        at = bisect_left(headings, cell.line, key=lambda heading: heading.number)
        if at and cell.line not in lines:
            held[headings[at - 1]].append(cell.column_label)
    read = {cell.table for cell in cells}
    known = read | {region.layout.table for region in regions}
    first = {cell.table: bisect_left(headings, cell.line, key=lambda heading: heading.number) for cell in cells[::-1]}
    said = {table: _behind(headings[at - 1]) for table, at in first.items() if at}
    notes = [_note(heading, read, columns, said) for heading, columns in held.items()] + _unread_lines(
        source, headings, known
    )
    told = {note.table for note in notes}
    return notes + [note for region in regions for note in _left_in(region, read, told)]


def _left_in(region: Region, read: set[str], told: set[str]) -> list[Note]:
    """Notes on a statutory table of which no amount was read, and on amounts that stand in one cell with words."""
    table = region.layout.table
    left = [(row, cell) for row in region.rows for cell in row.cells if _IN_WORDS.fullmatch(" ".join(cell.split()))]
    if table not in read | told and (left or region.figures):
        return [Note("table_not_read", table, region.layout.zh, "", region.line)]
    return [Note("unreadable_number", table, cell, cell, row.number, row.page) for row, cell in left]


def _behind(heading: Heading) -> str:
    """What a title says behind the name of its table: （二）, or which part of it this is."""
    title = title_of(heading.line.text)
    return re.split(heading.layout.pattern, title)[-1] if heading.layout else title


def _note(heading: Heading, read: set[str], columns: Sequence[str], said: Mapping[str, str]) -> Note:
    """What is said of a title whose amounts are in `other_tables`, under these columns; `said` behind those that are read."""
    if heading.layout is None or said.get(heading.layout.table, _behind(heading)) != _behind(heading):
        return Note("table_unknown", "document", title_of(heading.line.text), str(len(columns)), heading.number)
    table, zh = heading.layout.table, heading.layout.zh
    labels = list(dict.fromkeys(columns))
    if None in match(heading.layout.columns, labels) and (meant := _with_columns(table, labels, read)):
        return Note("table_misnamed", table, zh, meant, heading.number)
    return Note("table_twice" if table in read else "table_not_read", table, zh, "", heading.number)


def _with_columns(table: str, columns: Sequence[str], read: set[str]) -> str:
    """The tables of the same kind of document that have just these columns, and that the document prints nowhere else."""
    kind = [one for one in LAYOUTS if one.table[0] == table[0] and one.table not in (*read, *OF_ONE_FUND, table)]
    found = [one.zh for one in kind if len(columns) > FEWEST_AMOUNTS and None not in match(one.columns, columns)]
    return "、".join(found)


def _unread_lines(source: Source, headings: Sequence[Heading], known: set[str]) -> list[Note]:
    """A note for each title with rows of amounts in bare lines below it, of a table that is no region."""
    ends = [*(heading.number for heading in headings), len(source.lines) + 1][1:]
    notes: dict[str, Note] = {}
    for heading, end in zip(headings, ends, strict=True):
        below = [one.text.split() for one in source.lines[heading.number : end - 1] if not one.is_row]
        rows = [words for words in below if _is_row_of_amounts(words)]
        layout = heading.layout
        if layout and layout.table not in known and len(rows) >= FEWEST_ROWS:
            notes.setdefault(layout.table, Note("table_not_read", layout.table, layout.zh, "", heading.number))
    return list(notes.values())


def _is_row_of_amounts(words: Sequence[str]) -> bool:
    amounts = sum(bool(DECIMAL.match(word)) for word in words)
    return amounts >= max(FEWEST_AMOUNTS, len(words) / 2)
