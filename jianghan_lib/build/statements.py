"""Statements of the narrative -> typed tables: `statements`, `completion` and `changes`."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import SPOKEN, fraction, percent, read_count, read_number, readable, to_wan
from jianghan_lib.base.rows import ChangeRow, CompletionRow, StatementRow
from jianghan_lib.base.text import curly
from jianghan_lib.build.reasons import of_budget
from jianghan_lib.build.subjects import Subjects
from jianghan_lib.forms.narrative.lexicon import DOWN, LESS, UNDER
from jianghan_lib.forms.records import Project, Reason, Statement, place
from jianghan_lib.vocabulary import word

Findings = list[dict[str, Any]]
EXCLUDED = "excluding_special_funds"
FORM = "department_form"
RATES = ("completion_rate", "execution_rate", "prior_execution_rate", "budget_variance", "share", "change_rate")
COUNTS = (
    "project_count",
    "subproject_count",
    "unit_count",
    "indicator_count",
    "indicators_met",
    "indicators_missed",
    "count",
    "visits",
    "persons",
    "area",
    "score",
)
# Words that state a figure of nothing: 年初无预算安排, 未安排预算.
NOTHING = ("零", "无", "没有", "未", "年初", "预算未", "也", "本年")
SUBJECTS = ("class", "section", "item")
DEPARTMENT = "general_public_budget_expenditure"
# Parts are stated of several totals: a change of one belongs to no level that stands elsewhere.
PARTS = ("basic", "project", "personnel", "operating", "other_income", "institutional_income")
# Which figure of a statement is its level, first choice first.
OUTTURN_ROLES = ("outturn", "executed", "amount")
LEVEL_ROLES = ("outturn", "amount", "budget", "executed")
OF_OUTTURN = "prior_year_outturn"
YEAR_TO_YEAR = ("prior_year", "prior_year_budget", OF_OUTTURN)


def build_statements(document: str, records: Sequence[Statement], names: Mapping[str, str]) -> list[StatementRow]:
    """Raw statements of a document, and the projects by their names in its sources -> rows of `statements`, typed."""
    return [
        StatementRow(
            document_id=document,
            statement=record.statement,
            topic=record.topic,
            subject=_whole(curly(record.subject), names),
            role=record.role,
            basis=record.basis,
            year=record.year,
            base_year=record.base_year,
            amount=value_of(record),
            rate=_rate_of(record),
            count=_count_of(record),
            printed=_said(record),
            line=record.line,
            page=record.page,
        )
        for record in records
    ]


def _said(record: Statement) -> str:
    """A figure as printed, with the word of its direction and its unit; the word alone where it is all (持平)."""
    whole = record.direction == record.printed
    return record.printed if whole else f"{record.direction}{record.printed}{record.unit}"


def _rate_of(record: Statement) -> Decimal | None:
    """A printed percent as a fraction; a rate of change has the sign of its words."""
    if record.role not in RATES or not readable(record.printed):
        return None
    value = percent(record.printed + record.unit)
    return -abs(value) if record.role == "change_rate" and falls(record.direction) else value


def _count_of(record: Statement) -> Decimal | None:
    """How many a statement counts; none where it says that there are none (无公务用车)."""
    if record.role not in COUNTS:
        return None
    if not record.unit and record.printed.startswith(NOTHING):
        return Decimal(0)
    if SPOKEN.fullmatch(record.printed):  # 越野车三辆
        return Decimal(read_count(record.printed))
    return read_number(record.printed).value if readable(record.printed) else None


def _whole(subject: str, names: Mapping[str, str]) -> str:
    """A subject as printed; with the 项目 that belongs to a project's name and that its paragraph shares with its heading."""
    return names[subject] if names.get(subject) == subject + "项目" else subject


