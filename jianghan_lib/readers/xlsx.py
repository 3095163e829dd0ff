"""Excel files -> lines: a line for each row that holds something, its page being the sheet and its box the cells."""

import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from jianghan_lib.errors import JianghanError
from jianghan_lib.readers.blocks import Format, Line, Source, make_source
from jianghan_lib.readers.package import DAMAGED, EXCEL, checked, damaged, holds
from jianghan_lib.readers.shown import shown
from jianghan_lib.readers.tables import MOST_COLUMNS, MOST_PLACES, Table

FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"

Row = dict[int, str]  # column -> text; empty cells are not in it


def read_xlsx(name: str, data: bytes) -> Source:
    """The bytes of an Excel file -> its lines; hidden sheets are left out. One-line errors for what cannot be read."""
    file = checked(name, data, EXCEL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl warns of (styles, validations) is no text
        try:
            lines = list(_lines(name, file))
        except DAMAGED as problem:
            raise damaged(name) from problem
    return make_source(name, data, lines)


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet; a formula whose value the file does not hold gives the formula, which is no figure."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        formula = element.find(FORMULA)
        if cell["value"] is None and formula is not None:
            cell |= {"value": f"={formula.text or ''}", "data_type": "s"}
        return cell


def _lines(name: str, file: BytesIO) -> Iterator[Line]:
    """The rows of each visible sheet."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    for page, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            continue
        lines = list(_sheet(name, book, sheet))
        if lines and lines[0].is_row:  # a table without a title above it: the sheet's name may be one
            lines.insert(0, Line(0, sheet.title, box=sheet.title))
        yield from (replace(line, page=page) for line in lines)


def _sheet(name: str, book: Any, sheet: Any) -> Iterator[Line]:
    """A sheet -> its lines; columns to the left that hold nothing are left out."""
    with (
        sheet._get_source() as source
    ):  # openpyxl's own rows are filled up to the last column, a million times if need be
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        blocks = list(_blocks(_rows(name, sheet, parser)))
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    merged = {(one.min_row, one.min_col): (one.size["columns"], one.size["rows"]) for one in ranges}
    left = min((min(row) for _, block in blocks for row in block), default=0)
    for start, block in blocks:
        table = Table(name, goes_on=start > blocks[0][0])
        for number, row in enumerate(block):
            for column, text in sorted(row.items()):
                columns, rows = merged.get((start + number, column), (1, 1))
                table.put(number, column - left, text, columns, min(rows, len(block) - number))
        for number, line in table.rows():
            first, last = min(block[number]), max(block[number])
            cells = f"{get_column_letter(first)}{start + number}:{get_column_letter(last)}{start + number}"
            yield replace(line, box=f"{sheet.title}!{cells}")


def _rows(name: str, sheet: Any, parser: _Parser) -> Iterator[tuple[int, Row]]:
    """The rows of a sheet that hold something, as printed, each with its number."""
    filled = 0
    for number, cells in parser.parse():
        row = {
            cell["column"]: text
            for cell in cells
            if cell["value"] is not None
            and (text := shown(cell["value"], ReadOnlyCell(sheet, **cell).number_format)).strip()
        }
        filled += len(row)
        if filled > MOST_PLACES or (row and max(row) > MOST_COLUMNS):
            raise JianghanError(
                f"{name}: sheet {sheet.title} holds more than {MOST_COLUMNS:,} columns or {MOST_PLACES:,} cells: "
                "is this a disclosure?"
            )
        if row:
            yield number, row


def _blocks(rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, list[Row]]]:
    """Rows -> runs of rows without an empty one between them, each with the number of its first row."""
    start, block = 0, list[Row]()
    for number, row in rows:
        if block and number != start + len(block):
            yield start, block
            block = []
        if not block:
            start = number
        block.append(row)
    if block:
        yield start, block


FORMAT = Format("Excel file", lambda data: holds(data, EXCEL), read_xlsx)
