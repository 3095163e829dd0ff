"""What every reader gives: lines with positions, and grids of cells."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

from jianghan_lib.base.text import tight

# x0, top, x1, bottom in points, from the upper left corner of the page.
Box = tuple[float, float, float, float]
# A character of a page: its text, x0, x1, top, bottom, size and mid, the height of its middle; what else is known of it.
Char = dict[str, Any]
Item = TypeVar("Item")
# The cells of a row in a workbook, as it names them: Sheet1!A5:H5.
Range = str
# How many columns and rows a cell covers; (0, 0) for a place that a cell to the left or above covers.
Span = tuple[int, int]
COVERED: Span = (0, 0)
# Radicals that PDF fonts put in place of the characters they look like: they never match.
AS_SEEN: dict[int, str | None] = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FE0) if unicodedata.name(chr(code), "")
}
AS_SEEN |= dict(
    zip(
        map(ord, "⺝⺠⺩⺶⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"),
        "月民王羊西见角贝车長长门雨青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
# Characters that show nothing: of no width, soft hyphens, marks of direction, selectors of a variant.
AS_SEEN |= dict.fromkeys(map(ord, "\u00ad\u061c\u180e\ufeff"))
AS_SEEN |= dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10))
)
# A raised or lowered figure behind a word or a figure is the mark of a note; behind a unit (m², 米²) it is not.
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_MARK = re.compile(r"(?<=[^A-Za-z米\s⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉])[⁰¹²³⁴⁵⁶⁷⁸⁹₀-₉]+")
_RAISED_NOTE = re.compile(r"[\[(（【〔]?\s*注?\s*([\d*＊※①-⑳]+)\s*[)\]）】〕]?")
# Around struck-out text until the lines are put together: characters that no text holds.
STRUCK, STRUCK_END = "\ufdd0", "\ufdd1"
_STRUCK = re.compile(f"{STRUCK}([^{STRUCK}{STRUCK_END}]*){STRUCK_END}")

_TITLE = re.compile(r"(?:决算|预算|收支|收入|支出|经费).*表(?:[—－–-]+\w{2,16})?(?:[（(][^（）()]*[)）])?$")
# A heading inside a form: a row of it, though its empty cells were cut off.
_INSIDE = re.compile(r"^(?:长期|年度)绩效目标表$")
LONGEST_TITLE = 200
# Rows one below the other whose empty cells were cut off.
MOST_CUT = 5
# What a row says whose empty cells were cut off: no sentence, no caption; a figure.
_WORDS = re.compile(r"[^。；;：:！!？?\t]{1,40}")
_FIGURE = re.compile(r"\s*-?\d[\d,]*(?:\.\d+)?\s*")
# A line over which nothing goes on: no table, no sentence.
BREAK = "。"
# Between the names and the checksums of the files of one document.
SEVERAL = "; "
# So much of the pieces of a file's text that another holds, of so many characters each, makes it a repetition.
MOST, PIECE = 0.9, 8


@dataclass(frozen=True)
class Line:
    """One line of a source: its number from 1, its text without markup, its cells where it is a row of a table.

    `page`, `box` and `boxes` (one for each cell) are known for formats with pages. `spans` (one for each cell) are
    known where the format says which cells are merged; a text file does not: its tuple is empty, and an empty cell
    may then belong to its neighbour. `file` is known in a document of several files: `tables.pdf L30`, the line there.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    page: int | None = None
    box: Box | Range | None = None
    boxes: tuple[Box | None, ...] = ()
    spans: tuple[Span, ...] = ()
    file: str = ""

    @property
    def is_row(self) -> bool:
        return len(self.cells) > 1

    @property
    def filled(self) -> int:
        """How many of its cells hold something."""
        return sum(map(bool, self.cells))

    @property
    def is_whole(self) -> bool:
        """Whether it is one cell over the whole width."""
        return bool(self.spans) and self.spans[0][0] >= len(self.cells)

    @property
    def is_title(self) -> bool:
        """Whether it is a row that holds nothing but the title of a table."""
        return self.filled == 1 and reads_as_title("".join(self.cells))


@dataclass(frozen=True)
class Problem:
    """What a reader met and could not read: a rule of the audit (such as `page_scanned`), where, what is there."""

    rule: str
    where: str
    printed: str
    line: int
    page: int | None = None


@dataclass(frozen=True)
class Source:
    """A document as lines: what the forms read; `problems` are the parts that the reader could not read."""

    name: str
    sha256: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...] = ()

    @cached_property
    def grids(self) -> list["Grid"]:
        return find_grids(self.lines)


@dataclass(frozen=True)
class Format:
    """A file format: whether bytes are of it, the module of this package whose `read` (file name, bytes -> source) reads it,
    and how names of such files end, by which a folder's documents are known.

    The module is imported with the first file of its format: the libraries behind some take long to load.
    """

    recognises: Callable[[bytes], bool]
    module: str
    endings: str

    def read(self, name: str, data: bytes) -> Source:
        return cast(Source, import_module(f"{__package__}.{self.module}").read(name, data))


@dataclass(frozen=True)
class Grid:
    """Rows of a table that stand together, blank lines and page numbers between them passed over."""

    rows: tuple[Line, ...]
    start: int = field(default=0)

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)