def value_of(record: Statement) -> Decimal | None:
    """The money a figure states, in 万元: signed for changes, zero for a budget stated not to exist.

    None for rates, counts, and changes whose direction the words leave open.
    """
    if record.role in RATES or record.role in COUNTS:
        return None
    if not record.unit and record.printed.startswith(NOTHING):
        return Decimal(0)
    if record.role == "change" and record.direction == record.printed:
        return Decimal(0)
    if not readable(record.printed):
        return None
    value = to_wan(record.printed, record.unit)
    if re.search(r"[(/、或]", record.direction) and value:
        return None  # 增加(减少)3.00万元: the template's words leave the direction open.
    # A fall printed with a minus (减少-12.30万元) is a fall all the same.
    return -abs(value) if record.role == "change" and falls(record.direction) else value


def falls(direction: str) -> bool:
    """Whether the word before a change says that it is a fall (减少, 节约)."""
    first = re.split(r"[(/、或]", direction)[0]
    return first in (*DOWN.split("|"), *LESS.split("|"), *UNDER.split("|")) or first[:1] in ("减", "降")


def grouped(records: Sequence[Statement], topic: str = "") -> Iterable[dict[str, Statement]]:
    """Statements, of one topic or all, each as its figures by role."""
    own = (record for record in records if topic in ("", record.topic))
    for _, figures in groupby(own, key=lambda record: record.statement):
        yield {figure.role: figure for figure in figures}


def first_of(figures: Mapping[str, Statement], roles: Iterable[str]) -> Statement | None:
    """The figure of the first of several roles that a statement has."""
    return next((figures[role] for role in roles if role in figures), None)


@dataclass(frozen=True)
class Execution:
    """The department's adjusted budget with its place, and the outturn that it was executed with; the statement, if any."""

    adjusted: Decimal
    at: str
    done: Statement | None
    outturn: Decimal
    figures: Mapping[str, Statement]


def build_completion(
    document: str,
    records: Sequence[Statement],
    facts: Sequence[Project],
    subjects: Subjects,
    reasons: Sequence[Reason],
) -> list[CompletionRow]:
    """Statements with an initial budget and an outturn, facts of forms, and the reasons given -> rows of `completion`."""
    rows: list[CompletionRow] = []
    budgets: dict[tuple[str, str], Statement] = {}
    for figures in grouped(records):
        first = next(iter(figures.values()))
        about = (first.topic, first.subject)
        if first.topic not in (DEPARTMENT, *SUBJECTS):
            continue
        excluded = any(figure.basis == EXCLUDED for figure in figures.values())
        budget = figures.get("initial_budget") or (budgets.get(about) if excluded else None)
        outturn = first_of(figures, OUTTURN_ROLES)
        unknown = first.subject.startswith("//") and not subjects.codes(first.subject.split("/"))
        if budget and outturn and not unknown:
            budgets.setdefault(about, budget)
            basis = EXCLUDED if excluded else "all"
            row = _completion(document, budget, outturn, figures, subjects, basis)
            rows.append(replace(row, reasons=of_budget(reasons, *about, basis, row.gap)))
    _adjust(document, rows, [*_executions(records), *_of_forms(facts)], subjects)
    return [replace(row, lowest=not any(_inside(other, row) for other in rows)) for row in rows]


def _adjusted(figures: Mapping[str, Statement]) -> Statement | None:
    return figures.get("adjusted_budget") or figures.get("annual_budget")


def _executions(records: Sequence[Statement]) -> Iterable[Execution]:
    """What the narrative says of the execution of the department's whole budget."""
    for figures in grouped(records, "department_execution"):
        done = first_of(figures, OUTTURN_ROLES)
        adjusted = _adjusted(figures)
        if done and adjusted and value_of(done) is not None and value_of(adjusted) is not None:
            yield Execution(value_of(adjusted), place(adjusted), done, value_of(done), figures)  # type: ignore[arg-type]


