"""Money cells of tables that no form knows -> rows of the table `other_tables`."""

from collections.abc import Sequence
from itertools import groupby

from jianghan_lib.base.money import is_blank, readable, to_wan
from jianghan_lib.base.rows import OtherRow
from jianghan_lib.forms.records import OtherCell


def build_other_tables(document: str, cells: Sequence[OtherCell]) -> list[OtherRow]:
    """Cells as printed -> typed rows; what is no well-formed number keeps what is printed, without an amount.

    `position` counts the cells of a line: labels may be the same, or not printed.
    """
    rows = []
    for _, group in groupby(sorted(cells, key=lambda cell: cell.line), key=lambda cell: cell.line):
        for position, cell in enumerate(group, 1):
            rows.append(OtherRow(document_id=document, **vars(cell), amount=_amount(cell), position=position))
    return rows


def _amount(cell: OtherCell) -> object:
    legible = readable(cell.printed) and not is_blank(cell.printed)
    return to_wan(cell.printed, cell.unit) if legible else None
