"""Amounts of several years that the target forms of a budget state -> rows of `changes`."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import readable, to_wan
from jianghan_lib.base.rows import ChangeRow, ProjectRow
from jianghan_lib.build.statements import settled
from jianghan_lib.forms.records import Project, place
from jianghan_lib.vocabulary import word

Findings = list[dict[str, Any]]
# Facts of a project's budget in a year; the second is what was applied for.
BUDGETS = ("year_budget", "year_applied")


def build_levels(
    document: str, facts: Sequence[Project], projects: Sequence[ProjectRow], year: int
) -> tuple[list[ChangeRow], Findings]:
    """Amounts of several years that target forms state -> rows of `changes`, and findings on a year stated twice.

    A form that names the years before only gives the budget of the fiscal year as such. What was applied for in a year is
    no budget of it: a change from there says so.
    """
    rows: list[ChangeRow] = []
    findings: Findings = []
    for (item, name), found in _stated(facts, year).items():
        years = {stated: [fact for other, fact in found if other == stated] for stated, _ in found}
        findings += [_twice(document, name, stated, same) for stated, same in years.items() if len(_values(same)) > 1]
        single = {stated: same[0] for stated, same in years.items() if len(_values(same)) == 1}
        if not item:
            item = name = next((row.project for row in projects if row.project.startswith(name)), name)
        rows += [
            _level(document, item, name, single, stated, year) for stated in sorted(single) if stated + 1 in single
        ]
    return rows, findings


def _stated(facts: Sequence[Project], year: int) -> dict[tuple[str, str], list[tuple[int, Project]]]:
    """Facts with a year, by quantity (its identifier and word) or project (no identifier, its name)."""
    stated: dict[tuple[str, str], list[tuple[int, Project]]] = {}
    for fact in facts:
        if not fact.project or not readable(fact.printed):
            continue
        item = fact.fact.removeprefix("year_")
        if fact.fact in BUDGETS:
            if fact.detail:  # 当年 repeats the budget of the form
                stated.setdefault(("", fact.project), []).append((int(fact.detail), fact))
        elif item != fact.fact:
            when = int(fact.detail) if fact.detail.isdigit() else year
            stated.setdefault((item, word(item)), []).append((when, fact))
    for fact in facts:
        known = stated.get(("", fact.project), [])
        if fact.fact == "budget" and known and not any(when == year for when, _ in known) and readable(fact.printed):
            known.append((year, fact))
    return stated


def _values(facts: Sequence[Project]) -> set[Decimal]:
    return {to_wan(fact.printed, fact.unit) for fact in facts}


def _level(document: str, item: str, name: str, single: Mapping[int, Project], year: int, own_year: int) -> ChangeRow:
    before, after = single[year], single[year + 1]
    applied = before.fact == "year_applied" or (after.fact == "year_applied" and year + 1 < own_year)
    row = ChangeRow(
        document_id=document,
        item=item,
        name=name,
        prior_year=year,
        year=year + 1,
        prior_amount=to_wan(before.printed, before.unit),
        prior_amount_at=place(before),
        amount=to_wan(after.printed, after.unit),
        amount_at=place(after),
        basis="applied_for" if applied else "printed_levels",
        line=before.line,
        page=before.page,
    )
    return settled(row)


def _twice(document: str, name: str, year: int, facts: Sequence[Project]) -> dict[str, Any]:
    printed = "、".join(fact.printed + fact.unit for fact in facts)
    return noted(document, "impossible_year/twice", "B12", name, facts[0], printed=printed, year=year)
