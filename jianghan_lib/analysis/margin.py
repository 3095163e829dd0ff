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


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def touch(data: str, parts: str, rules: str) -> Touch:
    return Touch(data, names(parts), names(rules))


TOUCHES = {
    "completion": touch(
        "completion",
        "F05 B02 B03 B05-1",
        "items_add_up completion_rate adjusted_budget stated_bases narrative_subjects narrative_classes narrative_totals "
        "narrative_parts subjects_explained items_explained classes_listed directions reasons shares",
    ),
    "changes": touch(
        "changes",
        "",
        "change_rate impossible_year budget_rates stated_bases funds_of_years narrative_totals narrative_funds "
        "narrative_three_public narrative_sums three_public_change unit_slip template_leftover counts empty_table_year",
    ),
    "projects": touch(
        "projects",
        "F03 F05 B10 B12 form summary report department_form",
        "execution_rate project_name_differs project_spelling use_names projects_add_up uses_add_up uses_of_projects announced over_budget "
        "shares whole_self_evaluation results_repeated scores_repeated reasons",
    ),
}
# What no analysis shows: names, codes and tables by themselves, and sums of tables that the parts above do not name.
UNTOUCHED = names(
    """
    row_identity hierarchy closing_rows basic_expenditure between_tables part_of_the_whole three_public_rows
    units_add_up project_rows numbered_rows both_sides code_names name_codes classification code_twice code_parents
    costs_listed glossary_subjects tables_published
    """
)
# Rules that find only in the parts of the document that an analysis uses.
OF_FORMS = names(
    """
    project_sources form_rates funding department_form budget_forms cost_subjects charged_elsewhere repeated_rows
    same_indicator total_scores form_boxes goal_points heading_points form_columns form_left_over results
    names_twice one_result alike form_titles
    """
)


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
