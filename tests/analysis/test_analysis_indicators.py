"""Performance indicators: counts and medians recomputed here, what is missed, and whether money goes with it."""

import pandas as pd
import pytest
from scipy.stats import spearmanr
from tables_of import DOCUMENTS, made, of, project

from jianghan_lib.analysis import indicators, projects
from jianghan_lib.analysis.frames import exact
from jianghan_lib.showing.charts import indicators as charts
from jianghan_lib.showing.sentences import indicators as say
from jianghan_lib.showing.sentences import projects as say_projects

FINAL = [name for name in DOCUMENTS if name.endswith("final")]


def indicator(subject: str, attainment: float | None, met: bool | None, kind: str = "产出指标", **more: object) -> dict:
    own = {
        "subject": subject,
        "level1": kind,
        "indicator": f"{subject}数",
        "target_printed": "1",
        "actual_printed": "1",
    }
    return {**own, "attainment": attainment, "met": met, "horizon": "annual", **more}


@pytest.mark.parametrize("document", FINAL)
def test_the_total_counts_every_indicator_with_a_result(document: str) -> None:
    rows = of(document)["indicators"]
    rows = rows[(rows["actual_printed"] != "") | rows["met"].notna()]
    total = indicators.by_kind(of(document)).iloc[-1]
    assert total["indicators_count"] == len(rows)
    assert (total["met_count"], total["missed_count"]) == ((rows["met"] == True).sum(), (rows["met"] == False).sum())  # noqa: E712
    assert total["median_attainment"] == rows["attainment"].median()
    assert total["share_far_exceeded"] == (rows["attainment"] > 1.5).sum() / rows["attainment"].notna().sum()
    kinds = indicators.by_kind(of(document)).iloc[:-1]
    assert all(kinds[name].sum() == total[name] for name in indicators.COUNTS)


@pytest.mark.parametrize("document", FINAL)
def test_the_lists_are_as_long_as_their_counts(document: str) -> None:
    total = indicators.by_kind(of(document)).iloc[-1]
    assert len(indicators.missed(of(document))) == total["missed_count"]
    exceeded = indicators.far_exceeded(of(document))["attainment"]
    assert len(exceeded) == total["far_exceeded"] and (exceeded > 1.5).all() and exceeded.is_monotonic_decreasing


@pytest.mark.parametrize("document", ["jianghan-2024-final", "wedz-2024-final", "wuhan-2023-final"])
def test_the_rank_correlation_is_spearman_s(document: str) -> None:
    frame = indicators.with_money(of(document))
    expected = spearmanr(1 - frame["execution_rate"], frame["share_missed"]).statistic
    assert indicators.rank_correlation(of(document)) == pytest.approx(expected, abs=1e-12)


def test_missed_targets_and_unspent_money() -> None:
    rows = [project("甲", 10, 4), project("乙", 10, 10), project("丙", 10, 5), project("丁", 10, None)]
    facts = [indicator("甲", 0.5, False), indicator("甲", 1, True), indicator("乙", 1, True), indicator("丙", 1, True),
             indicator("丁", 0.1, False), indicator("甲局", 0.1, False)]  # fmt: skip
    tables = made(projects=rows, indicators=facts)
    assert indicators.together(tables).to_numpy().tolist() == [
        ["with_gap", 2, 1, 0.5, 3, 1, pytest.approx(1 / 3)],
        ["without_gap", 1, 0, 0, 1, 0, 0],
    ]
    text = say.together(tables, "zh")
    assert "2个项目中，1个（50.0%）" in text[0] and "只有1个项目" in text[-1]


def test_targets_of_later_years_and_targets_without_a_result_are_left_out() -> None:
    facts = [indicator("甲", 2, True), indicator("甲", 0.1, False, horizon="long_term"),
             indicator("甲", None, None, actual_printed="")]  # fmt: skip
    frame = indicators.by_kind(made(indicators=facts))
    assert frame["indicators_count"].tolist() == [1, 1] and frame["share_far_exceeded"].tolist() == [1, 1]


def test_results_in_words_have_no_attainment() -> None:
    tables = made(indicators=[indicator("甲", None, True), indicator("甲", None, None)])
    total = indicators.by_kind(tables).iloc[-1]
    assert (total["indicators_count"], total["compared"]) == (2, 1) and pd.isna(total["median_attainment"])
    assert say.by_kind(tables, "en")[-1].startswith("Targets and results are words")
    assert charts.attainment(indicators.of_year(tables), "zh") is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_without_results_are_told_so(lang: str) -> None:
    for tables in (of("dongxihu-2025-budget"), made()):
        assert indicators.by_kind(tables).empty and charts.by_kind(indicators.by_kind(tables), lang) is None
        assert len(say.by_kind(tables, lang)) == len(say.together(tables, lang)) == 1
        assert say.missed(tables, lang) and say.far_exceeded(tables, lang) == ""
    assert "281" in say.by_kind(of("dongxihu-2025-budget"), lang)[0]


def test_the_way_from_initial_budget_to_execution_adds_up() -> None:
    steps = projects.bridge(of("wuhan-2023-final"))["amount"]
    assert exact(steps.iloc[:-1].sum()) == steps.iloc[-1]
    rows = [project("甲", 12, 9, initial_budget=10), project("乙", 3, 3, initial_budget=5), project("丙", 1, 1)]
    tables = made(projects=rows)
    assert projects.bridge(tables)["amount"].tolist() == [15, 2, -2, -3, 12]
    assert "2个" in say_projects.bridge(tables, "zh") and say_projects.bridge(made(), "zh") == ""
    assert projects.bridge(of("jianghan-2024-final")).empty
