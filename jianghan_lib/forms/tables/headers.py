"""Which column is which: header labels, merged cells resolved, against the columns that a layout declares."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.base.text import plain
from jianghan_lib.forms.tables.columns import RATE, UNRECOGNISED
from jianghan_lib.forms.tables.layouts import FRAME_LABELS, ROW_LABEL, Column, Layout
from jianghan_lib.readers.blocks import COVERED, Line

FITS = 0.3
SUBTOTALS = ("小计", "合计")
# Characters of titles and headers in their traditional form.
SIMPLIFIED = str.maketrans(
    "財預決總經費務資營國撥項購車運維護與門單開機關級類業結轉餘餘額稱號編碼金報績構專戶補貼離養老險險醫療衛設備輛務",
    "财预决总经费务资营国拨项购车运维护与门单开机关级类业结转余余额称号编码金报绩构专户补贴离养老险险医疗卫设备辆务",
)


@lru_cache(maxsize=1 << 16)
def label(text: str) -> str:
    """A header label without white space, line numbers of the form, units and typographic variants."""
    return re.sub(r"\s+|[“”\"]|\((?:万元|元)\)", "", plain(text).translate(SIMPLIFIED))


def is_text(cell: str) -> bool:
    """Whether a cell holds words: no figure or percentage, none of several figures that stand apart by bars, and no dash."""
    return bool(cell.strip()) and not looks_numeric(cell.replace(" | ", "").rstrip("%")) and not is_blank(cell)


# What a row that numbers the columns is called, and a number in it.
COLUMN_NUMBERS = "栏次"
_COLUMN_NUMBER = re.compile(r"\d{1,2}(?:=[\d+-]+)?")


def is_row_label(text: str) -> bool:
    """Whether a header label names the row, not an amount."""
    return ROW_LABEL.fullmatch(text) is not None


def is_numbering(row: Line) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3=4+5 ..., from 1 in each panel; one that says so may be misprinted."""
    labels = [label(cell) for cell in row.cells]
    numbers = [cell for cell in labels if cell and not is_row_label(cell)]
    told = [cell for cell in numbers if _COLUMN_NUMBER.fullmatch(cell)]
    if COLUMN_NUMBERS in labels and told:
        return True
    return len(numbers) > 0 and told == numbers and re.match(r"1(?!\d)", numbers[0]) is not None


def leaves(rows: Sequence[Line], start: int = 0, end: int | None = None) -> list[str]:
    """Header rows -> the labels of the value columns from left to right, each with its group labels before it, by `/`."""
    if knows_merged(rows):
        end = end if end is not None else max(len(row.cells) for row in rows)
        paths = [path for path in columns_above(rows)[start:end] if path and not is_row_label(path[-1])]
        return _readable([[part for part in path if not is_row_label(part)] for path in paths])
    rows = [_without_frame(row) for row in rows if not is_numbering(row)]
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    found = _descend(rows, 0, start, end if end is not None else width, ())
    return _readable(
        [[part for part in path if not is_row_label(part)] for path in found if not is_row_label(path[-1])]
    )


def labels_at(rows: Sequence[Line], start: int, count: int) -> list[str]:
    """Header rows -> the labels of so many columns from `start`: one for each column where merged cells are known."""
    if not knows_merged(rows):
        return leaves(rows, start)
    paths = [() if path and is_row_label(path[-1]) else path for path in columns_above(rows)[start : start + count]]
    return _readable([[part for part in path if not is_row_label(part)] for path in paths], keep_empty=True)


def knows_merged(rows: Sequence[Line]) -> bool:
    """Whether the source says which header cells are merged: no group stands over its first column only, the rest blank."""
    if not rows or not all(row.spans for row in rows):
        return False
    lower = columns_above(rows)
    top = rows[0]
    groups = [place for place, span in enumerate(top.spans) if span != COVERED and label(top.cells[place])]
    return not any(
        span == (1, 1)
        and not label(top.cells[place])
        and place < len(lower)
        and lower[place]
        and groups
        and place > groups[0]
        for place, span in enumerate(top.spans)
    )


