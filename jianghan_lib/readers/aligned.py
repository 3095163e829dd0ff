"""Tables without ruling lines: columns by the white space that runs down through their rows of figures."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jianghan_lib.base.text import compact
from jianghan_lib.readers.blocks import is_page_number, reads_as_title, runs

AMOUNT = re.compile(r"-?(?:\d[\d,]*\.\d{1,6}|\d{1,3}(?:,\d{3})+)")
# What stands in no row of a table: a sentence, whose table it is and in which unit, the number of a form.
_NO_ROW = re.compile(
    r"[。；;！？]|^(?:注|说明|备注):|(?:部门|单位|单位名称|年度):|^\(?(?:公开|预算|附)?表?\d+(?:-\d+)?表?\)?$"
)
_OF_SENTENCE = re.compile(r"，|^(?:[万亿千]?元|个百分点|%)")
_LABEL = re.compile(r"项目|[^\d、]*(?:编码|代码|名称|预算数|决算数|金额)")
# So many rows at most are the header of a table; so many rows of figures, or columns, make one, and so many columns none.
HEADER, FEWEST, MOST = 7, 3, 40
# So much of the height of a row is a step to another row.
HALF = 0.75


@dataclass(frozen=True)
class Word:
    """Words that stand together: from where to where, in which line; whether white space sets them apart from all others."""

    text: str
    x0: float
    x1: float
    line: float
    apart: bool = True


@dataclass(frozen=True)
class Placed:
    """A text of a table: the columns from its first to behind its last."""

    text: str
    first: int
    end: int


Words = Sequence[Word]
Span = tuple[float, float]


@dataclass(frozen=True)
class Table:
    """A table: where its columns begin and end, the texts of its rows, and whether its labels tell how far they reach."""

    columns: Sequence[Span]
    rows: Sequence[Sequence[Placed]]
    tells_merged: bool

    @property
    def edges(self) -> list[float]:
        """The sides of the columns, in the middle of the white space between them."""
        between = [(left[1] + right[0]) / 2 for left, right in pairwise(self.columns)]
        return [self.columns[0][0], *between, self.columns[-1][1]]


def tables(rows: Sequence[Words]) -> list[tuple[int, Table]]:
    """Rows of words -> the tables in them, each with the row it begins with."""
    found = []
    above = 0
    for start, end in _bodies(rows):
        header = _header(rows, start, above)
        above = end
        if table := _table(rows[header:end], start - header):
            found.append((header, table))
    return found


def _bodies(rows: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """From the first row of figures to behind the last, without a line between them that is of no table."""
    parts = runs(enumerate(rows), lambda part, row: not _is_no_row(row[1]) and not _is_header(row[1]))
    for part in parts:
        figures = [at for at, row in part if _has_figures(row)]
        if figures:
            yield figures[0], figures[-1] + 1


def _is_no_row(row: Words) -> bool:
    text = compact("".join(word.text for word in row))
    return _NO_ROW.search(text) is not None or (len(row) == 1 and (reads_as_title(text) or is_page_number(text)))


def _is_header(row: Words) -> bool:
    """Whether a row begins another table: it has several labels of a header."""
    texts = [compact(word.text) for word in row]
    return sum(map(bool, map(_LABEL.fullmatch, texts))) > 1 and not any(map(AMOUNT.fullmatch, texts))


def _has_figures(row: Words) -> bool:
    amounts = [word for word in row if AMOUNT.fullmatch(word.text)]
    sentence = any(map(_OF_SENTENCE.search, (word.text for word in row)))
    return len(row) > 1 and bool(amounts) and all(word.apart for word in amounts) and not (sentence or _is_no_row(row))


def _header(rows: Sequence[Words], start: int, above: int) -> int:
    """Where the header over a row begins: with several labels beside each other."""
    first = start
    for at in range(start - 1, max(above, start - HEADER) - 1, -1):
        if rows[at] and _is_no_row(rows[at]):
            break
        first = at if len(rows[at]) > 1 else first
    return first


def _table(rows: Sequence[Words], header: int) -> Table | None:
    """Rows in columns; None where there are too few of them, or two figures stand in one place."""
    body = [row for row in rows[header:] if _has_figures(row)]
    columns = _covered([word for row in body for word in row])
    if not header or not 2 <= len(columns) <= MOST or (len(columns) < FEWEST and len(body) < FEWEST):
        return None
    columns = _with_labels(columns, rows[:header])
    placed = [[Placed(word.text, *_under(word, columns)) for word in row] for row in rows]
    for row in placed:
        figures = [one.first for one in row if AMOUNT.fullmatch(one.text)]
        if len(figures) > len(set(figures)):
            return None
    left = _is_left(rows, header)
    labels = (
        placed[:header] if left else [_spread(row, columns, _below(row, rows, placed, header)) for row in rows[:header]]
    )
    return Table(columns, [_joined(row) for row in (*labels, *placed[header:])], not left)


def _is_left(rows: Sequence[Words], header: int) -> bool:
    """Whether figures begin where labels begin, more than they end or stand in the middle where labels do."""
    labels = [word for row in rows[:header] for word in row]
    figures = [word for row in rows[header:] for word in row if AMOUNT.fullmatch(word.text)]
    shared = [
        sum(any(abs(place(one) - place(label)) < 1 for label in labels) for one in figures)
        for place in (lambda word: word.x0, lambda word: word.x1, lambda word: (word.x0 + word.x1) / 2)
    ]
    return shared[0] > max(shared[1:])


def _below(row: Words, rows: Sequence[Words], placed: Sequence[Sequence[Placed]], header: int) -> set[int]:
    """The columns that have labels below a row of labels; what is merged with a part of it stands half a row lower."""
    pitch = min(
        (after[0].line - one[0].line for one, after in pairwise(rows[header - 1 :]) if one and after), default=0.0
    )
    lower = (at for at in range(header) if rows[at] and row and rows[at][0].line - row[0].line > HALF * pitch)
    return {one.first for at in lower for one in placed[at]}


def _covered(words: Sequence[Word]) -> list[Span]:
    """What words cover, those that stand over each other together."""
    columns: list[Span] = []
    for word in sorted(words, key=lambda word: word.x0):
        if columns and word.x0 <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], word.x1)
        else:
            columns.append((word.x0, word.x1))
    return columns


def _with_labels(columns: Sequence[Span], rows: Sequence[Words]) -> list[Span]:
    """Columns as wide as the labels over one alone, or beside one that has none; and those under whose labels nothing stands."""
    made = list(columns)
    single = (_over(word, columns) for row in rows for word in row)
    bare = set(range(len(columns))) - {over[0] for over in single if len(over) == 1}
    for row, word in ((labels, one) for labels in reversed(rows) for one in labels):
        over = _over(word, made)
        if not over and not _is_group(row, word, sorted(made)):
            over = sorted(bare, key=lambda at: -_overlap(word, made[at]))[:1]
            over = [at for at in over if not any(_between(word, made[at], one) for one in made)]
            bare -= {*over}
            made += [] if over else [(word.x0, word.x1)]
        if len(over) == 1:
            made[over[0]] = min(made[over[0]][0], word.x0), max(made[over[0]][1], word.x1)
    return sorted(made)


def _over(word: Word, columns: Sequence[Span]) -> list[int]:
    """The columns that a word stands over."""
    return [at for at, column in enumerate(columns) if _overlap(word, column) > 0]


def _between(word: Word, column: Span, other: Span) -> bool:
    """Whether a column stands between a label and another column."""
    return word.x1 <= other[0] < column[0] or column[1] < other[1] <= word.x0


def _is_group(row: Words, word: Word, columns: Sequence[Span]) -> bool:
    """Whether a label stands in the middle of several columns beside each other that have no other in its row."""
    taken = [at for at, column in enumerate(columns) if any(_overlap(one, column) > 0 for one in row)]
    first = max((at + 1 for at in taken if columns[at][1] <= word.x0), default=0)
    end = min((at for at in taken if columns[at][0] >= word.x1), default=len(columns))
    left = [at for at in range(first, end) if columns[at][1] <= word.x0]
    right = [at for at in range(first, end) if columns[at][0] >= word.x1]
    far = [_off(word, columns[one][0], columns[other][1]) for one in left for other in right]
    return min(far, default=math.inf) < (word.x1 - word.x0) / len(word.text)


def _overlap(word: Word, column: Span) -> float:
    return min(word.x1, column[1]) - max(word.x0, column[0])


def _under(word: Word, columns: Sequence[Span]) -> tuple[int, int]:
    """The columns under a word: from the first to behind the last; the nearest where none is."""
    over = _over(word, columns)
    nearest = max(range(len(columns)), key=lambda at: _overlap(word, columns[at]))
    return (over[0], over[-1] + 1) if over else (nearest, nearest + 1)


def _spread(row: Words, columns: Sequence[Span], below: set[int]) -> list[Placed]:
    """A row of labels, each over the columns in the middle of which it stands; best over all that have labels below."""
    own = [_under(word, columns) for word in row]
    made: list[Placed] = []
    for word, (first, end), after in zip(row, own, [*own[1:], (len(columns), 0)], strict=True):
        free = made[-1].end if made else 0
        last = max(after[0], end)
        left_out = {at for at in below if free <= at < last}
        ranges = [(a, b) for a in range(free, first + 1) for b in range(end, last + 1)] or [(max(first, free), last)]
        sign = (word.x1 - word.x0) / len(word.text)

        def cost(a: int, b: int, word: Word = word, left_out: set[int] = left_out, sign: float = sign) -> float:
            return _off(word, columns[a][0], columns[b - 1][1]) + 2 * sign * len(left_out - {*range(a, b)})

        made.append(Placed(word.text, *min(ranges, key=lambda at: (round(cost(*at)), at[1] - at[0]))))
    return made


def _off(word: Word, x0: float, x1: float) -> float:
    """How far a label stands from the middle of its columns."""
    return abs(word.x0 + word.x1 - x0 - x1)


def _joined(row: Sequence[Placed]) -> list[Placed]:
    """Texts of a row, those in one column together."""
    made: list[Placed] = []
    for one in row:
        if made and one.first < made[-1].end:
            made[-1] = Placed(made[-1].text + one.text, made[-1].first, max(made[-1].end, one.end))
        else:
            made.append(one)
    return made
