"""A printed text -> its blocks: paragraphs, and tables whose labels are merged as a form merges them."""

import re
from dataclasses import dataclass, field

from jianghan_lib.specimens.paper import Printed

_TICKED = re.compile(r"<input\b[^>]*>")


@dataclass(frozen=True)
class Merged:
    """A cell: its text, and how many columns and rows it covers."""

    text: str
    row: int
    column: int
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a heading of a level from 1."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Table:
    """A table: its cells in the order of rows, its size, and how many rows its header has."""

    cells: tuple[Merged, ...]
    height: int
    width: int
    header: int = 0
    grid: tuple[tuple[str, ...], ...] = field(default=())


Block = Paragraph | Table


def blocks(printed: Printed) -> list[Block]:
    """The blocks of a printed text whose tables stand between tabs."""
    found: list[Block] = []
    rows: list[list[str]] = []
    header = 0
    for number, line in enumerate([*printed.lines, "end"], 1):
        if "\t" in line:
            header = printed.headers.get(number, 0) if not rows else header
            rows.append([unmarked(cell).strip() for cell in line.split("\t")])
            continue
        if rows and line.strip():
            lone = "\t".join(rows[0])
            found.append(Paragraph(lone) if len(rows) == 1 and "。" in lone else table(rows, header))
            rows = []
        if line.strip() and number <= len(printed.lines):
            level = len(line) - len(line.lstrip("#"))
            found.append(Paragraph(unmarked(line.lstrip("#- ")), level))
    return found


def unmarked(text: str) -> str:
    """Text without markup; ticked and empty boxes as signs."""
    text = _TICKED.sub(lambda box: "☑" if "checked" in box.group() else "□", text)
    return re.sub(r"</?b>|\*\*", "", text).strip()


def table(rows: list[list[str]], header: int) -> Table:
    """Rows of texts -> a table; labels of its header cover the empty places beside and below them."""
    width = max(map(len, rows))
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    cells: list[Merged] = []
    covered: set[tuple[int, int]] = set()
    for row in range(len(grid)):
        for one in _row(grid, row, header, covered):
            cells.append(one)
            covered |= {(row + down, one.column + right) for down in range(one.rows) for right in range(one.columns)}
    return Table(tuple(cells), len(grid), width, header, tuple(map(tuple, grid)))


def _row(grid: list[list[str]], row: int, header: int, covered: set[tuple[int, int]]) -> list[Merged]:
    """The cells that begin in a row: in a header, and where a row has one or two texts only, they cover what is empty."""
    texts = grid[row]
    wide = row < header or sum(map(bool, texts)) <= 2
    cells = []
    column = 0
    while column < len(texts):
        if (row, column) in covered:
            column += 1
            continue
        after = column + 1
        while wide and texts[column] and after < len(texts) and not texts[after] and (row, after) not in covered:
            after += 1
        down = row + 1
        while row < header and texts[column] and down < header and not any(grid[down][column:after]):
            down += 1
        cells.append(Merged(texts[column], row, column, after - column, down - row))
        column = after
    return cells
