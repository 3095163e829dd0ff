"""Changes between two years: the figures of the five documents, their checks, and what is kept apart."""

import pytest
from tables_of import change, made, of, project

from jianghan_lib.analysis import changes


@pytest.mark.parametrize(
    ("document", "name", "years", "prior", "amount"),
    [
        ("jianghan-2024-final", "revenue_and_expenditure", (2023, 2024), 12910.02, 10238.96),
        ("wedz-2024-final", "revenue_and_expenditure", (2023, 2024), 14822.39, 14346.05),
        ("wuhan-2023-final", "revenue_and_expenditure", (2022, 2023), 95387.51, 84317.15),
        ("jiangan-2020-final", "revenue_and_expenditure", (2019, 2020), 16155.23, 16886.22),
        ("dongxihu-2025-budget", "budget_total", (2024, 2025), 13371.59, 12198.82),
    ],
)
def test_the_total_in_two_years(document: str, name: str, years: tuple[int, int], prior: float, amount: float) -> None:
    first = changes.whole(of(document)).iloc[0]
    assert (first["name"], (first["prior_year"], first["year"])) == (name, years)
    assert (first["prior_amount"], first["amount"]) == (prior, amount)
    assert first["change_rate"] == pytest.approx((amount - prior) / prior, abs=1e-6)


def test_the_fourteen_subjects_of_the_budget() -> None:
    frame = changes.subjects(of("dongxihu-2025-budget"))
    assert len(frame) == 14 and frame["code"].str.fullmatch(r"\d{7}").all()
    assert changes.net(frame) == {"up": 464.68, "down": -96.21, "net": 368.47}
    assert frame["change"].abs().is_monotonic_decreasing


def test_subjects_whose_change_is_not_stated() -> None:
    frame = changes.unstated(of("dongxihu-2025-budget"))
    assert dict(zip(frame["code"], frame["total"], strict=True)) == {"2080704": 2603, "2080799": 525, "2010801": 30.75}


def test_printed_rates_that_differ_and_base_years_that_cannot_be() -> None:
    assert changes.counts(of("jiangan-2020-final"))["differs"] == 3
    doubtful = changes.doubtful(of("jiangan-2020-final"))
    assert doubtful["rate_printed"].tolist() == ["增长4.53%"] * 3 and set(doubtful["check"]) == {"differs"}
    budget = changes.doubtful(of("dongxihu-2025-budget"))
    assert budget[["name", "check"]].to_numpy().tolist() == [["行政单位离退休", "base_year"]]


def test_small_amounts_are_kept_apart() -> None:
    tables = of("wedz-2024-final")
    assert changes.small(tables)["name"].iloc[0] == "overseas_travel"
    assert not set(changes.small(tables)["name"]) & set(changes.whole(tables)["name"])
    assert set(changes.small(of("dongxihu-2025-budget"))["name"]) == {"three_public", "agency_operating"}


def test_a_prior_year_of_zero_has_no_rate() -> None:
    frame = changes.small(made(changes=[change("hospitality", 0, 7.78)]))
    assert frame["check"].tolist() == ["no_base"] and frame["change_rate"].isna().all()


def test_what_is_not_printed_is_not_said_to_agree() -> None:
    rows = [change("revenue", 10, 12), change("expenditure", 10, 12, rate_printed="增长20%")]
    assert changes.checks(made(changes=rows)).tolist() == ["not_printed", "agrees"]


def test_groups_by_what_the_item_is() -> None:
    rows = [
        change(item, 1, 2)
        for item in ("revenue", "three_public", "2080101", "2101101;2101103", "教育/普通/小学", "培训")
    ]
    groups = changes.groups(made(changes=rows, projects=[project("培训", 1, 1)]))
    assert groups.tolist() == ["whole", "small", "subject", "subject", "subject", "project"]


def test_equal_figures_are_drawn_once_and_counted() -> None:
    frame = changes.distinct(changes.latest(changes.whole(of("jianghan-2024-final"))))
    assert frame[["name", "count"]].to_numpy().tolist() == [["revenue_and_expenditure", 6]]


def test_only_the_latest_pair_of_years_is_drawn() -> None:
    rows = [change("revenue", 1, 2), change("revenue", 2, 4, prior_year=2024, year=2025)]
    assert changes.latest(changes.whole(made(changes=rows)))["year"].tolist() == [2025]


def test_a_document_without_changes_gives_empty_frames() -> None:
    tables = made()
    for analysis in (changes.whole, changes.small, changes.subjects, changes.projects, changes.doubtful):
        assert analysis(tables).empty
    assert changes.latest(changes.whole(tables)).empty
    assert changes.counts(tables)["rows"] == 0
