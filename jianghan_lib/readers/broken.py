"""A row that the end of a page cuts in two, each cell going on in the next page's first row -> one row again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

from jianghan_lib.readers.blocks import Line

_FIGURE = re.compile(r"-?(?P<whole>[\d,]*)(?:\.(?P<places>\d*))?%?")
_GROUPED = re.compile(r"\d+|\d{1,3}(?:,\d{3})+")
_QUANTITY = re.compile(r"[≥≤＞＜><=]?-?\d[\d,.]*\s*[^\d\s]{0,3}|[-—/]+")
_SMALL = re.compile(r"\d{1,2}")
# What a row of its own begins with: 三、 （二） 1. 指标2： 其中 合计 ≥.
_BEGINS = re.compile(
    r"[(（]?[一二三四五六七八九十廿\d]+[)）、.．]|指标\d|[≥≤＞＜><=]|其中|(?:.{0,6}[合总小]计|本年.{2,4}合计)$"
)
_WIDE = re.compile(r"[^\x00-\xff]")
# A line neither ends with an opening sign nor begins with a closing one: they take a sign with them.
_PIECE = re.compile(r"[“‘（《〈【(]*(?:[A-Za-z\d.,%-]+|.)[”’），。、；：！？》〉】)]*")
# The width of a digit, and the gap that programs leave between Chinese and digits, in Chinese characters.
DIGIT, GAP = 0.6, 0.25
# How improbable it must be that lines of cells are full by chance; what a row that is mostly above the break adds to it.
IMPROBABLE, MOSTLY_ABOVE = 20.0, 10.0


@dataclass(frozen=True)
class Row:
    """A row of a page: its line; how many Chinese characters more the last line of each cell would hold, and a line holds."""

    line: Line
    rooms: tuple[float, ...]
    widths: tuple[float, ...]


def one_row(above: Row, below: Row, others: Sequence[Line]) -> Row | None:
    """The last row of a page and the first of the next as one; None where they are two, or it cannot be told.

    A figure goes on where its line is full and only the two pieces together look as the figures of its column do in the
    `others` rows. Words go on where so many lines are full that it is no accident.
    """
    first, second = above.line.cells, below.line.cells
    both = [at for at, text in enumerate(second) if text and first[at]]
    spans = ((above.line.spans[at], below.line.spans[at]) for at in both)
    if not both or any(one != other for one, other in spans):
        return None
    new = [text for at, text in enumerate(second) if text and not first[at]]
    figures = [at for at in both if _is_figure(first[at]) and _is_figure(second[at])]
    full = [at for at in both if above.rooms[at] < _needed(first[at], second[at])]
    if figures:
        cut = [_is_cut(first[at], second[at], [row.cells[at] for row in others]) for at in figures]
        goes_on = set(figures) <= set(full) and True in cut and False not in cut
        return _together(above, below) if goes_on and not any(map(_QUANTITY.fullmatch, new)) else None
    mostly = MOSTLY_ABOVE if 2 * len(both) <= sum(map(bool, first)) else 1.0
    odds = mostly * prod(max(above.widths[at], 1.0) for at in both)
    goes_on = full == both and not new and odds > IMPROBABLE and _may_be_words([(first[at], second[at]) for at in both])
    return _together(above, below) if goes_on else None


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None and any(map(str.isdigit, text))


def _is_cut(first: str, second: str, column: Sequence[str]) -> bool | None:
    """Whether two pieces are a figure only together: surely, surely not (each is a figure of its column), or perhaps."""
    one, other, together = _shape(first), _shape(second), _shape(first + second)
    if together is None:
        return False
    if one is None or other is None:
        return True
    shapes = {_shape(cell) for cell in column if _is_figure(cell) and cell != "0"}
    if one in shapes and other in shapes:
        return None if together in shapes else False
    return True if together in shapes else None


def _shape(figure: str) -> tuple[int, int] | None:
    """What figures of a column have in common: places after the point; of codes, the number of digits."""
    found = _FIGURE.fullmatch(figure)
    if found is None or not _GROUPED.fullmatch(found["whole"]) or found["places"] == "":
        return None
    return len(found["places"] or ""), 0 if found["places"] or "," in figure else len(found["whole"])


def _needed(first: str, second: str) -> float:
    """How much room the next piece of a text needs, in Chinese characters: a word is not parted, a figure or Chinese is."""
    if not _WIDE.match(second[0]) and not _WIDE.match(first[-1]):
        return DIGIT
    found = _PIECE.match(second)
    gap = 0.0 if _WIDE.match(second[0]) and _WIDE.match(first[-1]) else GAP
    return gap + sum(1.0 if _WIDE.match(sign) else DIGIT for sign in (found.group() if found else second[0]))


def _may_be_words(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether pieces of cells may be words that go on: none begins a row, no figure stands under a label but one number."""
    if any(_BEGINS.match(second) for _, second in pairs):
        return False
    under = [
        (first, second)
        for first, second in pairs
        if _QUANTITY.fullmatch(second) and (_QUANTITY.fullmatch(first) or not re.search(r"\d", first))
    ]
    return not under or (len(under) == 1 < len(pairs) and _SMALL.fullmatch(under[0][1]) is not None)


def _together(above: Row, below: Row) -> Row:
    cells = tuple(_glued(*pair) for pair in zip(above.line.cells, below.line.cells, strict=True))
    rooms = zip(above.rooms, below.rooms, below.line.cells, strict=True)
    line = replace(above.line, cells=cells, text="\t".join(cells))
    return Row(line, tuple(after if text else before for before, after, text in rooms), above.widths)


def _glued(first: str, second: str) -> str:
    latin = first[-1:].isascii() and first[-1:].isalpha() and second[:1].isascii() and second[:1].isalpha()
    return f"{first} {second}" if latin else first + second
