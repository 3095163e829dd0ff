"""What the forms say of two figures, as rows of one file: known tables, known measures, and what is made of them."""

import pytest
from evidence_of import RULES, cell, evidence, found

from jianghan_lib.audit.rules.projects import OF_PROJECTS
from jianghan_lib.forms.tables.columns import beside_three_public
from jianghan_lib.forms.tables.layouts import LAYOUT
from jianghan_lib.reference.identities import NARRATIVE, Place, identities, told
from jianghan_lib.vocabulary import word

MEASURES = {column.measure for layout in LAYOUT.values() for column in layout.columns}
MEASURES |= {column.measure for column in beside_three_public("", "")}


def is_printed(place: Place) -> bool:
    """Whether a place of an identity is one that documents print."""
    if place.table in OF_PROJECTS:
        return all(word(fact) != fact for fact in place.row.split("+"))
    if place.table == NARRATIVE:
        return True
    return place.measure in MEASURES and place.panel in {column.panel for column in LAYOUT[place.table].columns}


def test_an_identity_stands_between_printed_columns_and_has_a_source() -> None:
    assert [place for one in identities() for place in (one.left, one.right) if not is_printed(place)] == []
    assert [one for one in identities() if not one.source or one.rule not in ("", *RULES)] == []


def test_a_topic_stands_where_the_first_of_its_cells_is_printed() -> None:
    assert told("narrative_totals")["expenditure", ""] == (
        Place("F03", "", "total", "total"),
        Place("F01", "expenditure", "subtotal", "outturn"),
    )


@pytest.mark.parametrize(("basic", "wrong"), [("1.20", []), ("1.30", [("error", "30217", 5)])])
def test_hospitality_of_basic_expenditure_is_within_the_three_public_expenses(
    basic: str, wrong: list[tuple[str, str, int]]
) -> None:
    detail = cell("F06", "30217", "公务接待费", "outturn", basic, 5)
    whole = {**cell("F09", "", "", "hospitality", "1.20", 9), "panel": "outturn"}
    assert found("three_public_rows", evidence(amounts=[detail, whole])) == wrong


@pytest.mark.parametrize(("basic", "wrong"), [("5.00", []), ("9.00", [("error", "30217", 17)])])
def test_hospitality_that_projects_pay_is_no_contradiction(basic: str, wrong: list[tuple[str, str, int]]) -> None:
    detail = cell("B06", "30217", "公务接待费", "total", basic, 17)
    whole = cell("B07", "", "", "hospitality", "8.00", 27)
    assert found("three_public_rows", evidence(kind="budget", amounts=[detail, whole])) == wrong


def test_total_revenue_is_total_expenditure() -> None:
    sides = [("revenue", "90"), ("expenditure", "91")]
    cells = [
        {**cell("B04", "", "总计", "budget", amount, 7), "panel": panel, "level": "total"} for panel, amount in sides
    ]
    assert found("both_sides", evidence(kind="budget", amounts=cells)) == [("error", "总计", 7)]
