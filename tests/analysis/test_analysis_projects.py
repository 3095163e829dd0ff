"""Projects: the figures of the five documents, and gaps that are none, negative, or not printed."""

import pandas as pd
import pytest
from tables_of import DOCUMENTS, made, of, project

from jianghan_lib.analysis import projects
from jianghan_lib.analysis.frames import exact


@pytest.mark.parametrize(
    ("document", "count", "budget", "executed", "gap"),
    [
        ("jianghan-2024-final", 11, 10593.2, 8784.42, 1808.78),
        ("wuhan-2023-final", 9, 37740.71, 37340.24, 400.47),
        ("wedz-2024-final", 17, 20669.09, 12399, 8270.09),
        ("jiangan-2020-final", 3, 190, 190, 0),
    ],
)
def test_the_projects_of_each_final_account(
    document: str, count: int, budget: float, executed: float, gap: float
) -> None:
    found = projects.summary(of(document))
    assert (found["projects"], found["budget"], found["executed"], found["gap"]) == (count, budget, executed, gap)


def test_the_projects_of_a_budget() -> None:
    tables = of("dongxihu-2025-budget")
    found = projects.summary(tables)
    assert (found["projects"], found["budget"]) == (12, 10325.73) and pd.isna(found["executed"])
    frame = projects.by_project(tables)
    assert "executed" not in frame and frame["share"].iloc[:-1].sum() == pytest.approx(1)
    funding = projects.funding(tables).iloc[-1]
    assert funding[["general_public_budget", "unit_funds", "budget"]].tolist() == [6325.73, 4000, 10325.73]


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name.endswith("final")])
def test_gaps_and_shares_add_up(document: str) -> None:
    frame = projects.by_project(of(document))
    rows, total = frame[frame["part"] == "row"], frame.iloc[-1]
    assert exact(rows["gap"].sum()) == total["gap"] == exact(total["budget"] - total["executed"])
    assert rows["gap"].is_monotonic_decreasing
    if total["gap"]:
        assert rows["share_of_gap"].sum() == pytest.approx(1) and total["share_of_gap"] == pytest.approx(1)
    else:
        assert rows["share_of_gap"].isna().all()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_makes_up_the_total_ends_at_one(document: str) -> None:
    frame = projects.concentration(of(document))
    assert frame["share"].sum() == pytest.approx(1) and frame["cumulative_share"].iloc[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("document", "table", "difference", "check"),
    [
        ("jianghan-2024-final", "F03", 0.01, "rounding"),
        ("jianghan-2024-final", "F05", 0.01, "rounding"),
        ("wuhan-2023-final", "F03", -0.03, "rounding"),
        ("wuhan-2023-final", "F05", 2011.76, "narrower"),
        ("wedz-2024-final", "F03", 0, "agrees"),
        ("dongxihu-2025-budget", "B10", 0, "agrees"),
        ("dongxihu-2025-budget", "B05-1", 4000, "narrower"),
    ],
)
def test_the_projects_against_the_tables(document: str, table: str, difference: float, check: str) -> None:
    found = projects.against_tables(of(document)).set_index("table").loc[table]
    assert (found["difference"], found["check"]) == (difference, check)


def test_a_document_without_tables_cannot_be_checked() -> None:
    assert projects.against_tables(of("jiangan-2020-final")).empty


def test_the_adjustment_within_the_year() -> None:
    frame = projects.adjustments(of("wuhan-2023-final"))
    assert len(frame) == 9
    assert frame.iloc[-1][["initial_budget", "budget", "adjustment"]].tolist() == [17118.19, 27246.85, 10128.66]
    assert projects.adjustments(of("dongxihu-2025-budget")).empty


def test_where_all_is_executed_the_budget_is_looked_at() -> None:
    frame = projects.concentration(of("jiangan-2020-final"))
    assert "gap" not in frame and frame["budget"].tolist() == [82, 58, 50]


def test_a_negative_gap_is_subtracted_from_the_total() -> None:
    frame = projects.by_project(made(projects=[project("甲", 10, 4), project("乙", 10, 12)]))
    assert frame["gap"].tolist() == [6, -2, 4] and frame["share_of_gap"].tolist()[:2] == [1.5, -0.5]
    assert projects.summary(made(projects=[project("甲", 10, 12)]))["over"] == 1


