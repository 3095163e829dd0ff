"""Plain text and markdown -> lines: bytes decoded, markup taken off, tables as cells."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.text import width
from jianghan_lib.readers import aligned
from jianghan_lib.readers.aligned import Placed, Table, Word
from jianghan_lib.readers.blocks import COVERED, Line, Source, as_seen, make_source, raised, struck

# A file that ends within a character was cut off: what stands before it is read.
LONGEST_CHARACTER = 4
# Formats that are not read yet, by their first bytes.
BINARY = {
    b"PK\x03\x04": "a Word or Excel file, which is not read yet",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file, which is not read yet",
}
ENCODINGS = ("utf-8-sig", "gb18030")
_BOX = re.compile(r"<input\b[^<>]*>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>([^<>]{1,20})</sup>|\^(\[?[\d*]{1,3}\]?)\^|\[\^(\d{1,3})\]", re.IGNORECASE)
_STRUCK = re.compile(r"<(s|del|strike)\b[^<>]*>([^<>]*)</\1>|~~([^~]+)~~", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|br|col|div|em|font|h[1-6]|hr|i|li|ol|p|s|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
LONGEST_ROW = 500  # characters of a row of a table printed as text
# A figure, or words with single blanks between them.
_WORD = re.compile(r"-?\d[\d,]*\.\d+(?!\S)|[^\s]+(?: (?!-?\d[\d,]*\.\d+(?!\S))\S+)*")
# A line that only rules off a table: hyphens, with bars, colons or tabs; empty lines too. Dashes are values.
_RULE = re.compile(r"^[\s|:]*+(?:-{2,}+[\s|:]*+)*+$")


def read(name: str, data: bytes) -> Source:
    """The bytes of a text or markdown file -> its lines; raises a one-line error for what is not text."""
    lines = [_line(text) for text in decode(data, name).split("\n")]
    for start, table in aligned.tables([[] if line.is_row else _words(line.text, at) for at, line in enumerate(lines)]):
        for at, row in enumerate(table.rows, start):
            lines[at] = _aligned(lines[at], row, table)
    return make_source(name, data, lines)


def _words(text: str, number: int) -> list[Word]:
    """The words of a line: apart by two blanks or more, figures by one."""
    found = [(one.group(), one.start(), one.end()) for one in _WORD.finditer(text[:LONGEST_ROW])]
    gaps = [math.inf, *(after[1] - one[2] for one, after in pairwise(found)), math.inf]
    return [
        Word(word, width(text[:start]), width(text[:end]), number, min(room) > 1)
        for (word, start, end), room in zip(found, pairwise(gaps), strict=False)
    ]


def _aligned(line: Line, row: Sequence[Placed], table: Table) -> Line:
    """A line as a row of a table whose columns are told by white space."""
    cells, spans = [""] * len(table.columns), [(1, 1)] * len(table.columns)
    for one in row:
        spans[one.first : one.end] = [(one.end - one.first, 1), *[COVERED] * (one.end - one.first - 1)]
        cells[one.first] = one.text
    return Line(0, line.text, tuple(cells), spans=tuple(spans) if table.tells_merged else ())


def decode(data: bytes, name: str) -> str:
    """Bytes -> text in UTF-8 or GB18030; anything with NUL bytes or in neither is refused."""
    if b"\0" not in data:
        for encoding in ENCODINGS:
            try:
                return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError as error:
                if error.start >= len(data) - LONGEST_CHARACTER and error.start > 0:
                    return decode(data[: error.start], name)
    what = next((known for mark, known in BINARY.items() if data.startswith(mark)), "not text in UTF-8 or GB18030")
    raise JianghanError(f"{name}: is {what}: convert it to text first")


def clean(text: str) -> str:
    """Text without markup and as it is seen: boxes as ☑ and □, emphasis marks gone, struck-out text marked."""
    if "<" in text or "^" in text or "~~" in text:
        text = _BOX.sub(lambda box: "☑" if "checked" in box.group().lower() else "□", text)
        text = _RAISED.sub(lambda found: raised(found[1] or found[2] or found[3]), text)
        text = _STRUCK.sub(lambda found: struck(found[2] or found[3] or ""), text)
    return as_seen(_TAG.sub("", text).replace("**", "").replace("&nbsp;", " "))


def _line(text: str) -> Line:
    """One printed line -> a line; tabs, or bars at both ends, make it a table row."""
    text = clean(text)
    if _RULE.match(text):
        return Line(0, "")
    if "\t" in text:
        row = Line(0, text, tuple(cell.strip() for cell in text.split("\t")))
        return Line(0, text.strip()) if row.is_title else row
    stripped = text.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 2:
        return Line(0, stripped, tuple(cell.strip() for cell in stripped[1:-1].split("|")))
    return Line(0, re.sub(r"^\s*#+\s*|^\s*-\s+", "", text))
