"""What the cells of project_execution.ipynb compute, against figures reckoned by hand from the documents."""

import pandas as pd
import pytest
from cells import run

from jianghan_lib.showing.saying import said

JIANGHAN, WEDZ, WUHAN, JIANGAN = "jianghan-2024-final", "wedz-2024-final", "wuhan-2023-final", "jiangan-2020-final"


def ran(document: str, lang: str = "zh") -> tuple[dict, str]:
    return run("project_execution", document_id=document, lang=lang)


@pytest.mark.parametrize(
    ("document", "count", "budget", "executed", "gap"),
    [
        (JIANGHAN, 11, 10593.20, 8784.42, 1808.78),
        (WEDZ, 17, 20669.09, 12399.00, 8270.09),
        (WUHAN, 9, 37740.71, 37340.24, 400.47),
        (JIANGAN, 3, 190.00, 190.00, 0),
    ],
)
def test_the_whole_of_the_projects(document: str, count: int, budget: float, executed: float, gap: float) -> None:
    names = ran(document)[0]
    assert len(names["executed"]) == count
    assert [round(names["total"][name], 2) for name in ("budget", "executed", "gap")] == [budget, executed, gap]


def test_the_gap_by_project_and_its_running_share() -> None:
    gaps = ran(JIANGHAN)[0]["open_gaps"]
    assert gaps["project"].tolist()[:2] == ["支农返汉帮扶资金", "就业补助资金"] and len(gaps) == 4
    assert [round(value, 3) for value in gaps["cumulative_share"]] == [0.566, 0.987, 0.999, 1.0]


def test_projects_that_spent_nothing_and_everything() -> None:
    assert "17个项目中，2个全部执行完，5个一分没花" in ran(WEDZ)[1]
    assert "3个全部执行完；没有差额" in ran(JIANGAN)[1]


def test_adjustments_where_the_initial_budget_is_printed() -> None:
    names, text = ran(WUHAN)
    assert round(names["adjusted"]["adjustment"].sum(), 2) == 10128.66
    assert "年初17,118.19万元，调整为27,246.85万元" in text and "看不出年中调整了多少" in ran(JIANGHAN)[1]


def test_scores_at_the_ceiling() -> None:
    scores = ran(WUHAN)[0]["scores"]
    assert (len(scores), scores.min(), scores.max(), round(scores.mean(), 2)) == (9, 95.79, 100, 98.51)


def test_indicators_met_and_far_exceeded() -> None:
    names = ran(JIANGHAN)[0]
    rows = names["indicators"]
    assert (len(rows), int(rows["judged"].sum()), int(rows["met_one"].sum())) == (153, 150, 138)
    # 12 and 14 are printed; four and six of them in the department's form and in a project's.
    assert len(names["missed"]) == 10 and len(names["exceeded"]) == 8
    text = ran(JIANGHAN)[1]
    assert "完成138个（92.0%）；只看能用数值计算的119个，完成107个（89.9%）" in text
    assert "定性指标28个，其中28个的完成值与目标的文字相同。完成值照抄目标的3个" in text


def test_a_target_that_was_lowered_in_the_year_stands_beside_what_was_missed() -> None:
    missed = ran(JIANGHAN)[0]["missed"].set_index("indicator")
    assert missed.loc["帮扶困难群体就业人数", ["target_printed", "actual_printed", "said"]].tolist() == ["2200人", "2000人", "1200人"]
    assert missed.loc["扶持创业人数", "said"] == "3450人"


def test_what_stays_below_a_cap_is_not_called_far_exceeded() -> None:
    exceeded = ran(WUHAN)[0]["exceeded"]
    assert len(exceeded) == 21 and set(exceeded["direction"]) <= {"at_least", "equal", "about"}
    assert "事业单位公开招聘投诉率" not in set(exceeded["indicator"])  # 0.02 ‰ under a cap of 1 ‰


def test_a_document_without_executions_by_project_is_not_told_that_its_table_is_missing() -> None:
    table = pd.DataFrame({"table": ["F03"], "table_amount": [603.14], "projects_total": [0.0], "discrepancy": [-603.14]})
    assert said("projects/against", "zh", table, count=0) == ["支出决算表的项目支出603.14万元，文件没有印出各项目的执行数，不能核对。"]
    assert "no executions by project" in said("projects/against", "en", table, count=0)[0]


def test_money_and_targets_by_ranks() -> None:
    assert round(ran(JIANGHAN)[0]["spearman"], 2) == 0.66


def test_a_subsidy_a_person() -> None:
    costs = ran(JIANGHAN)[0]["costs"].set_index("code")
    assert costs.loc["2080704", "yuan_per_person"] == 4550


def test_projects_against_the_tables() -> None:
    against = ran(WUHAN)[0]["against"].set_index("table")["discrepancy"]
    assert [round(against[name], 2) for name in ("F03", "F05")] == [-0.03, 2011.76]
    assert ran(JIANGHAN)[0]["against"]["table_amount_at"].tolist() == ["L221", "L318"]


@pytest.mark.parametrize("document", [JIANGHAN, WEDZ])
def test_nothing_shown_in_english_is_an_identifier(document: str) -> None:
    assert [word for word in ran(document, "en")[1].split() if "_" in word] == [] and "万元" not in ran(document, "en")[1]
