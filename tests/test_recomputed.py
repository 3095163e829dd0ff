"""What reports print, recomputed from the data alone by other means than the analyses', to the last printed digit."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from tables_of import DOCUMENTS, made, of, subject, whole

from jianghan_lib.analysis import completion, credibility, indicators, projects
from jianghan_lib.showing.display import cell
from jianghan_lib.showing.sentences import completion as say

FINAL = [name for name in DOCUMENTS if name.endswith("final")]
KEYS = {"class": ["class_name"], "section": ["class_name", "section_name"], "item": ["class_name", "code", "item_name"]}


def printed(frame: pd.DataFrame, column: str) -> list[str]:
    """A column of a result as a report prints it."""
    return [cell(column, value, "zh") for value in frame[column]]


@cache
def subjects(document: str) -> pd.DataFrame:
    rows = of(document)["completion"]
    rows = rows[rows["basis"] == "all"]
    items = rows[rows["level"] == "item"]
    return items if len(items) else rows[rows["level"] == "class"]


@pytest.mark.parametrize("document", FINAL)
def test_composition_variance(document: str) -> None:
    rows, frame = subjects(document), credibility.whole(of(document))
    frame = frame[frame["measure"] != "total"]
    expected = []
    for level in frame["measure"]:
        sums = rows.groupby(KEYS[level])[["initial_budget", "outturn"]].sum()
        a, b = sums["outturn"].to_numpy(), sums["initial_budget"].to_numpy()
        expected.append(f"{100 * np.abs(a - b * a.sum() / b.sum()).sum() / a.sum():.1f}%")
    assert printed(frame, "distance") == expected
    assert document != "jianghan-2024-final" or expected == ["3.6%", "23.8%", "86.5%"]


@pytest.mark.parametrize("document", FINAL)
@pytest.mark.parametrize("analysis", [completion.by_class, completion.by_section, completion.by_item])
def test_contributions(document: str, analysis) -> None:
    frame, rows = analysis(of(document)), subjects(document)
    if frame.empty:
        return
    codes = rows["code"].str[: {completion.by_class: 3, completion.by_section: 5}.get(analysis, 20)]
    deviations = (rows["outturn"] - rows["initial_budget"]).groupby(codes).sum()
    total = of(document)["completion"].query("level == 'department' and basis == 'all'").iloc[0]
    share = deviations / (total["outturn"] - total["initial_budget"])
    own = frame[(frame["part"] == "row") & ~frame["code"].duplicated(keep=False)]
    unexplained = abs(1 - share.sum()) > 0.05
    wanted = ["—" if unexplained else cell("contribution", share[code], "zh") for code in own["code"]]
    assert printed(own, "contribution") == wanted and len(own) == len(share)
    assert unexplained == (document == "wedz-2024-final")


def test_contributions_are_withheld_where_too_much_is_unexplained() -> None:
    tables = made(completion=[whole(100, 130), subject("甲项", 60, 90, code="2080101"), subject("乙项", 50, 30)])
    frame = completion.by_item(tables)
    assert frame["contribution"].isna().all() and frame["deviation"].tolist() == [30, -20, 20, 30]
    assert "占总差额的比重" in say.by_class(tables, "zh")[1] and "66.7%" in say.by_class(tables, "zh")[1]


@pytest.mark.parametrize("document", FINAL)
def test_cumulative_gap(document: str) -> None:
    rows = of(document)["projects"]
    gaps = (rows["budget"] - rows["executed"]).dropna()
    gaps = gaps[gaps.abs() >= 0.005].sort_values(ascending=False)
    frame = projects.concentration(of(document))
    if "gap" in frame:
        assert printed(frame, "cumulative_share") == [f"{100 * one:.1f}%" for one in gaps.cumsum() / gaps.sum()]
    assert len(gaps) or "gap" not in frame


@pytest.mark.parametrize("document", FINAL)
def test_indicators_by_kind(document: str) -> None:
    rows = of(document)["indicators"]
    rows = rows[((rows["actual_printed"] != "") | rows["met"].notna()) & (rows["horizon"] != "long_term")]
    total = indicators.by_kind(of(document)).iloc[-1]
    met, attained = rows["met"].dropna(), rows["attainment"].dropna()
    assert [total["indicators_count"], total["compared"], total["met_count"]] == [len(rows), len(met), met.sum()]
    assert total["median_attainment"] == np.median(attained)
    assert total["far_exceeded"] == (attained > 1.5).sum() and total["share_met"] == met.mean()
    keys = set(zip(rows["subject"], rows["indicator"], rows["target_printed"], rows["actual_printed"], strict=True))
    assert indicators.repeated(of(document)) == len(keys) - len({key[1:] for key in keys})


def test_a_form_twice_is_counted_twice_and_said() -> None:
    row = {"level1": "产出指标", "indicator": "甲", "target_printed": "5人", "actual_printed": "5人", "met": True}
    tables = made(
        indicators=[
            {**row, "subject": "甲局"},
            {**row, "subject": "甲项目"},
            {**row, "subject": "丙", "actual_printed": "6人"},
        ]
    )
    assert indicators.repeated(tables) == 1


def test_what_rounding_leaves_is_called_rounding() -> None:
    tables = made(completion=[whole(100, 130), subject("甲项", 60, 90.01), subject("乙项", 40, 40)])
    assert say.drivers(tables, "zh") == "高于年初预算的科目合计+30.01万元，尾差-0.01万元，总差额+30.00万元。"
    assert say.drivers(tables, "en").endswith("rounding -0.01, in all +30.00.")