def columns_above(rows: Sequence[Line]) -> list[tuple[str, ...]]:
    """Header rows with known merged cells -> for each column the labels over it from the top, each once."""
    width = max(len(row.cells) for row in rows)
    paths: list[list[str]] = [[] for _ in range(width)]
    above: list[tuple[int, int] | None] = [None] * width
    for number, row in enumerate(rows):
        here = list(above)
        for column, span in enumerate(row.spans):
            if span != COVERED:
                here[column : column + span[0]] = [(number, column)] * min(span[0], width - column)
        for column, owner in enumerate(here):
            if owner != above[column] and owner and not is_numbering(row) and label(rows[owner[0]].cells[owner[1]]):
                paths[column].append(label(rows[owner[0]].cells[owner[1]]))
        above = here
    return [tuple(path) for path in paths]


_YEAR = re.compile(r"(20\d\d)年度?")
_PANEL_BELOW = re.compile(r"(?:本年|上年)?(?:(?:年初|全年|调整)?预算数?|决算数?)")


def _readable(paths: Sequence[Sequence[str]], *, keep_empty: bool = False) -> list[str]:
    """Paths of labels in one form: no group over all columns, years as 本年 and 上年, budget or outturn as the group."""
    paths = without_years(paths)
    filled = [path for path in paths if path]
    if len(filled) > 1 and all(len(path) > 1 and path[0] == filled[0][0] for path in filled):
        paths = [path[1:] for path in paths]
    below = {path[-1] for path in paths if len(path) > 1 and _PANEL_BELOW.fullmatch(path[-1])}
    made: list[str] = []
    for path in paths:
        parts = [path[-1], *path[:-1]] if len(path) > 1 and len(below) > 1 and path[-1] in below else path
        if len(parts) > 1 and re.fullmatch(r"本年(?:(?:部门)?预算(?:数|安排)?)?", parts[0]) and len(below) < 2:
            parts = parts[1:]
        made.append("/".join(parts))
    return made if keep_empty else [text for text in made if text]


def without_years(paths: Sequence[Sequence[str]]) -> list[list[str]]:
    """Paths with 本年, 上年 in place of the years where there are several, and nothing in place of a single one."""
    years = sorted({year for path in paths for part in path for year in _YEAR.findall(part)}, reverse=True)
    words = ["本年", "上年", *(f"{year}年" for year in years[2:])] if len(years) > 1 else [""]
    names = dict(zip(years, words, strict=False))
    cut = [[_YEAR.sub(lambda found: names[found.group(1)], part) for part in path] for path in paths]
    return [[part for part in path if part] for path in cut]


def _without_frame(row: Line) -> Line:
    """A header row without the words that only frame the form (栏次, 类 款 项): they would hide the label above them."""
    cells = tuple("" if label(cell) in FRAME_LABELS else cell for cell in row.cells)
    return replace(row, cells=cells)


