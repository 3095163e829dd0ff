"""The findings that touch the figures of an analysis: what stands in the margin of its notebook."""

from dataclasses import dataclass

import pandas as pd

from jianghan_lib.analysis.frames import Tables

SEVERITIES = ("error", "warning", "notice", "rounding")
# More roundings than these are counted, not listed.
FEW = 5


@dataclass(frozen=True)
class Touch:
    """What an analysis uses: a table of the data, statutory tables and parts of the document, rules of the audit."""

    data: str
    parts: frozenset[str]
    rules: frozenset[str]


def touch(data: str, parts: str, rules: str) -> Touch:
    return Touch(data, frozenset(parts.split()), frozenset(rules.split()))


TOUCHES = {
    "completion": touch("completion", "F05 B02 B03 B05-1", "items_add_up completion_rate adjusted_budget stated_bases"),
    "changes": touch("changes", "", "change_rate impossible_year budget_rates narrative_three_public"),
    "projects": touch(
        "projects", "F03 F05 B10 B12 form summary report", "execution_rate project_name_differs projects_add_up"
    ),
}


def touching(tables: Tables, analysis: str) -> pd.DataFrame:
    """The findings that touch an analysis, gravest first: severity, table, where, message_zh, message_en, line.

    A finding touches it by its rule, by the part of the document, or by the line that one of the figures stands on.
    """
    findings, wanted = tables["findings"], TOUCHES[analysis]
    lines = findings["line"].isin(tables[wanted.data]["line"]) & (findings["table"] == "narrative")
    chosen = findings[findings["rule"].isin(wanted.rules) | findings["table"].isin(wanted.parts) | lines]
    order = {name: place for place, name in enumerate(SEVERITIES)}
    chosen = chosen.sort_values("severity", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return chosen[["severity", "table", "where", "message_zh", "message_en", "line"]]


def listed(chosen: pd.DataFrame) -> pd.DataFrame:
    """The findings that are worth a row each: all of them, but roundings only where they are few."""
    rounding = chosen["severity"] == "rounding"
    return chosen[~rounding].reset_index(drop=True) if rounding.sum() > FEW else chosen
