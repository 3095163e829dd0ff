"""What stands underneath a table or figure of a page: its data as CSV, and where its figures are printed, with how they are cited."""

import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any

from jianghan_lib.base.text import guarded

if TYPE_CHECKING:
    import pandas as pd

TABLE = re.compile(r"(<table\b.*?</table>)((?:\s*<p class=\"source\">.*?</p>)*)", re.DOTALL)
# How the table of what a figure draws begins: it is not shown, only its data are there to take.
DRAWN = '<table class="drawn">'
# The most columns or rows that one cell of a table to download is repeated over.
SPAN = 100
# What a phone shows of a table, where its cells are broken, and what stands between two columns: in halves of a Chinese character.
PHONE, BROKEN, GAP = 60, 14, 2
# A heading is broken to be narrow: between Chinese characters, or at a blank.
BREAK = re.compile(r"(?<=[\u2e80-\uffef])\n|\n(?=[\u2e80-\uffef])")
# Where a figure is printed, shown while one points at it.
POINTED = re.compile(r"(<t[dh]\b[^>]*\btitle=\")")
SEPARATED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?")


def with_notes(body: str, name: str, label: Mapping[str, str], citation: str) -> str:
    """A page of cleaned tables -> the same with data and sources of each below it: no request, no script."""
    numbers = count(1)

    def noted(match: re.Match[str]) -> str:
        table, sources = match.groups()
        if "<td" not in table:
            return match[0]  # a head without rows
        cells = cells_of(table)
        data = b64encode(guarded(cells, header=False).encode("utf-8-sig")).decode()
        address = f"data:text/csv;charset=utf-8;base64,{data}"
        file = escape(f"{name}-{next(numbers)}.csv")
        table = POINTED.sub(lambda cell: f"{cell[1]}{escape(citation)}&#10;", table) if citation else table
        of_figure = table.startswith(DRAWN)
        words = label["drawn" if of_figure else "data"]
        link = f'<p class="data"><a href="{address}" download="{file}">{words}</a></p>'
        aside = f'<p class="aside">{label["goes_on"]}</p>' if _width(cells) > PHONE else ""
        return link if of_figure else f"{aside}{table}{_folded(sources, label, citation)}{link}"

    return TABLE.sub(noted, body)


def of_figure(rows: Sequence[Sequence[str | float]]) -> str:
    """What a figure draws, heading first -> a table of it."""
    marks = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return f"{DRAWN}{''.join(f'<tr>{row}</tr>' for row in marks)}</table>"


def _folded(sources: str, label: Mapping[str, str], citation: str) -> str:
    """The places of a table's figures, in a fold that opens without a mouse; how to cite them stands first."""
    if not sources.strip():
        return ""
    cite = f'<p class="cite">{escape(label["cite"].format(citation=citation))}</p>' if citation else ""
    return f'<details class="sources"><summary>{label["sources"]}</summary>{cite}{sources.strip()}</details>'


def _width(cells: "pd.DataFrame") -> int:
    """About how wide a table is, in halves of a Chinese character: text is broken, a column of figures is not."""
    widest = cells.map(lambda text: min(sum(2 if sign > "\u2e80" else 1 for sign in text), BROKEN)).max()
    return int(widest.sum()) + GAP * len(widest)


def cells_of(table: str) -> "pd.DataFrame":
    """HTML of a table -> its cells as words and numbers without separators, one that covers several repeated."""
    import pandas as pd
    from lxml import html as parser

    grid: dict[tuple[int, int], str] = {}
    for row, marks in enumerate(parser.fromstring(table).iter("tr")):
        column = 0
        for cell in marks.iter("th", "td"):
            while (row, column) in grid:
                column += 1
            down, right = _span(cell, "rowspan"), _span(cell, "colspan")
            grid |= {(row + below, column + beside): _plain(cell) for below in range(down) for beside in range(right)}
    rows = range(max((row for row, _ in grid), default=-1) + 1)
    columns = range(max((column for _, column in grid), default=-1) + 1)
    return pd.DataFrame([[grid.get((row, column), "") for column in columns] for row in rows])


def _span(cell: Any, name: str) -> int:
    """How many rows or columns a cell of a table covers."""
    printed = cell.get(name, "1")
    return min(max(int(printed), 1), SPAN) if printed.isascii() and printed.isdigit() else 1


def _plain(cell: Any) -> str:
    """A cell of a table -> its words or its number, without marks and notes."""
    parts = cell.xpath(".//text()[not(ancestor::sup)] | .//br")
    text = "".join(part if isinstance(part, str) else "\n" for part in parts).strip()
    text = BREAK.sub("", text).replace("\n", " ")
    if cell.get("class") != "number":
        return text
    number = text.replace("−", "-")
    return "" if number == "—" else number.replace(",", "") if SEPARATED.fullmatch(number) else number