def _of_forms(facts: Sequence[Project]) -> Iterable[Execution]:
    """What the self-evaluation form of the department says of it."""
    for _, group in groupby((one for one in facts if one.source == FORM), key=lambda one: one.project):
        found = {one.fact: one for one in group if one.unit and readable(one.printed)}
        if "budget" in found and "executed" in found:
            adjusted, done = (to_wan(found[name].printed, found[name].unit) for name in ("budget", "executed"))
            yield Execution(adjusted, place(found["budget"]), None, done, {})


def _adjust(document: str, rows: list[CompletionRow], executions: Iterable[Execution], subjects: Subjects) -> None:
    """The adjusted budget beside the department's outturn that it was executed with; a row of its own where no row has that outturn."""
    for one in executions:
        whole = [row for row in rows if row.level == "department" and row.basis != EXCLUDED]
        same = [row for row in whole if row.outturn == one.outturn]
        initial = one.figures.get("initial_budget")
        if same and same[0].adjusted_budget is None:
            there = rows.index(same[0])
            rows[there] = replace(same[0], adjusted_budget=one.adjusted, adjusted_budget_at=one.at)
        elif not same and initial and one.done:
            rows.append(_completion(document, initial, one.done, one.figures, subjects, "whole_department"))


def _inside(row: CompletionRow, other: CompletionRow) -> bool:
    """Whether a row is a part of another: of one basis, its subject below the other's, by its names or its code."""
    if row.basis != other.basis:
        return other.basis == "whole_department" and row.basis == "all"
    depth, above = (("department", *SUBJECTS).index(one.level) for one in (row, other))
    named = all(getattr(row, f"{level}_name") == getattr(other, f"{level}_name") for level in SUBJECTS[:above])
    return depth > above and (named or (bool(other.code) and row.code.startswith(other.code)))


def _rate(figures: Mapping[str, Statement]) -> Statement | None:
    """The printed rate against the initial budget: not one against an adjusted budget that the statement also gives."""
    rate = figures.get("completion_rate")
    return rate if rate and (rate.basis == "initial_budget" or not _adjusted(figures)) else None


def _completion(
    document: str, budget: Statement, done: Statement, figures: Mapping[str, Statement], subjects: Subjects, basis: str
) -> CompletionRow:
    path = done.subject.split("/") if done.topic in SUBJECTS else []
    class_name, section_name, item_name = [*path, "", "", ""][:3]
    initial, outturn = value_of(budget), value_of(done)
    adjusted, rate = _adjusted(figures), _rate(figures)
    return CompletionRow(
        document_id=document,
        basis=basis,
        level=done.topic if path else "department",
        code=subjects.codes(path) if path else "",
        class_name=class_name,
        section_name=section_name,
        item_name=item_name,
        initial_budget=initial,
        initial_budget_at=place(budget),
        adjusted_budget=value_of(adjusted) if adjusted else None,
        adjusted_budget_at=place(adjusted),
        outturn=outturn,
        outturn_at=place(done),
        rate_printed=rate.printed + rate.unit if rate else "",
        rate_printed_at=place(rate),
        rate=fraction(outturn, initial),
        gap=initial - outturn if initial is not None and outturn is not None else None,
        line=done.line,
        page=done.page,
    )


