"""Which column is which: header labels, merged cells resolved, against the columns that a layout declares."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from jianghan_lib.forms.layouts import FRAME_LABELS, ROW_LABELS, Column, Layout
from jianghan_lib.money import plain
from jianghan_lib.readers.blocks import Line


@lru_cache(maxsize=1 << 16)
def label(text: str) -> str:
    """A header label without white space, line numbers of the form, units and typographic variants."""
    return re.sub(r"\s+|[“”\"]|\((?:万元|元)\)", "", plain(text))


def is_numbering(row: Line) -> bool:
    """Whether a row only numbers the columns: 栏次 1 2 3 ..., from 1 in each panel."""
    numbers = [cell for cell in (label(cell) for cell in row.cells) if cell and cell not in ROW_LABELS]
    return len(numbers) > 0 and all(re.fullmatch(r"\d{1,2}", cell) for cell in numbers) and numbers[0] == "1"


def leaves(rows: Sequence[Line], start: int = 0, end: int | None = None) -> list[str]:
    """Header rows -> the labels of the value columns from left to right, each with its group labels before it, by `/`."""
    rows = [_without_frame(row) for row in rows if not is_numbering(row)]
    if not rows:
        return []
    width = max(len(row.cells) for row in rows)
    found = _descend(rows, 0, start, end if end is not None else width, ())
    paths = [[part for part in path if part not in ROW_LABELS] for path in found if path[-1] not in ROW_LABELS]
    return ["/".join(path) for path in paths if path]


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


def match(columns: Sequence[Column], labels: Sequence[str]) -> list[Column | None]:
    """Each label -> the declared column it names, or None; a column is named once."""
    named: list[Column | None] = []
    for text in labels:
        fitting = [column for column in columns if column not in named and re.search(column.label, text)]
        named.append(fitting[0] if fitting else None)
    return named


def assign(columns: Sequence[Column], labels: Sequence[str], count: int) -> list[Column | None] | None:
    """Declared columns and header labels -> the column of each of `count` value columns; None where they cannot be told.

    Labels that name every column decide. Where the text lost or garbled some, the declared order is taken if the
    remaining labels keep it; a label that names nothing known leaves its column without a measure.
    """
    named = match(columns, labels)
    if len(named) >= count and all(named) and columns[0] in named:
        return named[:count]
    known = [(place, list(columns).index(column)) for place, column in enumerate(named) if column is not None]
    complete = (
        len(named) == len(columns) and len(named) - len(known) == 1 and all(place == index for place, index in known)
    )
    order = [index for _, index in known]
    shortened = None not in named and order == sorted(order) and 2 * len(order) >= min(count, len(columns))
    if count <= len(columns) and (complete or shortened):
        return list(columns[:count])
    return named[:count] if len(named) >= count and 2 * len(known) > count else None


def fit(layout: Layout, labels: Sequence[str]) -> float:
    """How well header labels fit a layout: the share of its columns named, less the share of labels it does not know."""
    if not labels:
        return 0.0
    named = match(layout.columns, labels)
    known = sum(column is not None for column in named)
    return known / len(layout.columns) - (len(labels) - known) / len(labels)