def make_source(name: str, data: bytes, lines: Sequence[Line], problems: Sequence[Problem] = ()) -> Source:
    """Lines of a file in their order -> its source, the lines numbered from 1, what is struck out taken out and named."""
    numbered = [replace(line, number=number) for number, line in enumerate(lines, 1)]
    struck = [problem for line in numbered for problem in _struck(line)]
    kept = tuple(_unstruck(line) for line in numbered) if struck else tuple(numbered)
    return Source(name, hashlib.sha256(data).hexdigest(), kept, (*problems, *struck))


def joined(sources: Sequence[Source]) -> Source:
    """The files of one document -> one source: their lines numbered on, each with its file and the line there."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for source in sources:
        if lines:
            lines.append(Line(len(lines) + 1, BREAK, file=lines[-1].file))
        before = len(lines)
        lines += (replace(one, number=before + one.number, file=f"{source.name} L{one.number}") for one in source.lines)
        problems += (replace(one, line=before + one.line) for one in source.problems)
    name, sha256 = (SEVERAL.join(parts) for parts in zip(*((one.name, one.sha256) for one in sources), strict=True))
    return Source(name, sha256, tuple(lines), tuple(problems))


def repeats(one: Source, other: Source) -> bool:
    """Whether what one source says stands in another too: the same document in another format, or its tables once more."""
    pieces, known = (_pieces("".join(tight(line.text) for line in source.lines)) for source in (one, other))
    return len(pieces & known) >= MOST * len(pieces)


def runs(items: Iterable[Item], goes_on: Callable[[list[Item], Item], bool]) -> list[list[Item]]:
    """Items in their order -> runs of them: another begins where one does not go on from the run before it."""
    made: list[list[Item]] = []
    for item in items:
        if made and goes_on(made[-1], item):
            made[-1].append(item)
        else:
            made.append([item])
    return made


def _pieces(text: str) -> set[str]:
    return {text[at : at + PIECE] for at in range(max(1, len(text) - PIECE + 1))}


def as_seen(text: str) -> str:
    """Text as it looks: radicals as characters, nothing of no width, no marks of notes."""
    return _NOTE_MARK.sub("", text.translate(AS_SEEN))


def raised(text: str) -> str:
    """Text that is set raised: the mark of a note as raised figures, which `as_seen` takes out; other text as it is."""
    mark = _RAISED_NOTE.fullmatch(text.strip())
    return "".join(filter(str.isdecimal, mark[1])).translate(RAISED) if mark else text


def struck(text: str) -> str:
    """Text that is struck out, marked so that no line keeps it and each is named."""
    return f"{STRUCK}{text}{STRUCK_END}" if text.strip() else ""


def _struck(line: Line) -> list[Problem]:
    pieces = _STRUCK.findall(line.text) if STRUCK in line.text else []
    return [Problem("text_struck", "", "、".join(pieces), line.number, line.page)] if pieces else []


def _unstruck(line: Line) -> Line:
    if STRUCK not in line.text:
        return line
    return replace(
        line, text=_STRUCK.sub("", line.text), cells=tuple(_STRUCK.sub("", cell).strip() for cell in line.cells)
    )


def show_box(box: Box | Range | None) -> str:
    """A box as it is stored: `x0 top x1 bottom` in points with one decimal, or cells; empty where there is none."""
    if isinstance(box, str):
        return box
    return " ".join(f"{side:.1f}" for side in box) if box else ""


def reads_as_title(text: str) -> bool:
    """Whether a text reads as the title of a table of money."""
    return len(text) < LONGEST_TITLE and _TITLE.search(tight(text)) is not None


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number."""
    return page_number(text) is not None


def page_number(text: str) -> int | None:
    """The page number that a line holds, and nothing else."""
    digits = text.strip(" -—–·")
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None


def find_grids(lines: tuple[Line, ...]) -> list[Grid]:
    """Lines -> grids: runs of table rows with nothing but blank lines, rules or page numbers between them.

    On another page, rows of another number of cells are another table.
    """
    grids: list[Grid] = []
    rows: list[Line] = []
    for at, line in enumerate(lines):
        if line.is_row and rows and line.page != rows[-1].page and len(line.cells) != len(rows[-1].cells):
            grids.append(Grid(tuple(rows), rows[0].number))
            rows = [line]
        elif line.is_row:
            rows.append(line)
        elif rows and (_INSIDE.match(line.text.strip()) or _is_cut(rows[-1], lines[at : at + MOST_CUT])):
            rows.append(replace(line, cells=(line.text.strip(),)))
        elif line.text.strip() and not is_page_number(line.text) and rows:
            grids.append(Grid(tuple(rows), rows[0].number))
            rows = []
    if rows:
        grids.append(Grid(tuple(rows), rows[0].number))
    return grids


def _is_cut(above: Line, lines: Sequence[Line]) -> bool:
    """Whether the first of some lines is a row whose empty cells were cut off: a few words, and right below rows with figures."""
    words = next((at for at, line in enumerate(lines) if not _WORDS.fullmatch(line.text)), 0)
    below = lines[words]
    together = above.number + words + 1 == below.number and below.page is None
    return words > 0 and together and any(map(_FIGURE.fullmatch, below.cells))