def _descend(rows: Sequence[Line], depth: int, start: int, end: int, above: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The leaf paths between two columns: a cell with labels under its span is a group, else a leaf."""
    if depth == len(rows):
        return [above] if above else []
    cells = rows[depth].cells
    marks = [column for column in range(start, min(end, len(cells))) if label(cells[column])]
    if not marks:
        return _descend(rows, depth + 1, start, end, above)
    found: list[tuple[str, ...]] = []
    if marks[0] > start:
        found += (
            _descend(rows, depth + 1, start, marks[0], above) if _any_label(rows[depth + 1 :], start, marks[0]) else []
        )
    for here, after in zip(marks, [*marks[1:], end], strict=True):
        found += _descend(rows, depth + 1, here, after, (*above, label(cells[here])))
    return found


def _any_label(rows: Sequence[Line], start: int, end: int) -> bool:
    return any(label(cell) for row in rows for cell in row.cells[start:end])


_OF_WHICH = re.compile(r"(^|/)其中:")
# Labels of figures that stand beside those of the table's own year; patterns of columns for them.
_BESIDE = re.compile(r"^(?:上年(?!.{0,4}结转)|20\d\d年)|^[^/]*增减")
_OF_BEFORE = re.compile(r"上年|增减")


def is_beside(text: str) -> bool:
    """Whether a label is of another year than the table's own, or of a change since."""
    return _BESIDE.search(text) is not None


def match(columns: Sequence[Column], labels: Sequence[str], extra: Sequence[Column] = ()) -> list[Column | None]:
    """Each label -> the column it names, those that some places print first, or None; a column is named once.

    A label that names none may be one in two cells (公务接 over 待费). What is of the year before, or a change since, is named
    only by a column that says so.
    """
    named: list[Column | None] = []
    for text in labels:
        free = [column for column in (*extra, *columns) if column not in named]
        if is_beside(text):
            free = [column for column in free if _OF_BEFORE.search(column.label)]
        fitting = (column for whole in _joined_up(text) for column in free if re.search(column.label, whole))
        named.append(next(fitting, None))
    return named


def _joined_up(text: str) -> Iterator[str]:
    """A path of labels, and the same with its last two labels, or three, as one; then without 其中."""
    parts = text.split("/") if text else []
    for count in range(1, min(len(parts), 3) + 1):
        yield "/".join([*parts[:-count], "".join(parts[-count:])])
    if _OF_WHICH.search(text):
        yield _OF_WHICH.sub(r"\1", text)


def assign(
    columns: Sequence[Column], labels: Sequence[str], count: int, extra: Sequence[Column] = (), *, sure: bool = False
) -> list[Column | None] | None:
    """Declared columns and header labels -> the column of each of `count` value columns; None where they cannot be told.

    Labels that name every column decide, and where the labels stand over their columns (`sure`) each alone. Where the
    text lost or garbled some, the declared order is taken if the remaining labels keep it; a label that names nothing
    known leaves its column without a measure.
    """
    named = match(columns, labels, extra)
    if sure and any(named):
        return _told(named, labels, count)
    if all(named) and (len(named) == count or (len(named) > count and columns[0] in named)):
        return named[:count]
    if any(column in extra for column in named):
        return _told(named, labels, count) if len(named) >= count else None
    known = [(place, list(columns).index(column)) for place, column in enumerate(named) if column is not None]
    complete = (
        len(named) == len(columns) and len(named) - len(known) == 1 and all(place == index for place, index in known)
    )
    order = [index for _, index in known]
    shortened = None not in named and order == sorted(order) and 2 * len(order) >= min(count, len(columns))
    if count <= len(columns) and (complete or shortened):
        return list(columns[:count])
    beside = sum(column is None and is_beside(text) for column, text in zip(named, labels, strict=True))
    if len(named) >= count and 2 * len(known) > count - beside:
        return _told(named, labels, count)
    return None


def _told(named: Sequence[Column | None], labels: Sequence[str], count: int) -> list[Column | None]:
    """The columns of `count` places; those that name nothing declared are rates, or are not recognised."""
    unknown = [RATE if re.search(RATE.label, text) else UNRECOGNISED for text in labels]
    told: list[Column | None] = [column or other for column, other in zip(named, unknown, strict=True)]
    return [*told, *[UNRECOGNISED] * count][:count]


def known(layout: Layout, labels: Sequence[str]) -> int:
    """How many header labels name columns of a layout."""
    return sum(column is not None for column in match(layout.columns, labels, layout.extra))


def agrees(layout: Layout, labels: Sequence[str]) -> bool:
    """Whether header labels are those of a layout: all of them, at least half and two, or enough of its columns.

    What stands only beside the columns of a layout in some places does not make it that; figures of other years do not matter.
    Labels that come twice are of groups: they are not those of a form that has none.
    """
    whole = [text for text in labels if text not in SUBTOTALS]
    if layout.shape == "flat" and len(layout.panels) == 1 and len(set(whole)) < len(whole):
        return False
    named = match(layout.columns, labels, layout.extra)
    count = sum(column is not None for column in named)
    unknown = sum(column is None and not is_beside(text) for column, text in zip(named, labels, strict=True))
    mostly = count >= min(2, len(layout.columns)) and count >= unknown
    of_its_own = any(match(layout.columns, labels))
    return of_its_own and (mostly or not unknown or count / len(layout.columns) - unknown / len(labels) >= FITS)
