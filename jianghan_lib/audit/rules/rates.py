"""Printed rates of the processed tables recomputed, and the narrative's items against its stated totals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from jianghan_lib.audit.evidence import (
    CENT,
    Check,
    Evidence,
    Rated,
    Remark,
)
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_disclosure
from jianghan_lib.audit.rules.hints import line_of, missing_subject
from jianghan_lib.audit.rules.recomputed import rate_check
from jianghan_lib.base.money import half_unit, percent, read_number, readable
from jianghan_lib.base.rows import ChangeRow, Figure
from jianghan_lib.build.statements import OF_OUTTURN
from jianghan_lib.vocabulary import word


@dataclass(frozen=True)
class Rate:
    """A printed rate of a row against the figures it is made of: what it is called, part / whole, and where these are printed."""

    row: Rated
    where: str
    zh: str
    en: str
    part: Figure
    whole: Figure
    places: tuple[str, ...]
    signed: bool = False


@of_disclosure("completion_rate", "完成年初预算比率重算", kinds=FINAL, touches="completion")
def completion_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Completion rates of the narrative's subjects from their budget and outturn."""
    for row in evidence.tables["completion"]:
        where, places = row.item_name or row.class_name or "合计", (row.outturn_at, row.initial_budget_at)
        called = ("完成年初预算的比率", "completion rate")
        yield from _compared(Rate(row, where, *called, row.outturn, row.initial_budget, places))


@of_disclosure("change_rate", "增减率重算", touches="changes")
def change_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Rates of change from the amounts of both years."""
    for row in evidence.tables["changes"]:
        if not (_is_of_executed(row) or _of_its_own_line(evidence, row)):
            places = (row.amount_at, row.change_printed_at, row.prior_amount_at)
            rate = Rate(row, row.name, "增减率", "rate of change", row.change, row.prior_amount, places, signed=True)
            yield from _compared(rate)


@of_disclosure("execution_rate", "项目执行率重算", kinds=FINAL, touches="projects")
def execution_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Execution rates of projects from their budget and what they executed."""
    for row in evidence.tables["projects"]:
        places = (row.executed_at, row.budget_at)
        yield from _compared(Rate(row, row.project, "执行率", "execution rate", row.executed, row.budget, places))


def _is_of_executed(row: ChangeRow) -> bool:
    """Whether a rate alone is printed, from what was executed the year before: `stated_bases` compares these."""
    return row.basis == OF_OUTTURN and not row.change_printed


def _of_its_own_line(evidence: Evidence, row: ChangeRow) -> bool:
    """Whether a change and its rate fit an amount that stands on their own line, and the one they were given to does not.

    Of two ways to read a clause the one that is consistent is meant.
    """
    here = evidence.levels.get(row.line, ())
    change, printed = row.change, re.sub(r"^[^\d-]+", "", row.rate_printed)
    if not here or row.amount in here or change is None or not printed or not readable(printed.rstrip("%‰")):
        return False
    half = half_unit(read_number(printed.rstrip("%‰")).places) / 100
    bases = [level - change for level in here if level != change]
    return any(abs(abs(change / base) - abs(percent(printed))) <= half for base in bases)


def _compared(rate: Rate) -> Iterator[Check | Remark]:
    """A printed rate must be part / whole, to the digits it prints and those of its figures."""
    row, where, part, whole = rate.row, rate.where, rate.part, rate.whole
    printed = re.sub(r"^[^\d-]+", "", row.rate_printed)
    if not printed or part is None or whole is None or not readable(printed.rstrip("%‰")):
        return
    if whole == 0:
        if part != 0 or percent(printed) != 0:
            words = {"what": (rate.zh, rate.en), "part": part}
            yield remark("rates/on_nothing", "narrative", where, row, row.rate_printed, **words)
        return
    at, named = _of_rate(row), (where, _where_en(row, where))
    called = (rate.zh, f"{rate.en} ")
    yield rate_check(at, row.rate_printed, part, whole, rate.places, named, called=called, signed=rate.signed)


def _of_rate(row: Rated) -> Rated:
    """A row at the line where its rate is printed."""
    found = re.search(r"L(\d+)", str(row.rate_printed_at or ""))
    return replace(row, line=int(found[1])) if found else row


def _where_en(row: Rated, where: str) -> str:
    """The place in English: a quantity by its term, the whole department; names stay as they are printed."""
    item = row.item if isinstance(row, ChangeRow) else ""
    named = word(item, "en")
    return named if named != item else "total" if where == "合计" else where


@of_disclosure("items_add_up", "各科目相加等于合计", kinds=FINAL, touches="completion")
def items_add_up(evidence: Evidence) -> Iterator[Check | Remark]:
    """The subjects of the narrative add up to the department's stated initial budget and outturn."""
    rows = [row for row in evidence.tables["completion"] if row.basis == "all"]
    total = next((row for row in rows if row.level == "department"), None)
    items = [row for row in rows if row.level != "department"]
    if total is None or not items:
        return
    for column, zh, en in (("initial_budget", "年初预算", "initial budget"), ("outturn", "支出决算", "outturn")):
        values = [getattr(row, column) for row in items]
        if getattr(total, column) is not None and None not in values:
            summed, stated = sum(values, Decimal(0)), getattr(total, column)
            left_out = partial(missing_subject, items, column, stated - summed, CENT * (len(values) + 1))
            place = ("narrative", f"{zh}合计", replace(total, line=line_of(total, column)), stated, summed)
            how: dict[str, Any] = {"addends": len(values), "where_en": f"total {en}", "hint": left_out}
            yield compared("items_add_up", *place, words={"count": len(values)}, **how)
