"""Cells set at their places, merged ones once -> lines of a table: what Word, Excel and web pages have in common."""

import re
from dataclasses import dataclass, field

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers.blocks import COVERED, Line, Span, as_seen

MOST_COLUMNS = 1000
MOST_PLACES = 500_000
_FIGURE_END, _FIGURE_START = re.compile(r"\d$"), re.compile(r"^-?\d")
_WIDE = re.compile(r"[^\x00-\xff]")


@dataclass
class Table:
    """A table in the making: texts and spans by (row, column); rows that are no rows of cells but lines of text."""

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[tuple[int, int], Span] = field(default_factory=dict)
    nested: dict[int, list[Line]] = field(default_factory=dict)
    goes_on: bool = False  # what stands above may be the beginning of this table

    def put(self, row: int, column: int, text: str, columns: int = 1, rows: int = 1) -> None:
        """A cell at its place, its text in lines; the places it covers stay empty. An error for what no table can be."""
        columns = min(max(columns, 1), MOST_COLUMNS)
        if column >= MOST_COLUMNS or len(self.spans) + columns * rows > MOST_PLACES:
            raise JianghanError(f"{self.name}: holds a table of more than {MOST_PLACES:,} cells: is this a disclosure?")
        for down in range(rows):
            for right in range(columns):
                self.spans[row + down, column + right] = COVERED
        self.texts[row, column], self.spans[row, column] = text, (columns, rows)

    def extend(self, row: int, column: int, last: int) -> None:
        """The cell that begins at a place covers its columns down to this row."""
        columns = self.spans[row, column][0]
        for right in range(columns):
            self.spans[last, column + right] = COVERED
        self.spans[row, column] = (columns, last - row + 1)

    def free(self, row: int, column: int) -> int:
        """The first column of a row, from this one on, that no cell covers."""
        while (row, column) in self.spans:
            column += 1
        return column

    def rows(self) -> list[tuple[int, Line]]:
        """The rows as lines, each with the row it is of; one cell over the whole width, at head or foot, is text."""
        if not self.texts and not self.nested:
            return []
        height = 1 + max([row for row, _ in self.texts] + list(self.nested))
        width = 1 + max((column for _, column in self.texts), default=0)
        rows = [self._row(row, width) for row in range(height)]
        head = next((at for at, row in enumerate(rows) if not self._is_text(row)), height)
        foot = next((at for at in range(height, head, -1) if not rows[at - 1].is_whole), head)
        return [
            (at, line)
            for at, row in enumerate(rows)
            for line in self.nested.get(at)
            or ([row] if head <= at < foot and row.is_row and not row.is_title else self._text(at, width))
        ]

    def lines(self) -> list[Line]:
        """The rows as lines."""
        return [line for _, line in self.rows()]

    def _is_text(self, row: Line) -> bool:
        """Whether a row at the head is a title or caption; in a table that goes on, only one over the whole width is."""
        return row.is_whole if self.goes_on and row.is_row else row.filled <= 1

    def _text(self, row: int, width: int) -> list[Line]:
        return [line for column in range(width) for line in prose(self.texts.get((row, column), ""))]

    def _row(self, row: int, width: int) -> Line:
        places = [(row, column) for column in range(width)]
        cells = tuple(in_one(self.texts.get(place, "")) for place in places)
        if not any(cells):
            return Line(0, "")
        spans = tuple(self.spans.get(place, (1, 1)) for place in places) if self._says_merged() else ()
        return Line(0, "\t".join(cells), cells, spans=spans)

    def _says_merged(self) -> bool:
        """Whether the table has a merged cell; in one that has none, an empty cell may belong to its neighbour."""
        return any(span != (1, 1) for span in self.spans.values())


def prose(text: str) -> list[Line]:
    """Text -> its lines, white space within them put in order; none for no text."""
    return [Line(0, one) for part in text.split("\n") if (one := squeezed(part))]


def squeezed(text: str) -> str:
    """Text as it is seen, with single blanks between words and none at its ends."""
    return re.sub(r"[ \t\r\f\v\xa0]+", " ", as_seen(text)).strip()


def in_one(text: str) -> str:
    """The lines of a cell -> one text. Chinese is put together; two figures never become one, but stand apart by a bar."""
    joined = ""
    for line in filter(None, map(squeezed, text.split("\n"))):
        if _FIGURE_END.search(joined) and _FIGURE_START.match(line):
            joined += " | "
        elif joined and not (_WIDE.match(joined[-1]) or _WIDE.match(line[0])):
            joined += " "
        joined += line
    return joined
