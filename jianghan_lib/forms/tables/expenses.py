"""Rows whose names say what other places print as columns: the 三公 expenses, and sources of income under their groups."""

import re
from collections.abc import Sequence
from itertools import pairwise

from jianghan_lib.forms.tables.columns import Column, Layout
from jianghan_lib.forms.tables.headers import is_text, label, leaves
from jianghan_lib.forms.tables.layouts import TOTAL_NAMES
from jianghan_lib.readers.blocks import Line

FEWEST = 3
_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.．)]|其中[:：]|#)+")
_EXPENSES = (
    ("total", re.compile(r"(?:支出)?合计|[总共]计|三公经费(?:合计|支出|小计)?(?:合计)?")),
    ("overseas_travel", re.compile(r"因公出国(?:\(境\))?(?:经)?费?用?(?:支出)?")),
    ("vehicles", re.compile(r"公务用车(?:购置(?:及|和|与)?(?:公务用车)?运行|费)(?:维护)?(?:经)?费?用?(?:支出)?")),
    ("vehicle_purchase", re.compile(r"公务用车购置(?:经)?费?用?(?:支出)?")),
    ("vehicle_operation", re.compile(r"公务用车运行(?:维护)?(?:经)?费?用?(?:支出)?")),
    ("hospitality", re.compile(r"公务接待(?:经)?费?用?(?:支出)?")),
    ("meetings", re.compile(r"会议费")),
    ("training", re.compile(r"培训费")),
    ("agency_operating", re.compile(r"机关运行经费(?:支出)?(?:预算数?|决算数?)?")),
)
_ONE_COLUMN = re.compile(r"(?:^|/)(?:金额|预算数?|预算金额|合计)$")


def expense_named(text: str) -> str | None:
    """The measure of the expense that a text names, or None."""
    name = _NUMBERING.sub("", label(text))
    return next((measure for measure, pattern in _EXPENSES if pattern.fullmatch(name)), None)


def expense_of(row: Line) -> str | None:
    """The measure of the expense that the first text of a row names, or None."""
    return expense_named(next((cell for cell in row.cells if is_text(cell)), ""))


def one_in_each_row(rows: Sequence[Line]) -> bool:
    """Whether rows print an expense each."""
    return len({expense for row in rows if (expense := expense_of(row))}) >= FEWEST


def is_listed(layout: Layout, header: Sequence[Line], rows: Sequence[Line]) -> bool:
    """Whether a table has one column of money, and rows that name the columns of a layout."""
    labels = leaves(header)
    named = [column for _, name in listed(rows) if (column := source_named(layout, name))]
    return len(labels) == 1 and _ONE_COLUMN.search(labels[0]) is not None and len(set(named)) >= FEWEST


def is_numbered(name: str) -> bool:
    """Whether a name begins with a number of its own."""
    return _NUMBERING.match(name) is not None


def source_named(layout: Layout, name: str) -> Column | None:
    """The column that a row names, its own number left out."""
    name = _NUMBERING.sub("", name)
    return next((column for column in layout.columns if re.search(column.label, name)), None)


def listed(rows: Sequence[Line]) -> list[tuple[Line, str]]:
    """Rows with a stub of two columns -> each with its name behind its group, by `/`.

    The name of a group stands in any of its rows, of which the first is the subtotal.
    """
    texts = [[label(cell) for cell in row.cells if is_text(cell)] for row in rows]
    if not any(len(found) > 1 for found in texts):
        return [(row, found[0]) for row, found in zip(rows, texts, strict=True) if found]
    starts = [at for at, found in enumerate(texts) if found and found[-1] in {"小计"} | TOTAL_NAMES]
    made: list[tuple[Line, str]] = []
    for start, end in pairwise(sorted({0, *starts, len(rows)})):
        group = next((label(row.cells[0]) for row in rows[start:end] if is_text(row.cells[0])), "")
        for row, found in zip(rows[start:end], texts[start:end], strict=True):
            if found and (found[-1] != group or len(found) > 1 or start == end - 1):
                made.append((row, "/".join(dict.fromkeys([group, found[-1]] if group else found))))
    return made