def build_changes(
    document: str, records: Sequence[Statement], subjects: Subjects, of_budget: bool = False
) -> tuple[list[ChangeRow], Findings]:
    """Statements with a change from another year -> rows of `changes`, and findings on years that cannot be right.

    `of_budget`: of a budget, which may be measured from what was executed the year before: no year's budget, so its own basis.
    """
    rows: list[ChangeRow] = []
    findings: Findings = []
    levels: dict[tuple[str, str, bool, int | None], Statement | None] = {}
    executed = _executed(records)
    for figures in grouped(records):
        level = first_of(figures, LEVEL_ROLES)
        first = next(iter(figures.values()))
        about = (first.topic, first.subject, any(one.basis == EXCLUDED for one in figures.values()), first.year)
        # A change may stand by itself, below the statement that gives the level.
        level = levels[about] = level or (None if first.topic in PARTS else levels.get(about))
        year = (level or first).year
        said = first_of(figures, ("change", "change_rate", "base_amount"))
        if said is None or said.basis not in YEAR_TO_YEAR or not year:
            continue
        prior = figures.get("base_amount") or executed.get((first.topic, first.subject, said.base_year))
        if said.role != "change" and (prior is None or level is None):
            continue  # a rate alone gives no amount of the year before
        row = _change(document, year, said, level, prior, figures, subjects)
        if of_budget and said.basis == OF_OUTTURN:
            row = replace(row, basis=OF_OUTTURN)
        if row.prior_amount is not None and row.prior_amount < 0:
            findings.append(_less_than_nothing(document, said, row, level in figures.values()))
            continue
        if row.prior_year is None or row.prior_year >= year:
            findings.append(_impossible_year(document, said, row, year))
            row = replace(row, prior_year=year - 1)
        rows.append(row)
    return rows, findings


def _executed(records: Sequence[Statement]) -> dict[tuple[str, str, int | None], Statement]:
    """What was executed, where a statement tells it alone: by topic, subject and year."""
    alone = (next(iter(figures.values())) for figures in grouped(records) if len(figures) == 1)
    return {(one.topic, one.subject, one.year): one for one in alone if one.role == "executed"}


def _change(
    document: str,
    year: int,
    said: Statement,
    level: Statement | None,
    prior: Statement | None,
    figures: Mapping[str, Statement],
    subjects: Subjects,
) -> ChangeRow:
    """A change, or a rate of one, with the level it is of and the amount it is from, where the text gives them; else these are computed."""
    about = level or said
    path = about.subject.split("/") if about.topic in SUBJECTS else []
    excluded = any(figure.basis == EXCLUDED for figure in figures.values())
    amount = value_of(level) if level else None
    before = value_of(prior) if prior else None
    printed = said if said.role == "change" else None
    rate = figures.get("change_rate")
    row = ChangeRow(
        document_id=document,
        item=(subjects.codes(path) or about.subject) if path else about.topic + (f"_{EXCLUDED}" if excluded else ""),
        name=path[-1] if path else word(about.topic),
        prior_year=said.base_year,
        year=year,
        prior_amount=before,
        prior_amount_at=place(prior),
        amount=amount,
        amount_at=place(level),
        change=value_of(printed) if printed else None,
        change_printed=_said(printed) if printed else "",
        change_printed_at=place(printed),
        rate_printed=f"{rate.direction}{rate.printed}{rate.unit}" if rate else "",
        rate_printed_at=place(rate),
        basis="printed_change",
        line=said.line,
        page=said.page,
    )
    return settled(row)


def settled(row: ChangeRow) -> ChangeRow:
    """A row of `changes` with two of its three amounts -> with the third, and its rate."""
    prior, amount, change = row.prior_amount, row.amount, row.change
    if amount is not None and prior is not None and change is None:
        change = amount - prior
    if amount is not None and change is not None and prior is None:
        prior = amount - change
    return replace(row, prior_amount=prior, change=change, rate=fraction(change, prior))


def _less_than_nothing(document: str, change: Statement, row: ChangeRow, own: bool) -> dict[str, Any]:
    """A change that makes the year before less than nothing: what is nothing this year cannot have grown; else of something else."""
    about, printed = ("narrative", row.name, change), row.change_printed
    if own and row.amount == 0:  # said in one sentence, one of the two is wrong
        return noted(document, "change_of_nothing", *about, printed=printed, expected="0")
    return noted(document, "figure_not_read/below_nothing", *about, printed=printed)


def _impossible_year(document: str, change: Statement, row: ChangeRow, year: int) -> dict[str, Any]:
    about, base = ("narrative", row.name, change), change.base_year
    printed, right = str(base or ""), str(year - 1)
    return noted(document, "impossible_year", *about, printed=printed, expected=right, year=year, base=base)
