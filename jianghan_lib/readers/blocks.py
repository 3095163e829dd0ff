"""What every reader gives: lines with positions, and grids of cells."""

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Line:
    """One line of a source: its number from 1, its text without markup, its cells where it is a row of a table."""

    number: int
    text: str
    cells: tuple[str, ...] = ()
    page: int | None = None

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1


@dataclass(frozen=True)
class Source:
    """A document as lines: what the forms read."""

    name: str
    sha256: str
    lines: tuple[Line, ...]

    @cached_property
    def grids(self) -> list["Grid"]:
        return find_grids(self.lines)


@dataclass(frozen=True)
class Grid:
    """Rows of a table that stand together, blank lines and page numbers between them passed over."""

    rows: tuple[Line, ...]
    start: int = field(default=0)

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number."""
    return text.strip(" -—–·").isdigit() and len(text.strip(" -—–·")) <= 3


def find_grids(lines: tuple[Line, ...]) -> list[Grid]:
    """Lines -> grids: runs of table rows with nothing but blank lines, rules or page numbers between them."""
    grids: list[Grid] = []
    rows: list[Line] = []
    for line in lines:
        if line.is_row:
            rows.append(line)
        elif line.text.strip() and not is_page_number(line.text) and rows:
            grids.append(Grid(tuple(rows), rows[0].number))
            rows = []
    if rows:
        grids.append(Grid(tuple(rows), rows[0].number))
    return grids
