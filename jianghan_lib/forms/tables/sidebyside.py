"""Tables of several groups of columns side by side: revenue beside expenditure, economic codes in two or three groups."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.cells import Value, code_of, level_of, make, unknown_columns, unrecognised
from jianghan_lib.forms.tables.columns import UNRECOGNISED
from jianghan_lib.forms.tables.headers import (
    assign,
    columns_above,
    is_numbering,
    is_row_label,
    is_text,
    knows_merged,
    label,
    labels_at,
    leaves,
    match,
)
from jianghan_lib.forms.tables.layouts import SUBTOTAL_NAMES, TOTAL_NAMES
from jianghan_lib.forms.tables.titles import Region
from jianghan_lib.readers.blocks import Line

_ORDINAL = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+[.．、])")
_USE = re.compile("经济|用途|性质")
_CODE = re.compile(r"[35]\d\d(?:\d\d)?")
ROW_NUMBERS = ("行次", "序次", "序号")
MOST_DIGITS = 3  # of the number of a row
SHOWN = 20  # characters of what stands where the number of a row belongs
# A column is one of codes where so much of what it holds are codes.
MOSTLY = 0.6


def read_panels(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of two panels side by side: name, row number where the form prints one, values."""
    width = max((len(row.cells) for row in region.rows), default=0)
    starts = _name_columns(region, width)
    cells: list[Cell] = []
    notes: list[Note] = []
    region = replace(region, rows=tuple(_whole_names(region.rows, starts)))
    panels = _panels_at(region, starts)
    for start, end in pairwise([*starts, width]):
        if panel := panels.get(start):
            found, more = _panel(region, panel, start, end)
            cells += found
            notes += more
    cells = _named_across(region, panels, cells)
    if (
        len(starts) != len(region.layout.panels)
        or starts[0] not in panels
        or panels[starts[0]] != region.layout.panels[0]
    ):
        notes.append(unknown_columns(region))
    return cells, notes


def _whole_names(rows: Sequence[Line], starts: Sequence[int]) -> list[Line]:
    """Rows, a name that stands in a row of its own above and below its amount (drawn in a box of its own) beside it."""
    cells = [list(row.cells) for row in rows]
    for start, end in pairwise([*starts, max((len(row) for row in cells), default=0)]):
        for above, row, below in zip([[], *cells], cells, [*cells[1:], []], strict=False):
            if end <= len(row) and not row[start] and any(row[start + 1 : end]):
                for part in (above, below):
                    lone = end <= len(part) and part[start] and not any(part[start + 1 : end])
                    if lone and (part is above or not _ORDINAL.match(part[start])):
                        row[start], part[start] = row[start] + part[start], ""
            elif end <= len(below) and _is_rest(row[start:end], below, start):
                row[start], below[start] = row[start] + below[start], ""
    made = (replace(row, cells=tuple(texts)) for row, texts in zip(rows, cells, strict=True))
    return [row for row in made if any(row.cells)]


def _is_rest(above: Sequence[str], below: Sequence[str], start: int) -> bool:
    """Whether a row holds nothing but the last characters of the name above it."""
    text = below[start]
    return 0 < len(text) <= 3 and [cell for cell in below if cell] == [text] and bool(above[:1]) and is_text(text)


def _panels_at(region: Region, starts: Sequence[int]) -> dict[int, str]:
    """Where names stand -> the panel: what one of several classifications of expenditure is called, or the declared order."""
    stubs = {at: _stub(region, at) for at in starts}
    declared = region.layout.panels
    by_function = [at for at, text in stubs.items() if "功能" in text]
    lacks_revenue = any("支出" in text and "收入" not in text for text in [*stubs.values()][:1])  # the page was cut
    if len(by_function) != 1:
        return dict(zip(starts, declared[lacks_revenue:], strict=False))
    by_use = [at for at, text in stubs.items() if _USE.search(text) and "政府" not in text]
    first = [] if lacks_revenue or by_function == [starts[0]] else [starts[0]]
    return dict(zip([*first, *by_function, *by_use], declared[not first :], strict=False))


