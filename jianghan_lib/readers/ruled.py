"""Ruled tables of pages -> rows of cells at their places, tables that go on over pages in the same columns."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jianghan_lib.base.text import tight
from jianghan_lib.readers.blocks import COVERED, Box, Line, Span, reads_as_title, runs
from jianghan_lib.readers.broken import Row, one_row

_CAPTION = re.compile(r"(?:决算|预算|收支|收入|支出|经费).*表|单位[:：]|^附?表\d|续表|^(?:注|备注|说明)\d?[:：]")
# Distances in points: rules that are one, and the sides of tables that are one over pages.
NEAR, SAME_SIDE = 4.0, 6.0
# Parts of a table before and behind a break whose rows show how its figures look.
NEAR_PARTS = 3


@dataclass(frozen=True)
class Text:
    """A line of text outside of tables."""

    text: str
    box: Box


@dataclass(frozen=True)
class Held:
    """A cell of a table: its box, its text, how many Chinese characters more its last line would hold, and a line holds."""

    box: Box
    text: str
    room: float = 0.0
    width: float = 0.0


@dataclass(frozen=True)
class Ruled:
    """A table as its ruling lines show it: its box and its cells."""

    box: Box
    cells: tuple[Held, ...]


@dataclass(frozen=True)
class Sheet:
    """A page: its number from 1, its height in points, its texts and tables from top to bottom, what is wrong with it, and how
    many figures its edge cuts in two."""

    number: int
    height: float
    pieces: tuple[Text | Ruled, ...]
    problem: str = ""
    cut: int = 0


Part = tuple[int, Ruled]


def goes_on(parts: Sequence[Part], page: int, table: Ruled) -> bool:
    """Whether a table, with nothing but page numbers above it, has the sides of the last part of the one before.

    One that begins with a title of its own is another table.
    """
    if not parts or _title(table) not in ("", _title(parts[0][1])):
        return False
    last_page, last = parts[-1]
    sides = (abs(last.box[0] - table.box[0]), abs(last.box[2] - table.box[2]))
    return page == last_page + 1 and max(sides) < SAME_SIDE


def _title(table: Ruled) -> str:
    """What the first cell of a table says if it reaches over the whole width and reads as a title."""
    first = min(table.cells, key=lambda cell: (cell.box[1], cell.box[0]))
    return tight(first.text) if _whole_width(table, first.box) and reads_as_title(first.text) else ""


def _whole_width(table: Ruled, box: Box) -> bool:
    return box[0] - table.box[0] < NEAR and table.box[2] - box[2] < NEAR


def separate(table: Ruled) -> list[Ruled]:
    """A table -> the tables in it: where a cell over the whole width in its midst reads as a title, another one begins."""
    tops = sorted(cell.box[1] for cell in table.cells if _whole_width(table, cell.box) and reads_as_title(cell.text))
    sides = [table.box[1], *(top for top in tops if top - table.box[1] > NEAR), table.box[3]]
    made = []
    for top, bottom in pairwise(sides):
        cells = tuple(cell for cell in table.cells if top - NEAR / 2 <= cell.box[1] < bottom - NEAR / 2)
        made.append(Ruled((table.box[0], top, table.box[2], bottom), cells))
    return made


def rows_of(parts: Sequence[Part]) -> list[Line]:
    """The parts of one table -> its rows in common columns; one cell over the whole width, at head or foot, is text."""
    columns = _clusters(cell.box[0] for _, table in parts for cell in table.cells)
    rows = [_rows(page, table, columns) for page, table in parts]
    rows = _mended([part[_repeated(rows[0], part) if at else 0 :] for at, part in enumerate(rows)])
    last = len(rows) - 1
    return [
        line
        for at, part in enumerate(rows)
        for line in _captions_as_text([row.line for row in part], at == 0, at == last)
    ]


def _repeated(first: Sequence[Row], part: Sequence[Row]) -> int:
    """How many rows at the head of a part say what the head of the table says: captions and header of every page."""
    same = (one.line.cells == other.line.cells for one, other in zip(first, part, strict=False))
    return next((at for at, equal in enumerate(same) if not equal), min(len(first), len(part)))


def _mended(parts: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The parts of a table, a row that the end of a page cuts in two being one, where it begins."""
    made: list[list[Row]] = []
    for at, part in enumerate(parts):
        above = next((rows for rows in reversed(made) if rows), [])
        near = parts[max(at - NEAR_PARTS, 0) : at + NEAR_PARTS]
        others = [row.line for rows in near for row in rows if row not in (*above[-1:], *part[:1])]
        joined = one_row(above[-1], part[0], others) if above and part else None
        if joined:
            above[-1] = joined
        made.append(list(part[1:] if joined else part))
    return made


def _clusters(values: Iterable[float]) -> list[float]:
    """Values -> the first of each cluster of near ones, sorted."""
    return [run[0] for run in runs(sorted(values), lambda run, value: value - run[0] <= NEAR)]


def _place(marks: Sequence[float], start: float, end: float) -> tuple[int, int]:
    """The first of the marks that a cell begins at, and how many it covers."""
    first = max(bisect_right(marks, start + NEAR / 2) - 1, 0)
    return first, max(bisect_right(marks, end - NEAR) - first, 1)


def _rows(page: int, table: Ruled, columns: Sequence[float]) -> list[Row]:
    tops = _clusters(cell.box[1] for cell in table.cells)
    width = len(columns)
    texts = [[""] * width for _ in tops]
    rooms = [[(0.0, 0.0)] * width for _ in tops]
    spans: list[list[Span]] = [[(1, 1)] * width for _ in tops]
    boxes: list[list[Box | None]] = [[None] * width for _ in tops]
    for cell in table.cells:
        column, across = _place(columns, cell.box[0], cell.box[2])
        row, down = _place(tops, cell.box[1], cell.box[3])
        for place in range(row, row + down):
            spans[place][column : column + across] = [COVERED] * across
        texts[row][column] = " ".join(filter(None, (texts[row][column], cell.text)))
        spans[row][column], boxes[row][column] = (across, down), cell.box
        rooms[row][column] = (cell.room, cell.width)
    sides = pairwise([*tops, table.box[3]])
    lines = [
        Line(
            0,
            "\t".join(cells),
            tuple(cells),
            page,
            (table.box[0], top, table.box[2], bottom),
            tuple(places),
            tuple(covers),
        )
        for (top, bottom), cells, places, covers in zip(sides, texts, boxes, spans, strict=True)
    ]
    return [Row(line, *zip(*held, strict=True)) for line, held in zip(lines, rooms, strict=True) if line.filled]


def _captions_as_text(rows: Sequence[Line], first: bool, last: bool) -> list[Line]:
    """Rows at the head that hold one text, and rows at the foot that are one cell, are titles and notes: text.

    Where a table goes on over a page, a cell over the whole width may also head the next section of a form: there only
    one that reads as a title or a note is text.
    """
    heads = [row.filled <= 1 if first else row.is_whole and _reads_as_caption(row) for row in rows]
    feet = [row.is_whole and (last or _reads_as_caption(row)) for row in rows]
    head = next((at for at, caption in enumerate(heads) if not caption), len(rows))
    foot = next((at for at in range(len(rows), head, -1) if not feet[at - 1]), head)
    return [row if head <= at < foot else _as_text(row) for at, row in enumerate(rows)]


def _reads_as_caption(row: Line) -> bool:
    return bool(_CAPTION.search(tight("".join(row.cells))))


def _as_text(row: Line) -> Line:
    return Line(0, " ".join(filter(None, row.cells)), page=row.page, box=row.box)
