"""The narrative as one stream of characters, each with the line it stands on; tables, captions and page numbers left out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from jianghan_lib.base.text import plain, tight
from jianghan_lib.forms.narrative.naming import REPORT_OF
from jianghan_lib.readers.blocks import Line, Source, is_page_number

_CAPTION = re.compile(r"^图\s*\d+\s*[:：]")
_HEADING = re.compile(
    r"^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^。;,:]{2,60}$"
)
_TOP = re.compile(r"^[一二三四五六七八九十]+、")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True)
class Stream:
    """Text without white space and in half-width punctuation; `starts` and `lines` say where each piece of it stands."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[Line, ...]
    headings: tuple[tuple[int, str], ...]

    def line_at(self, position: int) -> Line:
        """The source line that holds the character at this position."""
        return self.lines[bisect_right(self.starts, position) - 1]

    def begins_line(self, position: int) -> bool:
        """Whether a source line begins at this position."""
        place = bisect_left(self.starts, position)
        return place < len(self.starts) and self.starts[place] == position

    def heading_at(self, position: int) -> str:
        """The nearest heading above this position, or an empty string."""
        place = bisect_right(self._heading_starts, position)
        return self.headings[place - 1][1] if place else ""

    def section_at(self, position: int) -> str:
        """The nearest heading above this position, behind the numbered one (五、…) that it belongs to."""
        place = bisect_right(self._tops, position, key=lambda heading: heading[0])
        return f"{self._tops[place - 1][1] if place else ''}/{self.heading_at(position)}"

    def heading_start(self, position: int) -> int:
        """Where the nearest heading above this position starts, -1 where there is none."""
        place = bisect_right(self._heading_starts, position)
        return self._heading_starts[place - 1] if place else -1

    def next_heading(self, position: int) -> int:
        """Where the next heading below this position starts, or the end of the text."""
        place = bisect_right(self._heading_starts, position)
        return self._heading_starts[place] if place < len(self._heading_starts) else len(self.text)

    @cached_property
    def _heading_starts(self) -> list[int]:
        return [start for start, _ in self.headings]

    @cached_property
    def _tops(self) -> list[tuple[int, str]]:
        return [heading for heading in self.headings if _TOP.match(heading[1])]

    @cached_property
    def _reports(self) -> list[tuple[int, str]]:
        ends = (*self.starts[1:], len(self.text))
        named = ((start, REPORT_OF.match(self.text[start:end])) for start, end in zip(self.starts, ends, strict=True))
        return [(start, match["subject"] or match["alone"]) for start, match in named if match]

    def report_at(self, position: int) -> str:
        """The project (or department) whose report a place belongs to, by the report's heading; or an empty string."""
        place = bisect_right(self._reports, position, key=lambda report: report[0])
        return self._reports[place - 1][1] if place else ""


def prose_of(line: Line) -> str:
    """A line's text as the stream holds it: no white space but between two figures, plain punctuation."""
    text = re.sub(r"(?<=[\d%])\s+(?=\d)", "\0", plain(line.text).translate(_QUOTES))
    return tight(text).replace("\0", " ")


def build(source: Source, left_out: Collection[int]) -> Stream:
    """A document -> its narrative; `left_out` are the lines that belong to tables."""
    pieces: list[str] = []
    starts: list[int] = []
    kept: list[Line] = []
    headings: list[tuple[int, str]] = []
    length = 0
    for line in source.lines:
        text = prose_of(line)
        if not text or line.number in left_out or is_page_number(line.text) or _CAPTION.match(text):
            continue
        if _HEADING.match(text):
            headings.append((length, text))
        starts.append(length)
        kept.append(line)
        pieces.append(text)
        length += len(text)
    return Stream("".join(pieces), tuple(starts), tuple(kept), tuple(headings))


def table_lines(source: Source, taken: Sequence[Line]) -> set[int]:
    """Numbers of the lines that belong to tables: rows of grids (a lone row that reads as a sentence is prose), and lines already read."""
    numbers = {line.number for line in taken}
    for grid in source.grids:
        lone = len(grid.rows) == 1 and re.search(r"[。;]|万元", grid.rows[0].text) is not None
        if not lone:
            numbers.update(row.number for row in grid.rows)
    return numbers
