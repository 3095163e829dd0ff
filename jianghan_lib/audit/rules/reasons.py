"""Reasons with amounts against the change that they are given for."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, agreed
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import of_disclosure
from jianghan_lib.audit.slips import mistyped
from jianghan_lib.base.rows import ChangeRow, ReasonRow

# Reasons of one sentence stand on lines that follow each other.
BESIDE = 3
# Money that was granted, or lies over, is none that was spent.
GRANTED = ("added", "carried_over", "unspent")
SIGNS = {"up": 1, "down": -1}
# Of fewer amounts another one may not have been read.
SEVERAL = 2


@of_disclosure("reasons_of_changes", "增减原因所述金额不超过增减额", touches="changes;reasons")
def reasons_of_changes(evidence: Evidence) -> Iterator[Check | Remark]:
    """What the reasons of a change add and take away is no more than the change."""
    changes = {row.item: row for row in reversed(evidence.tables["changes"]) if row.change}
    for rows in _together(evidence.tables["reasons"]):
        change = changes.get(rows[0].code)
        amounts = [row.amount * SIGNS[row.direction] for row in rows if row.amount is not None and row.direction]
        if change is None or not amounts or any(row.category in GRANTED for row in rows):
            continue
        summed = sum(amounts, Decimal(0))
        slack = CENT * (len(amounts) + 1)
        one_way = all(amount * change.change > 0 for amount in amounts) and {row.direction for row in rows} <= _way(
            change
        )
        slip = len(amounts) == len(rows) >= SEVERAL and mistyped(abs(summed), abs(change.change))
        if abs(summed - change.change) <= slack:
            yield agreed("narrative", rows[0])
        elif slip or (one_way and abs(summed) > abs(change.change) + slack):
            yield _apart(change, rows, summed)


def _together(rows: Sequence[ReasonRow]) -> Iterator[list[ReasonRow]]:
    """The reasons that are given together for the change of one thing since the year before."""
    found: list[ReasonRow] = []
    for row in rows:
        if row.basis != "prior_year":
            continue
        if found and (row.code != found[-1].code or row.line - found[-1].line > BESIDE):
            yield found
            found = []
        found.append(row)
    if found:
        yield found


def _way(change: ChangeRow) -> set[str]:
    return {"up" if change.change > 0 else "down", ""}


def _apart(change: ChangeRow, rows: Sequence[ReasonRow], summed: Decimal) -> Remark:
    row = next(row for row in rows if row.amount is not None)
    words = {"change": abs(change.change), "summed": abs(summed)}
    return remark("reasons_of_changes", "narrative", change.name, row, row.printed, **words)
