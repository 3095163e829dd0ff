"""Budget credibility: PEFA's arithmetic, recomputed here from the rows of `completion`, and where it must not be done."""

import itertools

import numpy as np
import pytest
from tables_of import DOCUMENTS, made, of, subject, whole

from jianghan_lib.analysis import completion, credibility
from jianghan_lib.showing.charts import credibility as charts
from jianghan_lib.showing.sentences import credibility as say

COMPUTED = ["jiangan-2020-final", "jianghan-2024-final", "wuhan-2023-final"]


def by_hand(document: str, keys: list[str]) -> float:
    rows = completion.lowest(of(document)["completion"])
    sums = rows.groupby(keys)[["initial_budget", "outturn"]].sum().to_numpy()
    b, a = sums[:, 0], sums[:, 1]
    return float(np.abs(a - b * a.sum() / b.sum()).sum() / a.sum())


@pytest.mark.parametrize("document", COMPUTED)
def test_the_variance_of_each_level_is_that_of_its_definition(document: str) -> None:
    frame = credibility.whole(of(document)).set_index("measure")["distance"]
    keys = {"class": ["class_name"], "section": ["class_name", "section_name"], "item": ["line"]}
    for level in frame.index.drop("total"):
        assert frame[level] == pytest.approx(by_hand(document, keys[level]), abs=1e-12)


def test_the_level_decides_the_message() -> None:
    frame = credibility.whole(of("jianghan-2024-final")).set_index("measure")
    assert frame["distance"].round(3).to_dict() == {"total": 0.531, "class": 0.036, "section": 0.238, "item": 0.865}
    assert frame["band"].tolist() == ["D", "A", "D", "D"]
    assert frame.loc["total", "outturn_ratio"] == pytest.approx(10238.96 / 6689.82)
    text = " ".join(say.whole(of("jianghan-2024-final"), "en"))
    assert "by class 3.6% (score A)" in text and "by item 86.5% (score D)" in text and "three years" in text


def test_where_items_do_not_add_up_it_is_said_and_not_computed() -> None:
    tables = of("wedz-2024-final")
    assert credibility.status(tables) == "does_not_add_up"
    assert credibility.whole(tables)["measure"].tolist() == ["total"]
    assert credibility.composition(tables).empty and "原因见上一节" in say.composition(tables, "zh")
    assert "28,193.30" in " ".join(say.whole(tables, "zh")) and "不予计算" in " ".join(say.whole(tables, "zh"))


@pytest.mark.parametrize("document", COMPUTED)
@pytest.mark.parametrize("largest", [3, 99])
def test_contributions_add_up_to_the_variance_and_shifts_to_nothing(document: str, largest: int) -> None:
    tables = of(document)
    frame = credibility.composition(tables, largest)
    rows, total = frame[frame["part"] != "total"], frame.iloc[-1]
    assert rows["variance_points"].sum() == pytest.approx(total["variance_points"], abs=1e-12)
    assert total["variance_points"] == pytest.approx(credibility.whole(tables)["distance"].iloc[-1], abs=1e-12)
    assert rows["shift"].sum() == pytest.approx(0, abs=1e-5)
    assert len(frame) == min(largest + 1, len(completion.lowest(tables["completion"]))) + 1


def test_what_is_unexplained_moves_the_variance_by_no_more_than_it_says() -> None:
    budgets, outturns, rest = [50.0, 30, 20], [40.0, 45, 20], (0.3, -0.2)
    rows = [subject(name, b, a) for name, b, a in zip("甲乙丙", budgets, outturns, strict=True)]
    tables = made(completion=[whole(100 + rest[0], 105 + rest[1]), *rows])
    known = credibility.whole(tables).set_index("measure").loc["item", "distance"]
    for one, other in itertools.product(range(3), range(3)):
        b, a = np.array(budgets), np.array(outturns)
        b[one] += rest[0]
        a[other] += rest[1]
        assert abs(np.abs(a / a.sum() - b / b.sum()).sum() - known) <= credibility.effect(tables)
    assert credibility.status(tables) == "computed" and credibility.effect(tables) < 0.01


@pytest.mark.parametrize(
    ("distance", "band"), [(0, "A"), (0.0499, "A"), (0.05, "B"), (0.1, "C"), (0.1499, "C"), (0.15, "D"), (9, "D")]
)
def test_the_ranges_of_the_scores(distance: float, band: str) -> None:
    assert credibility.band(distance) == band


def test_the_same_composition_has_no_variance_whatever_the_total() -> None:
    tables = made(completion=[whole(30, 60), subject("甲", 10, 20), subject("乙", 20, 40)])
    assert credibility.whole(tables).set_index("measure")["distance"].to_dict() == {"total": 1.0, "item": 0.0}
    assert "0.0%" in say.composition(tables, "zh")


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "no_outturn"),
        ([whole(10, 20)], "no_subjects"),
        ([whole(0, 20), subject("甲", 0, 10), subject("乙", 0, 10)], "no_subjects"),
        ([whole(30, 20), subject("甲", 10, None), subject("乙", 20, 20)], "not_printed"),
        ([whole(10, 20), subject("甲", 10, 20), subject("乙", 10, 20)], "does_not_add_up"),
    ],
)
def test_why_there_is_no_variance(rows: list[dict[str, object]], why: str) -> None:
    tables = made(completion=rows)
    assert credibility.status(tables) == why
    assert set(credibility.whole(tables)["measure"]) <= {"total"}
    for lang in ("zh", "en"):
        assert all("{" not in text for text in say.whole(tables, lang))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_figure_has_a_line_at_every_limit(document: str) -> None:
    frame = credibility.whole(of(document))
    figure = charts.distances(frame, "zh")
    assert (figure is None) == (document == "dongxihu-2025-budget")
    if figure:
        axes = figure.axes[0]
        assert [line.get_xdata()[0] for line in axes.lines] == list(credibility.THRESHOLDS)
        assert len(axes.patches) == len(frame)
