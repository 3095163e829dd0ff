"""Money cells of tables that no form knows -> rows of the table `other_tables`."""

from collections.abc import Sequence
from typing import Any

from jianghan_lib.base.money import is_blank, readable, to_wan
from jianghan_lib.forms.records import OtherCell


def build_other_tables(document: str, cells: Sequence[OtherCell]) -> list[dict[str, Any]]:
    """Cells as printed -> typed rows; what is no well-formed number keeps what is printed, without an amount."""
    return [{"document_id": document, **vars(cell), "amount": _amount(cell)} for cell in cells]


def _amount(cell: OtherCell) -> object:
    legible = readable(cell.printed) and not is_blank(cell.printed)
    return to_wan(cell.printed, cell.unit) if legible else None
