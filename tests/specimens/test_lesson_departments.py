"""Departments for lessons: two years that join, and of everything that a lesson is about, some."""

import random
from decimal import Decimal
from pathlib import Path

import pytest
from whole_way import built

from jianghan_lib.reference.reasons import NOT_CODED, coded
from jianghan_lib.specimens import Facts, Vices, generate, two_years
from jianghan_lib.specimens.contradictions import CONTRADICTIONS
from jianghan_lib.specimens.departments import split
from jianghan_lib.specimens.lessons import amounts_of
from jianghan_lib.specimens.model import ZERO, Item, total
from jianghan_lib.specimens.performance import invent_projects
from jianghan_lib.specimens.vocabulary import FITTING


@pytest.fixture(params=range(12))
def years(request: pytest.FixtureRequest) -> tuple[Facts, Facts]:
    return two_years(request.param)


def test_the_later_year_compares_itself_with_what_the_earlier_one_says(years: tuple[Facts, Facts]) -> None:
    now, before = years
    assert (before.year, before.department) == (now.year - 1, now.department)
    assert now.prior == amounts_of(before)
    assert now.prior["expenditure"] == before.sum(lambda item: item.expenditure)
    assert {item.code for item in before.items} <= {item.code for item in now.items}
    assert [one.name for one in before.projects][:2] == [one.name for one in now.projects][:2]


def test_both_years_add_up(years: tuple[Facts, Facts]) -> None:
    for facts in years:
        assert total(one.executed for one in facts.projects) == facts.sum(lambda item: item.all_project)
        assert facts.personnel + facts.operating == facts.sum(lambda item: item.basic)
        for one in facts.projects:
            assert one.department_budget + one.special_fund + one.upper_transfer == one.budget >= one.executed


def test_rates_budgets_and_indicators_are_of_every_kind(years: tuple[Facts, Facts]) -> None:
    now, _ = years
    rates = [one.executed / one.budget for one in now.projects]
    assert len({round(rate, 3) for rate in rates}) == len(rates) or 1 in rates or 0 in rates
    assert min(rates) < 0.6 and any(0.5 < rate < 0.9 for rate in rates)
    budgets = [item.initial for item in now.general]
    assert budgets.count(None) == 1 and budgets.count(ZERO) == 1
    assert any(item.initial and item.general > item.initial for item in now.general)
    listed = [one for project in now.projects for one in project.indicators]
    numbers = [one for one in listed if one.target is not None]
    assert any(one.met and one.actual > 2 * one.target for one in numbers if one.unit != "%")
    assert any(not one.met for one in numbers)
    # The grand total, the expenditure and that of the general public budget are three figures.
    assert now.grand_total > now.sum(lambda item: item.expenditure) > now.sum(lambda item: item.general)


def test_reasons_are_of_many_kinds_and_fit_their_direction() -> None:
    kinds = set()
    for direction, words in FITTING.items():
        for one in words:
            (given,) = coded(one, direction)
            assert given.category != NOT_CODED and given.direction in (direction, "")
            kinds.add(given.category)
    assert len(kinds) >= 25


def test_a_printed_year_is_read_without_a_contradiction_and_gives_every_reason(tmp_path: Path) -> None:
    now, _ = two_years(1)
    tables = built(generate(1, "markdown", Vices.only("no_budget_wording"), now).text, tmp_path)
    assert [one for one in tables["findings"] if one["severity"] in ("error", "warning")] == []
    items = [row for row in tables["completion"] if row["level"] == "item"]
    assert [row["initial_budget"] for row in items].count(ZERO) == 2
    for row in items:
        assert bool(row["reasons"]) == (row["outturn"] != (row["initial_budget"] or ZERO)), row["item_name"]
    for row in tables["projects"]:
        assert bool(row["reasons"]) == (row["gap"] > 0), row["project"]


def test_a_code_is_mistyped_to_one_that_no_item_has() -> None:
    document = generate(1, "markdown", Vices(), two_years(1)[0])
    known = {row["code"] for row in document.truth.amounts}
    for seed in range(5):
        planted = CONTRADICTIONS["a code"](document, random.Random(seed))
        assert planted is not None and planted.words[1] not in known


@pytest.mark.parametrize("spent", ["0", "0.01", "0.03"])
def test_there_are_no_more_projects_than_cents_were_spent_on_any(spent: str) -> None:
    items = (Item("2080101", "行政运行", Decimal(100)), Item("2080102", "一般行政管理事务", project=Decimal(spent)))
    for seed in range(9):
        projects = invent_projects(random.Random(seed), items, "budget", split)
        assert sum(one.executed for one in projects) == Decimal(spent) and len(projects) <= Decimal(spent) * 100
