"""Projects of a department: the facts of all their sources joined into one row each, never where it is unsure."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from jianghan_lib.ingest import readable
from jianghan_lib.money import fraction, to_wan
from jianghan_lib.quantities import value_of

Record = Mapping[str, str]
Rows = list[dict[str, Any]]
# Endings by which sources shorten a project's name.
SHORTENED = re.compile(r"(?:工作)?(?:专项)?(?:经费|资金|费用|费)?(?:项目)?$")
BUDGET_ROLES = ("annual_budget", "adjusted_budget", "budget")


def build_projects(document: str, raw: Mapping[str, Sequence[Record]], amounts: Sequence[Mapping[str, Any]]) -> Rows:
    """Raw records of a document and its amounts -> rows of `projects`, in the order of the text."""
    rows = _from_narrative(document, raw["statements"])
    _add_reports(rows, raw["statements"])
    return rows or _from_table(document, amounts)


def short(name: str) -> str:
    """A project's name without what sources add or leave out: quotes, white space, 工作, 经费, 项目."""
    return SHORTENED.sub("", re.sub(r"[\s\"“”]|^\d{4}年度?", "", name))


def _empty(document: str, project: str, line: str, page: str) -> dict[str, Any]:
    return {
        "document_id": document,
        "project": project,
        "sources": "",
        "reasons": "",
        "rate_printed": "",
        "line": int(line),
        "page": page,
    }


def _from_narrative(document: str, statements: Sequence[Record]) -> Rows:
    """The self-evaluation paragraphs of the narrative: budget, executed, rate, reasons."""
    rows = []
    for _, group in groupby(
        (one for one in statements if one["topic"] == "project" and one["subject"]), key=lambda one: one["statement"]
    ):
        figures = {figure["role"]: figure for figure in group}
        first = next(iter(figures.values()))
        row = _empty(document, _with_quotes(first["subject"]), first["line"], first["page"]) | {
            "reasons": first["reasons"],
            "sources": "narrative",
        }
        budget = next((figures[role] for role in BUDGET_ROLES if role in figures), None)
        rate = figures.get("completion_rate") or figures.get("execution_rate")
        row["budget"] = value_of(budget) if budget else None
        row["executed"] = value_of(figures["executed"]) if "executed" in figures else None
        row["rate_printed"] = rate["printed"] + rate["unit"] if rate else ""
        rows.append(_computed(row))
    return rows


def _with_quotes(name: str) -> str:
    """Straight quotes back to Chinese ones, in pairs."""
    return re.sub(r'"([^"]*)"', r"“\1”", name)


def _computed(row: dict[str, Any]) -> dict[str, Any]:
    budget, executed = row.get("budget"), row.get("executed")
    row["rate"] = fraction(executed, budget)
    row["gap"] = budget - executed if budget is not None and executed is not None else None
    return row


def _add_reports(rows: Rows, statements: Sequence[Record]) -> None:
    """Reports on a project give its initial budget: added where exactly one project has that name."""
    for _, group in groupby(
        (one for one in statements if one["topic"] == "execution_report"), key=lambda one: one["statement"]
    ):
        figures = {figure["role"]: figure for figure in group}
        subject = next(iter(figures.values()))["subject"]
        named = [row for row in rows if subject and short(row["project"]) == short(subject)]
        if len(named) > 1:
            named = [row for row in named if row["project"] == subject]
        if len(named) == 1:
            named[0]["sources"] += ";report"
            if "initial_budget" in figures:
                named[0]["initial_budget"] = value_of(figures["initial_budget"])


def _from_table(document: str, amounts: Sequence[Mapping[str, Any]]) -> Rows:
    """The project table of a budget: a project's budget is both the initial one and the year's."""
    rows = []
    for amount in amounts:
        if (
            amount["table"] == "B10"
            and amount["level"] == "row"
            and (amount["panel"], amount["measure"]) == ("appropriation", "total")
        ):
            row = _empty(document, amount["name"], str(amount["line"]), amount["page"]) | {"sources": "B10"}
            row["initial_budget"] = row["budget"] = amount["amount"]
            rows.append(row)
    return rows


def printed_amount(record: Record) -> Decimal | None:
    """A project fact's amount in 万元, None where it is not readable."""
    return to_wan(record["printed"], record["unit"]) if readable(record["printed"]) else None
