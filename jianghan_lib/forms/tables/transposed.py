"""A table of expenses that prints them as rows: name, amounts -> money cells under the measures of the expenses."""

import re

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.cells import make, unknown_columns
from jianghan_lib.forms.tables.columns import UNRECOGNISED, Column
from jianghan_lib.forms.tables.expenses import FEWEST, expense_of
from jianghan_lib.forms.tables.headers import labels_at
from jianghan_lib.forms.tables.titles import Region
from jianghan_lib.readers.blocks import Line

# Columns of such a table: the panel by its label, the one of the table's own year first.
_PANELS = (
    ("outturn", re.compile(r"(?:^|/)(?:本年)?(?:支出)?决算数?$")),
    ("budget", re.compile(r"(?:^|/)(?:本年)?(?:年初)?预算数?$")),
)


def read_transposed(region: Region) -> tuple[list[Cell], list[Note]] | None:
    """Money cells of a table with an expense in each row; None for a table that is not so built."""
    named = [(row, measure) for row in region.rows if (measure := expense_of(row))]
    if len({measure for _, measure in named}) < FEWEST:
        return None
    width = max(len(row.cells) for row, _ in named)
    values = [place for place in range(1, width) if any(_figure(row, place) for row, _ in named)]
    if not values:
        return [], []
    labels = labels_at(region.header, values[0], width - values[0])
    panels = [_panel(region, text) for text in labels]
    cells: list[Cell] = []
    for number, (row, measure) in enumerate(named, 1):
        for place, (text, panel) in enumerate(zip(labels, panels, strict=True)):
            at = values[0] + place
            printed = row.cells[at] if at < len(row.cells) else ""
            if text and not is_blank(printed):
                column = UNRECOGNISED if panel is None else Column(measure, "", panel)
                cells += make(region, row, number, "", "", "row", [(place + 1, printed, column)], values[0])
    unknown = [text for text, panel in zip(labels, panels, strict=True) if panel is None and text]
    return cells, [unknown_columns(region, unknown)] if unknown else []


def _panel(region: Region, text: str) -> str | None:
    found = next((panel for panel, pattern in _PANELS if pattern.search(text)), None)
    if region.layout.panels == [""]:
        return "" if found == "budget" or re.search(r"金额$", text) else None
    return found


def _figure(row: Line, place: int) -> bool:
    return place < len(row.cells) and looks_numeric(row.cells[place])
