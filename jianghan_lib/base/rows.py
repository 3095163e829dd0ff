"""A row of each processed table while it is made and audited: a small record. What each column holds is declared in fields.csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

# A Decimal, or None where nothing readable is printed: who takes one looks first which of the two it is.
Figure = Any


@dataclass(frozen=True, kw_only=True)
class Row:
    """What every row has: its document, and where it stands."""

    document_id: str = ""
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentRow(Row):
    """A row of `documents`: a document."""

    title: str = ""
    department: str = ""
    district: str = ""
    region: str = ""
    admin_code: str = ""
    tier: str = ""
    kind: str = ""
    scope: str = ""
    fiscal_year: int = 0
    unit: str = ""
    tables_found: str = ""
    table_titles: str = ""
    tables_missing: str = ""
    source_file: str = ""
    source_sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class AmountRow(Row):
    """A row of `amounts`: a money cell of a statutory table."""

    table: str = ""
    panel: str = ""
    row: int = 0
    code: str = ""
    level: str = ""
    name: str = ""
    measure: str = ""
    amount: Figure = None
    printed: str = ""
    placement: str = ""
    position: int = 0


@dataclass(frozen=True, kw_only=True)
class CompletionRow(Row):
    """A row of `completion`: a subject, or the whole department, with an initial budget and an outturn."""

    basis: str = ""
    level: str = ""
    code: str = ""
    class_name: str = ""
    section_name: str = ""
    item_name: str = ""
    initial_budget: Figure = None
    initial_budget_at: str = ""
    adjusted_budget: Figure = None
    adjusted_budget_at: str = ""
    outturn: Figure = None
    outturn_at: str = ""
    rate_printed: str = ""
    rate_printed_at: str = ""
    rate: Figure = None
    gap: Figure = None
    lowest: bool | None = None
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class ChangeRow(Row):
    """A row of `changes`: a quantity in two years."""

    item: str = ""
    name: str = ""
    prior_year: int | None = None
    year: int | None = None
    prior_amount: Figure = None
    prior_amount_at: str = ""
    amount: Figure = None
    amount_at: str = ""
    change: Figure = None
    rate: Figure = None
    change_printed: str = ""
    change_printed_at: str = ""
    rate_printed: str = ""
    rate_printed_at: str = ""
    basis: str = ""


@dataclass(frozen=True, kw_only=True)
class ProjectRow(Row):
    """A row of `projects`: a project of a department in a year."""

    project: str = ""
    initial_budget: Figure = None
    initial_budget_at: str = ""
    budget: Figure = None
    budget_at: str = ""
    executed: Figure = None
    executed_at: str = ""
    rate_printed: str = ""
    rate_printed_at: str = ""
    rate: Figure = None
    gap: Figure = None
    score: Figure = None
    score_at: str = ""
    department_budget: Figure = None
    special_fund: Figure = None
    upper_transfer: Figure = None
    recurrence: str = ""
    reasons: str = ""
    sources: str = ""


@dataclass(frozen=True, kw_only=True)
class IndicatorRow(Row):
    """A row of `indicators`: a performance indicator."""

    subject: str = ""
    level1: str = ""
    level2: str = ""
    indicator: str = ""
    target_printed: str = ""
    actual_printed: str = ""
    direction: str = ""
    target: Figure = None
    target_at: str = ""
    target_upper: Figure = None
    actual: Figure = None
    actual_at: str = ""
    unit: str = ""
    attainment: Figure = None
    met: bool | None = None
    weight: Figure = None
    weight_at: str = ""
    score: Figure = None
    score_at: str = ""
    horizon: str = ""
    target_year_before: str = ""
    target_two_years_before: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementRow(Row):
    """A row of `statements`: a figure that the narrative states."""

    statement: int = 0
    topic: str = ""
    subject: str = ""
    role: str = ""
    basis: str = ""
    year: int | None = None
    base_year: int | None = None
    amount: Figure = None
    rate: Figure = None
    count: Figure = None
    printed: str = ""


@dataclass(frozen=True, kw_only=True)
class ReasonRow(Row):
    """A row of `reasons`: a reason that a document gives for a difference."""

    of: str = ""
    name: str = ""
    code: str = ""
    basis: str = ""
    category: str = ""
    direction: str = ""
    amount: Figure = None
    printed: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class OtherRow(Row):
    """A row of `other_tables`: a money cell of a table that no form knows."""

    title: str = ""
    row_label: str = ""
    column_label: str = ""
    amount: Figure = None
    printed: str = ""
    unit: str = ""
    position: int = 0


class Rows(TypedDict):
    """The rows of a document, by table."""

    documents: Sequence[DocumentRow]
    amounts: Sequence[AmountRow]
    other_tables: Sequence[OtherRow]
    completion: Sequence[CompletionRow]
    changes: Sequence[ChangeRow]
    projects: Sequence[ProjectRow]
    indicators: Sequence[IndicatorRow]
    statements: Sequence[StatementRow]
    reasons: Sequence[ReasonRow]