def test_an_execution_that_is_not_printed_stays_out_of_the_total() -> None:
    tables = made(projects=[project("甲", 10, 4), project("乙", 100, None)])
    total = projects.by_project(tables).iloc[-1]
    assert total[["budget", "executed", "gap"]].tolist() == [10, 4, 6]
    assert projects.summary(tables)["unknown"] == 1


def test_one_project_explains_all() -> None:
    frame = projects.by_project(made(projects=[project("甲", 10, 4)]))
    assert frame["share_of_gap"].tolist() == [1, 1] and frame["execution_rate"].tolist() == [0.4, 0.4]


def test_a_budget_of_zero_has_no_rate() -> None:
    frame = projects.by_project(made(projects=[project("甲", 0, 0), project("乙", 1, 1)]))
    assert pd.isna(frame.set_index("name").loc["甲", "execution_rate"])


def test_columns_that_no_project_fills_are_left_out() -> None:
    plain = projects.by_project(made(projects=[project("甲", 10, 4)]))
    scored = projects.by_project(made(projects=[project("甲", 10, 4, score=95.5), project("乙", 1, 1)]))
    assert "score" not in plain and "recurrence" not in plain
    assert "score" in scored and "recurrence" not in scored


def test_funding_of_the_self_evaluation_where_it_is_given() -> None:
    rows = [project("甲", 10, 4, upper_transfer=6, department_budget=4), project("乙", 5, 5, upper_transfer=5)]
    frame = projects.funding(made(projects=rows))
    assert frame.columns.tolist() == ["name", "department_budget", "upper_transfer", "budget", "part"]
    assert frame.iloc[-1].tolist() == ["total", 4, 11, 15, "total"]


def test_what_no_source_is_given_of_has_a_column() -> None:
    rows = [project("甲", 10, 4, upper_transfer=6, department_budget=4), project("乙", 5, 5)]
    frame = projects.funding(made(projects=rows))
    assert frame["source_not_given"].tolist() == [0, 5, 5]
    total = projects.funding(of("jianghan-2024-final")).iloc[-1]
    assert exact(total.drop(["name", "budget", "part"]).sum()) == total["budget"] == 10593.2


def test_reasons_count_for_each_project_that_names_them() -> None:
    rows = [project("甲", 10, 4, reasons="late_transfer;recalled"), project("乙", 5, 4), project("丙", 1, 1)]
    frame = projects.reasons(made(projects=rows)).set_index("reasons")
    assert frame["gap"].to_dict() == {"late_transfer": 6, "recalled": 6, "not_stated_reason": 1}
    assert projects.reasons(made(projects=[project("丙", 1, 1)])).empty


def test_the_smallest_are_one_row_together() -> None:
    rows = [project(f"项目{size}", size, 0) for size in range(1, 31)]
    frame = projects.concentration(made(projects=rows), largest=5)
    assert frame[["name", "gap"]].iloc[-1].tolist() == ["others", sum(range(1, 26))] and frame["count"].iloc[-1] == 25


def test_a_document_without_projects_gives_empty_frames() -> None:
    tables = made()
    for analysis in (
        projects.concentration,
        projects.adjustments,
        projects.funding,
        projects.reasons,
        projects.against_tables,
    ):
        assert analysis(tables).empty
    assert projects.summary(tables)["projects"] == 0


def test_execution_by_funding_where_it_is_printed() -> None:
    frame = projects.by_funding(of("jianghan-2024-final")).set_index("funding")
    rows = of("jianghan-2024-final")["projects"]
    above = rows[rows["upper_transfer"] > 0]
    assert frame.loc["with_transfer", ["projects", "budget", "executed"]].tolist() == [
        len(above), exact(above["budget"].sum()), exact(above["executed"].sum()),
    ]  # fmt: skip
    assert frame["projects"].sum() == len(rows) and exact(frame["budget"].sum()) == exact(rows["budget"].sum())
    assert projects.by_funding(of("wedz-2024-final")).empty


def test_each_coded_reason_leads_to_its_line() -> None:
    rows = [project("甲", 10, 4, reasons="demand", line=7), project("乙", 5, 1), project("丙", 1, 1, reasons="base")]
    assert projects.reason_lines(made(projects=rows))[["name", "line"]].to_numpy().tolist() == [["甲", 7]]