def _stub(region: Region, place: int) -> str:
    """The labels over a column of names."""
    if knows_merged(region.header):
        return "".join([*columns_above(region.header), *[()] * (place + 1)][place])
    return "".join(label(row.cells[place]) for row in region.header if place < len(row.cells))


def _named_across(region: Region, panels: Mapping[int, str], cells: Sequence[Cell]) -> list[Cell]:
    """Cells, one whose name is merged over several panels (支出合计) in the panel where the name begins."""
    owner: dict[tuple[int, str], str] = {}
    for row in region.rows:
        for start in panels:
            across = row.spans[start][0] if start < len(row.spans) else 0
            inside = [panels[other] for other in panels if start < other < start + across]
            owner |= {(row.number, panel): panels[start] for panel in inside if row.cells[start]}
    names = {
        (row.number, panels[start]): row.cells[start]
        for row in region.rows
        for start in panels
        if start < len(row.cells)
    }
    moved = []
    for cell in cells:
        panel = owner.get((cell.line, cell.panel), "")
        if panel and not cell.name:
            name = names[cell.line, panel]
            cell = replace(cell, panel=panel, name=name, level=level_of(cell.table, "", name))
        elif not cell.name and (name := _of_all_expenditure(cell, names, [*panels.values()])):
            cell = replace(cell, name=name, level=level_of(cell.table, "", name))
        moved.append(cell)
    return moved


def _of_all_expenditure(cell: Cell, names: Mapping[tuple[int, str], str], panels: Sequence[str]) -> str:
    """The total that a row prints once for a second classification of expenditure, in the panel before; or nothing."""
    before = panels[1 : panels.index(cell.panel)]
    name = names.get((cell.line, before[-1]), "") if before else ""
    return name if label(name) in TOTAL_NAMES | SUBTOTAL_NAMES else ""


def _name_columns(region: Region, width: int) -> list[int]:
    """Where the names of each panel stand: by the header where it is known column by column, else where texts stand."""
    if knows_merged(region.header):
        paths = columns_above(region.header)
        named = [
            place
            for place, path in enumerate(paths)
            if path and is_row_label(path[-1]) and not re.fullmatch(r"[行序]次|备注|.*[编代]码", path[-1])
        ]
        named = [place for place in named if place - 1 not in named]
        if len(named) >= len(region.layout.panels):
            return named
    texts = [sum(is_text(row.cells[place]) for row in region.rows if place < len(row.cells)) for place in range(width)]
    return [place for place, count in enumerate(texts) if count >= max(2, len(region.rows) * 0.1)]


def _panel(region: Region, panel: str, start: int, end: int) -> tuple[list[Cell], list[Note]]:
    body = [
        (row, [row.cells[place] if place < len(row.cells) else "" for place in range(start, end)])
        for row in region.rows
    ]
    numbered = end - start > 1 and (_is_number_column(region, start + 1) or _counts([cells[1] for _, cells in body]))
    first = 2 if numbered else 1
    places = [place for _, cells in body for place, cell in enumerate(cells) if cell and place >= first]
    count = max(places, default=first - 1) - first + 1
    sure = knows_merged(region.header)
    declared = [column for column in region.layout.columns if column.panel == panel]
    extra = [column for column in region.layout.extra if column.panel == panel]
    labels = labels_at(region.header, start + first, count) if sure else leaves(region.header, start + first, end)
    if not sure and None in match(declared, labels, extra):
        labels = leaves(region.header, start, end)
    columns = assign(declared, labels, count, extra, sure=sure) or [None] * count
    if len(declared) == count == 1 and not any(labels):
        columns = [*declared]  # the one column needs no label
    found: list[Cell] = []
    notes = [] if all(columns) or not count else [unknown_columns(region)]
    for order, (row, cells) in enumerate(body, 1):
        name, number = cells[0], int(cells[1]) if numbered and _is_row_number(cells[1]) else order
        if looks_numeric(name):
            notes.append(Note("label_lost", region.layout.table, f"{panel} {number}", name, row.number, row.page))
            name = ""
        if numbered and not _is_row_number(cells[1]) and not is_blank(cells[1]):
            shown = cells[1][:SHOWN]
            notes.append(Note("row_number", region.layout.table, f"{panel} {number}", shown, row.number, row.page))
        values = [(place + 1, value, columns[place]) for place, value in enumerate(cells[first : first + count])]
        level = level_of(region.layout.table, "", name)
        found += make(region, row, number, "", name, level, values, start + first)
    return found, notes + unrecognised(region, columns, labels, found)


