"""The 三公 expenses by the names of rows, for tables that print one in each row."""

import re
from collections.abc import Sequence

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.readers.blocks import Line

FEWEST = 3
_NUMBERING = re.compile(r"^(?:\([一二三四五六七八九十\d]+\)|[一二三四五六七八九十\d]+[、.．)]|其中[:：]|#)+")
_EXPENSES = (
    ("total", re.compile(r"(?:支出)?合计|总计|三公经费(?:合计|支出|小计)?(?:合计)?")),
    ("overseas_travel", re.compile(r"因公出国(?:\(境\))?(?:经)?费?用?(?:支出)?")),
    ("vehicles", re.compile(r"公务用车(?:购置(?:及|和|与)?(?:公务用车)?运行|费)(?:维护)?(?:经)?费?用?(?:支出)?")),
    ("vehicle_purchase", re.compile(r"公务用车购置(?:经)?费?用?(?:支出)?")),
    ("vehicle_operation", re.compile(r"公务用车运行(?:维护)?(?:经)?费?用?(?:支出)?")),
    ("hospitality", re.compile(r"公务接待(?:经)?费?用?(?:支出)?")),
    ("conference", re.compile(r"会议费")),
    ("training", re.compile(r"培训费")),
    ("agency_operating", re.compile(r"机关运行经费(?:支出)?(?:预算数?|决算数?)?")),
)


def expense_of(row: Line) -> str | None:
    """The measure of the expense that the first text of a row names, or None."""
    name = _NUMBERING.sub("", label(next((cell for cell in row.cells if _is_text(cell)), "")))
    return next((measure for measure, pattern in _EXPENSES if pattern.fullmatch(name)), None)


def _is_text(cell: str) -> bool:
    return bool(cell) and not looks_numeric(cell) and not is_blank(cell)


def one_in_each_row(rows: Sequence[Line]) -> bool:
    """Whether rows print an expense each."""
    return len({expense for row in rows if (expense := expense_of(row))}) >= FEWEST
