"""A printed text -> its blocks: paragraphs, and tables whose labels are merged as a form merges them."""

import re
from dataclasses import dataclass, replace

from jianghan_lib.specimens.paper import Printed

_UNIT, _NUMBER = re.compile(r"^单位[:：]"), re.compile(r"^公开 ?\d+ ?表$|^表 ?[\d-]+$")
_OWNER = re.compile(r"^(?:部门|本级单位|单位名称)[:：]|^\[\d+\]")
_CAPTION = re.compile(rf"{_UNIT.pattern}|{_NUMBER.pattern}|{_OWNER.pattern}|表(?:[（(].+[)）])?$")
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


Block = Paragraph | Table


def blocks(printed: Printed) -> list[Block]:
    """The blocks of a printed text whose tables stand between tabs."""
    found: list[Block] = []
    rows: list[list[str]] = []
    header = range(0)
    for number, line in enumerate([*printed.lines, "end"], 1):
        if "\t" in line:
            if number in printed.headers:  # a row above it, such as the unit of money, belongs to the header
                header = range(len(rows), len(rows) + printed.headers[number])
            rows.append([unmarked(cell).strip() for cell in line.split("\t")])
            continue
        if rows and line.strip():
            lone = "\t".join(rows[0])
            found.append(Paragraph(lone) if len(rows) == 1 and "。" in lone else table(rows, header))
            rows, header = [], range(0)
        if line.strip() and number <= len(printed.lines):
            level = len(line) - len(line.lstrip("#"))
            found.append(Paragraph(unmarked(line.lstrip("#- ")), level))
    return found


def captioned(found: list[Block]) -> list[Block]:
    """Blocks, the captions above a table as its first rows, as tables pasted from Excel have them.

    The title is one cell over the whole width, the form's number stands alone at the right, department and unit of
    money share a row.
    """
    made: list[Block] = []
    for block in found:
        if isinstance(block, Table):
            captions: list[str] = []
            while made and isinstance(made[-1], Paragraph) and _CAPTION.search(made[-1].text) and len(captions) < 4:
                captions.insert(0, made.pop().text)
            block = _under(captions, block)
        made.append(block)
    return made


def _under(captions: list[str], below: Table) -> Table:
    """A table under its captions."""
    unit = [text for text in captions if _UNIT.match(text)]
    number = [text for text in captions if _NUMBER.match(text)]
    owner = [text for text in captions if _OWNER.match(text)]
    rows = [[Merged(text, 0, 0, below.width)] for text in captions if text not in (*unit, *number, *owner)]
    rows += [_apart("", text, below.width) for text in number]
    if unit or owner:
        rows.append(_apart("".join(owner), "".join(unit), below.width))
    cells = [replace(cell, row=at) for at, row in enumerate(rows) for cell in row]
    cells += [replace(cell, row=cell.row + len(rows)) for cell in below.cells]
    return Table(tuple(cells), below.height + len(rows), below.width, below.header and below.header + len(rows))


def _apart(left: str, right: str, width: int) -> list[Merged]:
    """A row with a text at each end."""
    return [Merged(text, 0, column) for column, text in enumerate([left, *[""] * (width - 2), right])]


def unmarked(text: str) -> str:
    """Text without markup; ticked and empty boxes as signs."""
    text = _TICKED.sub(lambda box: "☑" if "checked" in box.group() else "□", text)
    return re.sub(r"</?b>|\*\*", "", text).strip()


def table(rows: list[list[str]], header: range) -> Table:
    """Rows of texts -> a table; labels of its header cover the empty places beside and below them."""
    width = max(map(len, rows))
    grid = [[*row, *[""] * (width - len(row))] for row in rows]
    cells: list[Merged] = []
    covered: set[tuple[int, int]] = set()
    for row in range(len(grid)):
        for one in _row(grid, row, header, covered):
            cells.append(one)
            covered |= {(row + down, one.column + right) for down in range(one.rows) for right in range(one.columns)}
    return Table(tuple(cells), len(grid), width, header.stop)


def _row(grid: list[list[str]], row: int, header: range, covered: set[tuple[int, int]]) -> list[Merged]:
    """The cells that begin in a row: in a header, and where a row has one or two texts only, they cover what is empty."""
    texts = grid[row]
    wide = row < header.stop or sum(map(bool, texts)) <= 2
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
        while row in header and texts[column] and down in header and not any(grid[down][column:after]):
            down += 1
        cells.append(Merged(texts[column], row, column, after - column, down - row))
        column = after
    return cells