def _is_number_column(region: Region, place: int) -> bool:
    """Whether the header says of a column that it numbers the rows."""
    if not knows_merged(region.header):
        return any(label(cell) in ROW_NUMBERS for row in region.header for cell in row.cells[place : place + 1])
    paths = columns_above(region.header)
    return place < len(paths) and paths[place][-1:] in [(name,) for name in ROW_NUMBERS]


def _is_row_number(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= MOST_DIGITS


def _counts(cells: Sequence[str]) -> bool:
    """Whether cells number their rows: whole numbers that grow by one."""
    numbers = [int(cell) for cell in cells if _is_row_number(cell)]
    steps = [after - before for before, after in pairwise(numbers)]
    return len(numbers) >= 0.7 * len(cells) and len(steps) > 0 and steps.count(1) >= 0.8 * len(steps)


def read_economic(region: Region) -> tuple[list[Cell], list[Note]]:
    """Rows of several groups side by side: code (in one cell or two), name, amount; the closing row has labels for codes."""
    cells: list[Cell] = []
    codes = _code_columns(region)
    above: dict[int, list[str]] = {}
    for number, row in enumerate(region.rows, 1):
        starts = [
            place
            for place, cell in enumerate(row.cells)
            if (place in codes and place - 1 not in codes and _CODE.fullmatch(cell))
            or label(cell) in SUBTOTAL_NAMES | TOTAL_NAMES
        ]
        for start, end in pairwise([*starts, len(row.cells)]):
            last = next((place for place in range(start, end) if place + 1 not in codes), start)
            coded = row.cells[start].isdigit()
            code = code_of(row.cells[start : last + 1], above.setdefault(start, [])) if coded else ""
            at = last + 1 if coded else start
            name = row.cells[at] if at < end else ""
            values, first = _amounts(region, row, at + 1, end)
            level = level_of(region.layout.table, code, name)
            cells += make(region, row, number, code, name, level, values, first)
    return cells, []


def _amounts(region: Region, row: Line, start: int, end: int) -> tuple[list[Value], int]:
    """The amounts of a group and the cell of the first: one, or one for each column that the header names."""
    places = [at for at in range(start, end) if row.cells[at] and not is_text(row.cells[at])]
    if knows_merged(region.header) or sum(not is_numbering(header) for header in region.header) == 1:
        labels = labels_at(region.header, start, end - start)
        columns = assign(region.layout.columns, labels, end - start, region.layout.extra, sure=True) or [None] * end
        if len(places) > 1 or sum(column not in (None, UNRECOGNISED) for column in columns) > 1:
            return [(at - start + 1, row.cells[at], columns[at - start]) for at in places], start
    return [(1, row.cells[at], region.layout.columns[0]) for at in places[:1]], places[0] if places else start


def _code_columns(region: Region) -> set[int]:
    """The columns of codes: mostly filled with codes, or with their second halves right of one that is."""
    width = max((len(row.cells) for row in region.rows), default=0)
    filled = [[row.cells[at] for row in region.rows if at < len(row.cells) and row.cells[at]] for at in range(width)]
    found: set[int] = set()
    for place, held in enumerate(filled):
        held = [cell for cell in held if label(cell) not in SUBTOTAL_NAMES | TOTAL_NAMES]
        pattern = r"\d\d" if place - 1 in found else _CODE.pattern
        if held and sum(bool(re.fullmatch(pattern, cell)) for cell in held) >= MOSTLY * len(held):
            found.add(place)
    return found
