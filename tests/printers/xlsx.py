"""A workbook of the document: a sheet for each table with its captions, amounts as numbers that a format shows."""

import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .blocks import Block, Table

_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+")


def print_workbook(found: Sequence[Block]) -> bytes:
    """Blocks -> the bytes of a workbook; a sheet ends with its table."""
    book = Workbook()
    book.remove(book.active)
    waiting: list[Block] = []
    for block in found:
        waiting.append(block)
        if isinstance(block, Table):
            _sheet(book, waiting)
            waiting = []
    if waiting:
        _sheet(book, waiting)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Workbook, found: list[Block]) -> None:
    """Paragraphs, each a merged row, and the table below them."""
    sheet = book.create_sheet(f"Sheet{len(book.worksheets) + 1}")
    width = max((block.width for block in found if isinstance(block, Table)), default=8)
    row = 1
    for block in found:
        if isinstance(block, Table):
            _table(sheet, row, block)
            row += block.height
        else:
            sheet.cell(row, 1, block.text).data_type = "s"
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
            row += 1


def _table(sheet: Worksheet, top: int, table: Table) -> None:
    for cell in table.cells:
        place = sheet.cell(top + cell.row, 1 + cell.column)
        if _AMOUNT.fullmatch(cell.text) and cell.row >= table.header:
            place.value = float(Decimal(cell.text.replace(",", "")))
            places = len(cell.text.partition(".")[2])
            place.number_format = ("#,##0." if "," in cell.text else "0.") + "0" * places
        elif cell.text:
            place.value = cell.text
            place.data_type = "s"
        if cell.columns > 1 or cell.rows > 1:
            sheet.merge_cells(
                start_row=place.row,
                start_column=place.column,
                end_row=place.row + cell.rows - 1,
                end_column=place.column + cell.columns - 1,
            )
