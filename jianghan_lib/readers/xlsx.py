"""Excel files -> lines: a line for each row that holds something, its page being the sheet and its box the cells."""

import warnings
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers.blocks import Line, Problem, Source, make_source, raised, runs, struck
from jianghan_lib.readers.package import DAMAGED, EXCEL, checked, damaged, only_pictures
from jianghan_lib.readers.shown import shown
from jianghan_lib.readers.tables import MOST_COLUMNS, MOST_PLACES, Table

FORMULA = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"

MOST_HIDDEN = 10_000  # rows
Row = dict[int, str]  # column -> text; empty cells are not in it
WHITE = ("FFFFFFFF", "00FFFFFF")
FIRST_YEAR = 2000  # no disclosure prints a date before it: a code that was typed into a cell for dates does


def read(name: str, data: bytes) -> Source:
    """The bytes of an Excel file -> its lines; hidden sheets are left out. One-line errors for what cannot be read."""
    file = checked(name, data, EXCEL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl warns of (styles, validations) is no text
        try:
            lines, problems = _read(name, file)
        except DAMAGED as problem:
            raise damaged(name) from problem
    if not lines and b"xl/media/" in data:
        raise only_pictures(name)
    return make_source(name, data, lines, problems)


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet, whose own rows are filled up to the last column, a million times if need be.

    A formula whose value the file does not hold gives the formula, which is no figure. `hidden` counts the cells that
    hold something and are not shown.
    """

    def __init__(self, source: Any, book: Any, sheet: Any) -> None:
        formats = {"date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
        super().__init__(source, sheet._shared_strings, data_only=True, epoch=book.epoch, rich_text=True, **formats)
        self.hidden = 0
        self.dates: dict[int, list[int]] = {}  # column -> the years of its dates

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell = super().parse_cell(element)
        formula = element.find(FORMULA)
        if cell["value"] is None and formula is not None:
            cell |= {"value": f"={formula.text or ''}", "data_type": "s"}
        return cell

    def shown_rows(self, sheet: Any) -> Iterator[tuple[int, Row]]:
        """The rows that hold something, as they are shown, each with its number."""
        for number, cells in self.parse():
            filled = [cell for cell in cells if cell["value"] is not None]
            seen = [] if _is_hidden(self.row_dimensions.get(str(number), {})) else self._seen(filled)
            self.row_dimensions.clear()  # a million rows would have a million of them
            self.hidden += len(filled) - len(seen)
            texts = {cell["column"]: self._text(ReadOnlyCell(sheet, **cell)) for cell in seen}
            row = {column: text for column, text in texts.items() if text.strip()}
            if row:
                yield number, row

    def _text(self, cell: ReadOnlyCell) -> str:
        """What a cell shows, its parts as they are set: struck out, raised; nothing where it is white on white."""
        if _is_white(cell):
            self.hidden += 1
            return ""
        if isinstance(cell.value, CellRichText):
            return "".join(part if isinstance(part, str) else _set(part.text, part.font) for part in cell.value)
        if isinstance(cell.value, date):
            self.dates.setdefault(cell.column, []).append(cell.value.year)
        return _set(shown(cell.value, cell.number_format), cell.font)

    def codes_as_dates(self) -> int:
        """How many cells of dates stand in columns with dates that no disclosure prints: codes, as it seems."""
        return sum(len(years) for years in self.dates.values() if min(years) < FIRST_YEAR)

    def _seen(self, cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [cell for cell in cells if cell["column"] not in self.hidden_columns]

    @cached_property
    def hidden_columns(self) -> list[int]:
        """The columns that are not shown, in order; known once the rows begin."""
        ranges = [(int(one["min"]), int(one["max"])) for one in self.column_dimensions.values() if _is_hidden(one)]
        return sorted({column for first, last in ranges for column in range(first, min(last, MOST_COLUMNS) + 1)})

    def place(self, column: int) -> int:
        """A column as its number among those that are shown."""
        return column - bisect_left(self.hidden_columns, column)


def _is_white(cell: ReadOnlyCell) -> bool:
    """Whether a cell is written in white and not filled."""
    color = cell.font.color if cell.font is not None else None
    if color is None or (cell.fill is not None and cell.fill.fill_type not in (None, "none")):
        return False
    return color.rgb in WHITE if color.type == "rgb" else color.type == "theme" and color.theme == 0 and not color.tint


def _set(text: str, font: Any) -> str:
    text = raised(text) if font is not None and font.vertAlign == "superscript" else text
    return struck(text) if font is not None and font.strike else text


def _is_hidden(dimension: Mapping[str, str]) -> bool:
    return dimension.get("hidden") in ("1", "true")


def _read(name: str, file: BytesIO) -> tuple[list[Line], list[Problem]]:
    """The rows of each visible sheet, and the sheets of which a part is hidden."""
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False, rich_text=True)
    lines: list[Line] = []
    problems = []
    for page, sheet in enumerate(book.worksheets, 1):
        visible = sheet.sheet_state == "visible"
        found, hidden, codes = _sheet(name, book, sheet) if visible else ([], _count(book, sheet), 0)
        if found and found[0].is_row:  # a table without a title above it: the sheet's name may be one
            found.insert(0, Line(0, sheet.title, box=sheet.title))
        lines += [replace(line, page=page) for line in found]
        if hidden:
            problems.append(Problem("cells_hidden", sheet.title, str(hidden), max(len(lines), 1), page))
        if codes:
            problems.append(Problem("code_as_date", sheet.title, str(codes), max(len(lines) - len(found), 0) + 1, page))
    return lines, problems


def _count(book: Any, sheet: Any) -> int:
    """How many cells of a hidden sheet hold something, in as many rows as are worth looking at."""
    with sheet._get_source() as source:
        parser = _Parser(source, book, sheet)
        return sum(len(row) for _, row in islice(parser.shown_rows(sheet), MOST_HIDDEN)) + parser.hidden


def _sheet(name: str, book: Any, sheet: Any) -> tuple[list[Line], int, int]:
    """A sheet -> its lines, columns to the left that hold nothing left out; how many cells are hidden, and are codes as dates."""
    with sheet._get_source() as source:
        parser = _Parser(source, book, sheet)
        rows = _bounded(f"{name}: sheet {sheet.title}", parser.shown_rows(sheet))
        blocks = runs(rows, lambda block, row: row[0] == block[-1][0] + 1)
    ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    merged = {(one.min_row, one.min_col): (one.size["columns"], one.size["rows"]) for one in ranges}
    left = min((parser.place(min(row)) for block in blocks for _, row in block), default=0)
    lines = []
    for block in blocks:
        start, table = block[0][0], Table(name, goes_on=block is not blocks[0])
        for number, row in block:
            for column, text in sorted(row.items()):
                columns, down = merged.get((number, column), (1, 1))
                at, end = parser.place(column), parser.place(column + columns)
                table.put(number - start, at - left, text, end - at, min(down, start + len(block) - number))
        for at, line in table.rows():
            number, row = block[at]
            cells = f"{get_column_letter(min(row))}{number}:{get_column_letter(max(row))}{number}"
            lines.append(replace(line, box=f"{sheet.title}!{cells}"))
    return lines, parser.hidden, parser.codes_as_dates()


def _bounded(where: str, rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    """The rows, as long as they are no more than a disclosure can hold."""
    filled = 0
    for number, row in rows:
        filled += len(row)
        if filled > MOST_PLACES or max(row) > MOST_COLUMNS:
            raise JianghanError(
                f"{where} holds more than {MOST_COLUMNS:,} columns or {MOST_PLACES:,} cells: is this a disclosure?"
            )
        yield number, row
