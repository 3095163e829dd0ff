"""Tables that print as rows what others print as columns: expenses, and sources of income -> money cells under their measures."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.cells import level_of, make, unknown_columns
from jianghan_lib.forms.tables.columns import PANELS, RATE, UNRECOGNISED, Column
from jianghan_lib.forms.tables.expenses import FEWEST, expense_named, is_numbered, listed, source_named
from jianghan_lib.forms.tables.headers import (
    columns_above,
    is_numbering,
    is_row_label,
    is_text,
    knows_merged,
    label,
)
from jianghan_lib.forms.tables.titles import Region
from jianghan_lib.readers.blocks import Line

ALL = "all"  # the total of a table that holds more than the three
_YEAR = re.compile(r"20\d\d(?=年)")


def read_transposed(region: Region) -> tuple[list[Cell], list[Note]] | None:
    """Money cells of a table with an expense in each row, in one half or two; None for a table that is not so built."""
    width = max((len(row.cells) for row in region.rows), default=0)
    labels = _labels(region.header, width)
    stubs = [
        at for at in range(width) if any(at < len(row.cells) and expense_named(row.cells[at]) for row in region.rows)
    ]
    named = {expense_named(row.cells[at]) for at in stubs for row in region.rows if at < len(row.cells)} - {None}
    if len(named) < FEWEST:
        return None
    cells: list[Cell] = []
    unknown: list[str] = []
    for start, end in pairwise([*stubs, width]):
        values = [
            at
            for at in range(start + 1, end)
            if labels[at] and not re.search(RATE.label, labels[at]) and any(_figure(row, at) for row in region.rows)
        ]
        last = max((year for at in values for year in _YEAR.findall(labels[at])), default="")
        earlier = {at for at in values if not set(_YEAR.findall(labels[at])) <= {last}}
        panels = {at: None if at in earlier else _panel(region, labels[at]) for at in values}
        unknown += [labels[at] for at, panel in panels.items() if panel is None]
        summed = any(_sums_three(row, start) and any(_figure(row, at) for at in values) for row in region.rows)
        for number, row in enumerate(region.rows, 1):
            if start < len(row.cells) and (measure := expense_named(row.cells[start])):
                beyond = summed and measure == "total" and not _sums_three(row, start)
                cells += _row(region, row, number, ALL if beyond else measure, panels)
    return _once(cells), [unknown_columns(region, unknown)] if unknown else []


def _sums_three(row: Line, place: int) -> bool:
    """Whether a row is called the total of the three public expenses, not of what else the table holds."""
    return place < len(row.cells) and "三公" in row.cells[place] and expense_named(row.cells[place]) == "total"


def _row(region: Region, row: Line, number: int, measure: str, panels: dict[int, str | None]) -> list[Cell]:
    """The figures of one expense, each under its panel."""
    made: list[Cell] = []
    for place, (at, panel) in enumerate(panels.items(), 1):
        printed = row.cells[at] if at < len(row.cells) else ""
        if not is_blank(printed):
            column = UNRECOGNISED if panel is None else Column(measure, "", panel)
            made += make(region, row, number, "", "", "row", [(place, printed, column)], at - place + 1)
    return made


def _once(cells: Sequence[Cell]) -> list[Cell]:
    """Cells, of several of one measure only the first with a figure: 机关运行经费 is also the heading of a group."""
    kept: dict[tuple[str, str, str], Cell] = {}
    for cell in cells:
        kept.setdefault(
            (cell.panel, cell.measure, str(cell.line) if cell.measure == UNRECOGNISED.measure else ""), cell
        )
    return list(kept.values())


def _labels(header: Sequence[Line], width: int) -> list[str]:
    """The label over each column, empty over names and line numbers; a header without known merged cells column by column."""
    if knows_merged(header):
        paths = [list(path) for path in columns_above(header)]
    else:
        rows = [row for row in header if not is_numbering(row)]
        paths = [
            [text for row in rows if at < len(row.cells) and (text := label(row.cells[at]))] for at in range(width)
        ]
    found = ["" if not path or is_row_label(path[-1]) else "/".join(path) for path in paths]
    return [*found, *[""] * width][:width]


def _panel(region: Region, text: str) -> str | None:
    found = next((panel for panel, pattern in PANELS if pattern.search(text)), None)
    if region.layout.panels == [""]:
        return "" if found == "budget" or re.search(r"(?:金额|预算数?)$|(?:^|/)合计$", text) else None
    return found


def _figure(row: Line, place: int) -> bool:
    return place < len(row.cells) and looks_numeric(row.cells[place])


# What a table of expenditure prints in parts, in rows without a number below.
DIVISIBLE = ("basic", "project")


def read_listed(region: Region) -> tuple[list[Cell], list[Note]]:
    """Money cells of a table with one column of money and rows that name what other places print as columns."""
    cells: list[Cell] = []
    unknown: list[str] = []
    above: Column | None = None
    for number, (row, name) in enumerate(listed(region.rows), 1):
        at = next((place for place, cell in enumerate(row.cells) if place and cell and not is_text(cell)), 0)
        column = source_named(region.layout, name)
        if column or is_numbered(name):
            above = column
        elif above and above.measure in DIVISIBLE:
            column = above  # 工资福利支出 below 一、基本支出
        if not at:
            continue
        unknown += [] if column else [name]
        level = "subtotal" if name.endswith("/小计") else level_of(region.layout.table, "", name)
        cells += make(region, row, number, "", name, level, [(1, row.cells[at], column or UNRECOGNISED)], at)
    return cells, [unknown_columns(region, unknown)] if unknown else []
